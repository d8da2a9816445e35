import type { LabelClass } from "../../core/mod.ts";
import type { Case, Unlabelled } from "../run_folder/evaluation.ts";
import type { CasePaths } from "./case_paths.ts";
import type { CalibrationSums } from "../statistics/calibration_sums.ts";
import { colorsOfLabels } from "./class_files.ts";
import { metricsOf, type Valuation, valuationOf } from "./conventions.ts";
import { evaluateCase } from "./evaluate_case.ts";
import type { Grid } from "./grids.ts";
import { ERROR_KINDS_ID } from "./measures.ts";
import { measureCalibration, type MeasuredProbabilities } from "./measure_calibration.ts";
import { measureRaters } from "./measure_raters.ts";
import { confusionOf, type PairCount } from "./pair_counts.ts";
import type { CaseLabels, ReadCaseOptions } from "./read_case.ts";
import { readCaseImage } from "./read_case_image.ts";
import { nothingOf } from "./shards.ts";
import { writeCase } from "./write_case.ts";

/** A case to measure, and the name of its pictures. */
export interface CaseTask extends CasePaths {
  /** The name of its pictures without endings, from `fileNames`. */
  file: string;
}

/** How cases are measured; plain data, so that workers can be told. */
export interface MeasureSettings extends ReadCaseOptions, Omit<Valuation, "empty"> {
  /** The run folder, for pictures. */
  folder: string;
  /** The classes, regions among them. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out of every figure. */
  ignore: readonly number[];
  /** A folder of images to show beside the masks. */
  images?: string;
  /** Whether an image, a rater's mask or probabilities that can't be used are an error. */
  strict: boolean;
  /** What the raters are called, in the order of each case's masks. */
  raters: readonly string[];
}

/** A measured case, apart from what its masks contain. */
export interface Measured {
  /** The labels of the classes it was measured for, regions left out. */
  labels: number[];
  /** Its figures. */
  case: Case;
  /** The unit of its spacing where its files say it. */
  unit?: "mm";
  /** Its pixels by true and predicted class, and those of none. */
  counts: { confusion: number[][]; unlabelled: Unlabelled };
  /** How well its probabilities are calibrated, where they are measured. */
  calibration?: CalibrationSums;
  /** Why raters or probabilities say nothing of it. */
  leftOut?: { raters?: string; calibration?: string };
  /** Lines to print. */
  notes: string[];
  /** Whether its image is shown without the EXIF rotation. */
  isStored: boolean;
}

/**
 * Measures a case, and writes its pictures.
 *
 * @param task The case.
 * @param masks Its masks; a prediction that is not there counts as missed.
 * @param settings How.
 * @returns Its figures.
 * @throws {Error} If its pictures can't be written.
 */
export async function measureMasks(
  { file, ...paths }: CaseTask,
  masks: CaseLabels & { pairs: readonly PairCount[] },
  settings: MeasureSettings,
): Promise<Measured> {
  const { folder, classes, ignore } = settings, valuation = valuationOf(settings);
  const { id, group } = paths, { truth } = masks;
  const plain = classes.filter(({ labels }) => labels === undefined);
  const metrics = metricsOf(valuation);
  const prediction = masks.prediction ??
    new Uint8Array(truth.length).fill(nothingOf(classes, ignore));
  const pair = { ...masks, prediction, isMissing: masks.prediction === undefined };
  const figures = evaluateCase(truth, prediction, {
    ...pair,
    ...valuation,
    ...{ id, group, classes, ignore, metrics },
    errors: valuation.measures?.includes(ERROR_KINDS_ID) ?? false,
  });
  const { image, ...rest } = await imageOf(paths, masks.grid, settings);
  const { raters, confidence, map, ...besides } = await besidesOf(paths, pair, settings);
  const pictures = await writeCase(folder, {
    ...pair,
    confidence: map,
    ...{ file, image, classes, ignore },
    isAnatomical: masks.grid.affine !== undefined,
    colors: settings.classFiles === undefined
      ? plain
      : colorsOfLabels(classes.slice(0, settings.classFiles.length)),
  });
  return {
    labels: plain.map(({ label }) => label),
    case: {
      ...figures,
      ...(confidence && { confidence }),
      ...(raters && { raters }),
      files: { truth: paths.truth, prediction: paths.prediction },
      pictures,
    },
    ...besides,
    ...(masks.unit && { unit: masks.unit }),
    counts: confusionOf(masks.pairs, plain, ignore),
    ...rest,
  };
}

/** What raters and probabilities say of a case. */
async function besidesOf(
  { raters, probabilities, ...paths }: CasePaths,
  masks: CaseLabels & { prediction: Uint8Array; isMissing: boolean },
  settings: MeasureSettings,
): Promise<
  & Pick<Case, "raters">
  & Partial<MeasuredProbabilities>
  & Pick<Measured, "leftOut">
> {
  const leftOut: Measured["leftOut"] = {};
  const orReason = async <Value>(kind: keyof typeof leftOut, made: Promise<Value> | undefined) => {
    try {
      return await made;
    } catch (error) {
      if (settings.strict) throw new Error(`${paths.id}: ${(error as Error).message}`);
      leftOut[kind] = (error as Error).message;
    }
  };
  const rated = await orReason(
    "raters",
    raters && measureRaters({ ...paths, raters }, masks, settings),
  );
  const { isMissing, ...own } = masks;
  const measured = await orReason(
    "calibration",
    probabilities && measureCalibration(
      { ...paths, probabilities },
      isMissing ? { ...own, prediction: undefined } : own,
      settings,
    ),
  );
  return {
    ...(rated && { raters: rated }),
    ...measured,
    ...(Object.keys(leftOut).length > 0 && { leftOut }),
  };
}

/** The image of a case, if there is one that can be shown. */
async function imageOf(
  paths: CasePaths,
  grid: Grid,
  { images, strict, maxMegapixels }: MeasureSettings,
): Promise<{ image?: Uint8Array; notes: string[]; isStored: boolean }> {
  let isStored = false;
  const onStored = (): void => void (isStored = true);
  try {
    const image = await readCaseImage(paths, grid, { images, maxMegapixels, onStored });
    return { ...(image && { image }), notes: [], isStored };
  } catch (error) {
    // the figures don't depend on it
    if (strict) throw error;
    return { notes: [(error as Error).message], isStored };
  }
}
