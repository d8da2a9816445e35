import type { Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { averagesOf } from "../statistics/averages.ts";
import { formatFigure, formatNumber, isLength, listed } from "../../core/mod.ts";
import type { SummarisedFigures } from "./summary_table.ts";

/** So many metrics fit beside each other in a terminal. */
const MOST_COLUMNS = 6;

/** What is left out of means counts as. */
const NOTHING = "nothing";

/** The means of an evaluation, as texts. */
export interface MeansTable {
  /** The columns' titles. */
  head: string[];
  /** One row per class; where there are many metrics, one per metric. */
  rows: string[][];
  /** What undefined distances count as, where there are any. */
  notes: string[];
}

/**
 * The mean of each metric and class over the cases where a mask contains the class, and in how many of these
 * the metric is defined: `3.21 (48 of 50)`.
 *
 * @param evaluation The evaluation, or what is left of one in memory.
 * @returns The table.
 */
export function meansTable(evaluation: Evaluation | SummarisedFigures): MeansTable {
  const { classes, metrics } = evaluation;
  const casesOf = "cases" in evaluation ? () => evaluation.cases : evaluation.casesOf;
  const byRule = new Map<string, Set<string>>();
  const rows = classes.map(({ name }) => {
    const cases = casesOf(name);
    return [
      name,
      ...metrics.map((metric) => {
        const { mean, defined, count } = averagesOf(cases, name, metric);
        if (count === 0) return "–";
        if (defined < count && isLength(metric)) {
          const rule = emptyText(metric);
          byRule.set(rule, (byRule.get(rule) ?? new Set()).add(metric.title));
        }
        const of = `${formatNumber(defined)} of ${formatNumber(count)}`;
        return `${formatFigure(mean, metric, 1)} (${of})`;
      }),
    ];
  });
  const titles = metrics.map(({ title, unit }) =>
    unit === undefined ? title : `${title} (${unit})`
  );
  const lines = [["mean (defined)", ...titles], ...rows];
  const isWide = metrics.length > MOST_COLUMNS;
  const [head, ...others] = isWide
    ? lines[0].map((_, column) => lines.map((line) => line[column]))
    : lines;
  return {
    head,
    rows: others,
    notes: byRule.size === 0 ? [] : [
      `where one mask is empty, ${
        [...byRule].map(([rule, of]) => ruleText(rule, [...of])).join(", ")
      }`,
    ],
  };
}

function ruleText(rule: string, titles: string[]): string {
  const names = listed(titles), isOne = titles.length === 1;
  if (rule === NOTHING) return `${names} ${isOne ? "is" : "are"} left out of means`;
  return `${names} ${isOne ? "counts" : "count"} as ${rule} in means`;
}

/**
 * What an undefined distance counts as in means: `the image's diagonal`.
 *
 * @param metric The metric.
 */
export function emptyText({ empty, unit }: MetricInfo): string {
  if (empty === undefined) return "infinite";
  if (empty === "nan") return NOTHING;
  if (empty === "diagonal") return "the image's diagonal";
  return `${empty}${unit === undefined ? "" : ` ${unit}`}`;
}
