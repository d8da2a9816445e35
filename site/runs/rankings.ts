/** The rankings of a site: one for each group of more than two runs that can be compared. */
import {
  comparisonOf,
  Incomparable,
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

/** The ranking of a group; undefined for fewer than three runs, or where there is nothing to rank. */
function rankingOf(group: readonly SiteRun[]): Omit<SiteRanking, "url"> | undefined {
  if (group.length < 3) return undefined;
  const earliest = group.toReversed();
  // around the run whose cases most others have
  const around = earliest.map((one) => earliest.filter((run) => sharesMost(one, run)));
  const runs = around.reduce((a, b) => b.length > a.length ? b : a);
  const apart = earliest.filter((run) => !runs.includes(run));
  if (runs.length < 3 || !runs.slice(1).every((run) => sharesMost(runs[0], run))) return undefined;
  try {
    return {
      runs,
      apart,
      comparison: comparisonOf(runs.map(({ folder }) => folder as MeasuredRun)),
    };
  } catch (error) {
    if (error instanceof Incomparable) return undefined;
    throw error;
  }
}

/** The share of a run's cases that others must have to be ranked with it. */
const LEAST = 0.75;

/** Whether a run has most of another's cases, with the same truths. */
function sharesMost(one: SiteRun, run: SiteRun): boolean {
  if (run === one) return true;
  const { pairs, problem } = pairEvaluations(one.folder.evaluation!, run.folder.evaluation!);
  const most = Math.max(one.cases.length, run.cases.length);
  return problem === undefined && pairs.length >= LEAST * most;
}
