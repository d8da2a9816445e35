import { hausdorffOf } from "./hausdorff.ts";
import { matchGreedily, matchOptimally } from "./instance_matching.ts";
import { type Overlap, tabulate } from "./instance_overlaps.ts";
import { componentsOf, type InstanceRuns, splitRuns, valuesOf } from "./instance_runs.ts";
import { LABEL_NAMES, type LabelOptions, type Selection, toSelection } from "./labels.ts";
import { type Mask, type Pair, toPair } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { precisionOf, recallOf } from "./overlap.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { ratio } from "./statistics.ts";
import { measure, toConnectivity } from "./surface_distances.ts";

/** What an instance is, and which two of them match. */
export interface InstanceOptions extends LabelOptions {
  /**
   * What an instance is: a part of the mask that touches no other (`components`), or all voxels of a
   * value (`values`), for maps whose instances are already numbered, each map in its own way.
   *
   * @default {"components"}
   */
  instances?: "components" | "values";
  /** How voxels of a component touch: 1 across faces, 2 edges too, 3 corners too. @default {1} */
  connectivity?: number;
  /**
   * How well two instances agree: their intersection over union (`iou`), or the part of the true
   * one that the predicted one covers (`overlap`).
   *
   * @default {"iou"}
   */
  score?: "iou" | "overlap";
  /** The score from which two instances may match; 0 takes any common voxel. @default {0.5} */
  threshold?: number;
  /**
   * How they are matched, one to one: the best pair first (`greedy`), or the pairs whose scores have the
   * largest sum (`optimal`). With an IoU above 0.5 there is no choice.
   *
   * @default {"greedy"}
   */
  match?: "greedy" | "optimal";
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
}

/** A lesion, a cell, or any other object that is counted as one. */
export interface Instance {
  /** The number of its component, as `connectedComponents` has it, or its value. */
  id: number;
  /** Its voxels. */
  voxels: number;
  /** Its volume in the cube of the unit of `spacing`; in a plane its area. */
  volume: number;
  /** Whether it was matched with one of the other map. */
  isMatched: boolean;
}

/** A true and a predicted instance that match. */
export interface InstanceMatch {
  /** The `id` of the true one. */
  truth: number;
  /** The `id` of the predicted one. */
  prediction: number;
  /** The voxels that they share. */
  voxels: number;
  /** Their intersection over union. */
  iou: number;
  /** Their Dice. */
  dice: number;
  /** The 95th percentile of their Hausdorff distance, in the unit of `spacing`. */
  hd95: number;
}

/** How well the instances of a prediction match those of the truth. */
export interface InstanceResult {
  /** The true instances, in the order of their first voxels. */
  truth: Instance[];
  /** The predicted instances, in the order of their first voxels. */
  prediction: Instance[];
  /** The pairs that match, in the order of the true ones. */
  matches: InstanceMatch[];
  /** True instances that have a match. */
  detected: number;
  /** True instances that have none. */
  missed: number;
  /** Predicted instances that have none. */
  invented: number;
  /** The part of the predicted instances that have a match. */
  precision: number;
  /** The part of the true instances that were detected, also called sensitivity. */
  recall: number;
  /** 2·detected / (2·detected + missed + invented), also called recognition quality. */
  f1: number;
  /** The mean IoU of the matches. */
  segmentationQuality: number;
  /** Segmentation quality times recognition quality. */
  panopticQuality: number;
}

/** Their names. */
const NAMES: Names<InstanceOptions> = {
  ...LABEL_NAMES,
  instances: true,
  connectivity: true,
  score: true,
  threshold: true,
  match: true,
  spacing: true,
};
const ACTION = "instances";

/**
 * Compares masks object by object: which true instances were detected, which were missed, which
 * predicted ones were invented, and how well those that match agree.
 *
 * Panoptic quality is Kirillov et al., Panoptic Segmentation, 2019: Σ IoU of the matches /
 * (detected + missed/2 + invented/2), the product of segmentation and recognition quality. All
 * ratios are 0 to 1: 1 where neither mask has an instance, 0 where one has none or nothing matches.
 * The masks are read once; overlaps are counted run by run, distances measured in the boxes of
 * the matches. Memory: 28 bytes per run of voxels along a row, and about 100 per pair of instances
 * with a common voxel.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, ignored values, what an instance is, when two match, spacing.
 * @returns The instances, the matches, and what follows from them.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or the masks contain only other labels.
 *
 * @example Two lesions, one of them found, and an invented one
 * ```ts
 * import { evaluateInstances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 1, 0, 0, 0], shape: [1, 7] };
 * const prediction = { data: [1, 1, 0, 0, 0, 1, 1], shape: [1, 7] };
 * const found = evaluateInstances(truth, prediction);
 * assert.deepEqual([found.detected, found.missed, found.invented], [1, 1, 1]);
 * assert.deepEqual([found.f1, found.segmentationQuality, found.panopticQuality], [0.5, 1, 0.5]);
 * ```
 */
