/** A comparison in one sentence. */
import { change, count, isLength, number } from "../words.ts";
import { type Change, countsOf } from "./change.ts";
import { type Markup, safe } from "./safe.ts";

/**
 * Whether the later run is better, by how much, and how sure that is.
 *
 * @param change The first metric of the headline class.
 * @returns A sentence.
 */
export function compareVerdict({ c, metric, pairs, mean, interval }: Change): Markup {
  const { better, worse } = countsOf(pairs);
  const clear = interval !== undefined && (interval[0] > 0 || interval[1] < 0);
  const word = mean > 0 ? "Better" : mean < 0 ? "Worse" : "No different";
  const most = mean > 0 ? better : worse, others = mean > 0 ? worse : better;
  const [moves, back] = (mean > 0) !== isLength(metric) ? ["rises", "falls"] : ["falls", "rises"];
  const size = safe`by ${amount(mean, metric)} on average${
    interval && safe` (95 % interval ${range(interval, clear, metric)})`
  }`;
  const subject = safe`${word}${mean !== 0 && !clear && ", but not clearly"}: the ${metric.title} of
    the ${c.term}`;
  const all = count(pairs.length, "picture"), none = number(others).replace(/^0$/, "none");
  if (most >= others) {
    return safe`${subject} ${moves} in ${number(most)} of ${all}, ${size}, and ${back} in ${none}.`;
  }
  // a few large changes outweigh many small ones
  return safe`${subject} ${moves} ${size}, though it ${back} in ${number(others)} of ${all} and
    ${moves} in ${number(most)}.`;
}

/** The interval without signs where both ends are on one side of zero. */
function range(
  [low, high]: [number, number],
  clear: boolean,
  metric: Change["metric"],
): string {
  if (!clear) {
    const sign = isLength(metric) ? -1 : 1;
    const ends = [sign * low, sign * high].sort((a, b) => a - b);
    return `${change(ends[0], metric)} to ${change(ends[1], metric)}`;
  }
  const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  return `${amount(ends[0], metric)} to ${amount(ends[1], metric)}`;
}

function amount(value: number, metric: Change["metric"]): string {
  return number(Math.abs(value), isLength(metric) ? 1 : 2);
}
