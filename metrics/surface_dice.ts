import type { Mask } from "./mask.ts";
import { checkOptions, type Names } from "./options.ts";
import {
  distancesFor,
  SURFACE_NAMES,
  type SurfaceDistances,
  type SurfaceOptions,
} from "./surface_distances.ts";

/** How far apart surfaces may be. */
export interface SurfaceDiceOfOptions {
  /** The largest distance that still counts as agreement, in the unit of `spacing`. */
  tolerance: number;
}

/** How surface Dice is computed. */
export interface SurfaceDiceOptions extends SurfaceOptions, SurfaceDiceOfOptions {}

/** The names of the options of `surfaceDiceOf`. */
const NAMES: Names<SurfaceDiceOfOptions> = { tolerance: true };

/** A tolerance of 0.3 must accept 3 · 0.1, which is 0.30000000000000004. */
const SLACK = 1 + 1e-9;

/**
 * Surface Dice, or normalised surface distance: the part of both surfaces that lies within a
 * tolerance of the other one, 0 to 1.
 *
 * (|{t: d(t, P) ≤ τ}| + |{p: d(p, T) ≤ τ}|) / (|T| + |P|) over the surface voxels t of T and p of
 * P. Distances up to τ · (1 + 1e-9) count as τ. Nikolov et al., Deep Learning to Achieve Clinically
 * Applicable Segmentation of Head and Neck Anatomy for Radiotherapy, 2018. Memory: that of
 * `surfaceDistances`.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options Tolerance, label, spacing, connectivity.
 * @returns Surface Dice: 1 where both masks are empty, 0 where one is.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { surfaceDice } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0], shape: [1, 4] };
 * const prediction = { data: [0, 0, 1, 0], shape: [1, 4] };
 * assert.equal(surfaceDice(truth, prediction, { tolerance: 1 }), 0);
 * assert.equal(surfaceDice(truth, prediction, { tolerance: 2 }), 1);
 * ```
 */
export function surfaceDice(truth: Mask, prediction: Mask, options: SurfaceDiceOptions): number {
  const action = "surface Dice";
  checkOptions(options, { ...SURFACE_NAMES, ...NAMES }, action);
  checkTolerance(options?.tolerance);
  const { tolerance } = options;
  return surfaceDiceOf(distancesFor(truth, prediction, options, action), { tolerance });
}

/**
 * Surface Dice from surface distances.
 *
 * @param distances Both directed lists.
 * @param options The tolerance.
 * @returns Surface Dice: 1 where both masks are empty, 0 where one is.
 * @throws {TypeError} If the tolerance isn't a number.
 * @throws {RangeError} If the tolerance is negative.
 *
 * @example Several tolerances from one measurement
 * ```ts
 * import { surfaceDiceOf, surfaceDistances } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0, 0], shape: [1, 5] };
 * const prediction = { data: [1, 0, 0, 0, 1], shape: [1, 5] };
 * const distances = surfaceDistances(truth, prediction); // 0 from the truth; 0 and 4 to it
 * assert.equal(surfaceDiceOf(distances, { tolerance: 1 }), 2 / 3);
 * assert.equal(surfaceDiceOf(distances, { tolerance: 4 }), 1);
 * ```
 */
export function surfaceDiceOf(distances: SurfaceDistances, options: SurfaceDiceOfOptions): number {
  checkOptions(options, NAMES, "surface Dice");
  checkTolerance(options?.tolerance);
  const { toPrediction, toTruth } = distances;
  const whole = toPrediction.length + toTruth.length;
  if (whole === 0) return 1;
  // no tolerance accepts the infinite distance to an empty mask
  const limit = Math.min(options.tolerance * SLACK, Number.MAX_VALUE);
  return (countWithin(toPrediction, limit) + countWithin(toTruth, limit)) / whole;
}

/** Counts the distances up to a limit. */
function countWithin(distances: Float64Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < distances.length; i++) if (distances[i] <= limit) count++;
  return count;
}

/**
 * Checks a tolerance.
 *
 * @param tolerance The tolerance.
 * @throws {TypeError} If it isn't a number.
 * @throws {RangeError} If it is negative, NaN or infinite.
 */
export function checkTolerance(tolerance: number | undefined): void {
  if (typeof tolerance !== "number") {
    throw new TypeError(
      `Cannot compute surface Dice: tolerance must be a number, got ${typeof tolerance}`,
    );
  }
  if (!(tolerance >= 0 && tolerance < Infinity)) {
    throw new RangeError(
      `Cannot compute surface Dice: tolerance must be at least 0 and finite, got ${tolerance}`,
    );
  }
}
