import type { Case, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { drawsOf, intervalOfDraws } from "./draws.ts";
import type { Interval } from "./median_interval.ts";
import { metricValue } from "./metric_value.ts";
import { quantile } from "./quantile.ts";

/** The cases of one group: a breed, a hospital. */
export interface CaseGroup {
  /** The group's name; undefined for the small groups, pooled. */
  name: string | undefined;
  /** Its cases, in their order. */
  cases: Case[];
  /** The metric's values, ascending. */
  values: Float64Array;
  /** Their median. */
  median: number;
  /** The median's 95 % interval; undefined for too few cases, or patients. */
  interval?: Interval;
}

/** Cases by group, and how many have none. */
export interface CasesByGroup {
  /** The groups, the highest median first; the pooled ones, if any, last. */
  groups: CaseGroup[];
  /** How many small groups were pooled. */
  pooled: number;
  /** How many cases have no group. */
  alone: number;
}

/**
 * Groups cases and computes each group's median. Groups with fewer than `few` cases are pooled if there
 * are several of them and there are also larger ones.
 *
 * @param cases Ranked cases.
 * @param options What to compute.
 * @param options.className The class.
 * @param options.metric The metric.
 * @param options.few Groups with fewer cases are small.
 * @param options.independent What is independent in the evaluation; a patient alone has no interval.
 * @returns The groups.
 */
export function byGroup(
  cases: readonly Case[],
  { className, metric, few, independent }: Pick<Evaluation, "independent"> & {
    className: string;
    metric: MetricInfo;
    few: number;
  },
): CasesByGroup {
  const grouped = cases.filter((one) => one.group !== undefined);
  const all = Map.groupBy(grouped, (one) => one.group!);
  const small = [...all.values()].filter((those) => those.length < few);
  const isPooled = small.length > 1 && small.length < all.size;
  const groupOf = (name: string | undefined, those: Case[]): CaseGroup => {
    const unsorted = Float64Array.from(those, (one) => metricValue(one, className, metric));
    const values = unsorted.toSorted(), median = quantile(values, 0.5);
    const interval = intervalOfDraws(unsorted, drawsOf(those, { independent }));
    return { name, cases: those, values, median, interval };
  };
  const groups = [...all].filter(([, those]) => !isPooled || those.length >= few)
    .map(([name, those]) => groupOf(name, those)).sort((a, b) => b.median - a.median);
  if (isPooled) groups.push(groupOf(undefined, small.flat()));
  return { groups, pooled: isPooled ? small.length : 0, alone: cases.length - grouped.length };
}
