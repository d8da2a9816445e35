import type { Case, MetricInfo } from "../run_folder/evaluation.ts";
import { metricValue } from "./metric_value.ts";
import { mean, quantile } from "./quantile.ts";
import { rankCases } from "./rank.ts";

/** A summary of one class and metric over the ranked cases, infinite distances included. */
export interface Summary {
  /** Ranked cases: those whose value is known and whose masks aren't both empty. */
  count: number;
  /** Cases whose value is unknown, though a mask contains the class. */
  unknown: number;
  /** Cases where both masks are empty. */
  bothEmpty: number;
  /** Cases whose masks share a pixel of the class. */
  found: number;
  /** Cases whose masks both contain the class, without a common pixel. */
  misplaced: number;
  /** Cases whose truth contains the class and whose prediction doesn't. */
  missed: number;
  /** Cases whose prediction contains the class and whose truth doesn't. */
  invented: number;
  /** The lowest value. */
  min: number;
  /** The lower quartile. */
  q1: number;
  /** The median. */
  median: number;
  /** The upper quartile. */
  q3: number;
  /** The highest value. */
  max: number;
  /** The mean; infinite if any value is. */
  mean: number;
  /** How many values are infinite. */
  infinite: number;
  /** The mean of the finite values; show `infinite` beside it. */
  finiteMean: number;
}

/**
 * Quartiles, mean and counts of a class and a metric. If nothing is ranked, all but the counts are
 * NaN.
 *
 * @param cases The cases of an evaluation.
 * @param className The class.
 * @param metric The metric.
 * @returns The numbers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const figures = { fp: 1, fn: 1, tn: 8, assd: 1 };
 * const cases = [0.4, 0.9].map((dice, i) => ({
 *   id: `case ${i}`,
 *   shape: [2, 5],
 *   spacing: [1, 1],
 *   classes: { cat: { tp: 1, dice, ...figures } },
 * }));
 * const dice = summarise(cases, "cat", { id: "dice", title: "Dice", better: "higher" });
 * assert.deepEqual([dice.count, dice.median, dice.missed], [2, 0.65, 0]);
 * ```
 */
export function summarise(
  cases: readonly Case[],
  className: string,
  metric: MetricInfo,
): Summary {
  const ranking = rankCases(cases, className, metric), { ranked } = ranking;
  const values = Float64Array.from(ranked, (one) => metricValue(one, className, metric)).sort();
  const finite = values.filter(Number.isFinite);
  return {
    count: ranked.length,
    unknown: ranking.unknown.length,
    bothEmpty: ranking.bothEmpty.length,
    found: ranking.found.length,
    misplaced: ranking.misplaced.length,
    missed: ranking.missed.length,
    invented: ranking.invented.length,
    min: quantile(values, 0),
    q1: quantile(values, 0.25),
    median: quantile(values, 0.5),
    q3: quantile(values, 0.75),
    max: quantile(values, 1),
    mean: mean(values),
    infinite: values.length - finite.length,
    finiteMean: mean(finite),
  };
}
