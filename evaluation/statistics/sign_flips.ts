/** Tests that count over all choices of signs. */

/** The most values whose signs are counted exactly; of more the sum is close to normal. */
const EXACT = 50;

/**
 * The two-sided p-value of the sign-flip test: the share of the 2ⁿ choices of signs whose sum is at least as
 * far from zero, exact for up to 50 values that are not zero, otherwise by the normal approximation. It
 * holds wherever each value is as likely as its negative, as the difference of two models is that are
 * equally good.
 *
 * @param values Whole numbers, one per draw.
 * @returns The p-value; 1 if all are zero, or there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(signFlips([3, 1, 2, 5, 1, 2]), 2 / 2 ** 6);
 * ```
 */
export function signFlips(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => value !== 0), sizes = known.map(Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const sum = known.reduce((all, value) => all + value, 0);
  if (known.length === 0) return 1;
  if (known.length <= EXACT) return flippedTail(sizes, (total + sum) / 2);
  const squares = sizes.reduce((all, size) => all + size ** 2, 0);
  return Math.min(1, 2 * normalTail(Math.abs(sum) / Math.sqrt(squares)));
}

/**
 * Twice the share of the 2ⁿ choices of signs whose sum of positive values is at least as extreme.
 *
 * @param sizes The values without signs: whole numbers.
 * @param plus The sum of those that are positive.
 */
export function flippedTail(sizes: readonly number[], plus: number): number {
  const most = sizes.reduce((sum, size) => sum + size, 0);
  // shares, not counts: 2⁵⁰ is close to the largest safe integer
  const shares = new Float64Array(most + 1);
  shares[0] = 1;
  let reached = 0;
  for (const size of sizes) {
    reached += size;
    for (let sum = reached; sum >= 0; sum--) {
      shares[sum] = 0.5 * shares[sum] + (sum >= size ? 0.5 * shares[sum - size] : 0);
    }
  }
  // the distribution is symmetric: the upper tail is the lower one, mirrored
  const lower = Math.min(plus, most - plus);
  let tail = 0;
  for (let sum = 0; sum <= lower; sum++) tail += shares[sum];
  return Math.min(1, 2 * tail);
}

/** The standard normal's upper tail (Numerical Recipes' erfc, fractional error below 1.2e-7). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2, t = 1 / (1 + 0.5 * x);
  const series = [
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277,
  ].reduceRight((sum, c) => sum * t + c, 0);
  const tail = 0.5 * t * Math.exp(-x * x + series);
  return z >= 0 ? tail : 1 - tail;
}
