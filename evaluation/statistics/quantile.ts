/**
 * A quantile by linear interpolation, numpy's default, down to the last bit. Infinite values, for which
 * numpy returns NaN, are exact: between a finite and an infinite one it is infinite.
 *
 * @param sorted The values, ascending; infinite ones may be among them.
 * @param q 0 for the minimum, 0.5 for the median, 1 for the maximum.
 * @returns The quantile, NaN for no values.
 * @throws {RangeError} If q is not from 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(quantile([1, 2, 4, 8], 0.5), 3);
 * assert.equal(quantile([1, 2, Infinity], 0.5), 2);
 * ```
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1)) {
    throw new RangeError(`Cannot compute a quantile: q must be from 0 to 1, got ${q}`);
  }
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const share = place - below;
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  if (share === 0 || low === high) return low;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return low + high;
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}

/**
 * The mean.
 *
 * @param values The values.
 * @returns The mean, NaN for no values.
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/**
 * The minimum, the quartiles and the maximum.
 *
 * @param values Values in any order, infinite ones among them.
 * @returns Five numbers, NaN for no values.
 */
export function fiveNumbers(values: Iterable<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  return [0, 0.25, 0.5, 0.75, 1].map((q) => quantile(sorted, q));
}

/**
 * The sum.
 *
 * @param values The values.
 */
export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
