/** What terminals and pages say of a comparison, in English. */
import { counted, formatNumber, listed } from "../../core/mod.ts";
import type { Change } from "../comparison/change.ts";
import type { Pairing } from "../comparison/pairs.ts";
import type { Draws } from "../statistics/draws.ts";
import { FEWEST_FOR_MEDIAN } from "../statistics/median_interval.ts";

/**
 * What a comparison leaves out and why, and what it can't verify.
 *
 * @param comparison The two runs and their pairing.
 * @returns Sentences; none if everything is compared.
 */
export function comparisonLimits({ before, after, pairing }: {
  before: { name: string };
  after: { name: string };
  pairing: Pairing;
}): string[] {
  const { left, lone, refused, byName, pairs } = pairing;
  const out = ([
    [left.before, "only before"],
    [left.after, "only after"],
    [left.truths, "whose truths differ"],
    [left.twice, "whose id occurs more than once in a run"],
  ] as const).flatMap(([count, why]) => count > 0 ? [`${formatNumber(count)} ${why}`] : []);
  const alone = ([[before, lone.before], [after, lone.after]] as const)
    .flatMap(([run, names]) => names.length > 0 ? [`${listed(names)} only in ${run.name}`] : []);
  const named = byName === pairs.length
    ? "Cases are"
    : `${cases(byName)} ${byName === 1 ? "is" : "are"}`;
  return [
    ...(out.length > 0 ? [`Cases left out: ${listed(out)}.`] : []),
    ...(byName > 0 ? [`${named} paired by id: the truths can't be compared.`] : []),
    ...(alone.length > 0 ? [`Classes left out: ${alone.join("; ")}.`] : []),
    ...refused.map((reason) => `${reason}.`),
  ];
}

/**
 * What the figures of changes mean.
 *
 * @param changes All changes in a table.
 * @returns Sentences.
 */
export function comparisonNotes(changes: readonly Change[]): string[] {
  const infinite = Math.max(...changes.map(({ pairs, finite }) => pairs.length - finite.length));
  const unknown = Math.max(...changes.map((one) => one.unknown));
  const fewest = Math.min(...changes.map(({ pairs, draws }) => draws?.count ?? pairs.length));
  // a class may be in fewer cases than another
  const [most] = changes.toSorted((a, b) => b.pairs.length - a.pairs.length);
  const { draws, pairs: all = [] } = most ?? {};
  const what = draws?.are ?? "cases";
  const comparisons = counted(changes.length, "comparison");
  return [
    "Change: after minus before, per case.",
    draws === undefined
      ? "The 95\u00a0% interval is that of the median change, by order statistics."
      : `The 95\u00a0% interval is that of the median change, by a sign test ${
        drawsText(draws, all)
      }.`,
    ...(fewest < FEWEST_FOR_MEDIAN
      ? [`Fewer than ${FEWEST_FOR_MEDIAN} ${what} have no such interval.`]
      : []),
    ...(infinite > 0
      ? [
        "A distance that is infinite before or after counts in the median and the test, but not in the " +
        `mean: ${cases(infinite)} at most.`,
      ]
      : []),
    ...(unknown > 0
      ? [`A case without a value before or after is left out: ${cases(unknown)} at most.`]
      : []),
    `Wilcoxon signed-rank test${
      draws ? ` of the mean change per ${draws.are.slice(0, -1)}` : ""
    }, ` +
    `two-sided, not corrected for ${comparisons}.`,
    "Interval and test compare these two trained models; another seed would give others.",
  ];
}

/**
 * What an interval counts where cases are not independent.
 *
 * @param draws The patients.
 * @param all Their cases.
 * @returns `of 20 patients, not of their 200 cases`.
 */
export function drawsText({ count, are }: Omit<Draws, "keys">, all: ArrayLike<unknown>): string {
  const patients = `${formatNumber(count)} ${count === 1 ? are.slice(0, -1) : are}`;
  return `of ${patients}, not of ${count === 1 ? "its" : "their"} ${cases(all.length)}`;
}

function cases(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? "case" : "cases"}`;
}
