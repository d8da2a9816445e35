import type { LabelClass } from "../../core/mod.ts";
import type { Case, Unlabelled } from "../run_folder/evaluation.ts";
import { writePictures } from "../run_folder/pictures.ts";
import { ConfusionTotals } from "./build_evaluation.ts";
import type { CasePaths } from "./case_paths.ts";
import { evaluateCase } from "./evaluate_case.ts";
import type { CaseLabels, ReadCaseOptions } from "./read_case.ts";
import { readImage, readImageFile } from "./read_image.ts";
import { nothingOf } from "./shards.ts";
import { shownSlice } from "./show_slice.ts";

/** A case to measure, and the name of its pictures. */
export interface CaseTask extends CasePaths {
  /** The name of its pictures without endings, from `fileNames`. */
  file: string;
}

/** How cases are measured; plain data, so that workers can be told. */
export interface MeasureSettings extends ReadCaseOptions {
  /** The run folder, for pictures. */
  folder: string;
  /** The classes, regions among them. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out of every figure. */
  ignore: readonly number[];
  /** A folder of images to show beside the masks. */
  images?: string;
  /** Whether an image that can't be shown is an error. */
  strict: boolean;
}

/** A measured case, apart from what its masks contain. */
export interface Measured {
  /** The labels of the classes it was measured for, regions left out. */
  labels: number[];
  /** Its figures. */
  case: Case;
  /** The unit of its spacing where its files say it. */
  unit?: "mm";
  /** Its pixels by true and predicted class, and those of none; none if there are regions. */
  counts?: { confusion: number[][]; unlabelled: Unlabelled };
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
  masks: CaseLabels,
  settings: MeasureSettings,
): Promise<Measured> {
  const { folder, classes, ignore } = settings, { id, group } = paths, { truth } = masks;
  const plain = classes.filter(({ labels }) => labels === undefined);
  const prediction = masks.prediction ??
    new Uint8Array(truth.length).fill(nothingOf(classes, ignore));
  const pair = { ...masks, prediction };
  const figures = evaluateCase(truth, prediction, { ...pair, id, group, classes, ignore });
  const shown = shownSlice(pair, classes.map(({ label }) => label), ignore);
  const { image, ...rest } = await imageOf(paths, shown, settings);
  const pictures = await writePictures(folder, {
    ...shown,
    // what is missing has no picture
    ...(masks.prediction === undefined && { prediction: undefined }),
    file,
    image,
    classes: plain,
    rows: masks.rows,
  });
  const { slice } = shown;
  return {
    labels: plain.map(({ label }) => label),
    case: { ...figures, pictures: slice === undefined ? pictures : { ...pictures, slice } },
    ...(masks.unit && { unit: masks.unit }),
    ...(plain.length === classes.length && { counts: countsOf(truth, prediction, settings) }),
    ...rest,
  };
}

function countsOf(
  truth: Uint8Array,
  prediction: Uint8Array,
  { classes, ignore }: MeasureSettings,
): Measured["counts"] {
  const totals = new ConfusionTotals(classes, ignore);
  totals.add(truth, prediction);
  const { confusion, unlabelled } = totals;
  return { confusion, unlabelled };
}

/** The image of a case, if there is one that can be shown. */
async function imageOf(
  { id, image }: CasePaths,
  { shape: [height, width], slice }: { shape: readonly [number, number]; slice?: number },
  { images, strict, maxMegapixels }: MeasureSettings,
): Promise<{ image?: Uint8Array; notes: string[]; isStored: boolean }> {
  // a photograph shows no slice
  if ((image ?? images) === undefined || slice !== undefined) return { notes: [], isStored: false };
  let isStored = false;
  const options = { maxMegapixels, onStored: () => void (isStored = true) };
  try {
    const pixels = image === undefined
      ? await readImage(images!, id, { width, height }, options)
      : await readImageFile(image, { width, height }, options);
    return { image: pixels, notes: [], isStored };
  } catch (error) {
    // the figures don't depend on it
    if (strict) throw error;
    return { notes: [(error as Error).message], isStored };
  }
}
