/** A comparison in one sentence. */
import { FEWEST_FOR_MEDIAN } from "../../evaluation/mod.ts";
import { counted, formatChange as changeText, formatNumber, isLength } from "../text/format.ts";
import type { SiteChange } from "../runs/pairs.ts";
import { type Markup, safe } from "../html/safe.ts";

/**
 * Whether the later run is better, by how much, and how sure that is.
 *
 * @param change The first metric of the headline class.
 * @returns A sentence or two.
 */
export function compareVerdict(change: SiteChange): Markup {
  const { c, metric, pairs, median, better, worse, mean, finite } = change;
  const all = counted(pairs.length, "picture");
  if (pairs.length === 0) return safe`Neither run has a figure for the ${c.term} to compare.`;
  if (better + worse === 0) {
    return safe`No different: the ${metric.title} of the ${c.term} is the same in ${
      pairs.length === 1 ? "the one picture" : `all ${all}`
    }.`;
  }
  const isGain = median > 0 || (median === 0 && better >= worse);
  const [moves, back] = isGain !== isLength(metric) ? ["rises", "falls"] : ["falls", "rises"];
  const [most, others] = isGain ? [better, worse] : [worse, better];
  const outweighed = finite.length > 0 && mean * median < 0 &&
    safe` The mean moves the other way, by ${sized(mean, metric)}: a few large changes outweigh many
      small ones.`;
  return safe`${opening(change)}: the ${metric.title} of the ${c.term} ${moves} in ${
    formatNumber(most)
  } of ${all}${size(change)}, and ${back} in ${
    formatNumber(others).replace(/^0$/, "none")
  }.${outweighed}`;
}

/** The judgement, as sure as the interval is. */
function opening({ median, interval }: SiteChange): string {
  if (median === 0) return "No different in the median";
  const word = median > 0 ? "Better" : "Worse";
  if (!interval) return `${word}, in too few pictures to be sure`;
  return interval[0] > 0 || interval[1] < 0 ? word : `${word}, but not clearly`;
}

/** The median change and its interval, after a comma where there is one to name. */
function size({ metric, median, interval, pairs }: SiteChange): string {
  const unit = metric.unit ? `\u00a0${metric.unit}` : "";
  if (pairs.length === 1 && Number.isFinite(median)) return `, by ${sized(median, metric)}${unit}`;
  const middle = median === 0
    ? ""
    : Number.isFinite(median)
    ? `, by ${sized(median, metric)}${unit} in the median`
    : `, in the median ${median < 0 ? "from finite to infinite" : "from infinite to finite"}`;
  if (!interval) return `${middle} (fewer than ${FEWEST_FOR_MEDIAN} have no 95 % interval)`;
  // a gain is positive for better, a change of a length is not; one side of zero needs no signs
  const isClear = interval[0] > 0 || interval[1] < 0;
  const sign = isLength(metric) ? -1 : 1;
  const ends = interval.map((end) => isClear ? Math.abs(end) : sign * end).sort((a, b) => a - b);
  const write = (end: number) => isClear ? sized(end, metric) : changeText(end, metric);
  return `${middle} (95 % interval ${ends.map(write).join(" to ")})`;
}

/** The change without its sign, as the tables have it. */
function sized(value: number, metric: SiteChange["metric"]): string {
  return changeText(Math.abs(value), metric).replace("+", "");
}
