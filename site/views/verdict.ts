/** A run in one sentence. */
import { type CaseKind, type MetricInfo, metricValue, quantile } from "../../evaluation/mod.ts";
import { number } from "../words.ts";
import { type Markup, safe } from "./safe.ts";
import { kindOf, type SiteClass, type SiteRun } from "./site_run.ts";

/**
 * The verdict over all classes by the median of the first metric, Dice where there is one.
 *
 * @param run The run.
 * @returns A sentence; undefined where nothing was measured.
 */
export function verdict(run: SiteRun): Markup | undefined {
  const metric = run.overlap;
  const first = run.headline;
  if (!metric || !first || !run.cases.length) return undefined;
  const median = (c: SiteClass) => quantile(run.values(c.name, metric), 0.5);
  const others = run.classes.filter((c) => c !== first && run.values(c.name, metric).length);
  const held = run.cases.filter((one) => !["invented", "empty"].includes(kindOf(one, first.name)));
  const missed = held.filter((one) => kindOf(one, first.name) !== "found").length;
  if (!held.length) return safe`No picture of this run holds the ${first.term}.`;
  const found = missed === 0
    ? held.length === 1
      ? safe`in the one picture that has one`
      : safe`in all ${number(held.length)} pictures that have one`
    : missed === held.length
    ? safe`in none of the ${number(held.length)} pictures that have one`
    : safe`in ${number(held.length - missed)} of ${number(held.length)} pictures that have one`;
  if (missed === held.length) return safe`It finds the ${first.term} ${found}.`;
  const value = median(first);
  return safe`It finds the ${first.term} ${found} and outlines it ${grade(value)}
    (median ${metric.title} ${number(value, 2)})${
    others.map((c) => safe`, the ${c.term} ${grade(median(c))} (${number(median(c), 2)})`)
  }.`;
}

/** How good a median overlap is, in words. */
function grade(value: number): string {
  if (value >= 0.9) return "very well";
  if (value >= 0.8) return "well";
  return value >= 0.6 ? "fairly" : "only roughly";
}

/** The case in the middle of the headline class by Dice, where there is one. */
export function medianCase(
  run: SiteRun,
): { id: string; value: number; metric: MetricInfo; kind: CaseKind } | undefined {
  const metric = run.overlap, className = run.headline?.name;
  if (!metric || className === undefined) return undefined;
  const { ranked } = run.ranking(className, metric);
  const one = ranked[Math.floor(ranked.length / 2)];
  const kind = one && kindOf(one, className);
  return one && { id: one.id, value: metricValue(one, className, metric), metric, kind };
}

/** What stands in place of a verdict where nothing was measured. */
export function unmeasured(run: SiteRun): Markup {
  const done = run.history.length, all = Number(run.folder.run?.settings.epochs);
  const place = done ? `after epoch ${done}${all ? ` of ${all}` : ""}` : "before its first epoch";
  if (run.folder.evaluation) return safe`The evaluation of this run holds no pictures.`;
  return run.folder.run?.status === "running"
    ? safe`This run is still training, ${place}. It has not been measured yet.`
    : safe`This run was stopped ${place}, and was not measured.`;
}
