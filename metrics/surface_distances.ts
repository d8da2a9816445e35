import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import { nearestSquares } from "./nearest/mod.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { measurePlane } from "./plane/measure_plane.ts";
import type { Runs } from "./runs.ts";
import { isPlain, toDistances, toScale } from "./scale.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { findSurface, type Surface } from "./surface.ts";

/** Where the surfaces are and how they are measured. */
export interface SurfaceOptions extends LabelOptions {
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /**
   * Which neighbours make a voxel surface when they are outside: 1 across faces, 2 across edges
   * too, 3 (in a volume) across corners too.
   *
   * @default {1}
   */
  connectivity?: number;
}

/** Their names. */
export const SURFACE_NAMES: Names<SurfaceOptions> = {
  ...LABEL_NAMES,
  spacing: true,
  connectivity: true,
};

/** The distances between two surfaces, both ways. */
export interface SurfaceDistances {
  /** From each surface voxel of the truth to the nearest of the prediction, in raster order. */
  toPrediction: Float64Array;
  /** From each surface voxel of the prediction to the nearest of the truth, in raster order. */
  toTruth: Float64Array;
  /** Whether the truth has no voxel: `toPrediction` is empty and `toTruth` all Infinity. */
  truthEmpty: boolean;
  /** Whether the prediction has no voxel: `toTruth` is empty and `toPrediction` all Infinity. */
  predictionEmpty: boolean;
  /** Voxels that were ignored, where `ignore` was given. */
  ignored?: number;
}

/**
 * Measures the distance from each surface voxel of either mask to the other mask's surface.
 *
 * Surface voxels are those with a neighbour outside the mask, or outside the image; distances are
 * Euclidean, between voxel centres, exact. `assdOf`, `asdOf`, `hausdorffOf` and `surfaceDiceOf`
 * read from the result. Time grows with the image, and with the surface voxels times the rows within
 * their distance; where that is far, with the voxels of the box times its slices. Memory: 8 bytes per
 * run of voxels along a row, 20 per surface voxel, 2 bits per voxel of the larger mask's box, 12 bytes
 * per voxel of one slice, in a plane one byte per pixel of both masks' box; kept for the next call where
 * it is small.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, ignored values, spacing, connectivity.
 * @returns Both directed lists.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or if the masks contain only other labels.
 *
 * @example Two pixels, three rows and four columns apart
 * ```ts
 * import { hausdorffOf, surfaceDistances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: new Uint8Array(20), shape: [4, 5] };
 * const prediction = { data: new Uint8Array(20), shape: [4, 5] };
 * truth.data[0] = prediction.data[19] = 1;
 * const distances = surfaceDistances(truth, prediction);
 * assert.deepEqual([...distances.toPrediction], [5]);
 * assert.equal(hausdorffOf(distances), 5);
 * ```
 */
export function surfaceDistances(
  truth: Mask,
  prediction: Mask,
  options: SurfaceOptions = {},
): SurfaceDistances {
  const action = "surface distances";
  checkOptions(options, SURFACE_NAMES, action);
  const found = distancesFor(truth, prediction, options, action);
  return { ...found, toPrediction: found.toPrediction.slice(), toTruth: found.toTruth.slice() };
}

/**
 * Does the work of `surfaceDistances` in scratch memory: its lists are valid until the next call.
 */
export function distancesFor(
  truth: Mask,
  prediction: Mask,
  options: SurfaceOptions,
  action: string,
): SurfaceDistances {
  const pair = toPair(truth, prediction, action);
  const selection = toSelection(options, action);
  const spacing = toSpacing(options.spacing, pair.grid, action);
  const connectivity = toConnectivity(options.connectivity, pair.grid, action);
  const found = scan(pair, selection, true);
  const distances = measure(found.truth[0], found.prediction[0], pair.grid, {
    spacing,
    connectivity,
  });
  return { ...distances, ...(found.ignored === undefined ? {} : { ignored: found.ignored }) };
}

/** Measures one region's distances in scratch memory: the lists are valid until the next call. */
export function measure(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  options: { spacing: readonly number[]; connectivity: number },
): SurfaceDistances {
  const { connectivity } = options;
  const scale = toScale(options.spacing);
  const { spacing } = scale;
  const emptiness = { truthEmpty: truth.count === 0, predictionEmpty: prediction.count === 0 };
  const isPlane = grid.dimensions === 2 && isPlain(scale) && truth.count * prediction.count > 0;
  const inPlane = isPlane
    ? measurePlane(truth, prediction, grid, { spacing, connectivity })
    : undefined;
  if (inPlane !== undefined) return { ...inPlane, ...emptiness };
  const truthSurface = findSurface(truth, grid, connectivity, "truth surface");
  const predictionSurface = findSurface(prediction, grid, connectivity, "prediction surface");
  const list = (from: Surface, to: Surface, name: string): Float64Array => {
    if (from.count === 0) return new Float64Array(0);
    if (to.count === 0) return new Float64Array(from.count).fill(Infinity);
    const squares = nearestSquares({ queries: from, sites: to, grid, spacing }, name);
    toDistances(scale, squares, from.count);
    return squares.subarray(0, from.count);
  };
  return {
    toPrediction: list(truthSurface, predictionSurface, "distances to prediction"),
    toTruth: list(predictionSurface, truthSurface, "distances to truth"),
    ...emptiness,
  };
}

/** Checks a connectivity: a whole number from 1, the default, to the number of dimensions. */
export function toConnectivity(
  connectivity: number | undefined,
  grid: Grid,
  action: string,
): number {
  if (connectivity === undefined) return 1;
  if (!Number.isInteger(connectivity) || connectivity < 1 || connectivity > grid.dimensions) {
    throw new RangeError(
      `Cannot compute ${action}: connectivity must be an integer from 1 to ${grid.dimensions}, ` +
        `got ${show(connectivity)}`,
    );
  }
  return connectivity;
}
