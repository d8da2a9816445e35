/** A comparison as tables, for terminals. */
import type { Change } from "../comparison/change.ts";
import type { Comparison } from "../comparison/compare_runs.ts";
import { compareSettings } from "../comparison/compare_settings.ts";
import { formatChange, formatFigure, formatNumber, formatP, isLength } from "../../core/mod.ts";
import { fiveNumbers } from "../statistics/quantile.ts";
import { comparisonLimits, comparisonNotes } from "./comparison_sentences.ts";

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
  /** For each class, Dice and ASSD: minimum, quartiles and maximum of both runs. */
  quartiles: TextTable;
  /** For each class, Dice and ASSD: the change with its interval and Wilcoxon's p. */
  changes: TextTable;
  /** What is left out and why, and what can't be verified; nothing if all is compared. */
  limits: string[];
  /** What the figures of the changes mean. */
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
  const settings = compareSettings(before.run, after.run)
    .map(({ key, before, after, differs }) => [differs ? "≠" : "", key, before, after]);
  return {
    settings: { head: ["", "setting", before.name, after.name], rows: settings },
    quartiles: {
      head: ["class", "metric", "run", "min", "25 %", "median", "75 %", "max"],
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
    limits: comparisonLimits(comparison),
    notes: comparisonNotes(changes),
  };
}

/** A change as text: signed by the metric's own change, whichever way is better. */
export interface ChangeTexts {
  mean: string;
  median: string;
  /** The lower and the upper end; left out where there are too few cases for an interval. */
  interval?: [low: string, high: string];
  p: string;
}

/**
 * A change as it is written.
 *
 * @param change The class and metric.
 */
export function changeTexts({ metric, mean, median, interval, p }: Change): ChangeTexts {
  // a gain is positive for better, the change of a length for longer
  const write = (gain: number) => formatChange(isLength(metric) ? -gain : gain, metric);
  const [low, high] = (interval ?? []).map(write);
  return {
    mean: write(mean),
    median: write(median),
    interval: interval && (isLength(metric) ? [high, low] : [low, high]),
    p: formatP(p),
  };
}

function changeRow(change: Change): string[] {
  const { className, metric, better, pairs } = change;
  const { mean, median, interval, p } = changeTexts(change);
  const title = metric.unit ? `${metric.title}, ${metric.unit}` : metric.title;
  const betterIn = `${formatNumber(better)} of ${formatNumber(pairs.length)}`;
  return [className, title, mean, median, interval?.join(" to ") ?? "–", betterIn, p];
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
