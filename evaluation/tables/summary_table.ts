import type { Case, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { metricValue } from "../statistics/metric_value.ts";
import { bestMedianWorst, rankCases } from "../statistics/rank.ts";
import { summarise } from "../statistics/summary.ts";
import { formatFigure, formatRatio } from "../../core/mod.ts";

/** An evaluation without its cases, which are asked for class by class. */
export interface SummarisedFigures extends Pick<Evaluation, "classes" | "metrics"> {
  /** The cases with the figures of one class. */
  casesOf: (className: string) => readonly Case[];
}

/**
 * The table at the end of a run: per class the best, the median and the worst Dice and ASSD, how many
 * cases were missed, invented and (if any) misplaced, and the Dice of a constant prediction if it is
 * known. Medians are interpolated and count infinite distances; the worst is that of the cases whose
 * truth contains the class.
 *
 * @param evaluation The evaluation, or what is left of one in memory.
 * @returns The columns' titles, and one row per class, as texts.
 */
export function summaryTable(
  evaluation: Evaluation | SummarisedFigures,
): { head: string[]; rows: string[][] } {
  const { classes, metrics } = evaluation;
  const { casesOf, constantDice } = "cases" in evaluation
    ? { ...evaluation, casesOf: () => evaluation.cases }
    : { ...evaluation, constantDice: undefined };
  const shown = metrics.filter(({ id }) => id === "dice" || id === "assd");
  // one class after the other, so that no more than one's cases are in memory
  const found = classes.map(({ name }) => {
    const cases = casesOf(name);
    const texts = shown.flatMap((metric) => bestMedianWorstTexts(cases, name, metric));
    return { ...summarise(cases, name, shown[0]), texts };
  });
  const isAnyMisplaced = found.some(({ misplaced }) => misplaced > 0);
  const head = [
    "class",
    ...shown.flatMap(({ title, unit }) => {
      const name = unit === undefined ? title : `${title} (${unit})`;
      return [`${name} best`, "median", "worst"];
    }),
    "missed",
    ...(isAnyMisplaced ? ["misplaced"] : []),
    "invented",
    "both empty",
    ...(constantDice === undefined ? [] : ["Dice of a constant mask"]),
  ];
  const rows = classes.map(({ name }, index) => {
    const { missed, misplaced, invented, bothEmpty, texts } = found[index];
    return [
      name,
      ...texts,
      ...[missed, ...(isAnyMisplaced ? [misplaced] : []), invented, bothEmpty].map(String),
      ...(constantDice === undefined ? [] : [formatRatio(constantDice[name] ?? NaN, 3)]),
    ];
  });
  return { head, rows };
}

function bestMedianWorstTexts(
  cases: readonly Case[],
  className: string,
  metric: MetricInfo,
): string[] {
  const three = bestMedianWorst(rankCases(cases, className, metric));
  if (three === undefined) return ["–", "–", "–"];
  const { median } = summarise(cases, className, metric);
  return [
    metricValue(three.best, className, metric),
    median,
    metricValue(three.worst, className, metric),
  ].map((value) => formatFigure(value, metric, 1));
}
