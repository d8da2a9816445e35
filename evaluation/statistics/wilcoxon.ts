/** The Wilcoxon signed-rank test: whether paired differences are centred on zero. */

/** The most differences for the exact test: without ties and zeros, and with them. */
const EXACT = { plain: 50, tied: 13 } as const;

/**
 * The two-sided p-value of the Wilcoxon signed-rank test (Wilcoxon 1945), as scipy's `wilcoxon` gives
 * it by default (`method="auto"`): zeros are left out; for up to 50 differences without ties and zeros,
 * and up to 13 with them, it counts the sums of ranks over all choices of signs; otherwise it uses the
 * normal approximation, corrected for ties but not for continuity.
 *
 * @param differences One difference per pair; infinite ones count by their rank.
 * @returns The p-value; 1 if every difference is zero (scipy returns NaN for more than 13), NaN for no
 *   difference.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(wilcoxon([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), 2 / 2 ** 6);
 * ```
 */
export function wilcoxon(differences: ArrayLike<number>): number {
  const known = Array.from(differences).filter((d) => !Number.isNaN(d));
  if (known.length === 0) return NaN;
  const values = known.filter((d) => d !== 0);
  const n = values.length;
  if (n === 0) return 1;
  const { ranks, ties } = rank(values.map(Math.abs));
  let plus = 0;
  values.forEach((d, i) => plus += d > 0 ? ranks[i] : 0);
  const isPlain = ties === 0 && n === known.length;
  if (known.length <= (isPlain ? EXACT.plain : EXACT.tied)) return exact(ranks, plus);
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const z = (Math.min(plus, 2 * mean - plus) - mean) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(-z));
}

/** Ranks from 1, the mean rank for ties; and the sum of t³ − t over all ties. */
function rank(values: number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) =>
    values[a] === values[b] ? 0 : values[a] < values[b] ? -1 : 1
  );
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

/** Twice the share of the 2ⁿ choices of signs whose sum of positive ranks is at least as extreme. */
function exact(ranks: readonly number[], plus: number): number {
  // ties have half ranks: doubled ranks are integers, and so are their sums
  const doubled = ranks.map((r) => 2 * r);
  const most = doubled.reduce((sum, r) => sum + r, 0);
  // shares, not counts: 2⁵⁰ is close to the largest safe integer
  const shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (const r of doubled) {
    for (let sum = most; sum >= 0; sum--) {
      shares[sum] = 0.5 * shares[sum] + (sum >= r ? 0.5 * shares[sum - r] : 0);
    }
  }
  // the distribution is symmetric: the upper tail is the lower one, mirrored
  const lower = Math.min(2 * plus, most - 2 * plus);
  let tail = 0;
  for (let sum = 0; sum <= lower; sum++) tail += shares[sum];
  return Math.min(1, 2 * tail);
}

/** The standard normal's upper tail (Numerical Recipes' erfc, fractional error below 1.2e-7). */
function normalTail(z: number): number {
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
