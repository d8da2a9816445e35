import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Mask, toSingle } from "./mask.ts";
import { checkOptions, type Names } from "./options.ts";
import { scan } from "./scan.ts";
import { findSurface } from "./surface.ts";
import { toConnectivity } from "./surface_distances.ts";

/** Which contour. */
export interface ContourOptions extends LabelOptions {
  /**
   * Which neighbours make a voxel surface when they are outside: 1 across faces, 2 across edges
   * too, 3 (in a volume) across corners too.
   *
   * @default {1}
   */
  connectivity?: number;
}

/** Their names. */
const NAMES: Names<ContourOptions> = { ...LABEL_NAMES, connectivity: true };

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
 * @returns A mask of the same shape, 1 on the surface. Memory: 1 byte per voxel.
 * @throws {TypeError} If the mask or an option is malformed.
 * @throws {RangeError} If the connectivity is out of range, or the mask contains other labels only.
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
  checkOptions(options, NAMES, action);
  const pair = toSingle(mask, action);
  const { grid } = pair;
  const connectivity = toConnectivity(options.connectivity, grid, action);
  const { truth: [runs] } = scan(pair, toSelection(options, action), true);
  const { indices, count } = findSurface(runs, grid, connectivity, "truth surface");
  const data = new Uint8Array(mask.data.length);
  for (let k = 0; k < count; k++) data[indices[k]] = 1;
  return { data, shape: [...mask.shape] };
}
