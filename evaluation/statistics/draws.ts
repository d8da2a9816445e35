/** What was drawn at random: cases, or patients with several cases each. */
import type { Case, Evaluation } from "../run_folder/evaluation.ts";
import { FEWEST_FOR_MEDIAN, type Interval, medianInterval } from "./median_interval.ts";
import { mean } from "./quantile.ts";

/** Cases of which several belong to one patient, so that patients count and not cases. */
export interface Draws {
  /** Which draw each case is of. */
  keys: readonly string[];
  /** How many draws there are. */
  count: number;
  /** What they are. */
  are: NonNullable<Evaluation["independent"]>;
}

/**
 * Which draws cases belong to, where they are not draws themselves. A case without a group is a draw of
 * its own.
 *
 * @param cases The cases.
 * @param evaluation What is independent in their evaluation.
 * @returns Undefined where cases are independent, even if only because each group has just one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const slices = [{ id: "a1", group: "a" }, { id: "a2", group: "a" }, { id: "b1", group: "b" }];
 * assert.equal(drawsOf(slices, { independent: "patients" })?.count, 2);
 * assert.equal(drawsOf(slices, {}), undefined);
 * ```
 */
export function drawsOf(
  cases: readonly Pick<Case, "id" | "group">[],
  { independent: are }: Pick<Evaluation, "independent">,
): Draws | undefined {
  if (are === undefined) return undefined;
  const keys = cases.map(({ id, group }) => group === undefined ? `case ${id}` : `group ${group}`);
  const count = new Set(keys).size;
  return count < keys.length ? { keys, count, are } : undefined;
}

/** The square of the standard normal's 97.5 % quantile. */
const LIMIT = 1.959964 ** 2;

/**
 * The 95 % interval of a median over cases. Where several are of one draw, it holds the values that a
 * sign test of whole draws doesn't reject: each draw's surplus is its number of cases up to the value
 * less those above it, and the sum of surpluses must be within 1.96 times the root of the sum of their
 * squares, its standard deviation if the value is the median. Otherwise it is the exact interval of
 * {@linkcode medianInterval}. `deno task bench:coverage` measures it beside others. It takes the time of
 * sorting.
 *
 * @param values Values in any order, possibly infinite.
 * @param draws Which draws they are of.
 * @returns The interval's ends; undefined for fewer than six draws.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const values = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6];
 * const keys = values.map((value) => `patient ${value}`);
 * assert.deepEqual(intervalOfDraws(values, { keys, count: 6 }), [1, 6]);
 * ```
 */
export function intervalOfDraws(
  values: ArrayLike<number>,
  draws: Pick<Draws, "keys" | "count"> | undefined,
): Interval | undefined {
  if (draws === undefined) return medianInterval(Float64Array.from(values).sort());
  if (draws.count < FEWEST_FOR_MEDIAN) return undefined;
  const order = Array.from(values, (_, i) => i)
    .sort((a, b) => values[a] === values[b] ? 0 : values[a] - values[b]);
  return [endOf(order, values, draws.keys), endOf(order.reverse(), values, draws.keys)];
}

/** The first value in order that may be the median: up to it are not significantly fewer than half. */
function endOf(
  order: readonly number[],
  values: ArrayLike<number>,
  keys: readonly string[],
): number {
  const surplus = new Map<string, number>();
  for (const key of keys) surplus.set(key, (surplus.get(key) ?? 0) - 1);
  let sum = -order.length;
  let squares = [...surplus.values()].reduce((total, size) => total + size ** 2, 0);
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]], own = surplus.get(keys[order[i]])!;
    surplus.set(keys[order[i]], own + 2);
    squares += 4 * (own + 1);
    sum += 2;
    const isLast = i + 1 === order.length || values[order[i + 1]] !== value;
    if (isLast && (sum >= 0 || sum ** 2 <= LIMIT * squares)) return value;
  }
  return NaN;
}

/**
 * A value per draw: the mean of its cases. Infinite ones count by their sign, as one case's would.
 *
 * @param values Values in any order.
 * @param draws Which draws they are of.
 * @returns The means, in the order in which the draws first occur.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(meansOfDraws([1, 2, 5], { keys: ["a", "a", "b"] }), [1.5, 5]);
 * ```
 */
export function meansOfDraws(
  values: readonly number[],
  { keys }: Pick<Draws, "keys">,
): number[] {
  // in order, so that sums don't depend on that of the cases
  const places = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || 0);
  const grouped = Map.groupBy(places, (i) => keys[i]);
  return [...new Set(keys)].map((key) => {
    const those = grouped.get(key)!,
      own = those.map((i) => values[i]),
      finite = own.filter(Number.isFinite);
    const signs = own.reduce((sum, one) => Number.isFinite(one) ? sum : sum + Math.sign(one), 0);
    return signs === 0 ? mean(finite.length > 0 ? finite : [0]) : signs * Infinity;
  });
}
