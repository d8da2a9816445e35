import type { Case, ClassFigures, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { drawsOf, intervalOfDraws } from "./draws.ts";
import type { Interval } from "./median_interval.ts";
import { caseKind, metricValue, valueInMean } from "./metric_value.ts";
import { mean, quantile } from "./quantile.ts";

/** Pixels of a class, summed over cases. */
export type PooledCounts = Pick<ClassFigures, "tp" | "fp" | "fn">;

/** All the averages that papers report as "the" value of a metric. */
export interface Averages {
  /** The mean over all cases; infinite if any value is, unless the metric's `empty` says otherwise. */
  mean: number;
  /** How many cases there are. */
  count: number;
  /** In how many of them the metric has a finite value. */
  defined: number;
  /** The mean over the cases where both masks contain the class. */
  meanWithoutMisses: number;
  /** How many missed and invented cases `meanWithoutMisses` leaves out. */
  leftOut: number;
  /** The mean of the finite values. */
  finiteMean: number;
  /** How many values are infinite. */
  infinite: number;
  /** The median, infinite values included. */
  median: number;
  /** The median's 95 % interval; undefined for too few cases, or patients. */
  interval?: Interval;
}

/**
 * The averages of a metric and a class, over the cases where at least one mask contains the class.
 *
 * @param cases The cases of an evaluation.
 * @param className The class.
 * @param metric The metric.
 * @param evaluation What is independent in the evaluation, for the interval; cases when left out.
 * @returns The averages, NaN where there is nothing to average.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const one = (id: string, tp: number, dice: number) => ({
 *   id,
 *   shape: [2, 5],
 *   spacing: [1, 1],
 *   classes: { cat: { tp, fp: 0, fn: 4 - tp, dice } },
 * });
 * const dice = { id: "dice", title: "Dice", better: "higher" } as const;
 * const { mean, meanWithoutMisses } = averagesOf([one("a", 4, 1), one("b", 0, 0)], "cat", dice);
 * assert.deepEqual([mean, meanWithoutMisses], [0.5, 1]);
 * ```
 */
export function averagesOf(
  cases: readonly Case[],
  className: string,
  metric: MetricInfo,
  evaluation: Pick<Evaluation, "independent"> = {},
): Averages {
  const all = containing(cases, className);
  const isKnown = (one: Case) => !Number.isNaN(metricValue(one, className, metric));
  const both = all.filter((one) => ["found", "misplaced"].includes(caseKind(one, className)));
  const values = valuesOf(all, className, metric).sort();
  const finite = values.filter(Number.isFinite);
  return {
    mean: mean(known(all, (one) => valueInMean(one, className, metric))),
    count: all.length,
    defined: finite.length,
    meanWithoutMisses: mean(valuesOf(both, className, metric)),
    leftOut: all.length - both.length,
    finiteMean: mean(valuesOf(all, className, metric).filter(Number.isFinite)),
    infinite: values.length - finite.length,
    median: quantile(values, 0.5),
    interval: intervalOfDraws(
      valuesOf(all, className, metric),
      drawsOf(all.filter(isKnown), evaluation),
    ),
  };
}

/**
 * Sums the pixel counts of a class over cases.
 *
 * @param cases The cases of an evaluation.
 * @param className The class.
 * @returns The sums.
 */
export function pooledCounts(cases: readonly Case[], className: string): PooledCounts {
  const sum = { tp: 0, fp: 0, fn: 0 };
  for (const one of containing(cases, className)) {
    const counts = one.classes[className];
    sum.tp += counts.tp;
    sum.fp += counts.fp;
    sum.fn += counts.fn;
  }
  return sum;
}

/** Ratios of pooled counts, by the metric's id. */
export const POOLED_RATIOS = {
  dice: ({ tp, fp, fn }: PooledCounts): number => (2 * tp) / (2 * tp + fp + fn),
  iou: ({ tp, fp, fn }: PooledCounts): number => tp / (tp + fp + fn),
  precision: ({ tp, fp }: PooledCounts): number => tp / (tp + fp),
  recall: ({ tp, fn }: PooledCounts): number => tp / (tp + fn),
} as const;

/** The cases where at least one mask contains the class. */
function containing(cases: readonly Case[], className: string): Case[] {
  return cases.filter((one) => one.classes[className] && caseKind(one, className) !== "empty");
}

function valuesOf(cases: Case[], className: string, metric: MetricInfo): Float64Array {
  return known(cases, (one) => metricValue(one, className, metric));
}

function known(cases: Case[], valueOf: (one: Case) => number): Float64Array {
  return Float64Array.from(cases, valueOf).filter((value) => !Number.isNaN(value));
}
