import type { Case, EvaluatedClass, MetricInfo, Triptych } from "./types.ts";

/** The cases of an evaluation for one class and one metric, in order. */
export interface Ranking {
  /** Best first; cases where truth and prediction are both empty are not among them. */
  ranked: Case[];
  /** Cases where neither mask holds the class: counted, not ranked. */
  bothEmpty: Case[];
  /** Ranked cases whose truth holds the class and whose prediction does not. */
  missed: Case[];
  /** Ranked cases whose prediction holds the class and whose truth does not: the annotation may be at fault. */
  invented: Case[];
}

/**
 * Puts cases in order for a class and a metric: by value, at the same value missed and invented ones
 * last, then by ASSD, then by id in code-point order.
 *
 * @param cases The cases of an evaluation.
 * @param className The class.
 * @param metric The metric and its direction.
 * @returns The cases in order, and those that are out of the ordinary.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const figures = { fp: 1, fn: 1, tn: 8, assd: 1 };
 * const cases = [0.4, 0.9].map((dice, i) => ({
 *   id: `case ${i}`,
 *   shape: [2, 5],
 *   spacing: [1, 1],
 *   classes: { cat: { tp: 1, dice, ...figures } },
 * }));
 * const { ranked } = rankCases(cases, "cat", { id: "dice", title: "Dice", better: "higher" });
 * assert.deepEqual(ranked.map(({ id }) => id), ["case 1", "case 0"]);
 * ```
 */
export function rankCases(cases: readonly Case[], className: string, metric: MetricInfo): Ranking {
  const kindOf = (one: Case): CaseKind => caseKind(one, className);
  const isOneEmpty = (one: Case): number => kindOf(one) === "both" ? 0 : 1;
  const sign = metric.better === "higher" ? -1 : 1;
  const ranked = cases.filter((one) => kindOf(one) !== "empty").sort((a, b) =>
    compare(
      sign * metricValue(a, className, metric),
      sign * metricValue(b, className, metric),
    ) ||
    isOneEmpty(a) - isOneEmpty(b) ||
    compare(metricValue(a, className, ASSD), metricValue(b, className, ASSD)) ||
    compareCodePoints(a.id, b.id)
  );
  return {
    ranked,
    bothEmpty: cases.filter((one) => kindOf(one) === "empty"),
    missed: ranked.filter((one) => kindOf(one) === "missed"),
    invented: ranked.filter((one) => kindOf(one) === "invented"),
  };
}

/** Which of the two masks hold a class: both, the truth alone, the prediction alone, none. */
export type CaseKind = "both" | "missed" | "invented" | "empty";

/**
 * Which of a case's two masks hold a class, by its counts.
 *
 * @param one The case.
 * @param className The class.
 * @returns Which of them hold it.
 */
export function caseKind(one: Case, className: string): CaseKind {
  const { tp, fp, fn } = one.classes[className];
  const isInTruth = tp + fn > 0;
  const isInPrediction = tp + fp > 0;
  if (isInTruth) return isInPrediction ? "both" : "missed";
  return isInPrediction ? "invented" : "empty";
}

/**
 * A case's value of a metric, with the infinity that JSON cannot hold: `null` is the worst there is.
 *
 * @param one The case.
 * @param className The class.
 * @param metric The metric; one that the case does not have is as bad as can be.
 * @returns The value, infinite where the file has `null`.
 */
export function metricValue(one: Case, className: string, metric: MetricInfo): number {
  const worst = metric.better === "lower" ? Infinity : -Infinity;
  return one.classes[className][metric.id] ?? worst;
}

/**
 * The best, the median and the worst of ranked cases: the first, the one in the middle (of two the
 * worse), and the last among those whose truth holds the class.
 *
 * @param ranking The cases in order.
 * @returns The three cases, or undefined when no truth holds the class.
 */
export function bestMedianWorst(
  { ranked, invented }: Ranking,
): { best: Case; median: Case; worst: Case } | undefined {
  const worst = ranked.findLast((one) => !invented.includes(one));
  if (worst === undefined) return undefined;
  return { best: ranked[0], median: ranked[Math.floor(ranked.length / 2)], worst };
}

/**
 * The triptychs of an evaluation: best, median and worst case for each class and metric. A class that
 * no truth holds has none.
 *
 * @param cases The cases.
 * @param classes The classes.
 * @param metrics The metrics.
 * @returns One entry a class and metric.
 */
export function selectTriptychs(
  cases: readonly Case[],
  classes: readonly EvaluatedClass[],
  metrics: readonly MetricInfo[],
): Triptych[] {
  return classes.flatMap(({ name }) =>
    metrics.flatMap((metric) => {
      const three = bestMedianWorst(rankCases(cases, name, metric));
      if (three === undefined) return [];
      const { best, median, worst } = three;
      return [{
        class: name,
        metric: metric.id,
        best: best.id,
        median: median.id,
        worst: worst.id,
      }];
    })
  );
}

const ASSD: MetricInfo = { id: "assd", title: "ASSD", better: "lower" };

/** Ascending, equal infinities equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Code-point order, the same on every machine; `<` alone compares UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
