import { type EmptyPolicy, emptyValue, toPolicy } from "./empty.ts";
import type { Mask } from "./mask.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { mean } from "./statistics.ts";
import {
  distancesFor,
  SURFACE_NAMES,
  type SurfaceDistances,
  type SurfaceOptions,
} from "./surface_distances.ts";

/** How both directed lists become one average. */
export interface AssdOfOptions {
  /**
   * `pooled`: the sum of both lists over their joint length, as medpy, MONAI and Metrics Reloaded
   * do. `mean-of-means`: the mean of both directed means, called MASD by Metrics Reloaded.
   *
   * @default {"pooled"}
   */
  average?: "pooled" | "mean-of-means";
  /** The value where exactly one mask is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
}

/** How ASSD is computed. */
export interface AssdOptions extends SurfaceOptions, AssdOfOptions {}

/** From where a directed average is measured. */
export interface AsdOfOptions {
  /** The surface whose voxels are averaged over. @default {"prediction"} */
  from?: "prediction" | "truth";
  /** The value where exactly one mask is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
}

/** How a directed average is computed. */
export interface AsdOptions extends SurfaceOptions, AsdOfOptions {}

/** The names of the options of `assdOf` and `asdOf`. */
const ASSD_NAMES: Names<AssdOfOptions> = { average: true, empty: true };
const ASD_NAMES: Names<AsdOfOptions> = { from: true, empty: true };

/**
 * Average symmetric surface distance, in the unit of `spacing`: 0 for equal masks.
 *
 * (Σ d(t, P) + Σ d(p, T)) / (|T| + |P|) over the surface voxels t of T and p of P. Heimann et al.,
 * Comparison and Evaluation of Methods for Liver Segmentation from CT Datasets, 2009. Memory: that
 * of `surfaceDistances`.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, spacing, connectivity, average, and the value for an empty mask.
 * @returns The distance; 0 where both masks are empty.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or one mask is empty and `empty` is `throw`.
 *
 * @example A square, and the same square three columns on
 * ```ts
 * import { assd } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const square = (first: number) => ({
 *   data: Array.from({ length: 400 }, (_, i) => i < 200 && i % 20 >= first && i % 20 < first + 10),
 *   shape: [20, 20],
 * });
 * assert.equal(assd(square(0), square(3)), 1.5);
 * assert.equal(assd(square(0), square(3), { spacing: [0.5, 0.5] }), 0.75);
 * ```
 */
export function assd(truth: Mask, prediction: Mask, options: AssdOptions = {}): number {
  checkOptions(options, { ...SURFACE_NAMES, ...ASSD_NAMES }, "ASSD");
  const { average, empty } = options;
  checkAverage(average);
  toPolicy(empty, "ASSD");
  const distances = distancesFor(truth, prediction, options, "ASSD");
  return assdOf(distances, { average, empty });
}

/**
 * Average surface distance, one way: from the prediction's surface to the truth's, or back. Memory:
 * that of `surfaceDistances`.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Label, spacing, connectivity, direction, and the value for an empty mask.
 * @returns The distance in the unit of `spacing`; 0 where both masks are empty.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or one mask is empty and `empty` is `throw`.
 *
 * @example A prediction that is right but misses half
 * ```ts
 * import { asd } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 1], shape: [1, 4] };
 * const prediction = { data: [1, 1, 0, 0], shape: [1, 4] };
 * assert.equal(asd(truth, prediction), 0);
 * assert.equal(asd(truth, prediction, { from: "truth" }), 0.75);
 * ```
 */
export function asd(truth: Mask, prediction: Mask, options: AsdOptions = {}): number {
  checkOptions(options, { ...SURFACE_NAMES, ...ASD_NAMES }, "ASD");
  const { from, empty } = options;
  checkFrom(from);
  toPolicy(empty, "ASD");
  const distances = distancesFor(truth, prediction, options, "ASD");
  return asdOf(distances, { from, empty });
}

/**
 * ASSD from surface distances.
 *
 * @param distances Both directed lists.
 * @param options The kind of average, and the value for an empty mask.
 * @returns The distance; 0 where both masks are empty.
 * @throws {TypeError} If an option is malformed.
 * @throws {RangeError} If one mask is empty and `empty` is `throw`.
 *
 * @example Two averages from one measurement
 * ```ts
 * import { assdOf, surfaceDistances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0, 0], shape: [1, 5] };
 * const prediction = { data: [1, 0, 0, 0, 1], shape: [1, 5] };
 * const distances = surfaceDistances(truth, prediction); // 0 from the truth; 0 and 4 to it
 * assert.equal(assdOf(distances), 4 / 3);
 * assert.equal(assdOf(distances, { average: "mean-of-means" }), 1);
 * ```
 */
export function assdOf(distances: SurfaceDistances, options: AssdOfOptions = {}): number {
  checkOptions(options, ASSD_NAMES, "ASSD");
  const isPooled = checkAverage(options.average) === "pooled";
  const exception = emptyValue(distances, options.empty, "ASSD");
  if (exception !== undefined) return exception;
  const { toPrediction, toTruth } = distances;
  return isPooled
    ? mean(toPrediction, toTruth)
    : mean(Float64Array.of(mean(toPrediction), mean(toTruth)));
}

/**
 * The directed average from surface distances.
 *
 * @param distances Both directed lists.
 * @param options The direction, and the value for an empty mask.
 * @returns The distance; 0 where both masks are empty.
 * @throws {TypeError} If an option is malformed.
 * @throws {RangeError} If one mask is empty and `empty` is `throw`.
 *
 * @example
 * ```ts
 * import { asdOf, surfaceDistances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0, 0], shape: [1, 5] };
 * const prediction = { data: [1, 0, 0, 0, 1], shape: [1, 5] };
 * const distances = surfaceDistances(truth, prediction); // 0 from the truth; 0 and 4 to it
 * assert.equal(asdOf(distances), 2);
 * assert.equal(asdOf(distances, { from: "truth" }), 0);
 * ```
 */
export function asdOf(distances: SurfaceDistances, options: AsdOfOptions = {}): number {
  checkOptions(options, ASD_NAMES, "ASD");
  const list = checkFrom(options.from) === "truth" ? distances.toPrediction : distances.toTruth;
  return emptyValue(distances, options.empty, "ASD") ?? mean(list);
}

/** Checks the kind of average. */
function checkAverage(average: string = "pooled"): string {
  if (average === "pooled" || average === "mean-of-means") return average;
  throw new TypeError(
    `Cannot compute ASSD: average must be "pooled" or "mean-of-means", ` +
      `got ${show(average)}`,
  );
}

/** Checks the direction. */
function checkFrom(from: string = "prediction"): string {
  if (from === "prediction" || from === "truth") return from;
  throw new TypeError(
    `Cannot compute ASD: from must be "prediction" or "truth", got ${show(from)}`,
  );
}
