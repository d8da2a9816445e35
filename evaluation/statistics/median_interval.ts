/** A 95 % interval's ends. */
export type Interval = [low: number, high: number];

/** The fewest values whose median has a 95 % interval: the range of five covers it in 94 % of samples. */
export const FEWEST_FOR_MEDIAN = 6;

/**
 * The exact 95 % interval of a median (Thompson 1936): the k-th lowest and the k-th highest value, with
 * k as large as the binomial distribution allows. Whatever the values' distribution, it covers the
 * median in at least 95 % of samples; `deno task bench:coverage` measures it beside others.
 *
 * @param sorted Values, ascending, possibly infinite.
 * @returns The interval's ends; undefined for fewer than six values, which have no such interval.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [2, 9]);
 * assert.equal(medianInterval([1, 2, 3, 4, 5]), undefined);
 * ```
 */
export function medianInterval(sorted: ArrayLike<number>): Interval | undefined {
  const n = sorted.length;
  // the logarithm of the chance that k of n values lie below the median; 2⁻ⁿ itself may be too small
  let k = 0, log = -n * Math.LN2, below = Math.exp(log);
  while (below <= 0.025) {
    k++;
    log += Math.log((n - k + 1) / k);
    below += Math.exp(log);
  }
  return k === 0 ? undefined : [sorted[k - 1], sorted[n - k]];
}
