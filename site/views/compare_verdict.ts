/** A comparison in one sentence. */
import { FEWEST_FOR_MEDIAN } from "../../evaluation/mod.ts";
import { formatChange, isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { SiteChange } from "../runs/comparisons.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";

/** Of more classes than these, as in a run's verdict, the changes are counted. */
const MANY = 6, NAMED = 3;

/**
 * Of many classes in how many the later run is better and worse, and which changed most.
 *
 * @param changes The first metric of all classes.
 * @returns Two sentences; undefined of few classes.
 */
export function compareVerdictOfMany(changes: readonly SiteChange[]): Markup | undefined {
  if (changes.length <= MANY) return undefined;
  const [{ metric }] = changes, size = ({ median }: SiteChange) => Math.abs(median);
  const [better, worse] = [1, -1].map((sign) =>
    changes.filter(({ interval }) =>
      interval !== undefined && interval.every((end) => sign * end > 0)
    ).toSorted((a, b) => size(b) - size(a))
  );
  const named = (some: SiteChange[]) =>
    some.slice(0, NAMED).map(({ c, median }) => ({
      term: termOf(c),
      size: sized(median, metric) + (metric.unit ? `\u00a0${metric.unit}` : ""),
    }));
  return words.compare.verdict.ofMany({
    metric: metric.title,
    classes: changes.length,
    better: better.length,
    worse: worse.length,
    most: named(better),
    least: named(worse),
  });
}

/**
 * Whether the later run is better, by how much, and how sure that is.
 *
 * @param change The first metric of the headline class.
 * @returns A sentence or two.
 */
export function compareVerdict(change: SiteChange): Markup {
  const { c, metric, pairs, median, better, worse, mean, finite } = change;
  const text = words.compare.verdict;
  if (pairs.length === 0) return text.nothing(termOf(c));
  if (better + worse === 0) return text.equal(metric.title, termOf(c), pairs.length);
  const isGain = median > 0 || (median === 0 && better >= worse);
  const [most, others] = isGain ? [better, worse] : [worse, better];
  return text.sentence({
    opening: opening(change),
    metric: metric.title,
    term: termOf(c),
    rises: isGain !== isLength(metric),
    most,
    of: pairs.length,
    size: size(change),
    others,
    outweighed: finite.length > 0 && mean * median < 0 && sized(mean, metric),
  });
}

/** The judgement, as sure as the interval is. */
function opening({ median, interval, draws }: SiteChange): string {
  const text = words.compare.verdict;
  if (median === 0) return text.noDifference;
  if (!interval) return text.opening(median > 0, "few", draws?.are);
  return text.opening(median > 0, interval[0] > 0 || interval[1] < 0 ? "yes" : "no");
}

/** The median change and its interval, after a comma where there is one to name. */
function size({ metric, median, interval, pairs, draws }: SiteChange): string {
  const text = words.compare.verdict, unit = metric.unit ? `\u00a0${metric.unit}` : "";
  const own = `${sized(median, metric)}${unit}`;
  if (pairs.length === 1 && Number.isFinite(median)) return text.by(own);
  const middle = median === 0
    ? ""
    : Number.isFinite(median)
    ? text.byMedian(own)
    : text.infinite(median < 0);
  if (!interval) return `${middle}${text.tooFew(FEWEST_FOR_MEDIAN, draws?.are)}`;
  // a gain is positive for better, a change of a length is not; one side of zero needs no signs
  const isClear = interval[0] > 0 || interval[1] < 0;
  const sign = isLength(metric) ? -1 : 1;
  const ends = interval.map((end) => isClear ? Math.abs(end) : sign * end).sort((a, b) => a - b);
  const [low, high] = ends.map((end) => isClear ? sized(end, metric) : formatChange(end, metric));
  return `${middle}${text.interval(low, high)}`;
}

/** The change without its sign, as the tables have it. */
function sized(value: number, metric: SiteChange["metric"]): string {
  return formatChange(Math.abs(value), metric).replace("+", "");
}
