import { largerPercentileOf } from "./conventions/surface_distance.ts";
import { surfelDistances } from "./conventions/surfels.ts";
import { dilate } from "./dilate.ts";
import { tabulate } from "./instance_overlaps.ts";
import { componentsOf, type InstanceRuns, splitRuns } from "./instance_runs.ts";
import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { type Runs, unite } from "./runs.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { ratio } from "./statistics.ts";

/** The parameters of a challenge. */
export interface LesionWiseOptions extends LabelOptions {
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /**
   * By how many voxels a true lesion grows before it is told from its neighbours and looked for in
   * the prediction: 3 for gliomas, 1 for meningiomas and metastases.
   *
   * @default {3}
   */
  dilation?: number;
  /** True lesions up to this volume don't count: 50, and 2 for metastases. @default {50} */
  ignoredVolume?: number;
  /** The HD95 of a lesion that was missed or invented. @default {374} */
  penalty?: number;
}

/** A true lesion and the prediction around it. */
export interface Lesion {
  /** Its volume. */
  volume: number;
  /** How many components of the prediction are compared with it. */
  predictions: number;
  /** Dice of the lesion and all of them; 0 if there are none. */
  dice: number;
  /** Their HD95 as surface-distance has it, or the penalty. */
  hd95: number;
  /** Whether it is large enough to count. */
  isCounted: boolean;
}

/** BraTS' scores of a case. */
export interface LesionWiseResult {
  /** All true lesions, small ones too. */
  lesions: Lesion[];
  /** Lesions that count and were found. */
  detected: number;
  /** Lesions that count and were not. */
  missed: number;
  /** Predicted components near no true lesion, whatever their size. */
  invented: number;
  /** The mean Dice over lesions that count and invented ones, which have 0. */
  dice: number;
  /** The mean HD95 over lesions that count and invented ones, which have the penalty. */
  hd95: number;
}

/** Their names. */
const NAMES: Names<LesionWiseOptions> = {
  ...LABEL_NAMES,
  spacing: true,
  dilation: true,
  ignoredVolume: true,
  penalty: true,
};
const ACTION = "lesion-wise scores";

/**
 * The lesion-wise Dice and HD95 of the BraTS challenges, as their code of 2023 computes them.
 *
 * True lesions whose dilations touch are one; components of the prediction (across corners) that
 * a lesion's dilation meets are all compared with it, and one may serve several lesions; HD95 is
 * surface-distance's. Saluja et al., github.com/rachitsaluja/BraTS-2023-Metrics, commit 43c9052.
 * Dice 1 and HD95 0 where no lesion counts and none was invented. Takes time in proportion to the
 * image and the dilations, a byte per voxel, and eight for each at the border of a lesion.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, ignored values, spacing, and the challenge's parameters.
 * @returns The scores, and those of each lesion.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { lesionWise } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0, 0, 0], shape: [1, 1, 6] };
 * const prediction = { data: [1, 1, 0, 0, 0, 1], shape: [1, 1, 6] };
 * const options = { dilation: 1, ignoredVolume: 1 };
 * const { dice, hd95, invented } = lesionWise(truth, prediction, options);
 * assert.deepEqual([dice, hd95, invented], [1 / 2, 374 / 2, 1]);
 * ```
 */
export function lesionWise(
  truth: Mask,
  prediction: Mask,
  options: LesionWiseOptions = {},
): LesionWiseResult {
  checkOptions(options, NAMES, ACTION);
  const { dilation = 3, ignoredVolume = 50, penalty = 374 } = options;
  checkParameters({ dilation, ignoredVolume, penalty });
  const pair = toPair(truth, prediction, ACTION);
  const { grid } = pair;
  const spacing = toSpacing(options.spacing, grid, ACTION);
  const found = scan(pair, toSelection(options, ACTION), true);
  const areas = componentsOf(dilate(found.truth[0], grid, dilation), grid, grid.dimensions);
  const predicted = componentsOf(found.prediction[0], grid, grid.dimensions);
  const near = tabulate(areas, predicted);
  const nearAreas = areas.ids.map((): number[] => []);
  for (const overlap of near) nearAreas[overlap.truth].push(overlap.prediction);
  const [trueRuns, predictedRuns] = [splitByArea(found.truth[0], areas), splitRuns(predicted)];
  const lesions = trueRuns.map((runs, area): Lesion => {
    const parts = nearAreas[area];
    const volume = sizeOf(runs) * spacing.reduce((product, size) => product * size);
    const isCounted = volume > ignoredVolume;
    const rest = { volume, predictions: parts.length, isCounted };
    if (parts.length === 0) return { ...rest, dice: 0, hd95: penalty };
    const union = unite(parts.map((part) => predictedRuns[part]), grid, "lesion");
    return { ...rest, ...compare(runs, union, grid, spacing) };
  });
  const counted = lesions.filter(({ isCounted }) => isCounted);
  const invented = predicted.ids.length - new Set(near.map((one) => one.prediction)).size;
  const detected = counted.filter(({ predictions }) => predictions > 0).length;
  const whole = counted.length + invented;
  const sum = (key: "dice" | "hd95") => counted.reduce((total, one) => total + one[key], 0);
  return {
    lesions,
    detected,
    missed: counted.length - detected,
    invented,
    dice: ratio(sum("dice"), whole, 1),
    hd95: ratio(sum("hd95") + invented * penalty, whole, 0),
  };
}

/** Checks the numbers of a challenge. */
function checkParameters(parameters: Record<"dilation" | "ignoredVolume" | "penalty", number>) {
  for (const [name, value] of Object.entries(parameters)) {
    const isWhole = name !== "dilation" || Number.isInteger(value);
    if (typeof value === "number" && value >= 0 && value < Infinity && isWhole) continue;
    throw new RangeError(
      `Cannot compute ${ACTION}: ${name} must be ${
        name === "dilation" ? "an integer" : "a finite number"
      } of at least 0, got ${show(value)}`,
    );
  }
}

/** The runs of a region in each of the areas that cover it. */
function splitByArea(runs: Runs, areas: InstanceRuns): Runs[] {
  const owners = new Int32Array(runs.count);
  for (let run = 0, area = 0; run < runs.count; run++) {
    while (areas.runs.bounds[2 * area + 1] <= runs.bounds[2 * run]) area++;
    owners[run] = areas.owners[area];
  }
  return splitRuns({ ...areas, runs, owners });
}

/** The voxels of a region. */
function sizeOf({ bounds, count }: Runs): number {
  let voxels = 0;
  for (let k = 0; k < 2 * count; k += 2) voxels += bounds[k + 1] - bounds[k];
  return voxels;
}

/** Dice and HD95 of a lesion and what was predicted for it. */
function compare(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  spacing: readonly number[],
): { dice: number; hd95: number } {
  const whole = (runs: Runs) => ({ runs, owners: new Int32Array(runs.count), ids: [1] });
  const voxels = new Float64Array(1);
  const [overlap] = tabulate({ ...whole(truth), voxels }, { ...whole(prediction), voxels });
  return {
    dice: 2 * (overlap?.voxels ?? 0) / (sizeOf(truth) + sizeOf(prediction)),
    hd95: largerPercentileOf(surfelDistances(truth, prediction, grid, spacing), 95),
  };
}
