import type { LabelClass } from "../../core/mod.ts";
import { type LabelMap, type PngRows, readLabels, whyUnread } from "../../io/mod.ts";
import type { CasePaths, Side } from "./case_paths.ts";
import { readClassFiles } from "./class_files.ts";
import { checkGrids, type Grid } from "./grids.ts";
import { type JoinedValues, joinValues } from "./join_values.ts";

/** How masks are read. */
export interface ReadCaseOptions {
  /** The most millions of pixels that a mask may have; 100 when left out. */
  maxMegapixels?: number;
  /** The size of a pixel along each axis, or `auto`: what the files say, 1 where they don't. */
  spacing: "auto" | readonly number[];
  /** The classes that have a file each, in the order of their labels. */
  classFiles?: readonly Pick<LabelClass, "name">[];
  /** Values that mean one class. */
  joined?: JoinedValues;
}

/** The masks of a case, on one grid. */
export interface CaseLabels {
  /** True labels, the last axis of `shape` fastest. */
  truth: Uint8Array;
  /** Predicted labels; left out where there is no mask, or none that can be used. */
  prediction?: Uint8Array;
  /** Why the predicted mask can't be used. */
  unusable?: string;
  /** Rows and columns, or slices, rows and columns. */
  shape: number[];
  /** The size of a pixel along each axis of `shape`. */
  spacing: number[];
  /** The unit of `spacing` where the files say it. */
  unit?: "mm";
  /** Where the true mask's pixels lie, as its file says. */
  grid: Grid;
  /** The rows of the PNGs that they were read from, where they were. */
  rows: { truth?: PngRows; prediction?: PngRows };
}

/**
 * Reads a true mask and its prediction.
 *
 * @param paths Their files.
 * @param options How.
 * @returns Both, on one grid.
 * @throws {Error} If the true mask can't be read. Messages don't name the files, so that the caller can
 *   group equal ones.
 */
export async function readCase(
  paths: CasePaths,
  { spacing, ...options }: ReadCaseOptions,
): Promise<CaseLabels> {
  const truth = await readSide("truth", paths, options);
  let prediction: LabelMap | undefined, unusable: string | undefined;
  try {
    if (paths.prediction !== undefined) {
      const read = await readSide("prediction", paths, options);
      checkGrids(truth, read);
      prediction = read;
    }
  } catch (error) {
    unusable = (error as Error).message;
  }
  const said = truth.spacing ?? prediction?.spacing;
  return {
    truth: truth.labels,
    prediction: prediction?.labels,
    ...(unusable !== undefined && { unusable }),
    shape: truth.shape,
    spacing: spacingOf(truth.shape, spacing, said),
    ...(spacing === "auto" && said !== undefined && { unit: "mm" }),
    rows: { truth: truth.rows, prediction: prediction?.rows },
    grid: {
      shape: truth.shape,
      spacing: truth.spacing,
      affine: truth.affine,
      lengths: truth.lengths,
    },
  };
}

function spacingOf(
  shape: readonly number[],
  given: ReadCaseOptions["spacing"],
  said: readonly number[] | undefined,
): number[] {
  if (given === "auto") return said === undefined ? shape.map(() => 1) : [...said];
  if (given.length === shape.length) return [...given];
  const kind = shape.length === 3 ? "a volume, Z,Y,X," : "a picture, Y,X,";
  throw new RangeError(
    `--spacing must have ${shape.length} numbers for ${kind} got ${given.join(",")}`,
  );
}

async function readSide(
  side: Side,
  paths: CasePaths,
  { maxMegapixels, classFiles: classes = [], joined }: Omit<ReadCaseOptions, "spacing">,
): Promise<LabelMap> {
  const files = paths.classFiles?.[side];
  try {
    return files === undefined
      ? joinValues(await readLabels(paths[side]!, { maxMegapixels }), joined)
      : await readClassFiles(files, classes.map(({ name }) => name), { maxMegapixels });
  } catch (error) {
    const which = side === "truth" ? "true" : "predicted";
    throw new Error(`${which} mask: ${whyUnread(error)}`, { cause: error });
  }
}
