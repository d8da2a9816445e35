/** How a class and a metric changed from one evaluation to another. */
import { type Interval, medianInterval } from "./interval.ts";
import type { Pairing } from "./pairs.ts";
import { caseKind, metricValue } from "./rank.ts";
import { mean, quantile } from "./statistics.ts";
import type { Case, MetricInfo } from "./types.ts";
import { wilcoxon } from "./wilcoxon.ts";

/** One case in both evaluations, for a class and a metric. */
export interface Pair {
  /** The case. */
  id: string;
  /** The earlier value. */
  before: number;
  /** The later value. */
  after: number;
  /** How much better it became, negative for worse, infinite where a distance was or became so. */
  gain: number;
}

/** A class and a metric in both evaluations. */
export interface Change {
  /** The class. */
  className: string;
  /** The metric. */
  metric: MetricInfo;
  /** Every case that one of the evaluations ranks. */
  pairs: Pair[];
  /** Those with a finite gain. */
  finite: Pair[];
  /** The mean gain over the finite pairs, positive for better. */
  mean: number;
  /** The median gain over all pairs, which may be infinite. */
  median: number;
  /** The median's exact 95 % interval; none of fewer than six pairs. */
  interval?: Interval;
  /** Wilcoxon's p over all pairs, infinite gains by their rank; NaN of no pair. */
  p: number;
  /** How many gained. */
  better: number;
  /** How many lost. */
  worse: number;
  /** How many stayed as they were. */
  equal: number;
}

/**
 * Measures a change. Where neither evaluation's masks hold the class a case is left out; where those
 * of one hold it, the other agrees with the truth that nothing is there, which is as good as can be.
 *
 * @param pairing The cases that may be compared.
 * @param className The class.
 * @param metric The metric.
 * @returns The pairs, and what they say.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const one = (dice: number) => ({
 *   id: "a",
 *   shape: [2, 5],
 *   spacing: [1, 1],
 *   classes: { cat: { tp: 1, fp: 1, fn: 1, tn: 7, dice } },
 * });
 * const pairs = [{ before: one(0.25), after: one(0.5) }];
 * const { mean, better } = changeOf({ pairs }, "cat", {
 *   id: "dice",
 *   title: "Dice",
 *   better: "higher",
 * });
 * assert.deepEqual([mean, better], [0.25, 1]);
 * ```
 */
export function changeOf(
  { pairs: cases }: Pick<Pairing, "pairs">,
  className: string,
  metric: MetricInfo,
): Change {
  const pairs = cases.flatMap(({ before, after }) => pairOf(before, after, className, metric));
  const finite = pairs.filter(({ gain }) => Number.isFinite(gain));
  const gains = Float64Array.from(pairs, ({ gain }) => gain).sort();
  const better = gains.filter((gain) => gain > 0).length;
  const worse = gains.filter((gain) => gain < 0).length;
  return {
    className,
    metric,
    pairs,
    finite,
    mean: mean(finite.map(({ gain }) => gain)),
    median: quantile(gains, 0.5),
    interval: medianInterval(gains),
    p: wilcoxon(gains),
    better,
    worse,
    equal: gains.length - better - worse,
  };
}

/** The pair of a case, none where nothing can be said of the class. */
function pairOf(before: Case, after: Case, className: string, metric: MetricInfo): Pair[] {
  const both = [before, after];
  if (both.some((one) => one.classes[className] === undefined)) return [];
  if (both.every((one) => caseKind(one, className) === "empty")) return [];
  const [x, y] = both.map((one) => valueOf(one, className, metric));
  if (Number.isNaN(x) || Number.isNaN(y)) return [];
  const sign = metric.better === "lower" ? -1 : 1;
  return [{ id: before.id, before: x, after: y, gain: x === y ? 0 : sign * (y - x) }];
}

/** The value; where both masks are empty the two agree, which is as good as can be. */
function valueOf(one: Case, className: string, metric: MetricInfo): number {
  if (caseKind(one, className) !== "empty") return metricValue(one, className, metric);
  return metric.better === "lower" ? 0 : 1;
}
