/** A run in one sentence. */
import { type CaseKind, type MetricInfo, metricValue, quantile } from "../../evaluation/mod.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { kindOf, type SiteRun } from "../runs/site_run.ts";
import { formatValue, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { stateOf } from "./state.ts";

/** More classes than these are not named one by one. */
const NAMED = 4;

/** How a class fared over all cases whose truth holds it. */
interface Fate {
  c: SiteClass;
  found: number;
  held: number;
  median: number;
}

/** More classes than these have a verdict of two sentences: how many fare well, and the worst. */
const MANY = 6, WORST = 3;

/** The verdict over all classes by the median of the first metric; undefined where none was measured. */
export function verdict(run: SiteRun): Markup | undefined {
  const metric = run.overlap, first = run.headline, text = words.verdict;
  if (!metric || !first || !run.cases.length) return undefined;
  if (run.classes.length > MANY && !isLength(metric)) return verdictOfMany(run, metric);
  const { missed, misplaced, invented } = run.ranking(first.name, metric);
  const fate = fateOf(run, first, metric);
  if (fate.held === 0) return text.heldByNone(termOf(first), invented.length);
  const others = run.classes.filter((c) => c !== first).map((c) => fateOf(run, c, metric))
    .filter(({ held }) => held > 0);
  return text.finds({
    term: termOf(first),
    where: text.among(fate.found, fate.held),
    misses: misplaced.length > 0
      ? { missed: missed.length, misplaced: misplaced.length }
      : undefined,
    rest: [
      outline(fate, metric),
      outlines(others, { metric, goesOn: isOutlined(fate, metric) }),
      seldom(others, metric),
      never(others),
    ],
  });
}

function verdictOfMany(run: SiteRun, metric: MetricInfo): Markup {
  const fates = run.classes.map((c) => fateOf(run, c, metric));
  const held = fates.filter(({ held, median }) => held > 0 && Number.isFinite(median));
  const worst = held.toSorted((a, b) => a.median - b.median).slice(0, WORST);
  return words.verdict.ofMany({
    metric: metric.title,
    medians: held.map(({ median }) => median),
    worst: worst.map(({ c, median, found }) => ({
      term: termOf(c),
      value: found > 0 ? formatValue(median, metric) : undefined,
    })),
    unheld: fates.length - held.length,
  });
}

function fateOf(run: SiteRun, c: SiteClass, metric: MetricInfo): Fate {
  const { found, misplaced, missed } = run.ranking(c.name, metric);
  return {
    c,
    found: found.length,
    held: found.length + misplaced.length + missed.length,
    median: quantile(run.values(c.name, metric), 0.5),
  };
}

/** Whether a class is found often enough for its median to say how well it is outlined. */
function isOutlined({ found, median }: Fate, metric: MetricInfo): boolean {
  return found > 0 && Number.isFinite(median) && (isLength(metric) || median > 0);
}

function outline(fate: Fate, metric: MetricInfo): Markup | false {
  if (fate.found === 0 || Number.isNaN(fate.median)) return false;
  const text = words.verdict.outline;
  const value = words.verdict.medianOf(metric.title, formatValue(fate.median, metric));
  if (!isOutlined(fate, metric)) return text.tooSeldom(value);
  return isLength(metric) ? text.distance(value) : text.overlap(value, fate.median);
}

/** The other classes that are outlined; of many the best and the worst. */
function outlines(
  others: Fate[],
  { metric, goesOn }: { metric: MetricInfo; goesOn: boolean },
): Markup | false {
  const shown = others.filter((fate) => isOutlined(fate, metric));
  if (!shown.length) return false;
  const named = ({ c, median }: Fate) => ({ term: termOf(c), value: formatValue(median, metric) });
  if (shown.length > NAMED) {
    const sign = isLength(metric) ? -1 : 1;
    const sorted = shown.toSorted((a, b) => sign * (b.median - a.median));
    return words.verdict.bestAndWorst(shown.length, named(sorted[0]), named(sorted.at(-1)!));
  }
  const classes = shown.map((fate) => ({
    ...named(fate),
    overlap: isLength(metric) ? undefined : fate.median,
  }));
  return words.verdict.others(classes, goesOn);
}

/** Classes that are found now and then, so that their median is 0. */
function seldom(others: Fate[], metric: MetricInfo): Markup | false {
  const those = others.filter((fate) => fate.found > 0 && !isOutlined(fate, metric));
  if (!those.length) return false;
  const text = words.verdict.seldom;
  if (those.length > NAMED) return text.many(those.length);
  return text.few(those.map(({ c, found, held }) => ({ term: termOf(c), found, held })));
}

function never(others: Fate[]): Markup | false {
  const those = others.filter(({ found }) => found === 0);
  if (!those.length) return false;
  const text = words.verdict.never;
  return those.length > NAMED ? text.many(those.length) : text.few(those.map(({ c }) => termOf(c)));
}

/** The case in the middle of the headline class, of two the worse. */
export interface MedianCase {
  id: string;
  value: number;
  metric: MetricInfo;
  kind: CaseKind;
  /** 1 for the best. */
  rank: number;
  /** How many are ranked. */
  of: number;
  /** The median, which between two cases is neither's value. */
  median: number;
}

/** The case in the middle of the headline class by Dice, where there is one. */
export function medianCase(run: SiteRun): MedianCase | undefined {
  const metric = run.overlap, className = run.headline?.name;
  if (!metric || className === undefined) return undefined;
  const { ranked } = run.ranking(className, metric);
  const at = Math.floor(ranked.length / 2), one = ranked[at];
  return one && {
    id: one.id,
    value: metricValue(one, className, metric),
    metric,
    kind: kindOf(one, className),
    rank: at + 1,
    of: ranked.length,
    median: quantile(run.values(className, metric), 0.5),
  };
}

/** What stands in place of a verdict where nothing was measured. */
export function unmeasured(run: SiteRun): Markup {
  const text = words.verdict.unmeasured;
  if (run.folder.evaluation) return text.empty;
  const state = stateOf(run);
  return state ? text.state(state) : text.plain;
}
