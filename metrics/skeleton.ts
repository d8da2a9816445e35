import type { ByteMask } from "./contour.ts";
import { cutOut } from "./cut_out.ts";
import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Grid, type Mask, toSingle } from "./mask.ts";
import { checkOptions } from "./options.ts";
import { findBox, type Runs } from "./runs.ts";
import { scan } from "./scan.ts";
import { thinPlane } from "./thin_plane.ts";
import { thinVolume } from "./thin_volume.ts";

/**
 * Thins a mask to lines along its middle, which keep its parts, holes and branches; the same voxels
 * as scikit-image's `skeletonize`.
 *
 * Planes by Zhang and Suen, A Fast Parallel Algorithm for Thinning Digital Patterns, 1984, with
 * scikit-image's handling of staircases; volumes by Lee, Kashyap and Chu, Building Skeleton Models
 * via 3-D Medial Surface/Axis Thinning Algorithms, 1994. Time grows with the mask's box and the voxels
 * that are removed. Memory: the result, 3 bytes per voxel of the mask's box, and 12 per border
 * voxel.
 *
 * @param mask The mask, in 2 or 3 dimensions.
 * @param options The label, and the values to ignore.
 * @returns A mask of the same shape, 1 on the skeleton; empty where the mask is.
 * @throws {TypeError} If the mask or an option is malformed.
 * @throws {RangeError} If the mask contains other labels only.
 *
 * @example A bar becomes a line
 * ```ts
 * import { skeleton } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const { data } = skeleton({ data: new Array(21).fill(1), shape: [3, 7] });
 * assert.deepEqual([...data.subarray(7, 14)], [1, 1, 1, 1, 1, 0, 0]);
 * ```
 */
export function skeleton(mask: Mask, options: LabelOptions = {}): ByteMask {
  const action = "the skeleton";
  checkOptions(options, LABEL_NAMES, action);
  const pair = toSingle(mask, action);
  const { truth: [runs] } = scan(pair, toSelection(options, action), true);
  const data = new Uint8Array(mask.data.length);
  for (const index of skeletonOf(runs, pair.grid)) data[index] = 1;
  return { data, shape: [...mask.shape] };
}

/** The flat indices of a region's skeleton, in raster order. */
export function skeletonOf(runs: Runs, grid: Grid): number[] {
  if (runs.count === 0) return [];
  const box = findBox(runs, grid);
  const cut = cutOut(runs, box, grid);
  if (grid.dimensions === 2) thinPlane(cut.inside, cut.grid);
  else thinVolume(cut.inside, cut.grid, grid.depth === 1);
  const { height, width } = cut.grid;
  const ring = grid.dimensions - 2;
  const indices: number[] = [];
  for (let i = cut.inside.indexOf(1); i >= 0; i = cut.inside.indexOf(1, i + 1)) {
    const row = Math.floor(i / width);
    const slice = Math.floor(row / height);
    const z = slice - ring + box.minZ;
    const y = row - slice * height - 1 + box.minY;
    indices.push((z * grid.height + y) * grid.width + i - row * width - 1 + box.minX);
  }
  return indices;
}