export function evaluateInstances(
  truth: Mask,
  prediction: Mask,
  options: InstanceOptions = {},
): InstanceResult {
  checkOptions(options, NAMES, ACTION);
  checkNames(options);
  const pair = toPair(truth, prediction, ACTION);
  const spacing = toSpacing(options.spacing, pair.grid, ACTION);
  const [inTruth, inPrediction] = findInstances(pair, toSelection(options, ACTION), options);
  const overlaps = tabulate(inTruth, inPrediction);
  const matches = match(overlaps, inTruth, inPrediction, options);
  const [trueRuns, predictedRuns] = [splitRuns(inTruth), splitRuns(inPrediction)];
  const measured = matches.map(({ truth: t, prediction: p, voxels }): InstanceMatch => {
    const sizes = inTruth.voxels[t] + inPrediction.voxels[p];
    const distances = measure(trueRuns[t], predictedRuns[p], pair.grid, {
      spacing,
      connectivity: 1,
    });
    return {
      truth: inTruth.ids[t],
      prediction: inPrediction.ids[p],
      voxels,
      iou: voxels / (sizes - voxels),
      dice: 2 * voxels / sizes,
      hd95: hausdorffOf(distances, { percentile: 95 }),
    };
  });
  const volume = spacing.reduce((product, size) => product * size);
  return {
    truth: list(inTruth, new Set(matches.map((one) => one.truth)), volume),
    prediction: list(inPrediction, new Set(matches.map((one) => one.prediction)), volume),
    matches: measured,
    ...qualitiesOf(measured, inTruth.ids.length, inPrediction.ids.length),
  };
}

/** Checks the options that are names, and the threshold. */
function checkNames(options: InstanceOptions): void {
  const known = {
    instances: ["components", "values"],
    score: ["iou", "overlap"],
    match: ["greedy", "optimal"],
  };
  for (const [name, values] of Object.entries(known)) {
    const value = options[name as keyof typeof known];
    if (value === undefined || values.includes(value)) continue;
    throw new TypeError(
      `Cannot compute ${ACTION}: ${name} must be "${values.join('" or "')}", got ${show(value)}`,
    );
  }
  const { threshold = 0.5 } = options;
  if (typeof threshold !== "number" || !(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(
      `Cannot compute ${ACTION}: threshold must be a number from 0 to 1, got ${show(threshold)}`,
    );
  }
}

/** Finds the instances of truth and prediction. */
function findInstances(
  pair: Pair,
  selection: Selection,
  options: InstanceOptions,
): [InstanceRuns, InstanceRuns] {
  const connectivity = toConnectivity(options.connectivity, pair.grid, ACTION);
  const isNumbered = options.instances === "values";
  // counts refuse absent labels and what is no whole number
  const { truth: [truth], prediction: [prediction] } = scan(pair, selection, !isNumbered);
  if (!isNumbered) {
    return [
      componentsOf(truth, pair.grid, connectivity),
      componentsOf(prediction, pair.grid, connectivity),
    ];
  }
  return [
    valuesOf(pair, pair.truth, selection, "true instances"),
    valuesOf(pair, pair.prediction, selection, "predicted instances"),
  ];
}

/** Chooses the overlaps that are matches, in the order of the true instances. */
function match(
  overlaps: readonly Overlap[],
  truth: InstanceRuns,
  prediction: InstanceRuns,
  options: InstanceOptions,
): Overlap[] {
  const { score = "iou", threshold = 0.5, match: rule = "greedy" } = options;
  const candidates = overlaps.map((overlap) => {
    const { voxels } = overlap;
    const size = truth.voxels[overlap.truth];
    const whole = score === "overlap"
      ? size
      : size + prediction.voxels[overlap.prediction] - voxels;
    return { ...overlap, score: voxels / whole };
  }).filter((candidate) => candidate.score >= threshold);
  if (rule === "optimal") {
    return matchOptimally(candidates, truth.ids.length, prediction.ids.length);
  }
  return matchGreedily(candidates).sort((a, b) => a.truth - b.truth);
}

/** Lists the instances of one map. */
function list({ ids, voxels }: InstanceRuns, matched: Set<number>, volume: number): Instance[] {
  return ids.map((id, k) => ({
    id,
    voxels: voxels[k],
    volume: voxels[k] * volume,
    isMatched: matched.has(k),
  }));
}

/** What follows from the matches. */
function qualitiesOf(
  matches: readonly InstanceMatch[],
  truthCount: number,
  predictionCount: number,
): Omit<InstanceResult, "truth" | "prediction" | "matches"> {
  const detected = matches.length;
  const missed = truthCount - detected;
  const invented = predictionCount - detected;
  const counts = { tp: detected, fp: invented, fn: missed, tn: 0 };
  const f1 = ratio(2 * detected, 2 * detected + missed + invented, 1);
  const total = matches.reduce((sum, { iou }) => sum + iou, 0);
  const segmentationQuality = ratio(total, detected, missed + invented === 0 ? 1 : 0);
  return {
    detected,
    missed,
    invented,
    precision: precisionOf(counts),
    recall: recallOf(counts),
    f1,
    segmentationQuality,
    panopticQuality: segmentationQuality * f1,
  };
}
