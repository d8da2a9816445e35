import type { Instance, InstanceResult } from "./instances.ts";
import { show } from "./options.ts";

/** The instances of a range of sizes, and how many of them were found. */
export interface SizeBin {
  /** The smallest volume that counts here. */
  from: number;
  /** The upper bound, which no longer counts here. */
  to: number;
  /** True instances of this size. */
  truth: number;
  /** Those that were detected. */
  detected: number;
  /** Predicted instances of this size. */
  prediction: number;
  /** Those that match no true one, of whatever size. */
  invented: number;
}

/**
 * Counts detected and invented instances by size: small lesions are missed first, and a mean over
 * all hides it.
 *
 * @param results The instances of one case or of many.
 * @param bounds The volumes that divide the sizes, in ascending order; below the first and from the
 * last on there is a bin each.
 * @returns One bin more than there are bounds.
 * @throws {TypeError} If the bounds aren't an array of numbers above 0 in ascending order.
 *
 * @example
 * ```ts
 * import { evaluateInstances, instancesBySize } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 0, 1, 0], shape: [1, 6] };
 * const prediction = { data: [1, 1, 0, 0, 0, 0], shape: [1, 6] };
 * const [small, large] = instancesBySize([evaluateInstances(truth, prediction)], [3]);
 * assert.deepEqual([small.detected, small.truth], [0, 1]);
 * assert.deepEqual([large.detected, large.truth], [1, 1]);
 * ```
 */
export function instancesBySize(
  results: readonly InstanceResult[],
  bounds: readonly number[],
): SizeBin[] {
  const isAscending = Array.isArray(bounds) &&
    bounds.every((bound, k) => typeof bound === "number" && bound > (bounds[k - 1] ?? 0));
  if (!isAscending) {
    throw new TypeError(
      "Cannot compute instances by size: bounds must be an array of numbers above 0 in ascending " +
        `order, got ${show(bounds)}`,
    );
  }
  const bins = [0, ...bounds].map((from, k): SizeBin => ({
    from,
    to: bounds[k] ?? Infinity,
    truth: 0,
    detected: 0,
    prediction: 0,
    invented: 0,
  }));
  const binOf = ({ volume }: Instance) => bins.findLast(({ from }) => volume >= from)!;
  for (const { truth, prediction } of results) {
    for (const instance of truth) {
      binOf(instance).truth++;
      if (instance.isMatched) binOf(instance).detected++;
    }
    for (const instance of prediction) {
      binOf(instance).prediction++;
      if (!instance.isMatched) binOf(instance).invented++;
    }
  }
  return bins;
}
