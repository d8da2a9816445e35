import { quantile } from "./quantile.ts";

/** The numbers of a box plot: quartiles and Tukey's whiskers, possibly infinite. */
export interface Box {
  /** The lowest value within 1.5 box lengths below the box. */
  low: number;
  /** The lower quartile. */
  q1: number;
  /** The median. */
  median: number;
  /** The upper quartile. */
  q3: number;
  /** The highest value within 1.5 box lengths above the box. */
  high: number;
}

/**
 * Computes the numbers of a box plot.
 *
 * @param sorted Values, ascending, possibly infinite.
 * @returns The box; undefined for no values.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const box = { low: 1, q1: 2, median: 3, q3: 4, high: 4 };
 * assert.deepEqual(boxOf([1, 2, 3, 4, 99]), box);
 * ```
 */
export function boxOf(sorted: ArrayLike<number>): Box | undefined {
  if (!sorted.length) return undefined;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
  // a box that ends in infinity is infinitely long, and nothing lies beyond its whiskers
  const [from, to] = Number.isFinite(q3)
    ? [q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)]
    : [-Infinity, Infinity];
  const inside = Array.from(sorted).filter((v) => v >= from && v <= to);
  return { low: Math.min(q1, inside[0]), q1, median, q3, high: Math.max(q3, inside.at(-1)!) };
}
