/** A run in one sentence. */
import { type CaseKind, type MetricInfo, metricValue, quantile } from "../../evaluation/mod.ts";
import { counted, formatNumber, formatValue, isLength } from "../text/format.ts";
import { type Markup, safe } from "../html/safe.ts";
import { kindOf, type SiteClass, type SiteRun } from "../runs/site_run.ts";
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

/**
 * The verdict over all classes by the median of the first metric, Dice where there is one.
 *
 * @param run The run.
 * @returns A sentence; undefined where nothing was measured.
 */
export function verdict(run: SiteRun): Markup | undefined {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first || !run.cases.length) return undefined;
  const { missed, misplaced, invented } = run.ranking(first.name, metric);
  const fate = fateOf(run, first, metric);
  if (fate.held === 0) {
    return safe`No truth of this run holds the ${first.term}${
      invented.length > 0 && `, yet it was drawn in ${counted(invented.length, "picture")}`
    }.`;
  }
  const how = misplaced.length > 0 &&
    ` (${formatNumber(missed.length)} missed, ${formatNumber(misplaced.length)} misplaced)`;
  const others = run.classes.filter((c) => c !== first).map((c) => fateOf(run, c, metric))
    .filter(({ held }) => held > 0);
  return safe`It finds the ${first.term} ${among(fate)}${how}${outline(fate, metric)}${
    outlines(others, { metric, goesOn: isOutlined(fate, metric) })
  }${seldom(others, metric)}${never(others)}.`;
}

function fateOf(run: SiteRun, c: SiteClass, metric: MetricInfo): Fate {
  const { found, misplaced, missed } = run.ranking(c.name, metric);
  const median = quantile(run.values(c.name, metric), 0.5);
  return {
    c,
    found: found.length,
    held: found.length + misplaced.length + missed.length,
    median,
  };
}

function among({ found, held }: Fate): string {
  const have = "that have one";
  if (held === 1) return found ? "in the one picture that has one" : "nowhere: one picture has it";
  if (found === held) {
    return `in ${held === 2 ? "both" : `all ${formatNumber(held)}`} pictures ${have}`;
  }
  if (found === 0) return `in none of the ${formatNumber(held)} pictures ${have}`;
  return `in ${formatNumber(found)} of ${formatNumber(held)} pictures ${have}`;
}

/** Whether a class is found often enough for its median to say how well it is outlined. */
function isOutlined({ found, median }: Fate, metric: MetricInfo): boolean {
  return found > 0 && Number.isFinite(median) && (isLength(metric) || median > 0);
}

function outline(fate: Fate, metric: MetricInfo): Markup | false {
  if (fate.found === 0 || Number.isNaN(fate.median)) return false;
  const value = `median ${metric.title} ${formatValue(fate.median, metric)}`;
  if (!isOutlined(fate, metric)) return safe`, too seldom for an outline (${value})`;
  return isLength(metric)
    ? safe` (${value})`
    : safe` and outlines it ${grade(fate.median)} (${value})`;
}

/** The other classes that are outlined; of many the best and the worst. */
function outlines(
  others: Fate[],
  { metric, goesOn }: { metric: MetricInfo; goesOn: boolean },
): Markup | false {
  const shown = others.filter((fate) => isOutlined(fate, metric));
  if (!shown.length) return false;
  const value = ({ median }: Fate) => formatValue(median, metric);
  if (shown.length > NAMED) {
    const sign = isLength(metric) ? -1 : 1;
    const sorted = shown.toSorted((a, b) => sign * (b.median - a.median));
    const [best, worst] = [sorted[0], sorted.at(-1)!];
    return safe`; of ${formatNumber(shown.length)} other classes it outlines the ${best.c.term} best
      (${value(best)}) and the ${worst.c.term} worst (${value(worst)})`;
  }
  return safe`${!goesOn && "; it outlines"}${
    shown.map((fate, i) =>
      safe`${(goesOn || i > 0) && ","} the ${fate.c.term} ${
        !isLength(metric) && `${grade(fate.median)} `
      }(${value(fate)})`
    )
  }`;
}

/** Classes that are found now and then, so that their median is 0. */
function seldom(others: Fate[], metric: MetricInfo): Markup | false {
  const those = others.filter((fate) => fate.found > 0 && !isOutlined(fate, metric));
  if (!those.length) return false;
  if (those.length > NAMED) return safe`; ${formatNumber(those.length)} classes it finds seldom`;
  return safe`; ${
    those.map(({ c, found, held }, i) =>
      safe`${i > 0 && ", "}the ${c.term} it finds in ${formatNumber(found)} of ${
        formatNumber(held)
      }`
    )
  }`;
}

function never(others: Fate[]): Markup | false {
  const those = others.filter(({ found }) => found === 0);
  if (!those.length) return false;
  if (those.length > NAMED) return safe`; ${formatNumber(those.length)} classes it never finds`;
  return safe`; it never finds ${those.map(({ c }, i) => safe`${i > 0 && ", "}the ${c.term}`)}`;
}

/** How good a median overlap is, in words: judged as it is written. */
function grade(value: number): string {
  const shown = Number(value.toFixed(2));
  if (shown >= 0.9) return "very well";
  if (shown >= 0.8) return "well";
  return shown >= 0.6 ? "fairly" : "only roughly";
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
  if (run.folder.evaluation) return safe`The evaluation of this run holds no pictures.`;
  const state = stateOf(run);
  return state ? safe`${state} It has not been measured.` : safe`This run was not measured.`;
}
