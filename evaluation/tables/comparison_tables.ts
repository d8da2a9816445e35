/** A comparison as tables and sentences, for terminals. */
import { counted, listed } from "../../core/mod.ts";
import type { Change } from "../comparison/change.ts";
import type { Comparison, MeasuredRun } from "../comparison/compare_runs.ts";
import { formatChange, formatFigure, formatNumber, formatP, isLength } from "./format.ts";
import { FEWEST_FOR_MEDIAN } from "../statistics/interval.ts";
import { fiveNumbers } from "../statistics/quantile.ts";

/** A table of texts. */
export interface TextTable {
  /** The columns' titles. */
  head: string[];
  /** The rows, a text per column. */
  rows: string[][];
}

/** What a terminal shows of a comparison. */
export interface ComparisonTables {
  /** Every setting, those that differ first and marked `≠`. */
  settings: TextTable;
  /** For each class, Dice and ASSD: least, quartiles and greatest of both runs. */
  quartiles: TextTable;
  /** For each class, Dice and ASSD: the change with its interval and Wilcoxon's p. */
  changes: TextTable;
  /** What is left out and why, and what is taken on trust; nothing where all is compared. */
  limits: string[];
  /** What the changes' figures are. */
  notes: string[];
}

/**
 * Writes a comparison as tables and sentences.
 *
 * @param comparison Of `compareRuns`.
 * @returns The tables, and what to read before and after them.
 */
export function comparisonTables(comparison: Comparison): ComparisonTables {
  const { before, after, changes } = comparison;
  return {
    settings: { head: ["", "setting", before.name, after.name], rows: settingsRows(before, after) },
    quartiles: {
      head: ["class", "metric", "run", "least", "25 %", "median", "75 %", "greatest"],
      rows: changes.flatMap(quartileRows),
    },
    changes: {
      head: [
        "class",
        "metric",
        "mean change",
        "median change",
        "95 % interval",
        "better in",
        "Wilcoxon p",
      ],
      rows: changes.map(changeRow),
    },
    limits: limitsOf(comparison),
    notes: notesOn(changes),
  };
}

/**
 * A change with its interval, `+0.012, −0.003 to +0.020`; a rise of a distance has a plus, too.
 *
 * @param change The class and metric.
 * @returns Median and interval, `–` where there are too few cases for one.
 */
export function changeTexts(change: Change): { mean: string; median: string; interval: string } {
  const { metric, mean, median, interval } = change;
  // a gain is positive for better, a change of a length is not
  const write = (gain: number) => formatChange(isLength(metric) ? -gain : gain, metric);
  const ends = isLength(metric) ? interval?.toReversed() : interval;
  return {
    mean: write(mean),
    median: write(median),
    interval: ends ? ends.map(write).join(" to ") : "–",
  };
}

function changeRow(change: Change): string[] {
  const { className, metric, better, pairs, p } = change;
  const { mean, median, interval } = changeTexts(change);
  const title = metric.unit ? `${metric.title}, ${metric.unit}` : metric.title;
  const betterIn = `${formatNumber(better)} of ${formatNumber(pairs.length)}`;
  return [className, title, mean, median, interval, betterIn, formatP(p)];
}

function quartileRows({ className, metric, pairs }: Change): string[][] {
  return (["before", "after"] as const).map((run) => {
    const numbers = fiveNumbers(pairs.map((pair) => pair[run]));
    return [
      className,
      metric.title,
      run,
      ...numbers.map((value) => formatFigure(value, metric, 1)),
    ];
  });
}

/** Settings side by side, those that differ first. */
function settingsRows(before: MeasuredRun, after: MeasuredRun): string[][] {
  const [a, b] = [before, after].map(({ run }): Record<string, unknown> => ({
    ...run?.settings,
    engine: run?.backend,
    hardware: run?.hardware,
    fingerprint: run?.data.fingerprint,
  }));
  const text = (value: unknown): string => {
    if (value === undefined || value === null || value === "") return "–";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].filter((key) => key !== "title"));
  return [...keys].map((key) => [key, text(a[key]), text(b[key])])
    .filter(([, before, after]) => before !== "–" || after !== "–")
    .map(([key, before, after]) => [before === after ? "" : "≠", key, before, after])
    .sort(([a], [b]) => b.length - a.length);
}

/** What a comparison leaves out and why, and what it takes on trust. */
function limitsOf({ before, after, pairing }: Comparison): string[] {
  const { left, lone, refused, byName, pairs } = pairing;
  const out = ([
    [left.before, "only before"],
    [left.after, "only after"],
    [left.truths, "whose truths differ"],
    [left.twice, "whose id stands in a run more than once"],
  ] as const).flatMap(([count, why]) => count > 0 ? [`${formatNumber(count)} ${why}`] : []);
  const alone = ([[before, lone.before], [after, lone.after]] as const)
    .flatMap(([run, names]) => names.length > 0 ? [`${listed(names)} only in ${run.name}`] : []);
  const named = byName === pairs.length
    ? "Cases are"
    : `${cases(byName)} ${byName === 1 ? "is" : "are"}`;
  return [
    ...(out.length > 0 ? [`Cases left out: ${listed(out)}.`] : []),
    ...(byName > 0 ? [`${named} paired by name: the truths can't be compared.`] : []),
    ...(alone.length > 0 ? [`Classes left out: ${alone.join("; ")}.`] : []),
    ...refused.map((reason) => `${reason}.`),
  ];
}

/** What the figures of changes are. */
function notesOn(changes: readonly Change[]): string[] {
  const infinite = Math.max(...changes.map(({ pairs, finite }) => pairs.length - finite.length));
  const fewest = Math.min(...changes.map(({ pairs }) => pairs.length));
  const comparisons = counted(changes.length, "comparison");
  return [
    "Change: after minus before, per case.",
    "The 95 % interval is that of the median change, by order statistics.",
    ...(fewest < FEWEST_FOR_MEDIAN
      ? [`Fewer than ${FEWEST_FOR_MEDIAN} cases have no such interval.`]
      : []),
    ...(infinite > 0
      ? [
        "A distance that became infinite, or was, counts in the median and the test, and not in the " +
        `mean: ${cases(infinite)} at most.`,
      ]
      : []),
    `Wilcoxon signed-rank test, two-sided, not corrected for ${comparisons}.`,
    "Interval and test compare these two trained models; another seed would give others.",
  ];
}

function cases(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? "case" : "cases"}`;
}
