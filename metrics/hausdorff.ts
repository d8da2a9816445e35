import { type EmptyPolicy, emptyValue, toPolicy } from "./empty.ts";
import type { Mask } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { float64 } from "./scratch.ts";
import { max, percentileOf } from "./statistics.ts";
import {
  distancesFor,
  SURFACE_NAMES,
  type SurfaceDistances,
  type SurfaceOptions,
} from "./surface_distances.ts";

/** Which percentile, and of what. */
export interface HausdorffOfOptions {
  /**
   * In percent: 100 is the largest distance, 95 the usual robust one, 0 the smallest. Above 0 and up
   * to 1 it is an error, since some libraries write 95 as 0.95.
   *
   * @default {100}
   */
  percentile?: number;
  /**
   * `max`: the larger of both directed percentiles, as MONAI and Metrics Reloaded do.
   * `pooled`: one percentile of both lists together, as medpy does; it can hide a whole island.
   *
   * @default {"max"}
   */
  rule?: "max" | "pooled";
  /** The value where exactly one mask is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
}

/** How a Hausdorff distance is computed. */
export interface HausdorffOptions extends SurfaceOptions, HausdorffOfOptions {}

/** The names of the options of `hausdorffOf`. */
const NAMES: Names<HausdorffOfOptions> = { percentile: true, rule: true, empty: true };

/** What the messages say is computed. */
const ACTION = "Hausdorff distance";

/**
 * Hausdorff distance between the surfaces, or a percentile of it, in the unit of `spacing`.
 *
 * max(Q(d(t, P)), Q(d(p, T))) over the surface voxels t of T and p of P, where Q is the percentile,
 * interpolated linearly between ranks. Huttenlocher et al., Comparing Images Using the Hausdorff
 * Distance, 1993. Memory: that of `surfaceDistances`.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, spacing, connectivity, percentile, rule, and the value for an empty mask.
 * @returns The distance; 0 where both masks are empty.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or one mask is empty and `empty` is `throw`.
 *
 * @example The largest distance and the 95th percentile
 * ```ts
 * import { hausdorff } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 0, 0, 0], shape: [1, 6] };
 * const prediction = { data: [1, 1, 1, 0, 0, 1], shape: [1, 6] };
 * assert.equal(hausdorff(truth, prediction), 3);
 * assert.equal(hausdorff(truth, prediction, { percentile: 50 }), 0);
 * ```
 */
export function hausdorff(truth: Mask, prediction: Mask, options: HausdorffOptions = {}): number {
  checkOptions(options, { ...SURFACE_NAMES, ...NAMES }, ACTION);
  check(options);
  const { percentile, rule, empty } = options;
  return hausdorffOf(distancesFor(truth, prediction, options, ACTION), { percentile, rule, empty });
}

/**
 * The Hausdorff distance from surface distances.
 *
 * @param distances Both directed lists.
 * @param options Percentile, rule, and the value for an empty mask.
 * @returns The distance; 0 where both masks are empty.
 * @throws {TypeError} If an option is malformed.
 * @throws {RangeError} If the percentile is out of range, or one mask is empty and `empty` is
 * `throw`.
 *
 * @example Several percentiles from one measurement
 * ```ts
 * import { hausdorffOf, surfaceDistances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0, 0], shape: [1, 5] };
 * const prediction = { data: [1, 0, 0, 0, 1], shape: [1, 5] };
 * const distances = surfaceDistances(truth, prediction); // 0 from the truth; 0 and 4 to it
 * assert.equal(hausdorffOf(distances), 4);
 * assert.equal(hausdorffOf(distances, { percentile: 50 }), 2);
 * ```
 */
export function hausdorffOf(
  distances: SurfaceDistances,
  options: HausdorffOfOptions = {},
): number {
  checkOptions(options, NAMES, ACTION);
  check(options);
  const exception = emptyValue(distances, options.empty, ACTION);
  if (exception !== undefined) return exception;
  const { percentile: percentage = 100, rule = "max" } = options;
  const { toPrediction, toTruth } = distances;
  if (percentage === 100) return Math.max(max(toPrediction), max(toTruth));
  if (rule === "pooled") return percentileOf(join(toPrediction, toTruth), percentage);
  return Math.max(percentileOf(toPrediction, percentage), percentileOf(toTruth, percentage));
}

/** Joins two lists in scratch memory. */
function join(a: Float64Array, b: Float64Array): Float64Array {
  const both = float64("pooled", a.length + b.length).subarray(0, a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Checks the options. */
function check(options: HausdorffOfOptions): void {
  const { percentile = 100, rule = "max" } = options;
  checkPercentile(percentile);
  if (rule !== "max" && rule !== "pooled") {
    throw new TypeError(
      `Cannot compute ${ACTION}: rule must be "max" or "pooled", ` +
        `got ${show(rule)}`,
    );
  }
  toPolicy(options.empty, ACTION);
}

/**
 * Checks a percentile.
 *
 * @param percentile The percentile.
 * @throws {TypeError} If it isn't a number.
 * @throws {RangeError} If it isn't from 0 to 100, or is a fraction of 1: 0.95 means 95.
 */
export function checkPercentile(percentile: number): void {
  if (typeof percentile !== "number") {
    throw new TypeError(
      `Cannot compute ${ACTION}: percentile must be a number, got ${show(percentile)}`,
    );
  }
  if (!(percentile >= 0 && percentile <= 100)) {
    throw new RangeError(
      `Cannot compute ${ACTION}: percentile must be from 0 to 100, got ${percentile}`,
    );
  }
  if (percentile > 0 && percentile <= 1) {
    throw new RangeError(
      `Cannot compute ${ACTION}: percentile must be in percent, 95 rather than 0.95, ` +
        `got ${percentile}`,
    );
  }
}
