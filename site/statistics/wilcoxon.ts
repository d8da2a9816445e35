/** The Wilcoxon signed-rank test: whether paired differences lie around zero. */

/** The most differences for which every sum of ranks is counted; scipy changes over there too. */
const EXACT = 50;

/**
 * The two-sided p-value of the Wilcoxon signed-rank test (Wilcoxon 1945). Zeros are left out; up to
 * 50 differences without ties it counts all sums of ranks, otherwise it takes the normal
 * approximation with the correction for ties and none for continuity, as scipy does.
 *
 * @param differences One difference a pair; infinite ones count by their rank.
 * @returns The p-value, 0 to 1; NaN where every difference is zero.
 */
export function wilcoxon(differences: ArrayLike<number>): number {
  const values = Array.from(differences).filter((d) => d !== 0 && !Number.isNaN(d));
  const n = values.length;
  if (n === 0) return NaN;
  const { ranks, ties } = rank(values.map(Math.abs));
  let plus = 0;
  values.forEach((d, i) => plus += d > 0 ? ranks[i] : 0);
  const zeros = n !== differences.length;
  if (n <= EXACT && ties === 0 && !zeros) return exact(n, plus);
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const z = (Math.min(plus, 2 * mean - plus) - mean) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(-z));
}

/** Ranks from 1, ties share their mean; and the sum of t³ − t over all ties. */
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

/** The share of all 2ⁿ signs whose sum of ranks is as far from the middle as this one, twice one tail. */
function exact(n: number, plus: number): number {
  const most = (n * (n + 1)) / 2;
  // shares, not counts: 2⁵⁰ is near the largest whole number
  let shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (let r = 1; r <= n; r++) {
    const next = new Float64Array(most + 1);
    for (let sum = 0; sum <= most; sum++) {
      next[sum] = 0.5 * shares[sum] + (sum >= r ? 0.5 * shares[sum - r] : 0);
    }
    shares = next;
  }
  const lower = Math.min(plus, most - plus);
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
