import { type LabelMap, readLabels } from "../../io/mod.ts";
import type { CasePaths } from "./case_paths.ts";
import { checkGrids } from "./grids.ts";

/** How masks are read. */
export interface ReadCaseOptions {
  /** The most millions of pixels that a mask may have; 100 when left out. */
  maxMegapixels?: number;
  /** The size of a pixel along each axis, or `auto`: what the files say, 1 where they don't. */
  spacing: "auto" | readonly number[];
  /** A label of no class, for masks that are missing. */
  nothing: number;
}

/** The masks of a case, on one grid. */
export interface CaseLabels {
  /** True labels, the last axis of `shape` fastest. */
  truth: Uint8Array;
  /** Predicted labels; all `nothing` where the mask is missing. */
  prediction: Uint8Array;
  /** Rows and columns, or slices, rows and columns. */
  shape: number[];
  /** The size of a pixel along each axis of `shape`. */
  spacing: number[];
  /** The unit of `spacing` where the files say it. */
  unit?: "mm";
}

/**
 * Reads a true mask and its prediction.
 *
 * @param paths Their files.
 * @param options How.
 * @returns Both, on one grid.
 * @throws {Error} If one can't be read, or their grids differ. Errors don't name the files, so that the
 *   caller can group equal ones.
 */
export async function readCase(
  { truth: truePath, prediction: predictedPath }: CasePaths,
  { maxMegapixels, spacing, nothing }: ReadCaseOptions,
): Promise<CaseLabels> {
  const truth = await readSide("true", truePath, maxMegapixels);
  const prediction = predictedPath === undefined
    ? { ...truth, labels: new Uint8Array(truth.labels.length).fill(nothing) }
    : await readSide("predicted", predictedPath, maxMegapixels);
  checkGrids(truth, prediction);
  const said = truth.spacing ?? prediction.spacing;
  return {
    truth: truth.labels,
    prediction: prediction.labels,
    shape: truth.shape,
    spacing: spacingOf(truth.shape, spacing, said),
    ...(spacing === "auto" && said !== undefined && { unit: "mm" }),
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
  which: string,
  path: string,
  maxMegapixels: number | undefined,
): Promise<LabelMap> {
  try {
    return await readLabels(path, { maxMegapixels });
  } catch (error) {
    throw new Error(`${which} mask: ${(error as Error).message}`, { cause: error });
  }
}
