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
  /** Runs that can be compared with some of these, but have too few of their cases. */
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
  const earliest = group.toReversed();
  const largest = earliest.reduce((a, b) => b.cases.length > a.cases.length ? b : a);
  const runs = earliest.filter((run) => sharesMost(largest, run));
  const apart = earliest.filter((run) => !runs.includes(run));
  if (runs.length < 3 || !runs.slice(1).every((run) => sharesMost(runs[0], run))) return undefined;
  if (!runs[0].cases.some(({ id }) => runs.every((run) => run.has(id)))) return undefined;
  const comparison = comparisonOf(runs.map(({ folder }) => folder as MeasuredRun));
  if (comparison.models.length < 2 || comparison.metrics.length === 0) return undefined;
  return { runs, apart, comparison };
}

/** The share of the largest run's cases that each ranked run must have. */
const LEAST = 0.75;

/** Whether a run has most of another's cases, with the same truths. */
function sharesMost(largest: SiteRun, run: SiteRun): boolean {
  if (run === largest) return true;
  const { pairs, problem } = pairEvaluations(largest.folder.evaluation!, run.folder.evaluation!);
  return problem === undefined && pairs.length >= LEAST * largest.cases.length;
}
