/** The cases that two runs share, class by class. */
import { type Case, type MetricInfo, metricValue } from "../../evaluation/mod.ts";
import { isLength } from "../words.ts";
import { kindOf, type SiteClass, type SiteRun } from "./site_run.ts";

/** One picture in both runs, for a class and a metric. */
export interface Pair {
  /** The picture. */
  id: string;
  /** The earlier run's value. */
  before: number;
  /** The later run's value. */
  after: number;
  /** How much better it became, negative for worse, infinite where a distance was or became so. */
  gain: number;
}

/** The later run's class of the same name, where it has one. */
export function counterpart(run: SiteRun, className: string): SiteClass | undefined {
  return run.classes.find((c) => c.name === className);
}

/**
 * The pictures that both runs rank for a class and a metric.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param className The class.
 * @param metric The metric.
 */
export function pairsOf(
  before: SiteRun,
  after: SiteRun,
  className: string,
  metric: MetricInfo,
): Pair[] {
  const ranked = (one: Case | undefined): one is Case =>
    one !== undefined && kindOf(one, className) !== "empty";
  const sign = isLength(metric) ? -1 : 1;
  return before.cases.flatMap((one) => {
    const other = after.case(one.id);
    // a picture that only one of them ranks has a class that only one of them drew
    if (!other || (!ranked(one) && !ranked(other))) return [];
    const [x, y] = [one, other].map((c) => valueOf(c, className, metric));
    const gain = x === y ? 0 : sign * (y - x);
    return [{ id: one.id, before: x, after: y, gain }];
  });
}

/** The value; where both masks are empty the two agree, which is as good as can be. */
function valueOf(one: Case, className: string, metric: MetricInfo): number {
  if (kindOf(one, className) === "empty") return isLength(metric) ? 0 : 1;
  return metricValue(one, className, metric);
}

/** The pairs of runs that get a page: all of a few runs, otherwise each with the one after it. */
export function comparedRuns(runs: SiteRun[]): { before: SiteRun; after: SiteRun }[] {
  const measured = runs.filter((run) => run.cases.length > 0);
  const all = measured.length <= 6;
  // newest first: what stands later in the list is the earlier run
  return measured.flatMap((after, i) =>
    measured.slice(i + 1, all ? undefined : i + 2)
      .filter((before) =>
        before.cases.some((one) => after.has(one.id)) &&
        before.classes.some((c) => counterpart(after, c.name))
      )
      .map((before) => ({ before, after }))
  );
}

/** The address of a comparison. */
export function compareUrl(before: SiteRun, after: SiteRun): string {
  const slug = (run: SiteRun) => run.base.slice("/runs/".length, -1);
  return `/compare/${slug(before)}..${slug(after)}.html`;
}
