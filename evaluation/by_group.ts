import { type Interval, medianInterval } from "./interval.ts";
import { metricValue } from "./rank.ts";
import { quantile } from "./statistics.ts";
import type { Case, MetricInfo } from "./types.ts";

/** The cases of one group: a breed, a hospital. */
export interface CaseGroup {
  /** The group's name; undefined for what was pooled of small groups. */
  name: string | undefined;
  /** Its cases, in their order. */
  cases: Case[];
  /** The metric's values, ascending. */
  values: Float64Array;
  /** Their median. */
  median: number;
  /** The median's 95 % interval; undefined for too few cases. */
  interval?: Interval;
}

/** Cases by group, and what has none. */
export interface CasesByGroup {
  /** The groups, the highest median first; last, if any, what was pooled. */
  groups: CaseGroup[];
  /** How many small groups were pooled. */
  pooled: number;
  /** How many cases have no group. */
  alone: number;
}

/**
 * A metric by group. Groups with fewer than `few` cases are pooled, where there are several of them
 * and larger ones beside.
 *
 * @param cases Ranked cases.
 * @param options The class, the metric, and what counts as few.
 */
export function byGroup(
  cases: readonly Case[],
  { className, metric, few }: { className: string; metric: MetricInfo; few: number },
): CasesByGroup {
  const grouped = cases.filter((one) => one.group !== undefined);
  const all = Map.groupBy(grouped, (one) => one.group!);
  const small = [...all.values()].filter((those) => those.length < few);
  const isPooled = small.length > 1 && small.length < all.size;
  const groupOf = (name: string | undefined, those: Case[]): CaseGroup => {
    const values = Float64Array.from(those, (one) => metricValue(one, className, metric)).sort();
    const median = quantile(values, 0.5), interval = medianInterval(values);
    return { name, cases: those, values, median, interval };
  };
  const groups = [...all].filter(([, those]) => !isPooled || those.length >= few)
    .map(([name, those]) => groupOf(name, those)).sort((a, b) => b.median - a.median);
  if (isPooled) groups.push(groupOf(undefined, small.flat()));
  return { groups, pooled: isPooled ? small.length : 0, alone: cases.length - grouped.length };
}
