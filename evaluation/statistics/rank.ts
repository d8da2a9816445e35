import { compareCodePoints, type LabelClass } from "../../core/mod.ts";
import type { Case, MetricInfo, Triptych } from "../run_folder/evaluation.ts";
import { type CaseKind, caseKind, metricValue } from "./metric_value.ts";

/** The cases of an evaluation, ranked by one class and one metric. */
export interface Ranking {
  /** Best first; the lists below are parts of it, except `unknown` and `bothEmpty`. */
  ranked: Case[];
  /** Cases whose masks contain the class and whose value is unknown: counted, not ranked. */
  unknown: Case[];
  /** Cases where neither mask contains the class: counted, not ranked. */
  bothEmpty: Case[];
  /** Cases whose masks share a pixel of the class. */
  found: Case[];
  /** Cases whose masks both contain the class, without a common pixel. */
  misplaced: Case[];
  /** Cases whose truth contains the class and whose prediction doesn't. */
  missed: Case[];
  /** Cases whose prediction contains the class and whose truth doesn't: the truth may be wrong. */
  invented: Case[];
}

/**
 * Ranks cases by a class and a metric: by value, ties by whether the class was missed or invented (last),
 * then by ASSD, then by id in code-point order.
 *
 * @param cases The cases of an evaluation.
 * @param className The class.
 * @param metric The metric and its direction.
 * @returns The cases in order, and which of them were missed, invented and so on.
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
  const sign = metric.better === "higher" ? -1 : 1;
  // each figure is asked for once, not at each comparison, and kept as a number
  const values = Float64Array.from(cases, (one) => sign * metricValue(one, className, metric));
  const assds = Float64Array.from(cases, (one) => one.classes[className].assd ?? Infinity);
  const kinds = Uint8Array.from(cases, (one) => KINDS.indexOf(caseKind(one, className)));
  const isOneEmpty = (i: number): boolean => kinds[i] === MISSED || kinds[i] === INVENTED;
  const held = Uint32Array.from(cases.keys()).filter((i) => kinds[i] !== EMPTY);
  const inOrder = held.filter((i) => !Number.isNaN(values[i])).sort((a, b) =>
    compare(values[a], values[b]) ||
    Number(isOneEmpty(a)) - Number(isOneEmpty(b)) ||
    compare(assds[a], assds[b]) ||
    compareCodePoints(cases[a].id, cases[b].id)
  );
  const without = held.filter((i) => Number.isNaN(values[i]));
  const casesAt = (places: Uint32Array): Case[] => Array.from(places, (i) => cases[i]);
  const of = (kind: number): Case[] => [
    ...casesAt(inOrder.filter((i) => kinds[i] === kind)),
    ...casesAt(without.filter((i) => kinds[i] === kind)),
  ];
  return {
    ranked: casesAt(inOrder),
    unknown: casesAt(without),
    bothEmpty: cases.filter((_, i) => kinds[i] === EMPTY),
    found: of(FOUND),
    misplaced: of(MISPLACED),
    missed: of(MISSED),
    invented: of(INVENTED),
  };
}

/** Kinds by number. */
const KINDS: readonly CaseKind[] = ["found", "misplaced", "missed", "invented", "empty"];
const [FOUND, MISPLACED, MISSED, INVENTED, EMPTY] = KINDS.keys();

/**
 * The best, the median and the worst of ranked cases: the first, the middle one (the worse of two), and
 * the last among those whose truth contains the class.
 *
 * @param ranking The cases in order.
 * @returns The three cases; undefined if no truth contains the class.
 */
export function bestMedianWorst(
  { ranked, invented }: Ranking,
): { best: Case; median: Case; worst: Case } | undefined {
  const isInvented = new Set(invented);
  const worst = ranked.findLast((one) => !isInvented.has(one));
  if (worst === undefined) return undefined;
  return { best: ranked[0], median: ranked[Math.floor(ranked.length / 2)], worst };
}

/**
 * The triptychs of an evaluation: the best, the median and the worst case per class and metric. A class
 * that no truth contains has none.
 *
 * @param cases The cases.
 * @param classes The classes.
 * @param metrics The metrics.
 * @returns One entry per class and metric.
 */
export function selectTriptychs(
  cases: readonly Case[],
  classes: readonly LabelClass[],
  metrics: readonly MetricInfo[],
): Triptych[] {
  return classes.flatMap(({ name }) => triptychsOfClass(cases, name, metrics));
}

/** The triptychs of one class, whose figures are all that the cases need. */
export function triptychsOfClass(
  cases: readonly Case[],
  className: string,
  metrics: readonly MetricInfo[],
): Triptych[] {
  return metrics.flatMap((metric) => {
    const three = bestMedianWorst(rankCases(cases, className, metric));
    if (three === undefined) return [];
    const { best, median, worst } = three;
    return [{
      class: className,
      metric: metric.id,
      best: best.id,
      median: median.id,
      worst: worst.id,
    }];
  });
}

/** Ascending; infinities are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
