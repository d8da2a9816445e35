import { toLabels } from "./labels.ts";
import { type Mask, toGrid, toValues } from "./mask.ts";
import { scan } from "./scan.ts";
import { findSurface } from "./surface.ts";
import { toConnectivity } from "./surface_distances.ts";

/** Which contour. */
export interface ContourOptions {
  /** The label; without it, every voxel that isn't zero belongs to the mask. */
  label?: number;
  /**
   * Which neighbours make a voxel surface when they are outside: 1 across faces, 2 across edges
   * too, 3 (in a volume) across corners too.
   *
   * @default {1}
   */
  connectivity?: number;
}

/** A mask of bytes, 1 inside and 0 outside. */
export interface ByteMask extends Mask {
  /** The values, row-major. */
  data: Uint8Array;
}

/**
 * Finds the surface voxels that all surface metrics measure between: those of the mask with a
 * neighbour outside it; outside the image counts as outside the mask.
 *
 * @param mask The mask, in 2 or 3 dimensions.
 * @param options Label and connectivity.
 * @returns A mask of the same shape, 1 on the surface. Memory: 1 byte a voxel.
 * @throws {TypeError} If the mask or the label is malformed.
 * @throws {RangeError} If the connectivity is out of range.
 *
 * @example
 * ```ts
 * import { contour } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const { data } = contour({ data: new Array(9).fill(1), shape: [3, 3] });
 * assert.deepEqual([...data], [1, 1, 1, 1, 0, 1, 1, 1, 1]);
 * ```
 */
export function contour(mask: Mask, options: ContourOptions = {}): ByteMask {
  const action = "the contour";
  const grid = toGrid(mask, "mask", action);
  const labels = toLabels(options.label, action);
  const connectivity = toConnectivity(options.connectivity, grid, action);
  const values = toValues(mask.data);
  const { truth: [runs] } = scan({ truth: values, prediction: values, grid }, labels, true);
  const { indices, count } = findSurface(runs, grid, connectivity, "truth surface");
  const data = new Uint8Array(values.length);
  for (let k = 0; k < count; k++) data[indices[k]] = 1;
  return { data, shape: [...mask.shape] };
}
