/** The comparisons of a site: which runs get a page, and what stands on it. */
import {
  ALL_PAIRS,
  type Change,
  changesOf,
  pairEvaluations,
  type Pairing,
  planComparisons,
  quantile,
} from "../../evaluation/mod.ts";
import { isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { SiteClass } from "./site_class.ts";
import type { SiteRun } from "./site_run.ts";

/** A class and a metric in both runs. */
export interface SiteChange extends Change {
  /** The class, as the earlier run has it. */
  c: SiteClass;
}

/** What two runs have to say of each other. */
export interface RunComparison {
  /** The cases that may be compared, and what is left out. */
  pairing: Pairing;
  /** The classes of both runs by Dice, or the first metric, and by ASSD, or the first distance. */
  changes: SiteChange[];
}

/**
 * Compares two runs of one of `comparisons()`.
 *
 * @param before The earlier run.
 * @param after The later run.
 */
export function compare(before: SiteRun, after: SiteRun): RunComparison {
  const earlier = before.folder.evaluation!, later = after.folder.evaluation!;
  const pairing = pairEvaluations(earlier, later);
  const changes = changesOf(pairing, earlier).map((change) => ({
    ...change,
    c: before.classes.find(({ name }) => name === change.className)!,
  }));
  return { pairing, changes };
}

/** The later run's class of the same name, where it has one. */
export function counterpart(run: SiteRun, className: string): SiteClass | undefined {
  return run.classes.find((c) => c.name === className);
}

/** The comparisons of a site, planned once: each page links to one. */
const plans = new WeakMap<SiteRun[], ReturnType<typeof plan>>();

/**
 * The pairs of runs that get a page, and those that can't be compared.
 *
 * @param runs All runs, newest first.
 */
export function comparisons(runs: SiteRun[]): ReturnType<typeof plan> {
  let planned = plans.get(runs);
  if (!planned) plans.set(runs, planned = plan(runs));
  return planned;
}

function plan(runs: SiteRun[]) {
  const measured = runs.filter((run) => run.cases.length > 0)
    .map((run) => ({ run, evaluation: run.folder.evaluation! }));
  const { groups, pairs, apart } = planComparisons(
    measured,
    ({ run }) => score(run),
    (before, after) => isPublished(before.run, after.run),
  );
  return {
    groups: groups.map((group) => group.map(({ run }) => run)),
    pairs: pairs.map(({ before, after }) => ({ before: before.run, after: after.run })),
    apart: apart.map(({ before, after, problem }) => ({
      before: before.run,
      after: after.run,
      problem,
    })),
  };
}

/** Whether published work compares what two runs repeat. */
function isPublished({ folder: { run: before } }: SiteRun, { folder: { run: after } }: SiteRun) {
  const preset = after?.published && after.settings.preset;
  return before?.published?.comparisons.some(({ to }) => to === preset) ?? false;
}

/** The median of the metric and the class that pages speak of first, the higher the better. */
function score(run: SiteRun): number {
  const metric = run.overlap, c = run.headline;
  if (!metric || !c) return -Infinity;
  const median = quantile(run.values(c.name, metric), 0.5);
  return Number.isNaN(median) ? -Infinity : isLength(metric) ? -median : median;
}

/** The most sentences of why runs can't be compared. */
const SENTENCES = 5;

/**
 * What a site's first page says of the comparisons that it doesn't have.
 *
 * @param runs All runs, newest first.
 */
export function missingComparisons(runs: SiteRun[]): string[] {
  const { groups, apart } = comparisons(runs), text = words.overview.missing;
  const sentences = apart.slice(0, SENTENCES)
    .map(({ before, after, problem }) => refusal([before, after], problem, runs));
  if (groups.length - 1 > SENTENCES) {
    sentences.push(text.groups(groups.length));
  } else if (apart.length > SENTENCES) {
    sentences.push(text.others(apart.length - SENTENCES));
  }
  if (groups.some((group) => group.length > ALL_PAIRS)) sentences.push(text.many(ALL_PAIRS));
  return sentences;
}

/**
 * Why two runs can't be compared, in a sentence.
 *
 * @param pair The two runs, named by their titles, or where these are not distinct by their names.
 * @param problem The reason.
 * @param all The runs that the titles must tell apart.
 */
export function refusal(
  [before, after]: [SiteRun, SiteRun],
  problem: string,
  all: readonly SiteRun[] = [before, after],
): string {
  const key = new Set(all.map(({ title }) => title)).size < all.length ? "name" : "title";
  return words.overview.missing.refusal(before[key], after[key], problem);
}

/**
 * The address of a comparison's page.
 *
 * @param before The earlier run's address, from the site's root.
 * @param after The later run's.
 */
export function compareUrl(before: { base: string }, after: { base: string }): string {
  const slug = (run: { base: string }) => run.base.slice("/runs/".length, -1);
  return `/compare/${slug(before)}..${slug(after)}.html`;
}
