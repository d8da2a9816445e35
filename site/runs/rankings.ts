/** The rankings of a site: one for each group of more than two runs that can be compared. */
import {
  comparisonOf,
  type MeasuredRun,
  type ModelComparison,
  pairEvaluations,
} from "../../evaluation/mod.ts";
import { comparisons } from "./comparisons.ts";
import type { SiteRun } from "./site_run.ts";

/** Several runs of the same cases, ranked. */
export interface SiteRanking {
  /** The page's address. */
  url: string;
  /** The runs, the baseline first: the earliest. */
  runs: SiteRun[];
  /** Runs that can be compared with one of these, but not with the baseline. */
  apart: SiteRun[];
  /** The models and how they rank. */
  comparison: ModelComparison;
}

/** The address of a group's ranking, from the site's root: the groups are counted from 0. */
export function rankingUrl(group: number): string {
  return `/compare/all${group > 0 ? `-${group + 1}` : ""}.html`;
}

/** The rankings of a site, made once: several pages link to them. */
const made = new WeakMap<SiteRun[], SiteRanking[]>();

/**
 * The rankings of a site.
 *
 * @param runs All runs, newest first.
 */
export function rankings(runs: SiteRun[]): SiteRanking[] {
  let all = made.get(runs);
  if (!all) {
    const groups = comparisons(runs).groups.flatMap((group) => rankingOf(group) ?? []);
    made.set(runs, all = groups.map((one, i) => ({ ...one, url: rankingUrl(i) })));
  }
  return all;
}

/** The ranking of a group; undefined for fewer than three runs, or models. */
function rankingOf(group: readonly SiteRun[]): Omit<SiteRanking, "url"> | undefined {
  if (group.length < 3) return undefined;
  const [first, ...others] = group.toReversed();
  const problem = (other: SiteRun) =>
    pairEvaluations(first.folder.evaluation!, other.folder.evaluation!).problem;
  const apart = others.filter((other) => problem(other) !== undefined);
  const runs = [first, ...others.filter((other) => !apart.includes(other))];
  if (runs.length < 3 || !sharesCase(runs)) return undefined;
  const comparison = comparisonOf(runs.map(({ folder }) => folder as MeasuredRun));
  if (comparison.models.length < 2 || comparison.metrics.length === 0) return undefined;
  return { runs, apart, comparison };
}

/** Whether there is a case that all runs measured. */
function sharesCase([first, ...others]: readonly SiteRun[]): boolean {
  return first.cases.some(({ id }) => others.every((other) => other.case(id) !== undefined));
}
