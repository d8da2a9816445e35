/** What explains why a metric is high in one case and low in another. */
import { mulberry32 } from "../../core/mod.ts";
import { holm, LEVEL } from "./holm.ts";
import { meanRanks } from "./mean_ranks.ts";

/** What is known of each case: a number, or the name of its group. */
export type Field = readonly number[] | readonly string[];

/** How much a field explains. */
export interface Explanation<Name> {
  /** The field. */
  name: Name;
  /** The share of the variation of ranks that it explains, less what chance gives; not above 1. */
  share: number;
  /** The p-value that it explains nothing, adjusted for all fields by Holm's method. */
  p: number;
  /**
   * Whether the share can be told from chance and is at least {@linkcode LEAST_SHARE}, is smaller than
   * that, or can't be told from chance.
   */
  verdict: "explains" | "little" | "chance";
}

/** A smaller share explains little, however sure it is. */
export const LEAST_SHARE = 0.05;

/** With fewer values nothing is said. */
const FEWEST = 10;

/** So many orders are drawn, always the same. */
const PERMUTATIONS = 9999;

const SEED = 11;

/**
 * How much of a metric's variation from case to case each field explains. Values are ranked, equal ones
 * share their mean rank. The share is the R² of ranks: for numbers Spearman's ρ², which sees rising and
 * falling trends only, for groups H / (n − 1) of Kruskal and Wallis, the share between groups. Both are
 * adjusted for what chance gives, 1 − (1 − R²) (n − 1) / (n − 1 − f), where f is 1 for numbers and the number
 * of groups less 1 for groups: that is Kelley's ε² of the ranks, without which many small groups would
 * explain anything. A group of one case thus explains it and costs as much. p is that of a permutation test
 * over 10,000 orders, the same in every call, with Holm's correction for all fields. It takes the time of
 * 10,000 passes over the values of all fields.
 *
 * @param values A value per case, possibly infinite; of cases that are independent.
 * @param fields What is known of the cases, in their order; known for all of them. Fields that are the same
 *   everywhere, and groups of one case each, can't explain anything and are left out.
 * @returns The fields, those that explain most first, those that may be chance last and in their order; none
 *   for fewer than ten values.
 * @throws {RangeError} If a field has more or fewer entries than there are values.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const dice = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
 * const [first] = explained(dice, { size: dice.map((value) => value ** 2) });
 * assert.deepEqual(first, { name: "size", share: 1, p: 0.0001, verdict: "explains" });
 * ```
 */
export function explained<Name extends string>(
  values: readonly number[],
  fields: Partial<Record<Name, Field>>,
): Explanation<Name>[] {
  if (values.length < FEWEST) return [];
  const ranks = centredRanks(values), total = ranks.reduce((sum, rank) => sum + rank ** 2, 0);
  const tried = (Object.entries(fields) as [Name, Field][]).flatMap(([name, field]) => {
    if (field.length !== values.length) {
      throw new RangeError(
        `Cannot explain values: field ${name} must have ${values.length} entries, got ${field.length}`,
      );
    }
    const measure = isNumeric(field) ? trend(field) : division(field);
    return measure ? [{ name, ...measure }] : [];
  });
  const p = holm(permutedP(ranks, tried));
  return tried.map(({ name, between, freedom }, i): Explanation<Name> => {
    const rest = total === 0 ? 1 : 1 - between(ranks) / total, n = values.length;
    const share = 1 - rest * (n - 1) / (n - 1 - freedom);
    const verdict = p[i] >= LEVEL ? "chance" : share < LEAST_SHARE ? "little" : "explains";
    return { name, share, p: p[i], verdict };
  }).sort((a, b) =>
    ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) ||
    (a.verdict === "chance" ? 0 : b.share - a.share)
  );
}

const ORDER: readonly Explanation<string>["verdict"][] = ["explains", "little", "chance"];

/** A way to divide the variation of ranks. */
interface Measure {
  /** The sum of squares that it explains of centred ranks. */
  between(ranks: Float64Array): number;
  /** Its degrees of freedom. */
  freedom: number;
}

function isNumeric(field: Field): field is readonly number[] {
  return typeof field[0] === "number";
}

/** The square of the correlation with numbers, times the sum of squares; undefined if all are equal. */
function trend(numbers: readonly number[]): Measure | undefined {
  const own = centredRanks(numbers), total = own.reduce((sum, rank) => sum + rank ** 2, 0);
  if (total === 0) return undefined;
  const between = (ranks: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < own.length; i++) sum += own[i] * ranks[i];
    return sum ** 2 / total;
  };
  return { between, freedom: 1 };
}

/** The squares between groups; undefined for one group, or where each case is one. */
function division(names: readonly string[]): Measure | undefined {
  const places = new Map([...new Set(names)].map((name, place) => [name, place]));
  if (places.size < 2 || places.size === names.length) return undefined;
  const groups = Uint32Array.from(names, (name) => places.get(name)!);
  const sizes = new Float64Array(places.size), sums = new Float64Array(places.size);
  for (const group of groups) sizes[group]++;
  const between = (ranks: Float64Array) => {
    sums.fill(0);
    for (let i = 0; i < groups.length; i++) sums[groups[i]] += ranks[i];
    let squares = 0;
    for (let g = 0; g < sums.length; g++) squares += sums[g] ** 2 / sizes[g];
    return squares;
  };
  return { between, freedom: places.size - 1 };
}

/** Twice the ranks less their mean: whole numbers, whose sums are exact in any order. */
function centredRanks(values: readonly number[]): Float64Array {
  return Float64Array.from(meanRanks(values).ranks, (rank) => 2 * rank - (values.length + 1));
}

/** For each measure the share of orders, the true one among them, in which it explains as much or more. */
function permutedP(ranks: Float64Array, measures: readonly Measure[]): number[] {
  const random = mulberry32(SEED), order = ranks.slice();
  // squares of groups are divided: the same sum may differ in its last digits
  const found = measures.map(({ between }) => between(ranks) * (1 - 1e-12));
  const reached = measures.map(() => 1);
  for (let drawn = 0; drawn < PERMUTATIONS; drawn++) {
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1)), rank = order[i];
      order[i] = order[other];
      order[other] = rank;
    }
    measures.forEach(({ between }, m) => {
      if (between(order) >= found[m]) reached[m]++;
    });
  }
  return reached.map((count) => count / (PERMUTATIONS + 1));
}
