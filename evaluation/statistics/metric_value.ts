/** What a case's figures say of a class. */
import { undefinedDistance } from "@triptych/metrics";
import type { Case, MetricInfo } from "../run_folder/evaluation.ts";

/**
 * How a class fared in a case: `found` if the masks share a pixel of it, `misplaced` if both contain it
 * without a common pixel, `missed` if only the truth does, `invented` if only the prediction does,
 * `empty` if neither does.
 */
export type CaseKind = "found" | "misplaced" | "missed" | "invented" | "empty";

/**
 * How a class fared in a case, from its counts.
 *
 * @param one The case.
 * @param className The class.
 * @returns The kind of case.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const cat = { tp: 0, fp: 3, fn: 2, tn: 5 };
 * const one = { id: "a", shape: [2, 5], spacing: [1, 1], classes: { cat } };
 * assert.equal(caseKind(one, "cat"), "misplaced");
 * ```
 */
export function caseKind(one: Case, className: string): CaseKind {
  const { tp, fp, fn } = one.classes[className];
  if (tp > 0) return "found";
  if (fn > 0) return fp > 0 ? "misplaced" : "missed";
  return fp > 0 ? "invented" : "empty";
}

/**
 * A case's value of a metric, with the infinity that JSON doesn't have: a distance that is `null` is
 * infinite if one of the two masks is empty. Any other `null`, and a missing value, is unknown.
 *
 * @param one The case.
 * @param className The class.
 * @param metric The metric.
 * @returns The value; NaN if it is unknown.
 */
export function metricValue(one: Case, className: string, metric: MetricInfo): number {
  const value = one.classes[className][metric.id];
  if (value !== null && value !== undefined) return value;
  const isInfinite = value === null && metric.better === "lower" &&
    ["missed", "invented"].includes(caseKind(one, className));
  return isInfinite ? Infinity : NaN;
}

/**
 * A case's value as it counts in means: where a distance is infinite because one mask is empty, what the
 * metric's `empty` says.
 *
 * @param one The case.
 * @param className The class.
 * @param metric The metric.
 * @returns The value; NaN if it is unknown, or left out.
 */
export function valueInMean(one: Case, className: string, metric: MetricInfo): number {
  const value = metricValue(one, className, metric), { empty } = metric, { shape, spacing } = one;
  // another program's file may not say how large the image is
  const isKnown = empty !== "diagonal" || (shape.length > 0 && shape.length === spacing.length);
  if (value !== Infinity || empty === undefined || !isKnown) return value;
  return undefinedDistance(empty, shape, spacing);
}
