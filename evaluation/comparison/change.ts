/** How a class and a metric changed from one evaluation to another. */
import type { Case, MetricInfo } from "../run_folder/evaluation.ts";
import { type Draws, drawsOf, intervalOfDraws, meansOfDraws } from "../statistics/draws.ts";
import type { Interval } from "../statistics/median_interval.ts";
import { caseKind, metricValue } from "../statistics/metric_value.ts";
import { mean, quantile } from "../statistics/quantile.ts";
import { wilcoxon } from "../statistics/wilcoxon.ts";
import type { CasePair, Pairing } from "./pairs.ts";

/** A case's values of a class and a metric in two evaluations. */
export interface Pair {
  /** The case. */
  id: string;
  /** Its group, in the evaluation whose groups count. */
  group?: string;
  /** The earlier value. */
  before: number;
  /** The later value. */
  after: number;
  /** How much better it became; negative for worse, infinite if one of two distances is. */
  gain: number;
}

/** How a class and a metric changed. */
export interface Change {
  /** The class. */
  className: string;
  /** The metric. */
  metric: MetricInfo;
  /** Every case that at least one of the evaluations ranks. */
  pairs: Pair[];
  /** How many cases are left out, since one of the evaluations has no value. */
  unknown: number;
  /** Those with a finite gain. */
  finite: Pair[];
  /** The mean gain of the finite pairs, positive for better. */
  mean: number;
  /** The median gain of all pairs, which may be infinite. */
  median: number;
  /** The median's 95 % interval; none for fewer than six pairs, or patients. */
  interval?: Interval;
  /** The patients that interval and p count, where some have several pairs. */
  draws?: Omit<Draws, "keys">;
  /** Wilcoxon's p of all pairs, or of patients' means, infinite gains by their rank; NaN for no pair. */
  p: number;
  /** How many gained. */
  better: number;
  /** How many lost. */
  worse: number;
  /** How many didn't change. */
  equal: number;
}

/**
 * Measures how a class and a metric changed. A case is left out if neither evaluation's masks contain
 * the class. If only one evaluation's masks do, the other was right that nothing is there: it has the
 * best possible value.
 *
 * @param pairing The cases that can be compared, and what is independent.
 * @param className The class.
 * @param metric The metric.
 * @returns The pairs and their statistics.
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
  { pairs: cases, independent, groupsOf }: Pick<Pairing, "pairs" | "independent" | "groupsOf">,
  className: string,
  metric: MetricInfo,
): Change {
  const held = cases.filter(({ before, after }) => !areEmpty([before, after], className));
  const pairs = held.flatMap((both) => {
    const { group } = both[groupsOf ?? "before"];
    return pairOf({ ...both, group }, className, metric);
  });
  const unknown = held.length - pairs.length;
  return changeOfPairs(pairs, { className, metric, unknown, independent });
}

/** The statistics of pairs of values. */
export function changeOfPairs(
  pairs: Pair[],
  { className, metric, unknown, independent }: Pick<Change, "className" | "metric" | "unknown"> & {
    independent?: Pairing["independent"];
  },
): Change {
  const finite = pairs.filter(({ gain }) => Number.isFinite(gain));
  const unsorted = pairs.map(({ gain }) => gain), gains = Float64Array.from(unsorted).sort();
  const draws = drawsOf(pairs, { independent });
  const better = gains.filter((gain) => gain > 0).length;
  const worse = gains.filter((gain) => gain < 0).length;
  return {
    className,
    metric,
    pairs,
    unknown,
    finite,
    mean: mean(finite.map(({ gain }) => gain)),
    median: quantile(gains, 0.5),
    interval: intervalOfDraws(unsorted, draws),
    ...(draws && { draws: { count: draws.count, are: draws.are } }),
    p: wilcoxon(draws ? meansOfDraws(unsorted, draws) : gains),
    better,
    worse,
    equal: gains.length - better - worse,
  };
}

/** Whether no run's masks of a case contain a class. */
export function areEmpty(row: readonly Case[], className: string): boolean {
  return row.every((one) =>
    one.classes[className] !== undefined && caseKind(one, className) === "empty"
  );
}

/** The pair of a case; none if a value is unknown. */
function pairOf(
  { before, after, group }: CasePair & Pick<Pair, "group">,
  className: string,
  metric: MetricInfo,
): Pair[] {
  const [x, y] = [before, after].map((one) => valueOf(one, className, metric));
  if (Number.isNaN(x) || Number.isNaN(y)) return [];
  return [pairOfValues({ id: before.id, group }, x, y, metric)];
}

/** A case's values of a metric, and how much better the later one is. */
export function pairOfValues(
  { id, group }: Pick<Case, "id" | "group">,
  before: number,
  after: number,
  metric: Pick<MetricInfo, "better">,
): Pair {
  const sign = metric.better === "lower" ? -1 : 1;
  const gain = before === after ? 0 : sign * (after - before);
  return { id, ...(group !== undefined && { group }), before, after, gain };
}

/** The value; the best possible one if both masks are empty, since they agree; NaN if it is unknown. */
export function valueOf(one: Case, className: string, metric: MetricInfo): number {
  if (one.classes[className] === undefined) return NaN;
  if (caseKind(one, className) !== "empty") return metricValue(one, className, metric);
  return metric.better === "lower" ? 0 : 1;
}
