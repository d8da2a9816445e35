/** The Wilcoxon signed-rank test: whether paired differences are centred on zero. */
import { meanRanks } from "./mean_ranks.ts";
import { flippedTail, normalTail } from "./sign_flips.ts";

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
  const { ranks, ties } = meanRanks(values.map(Math.abs));
  let plus = 0;
  values.forEach((d, i) => plus += d > 0 ? ranks[i] : 0);
  const isPlain = ties === 0 && n === known.length;
  if (known.length <= (isPlain ? EXACT.plain : EXACT.tied)) {
    // ties have half ranks: doubled ranks are whole numbers, and so are their sums
    return flippedTail(ranks.map((r) => 2 * r), 2 * plus);
  }
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
  const z = (Math.min(plus, 2 * mean - plus) - mean) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(-z));
}
