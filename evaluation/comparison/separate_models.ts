/** Which of several ranked models can be told apart. */
import { holm, LEVEL } from "../statistics/holm.ts";
import { signFlips } from "../statistics/sign_flips.ts";
import { studentP } from "../statistics/student.ts";

/** Ranks of several runs in the same cases, added up per draw. */
export interface RankSums {
  /** How many cases there are. */
  cases: number;
  /** How many cases each draw has. */
  sizes: Float64Array;
  /** Per run the sum of each draw's ranks. */
  ranks: Float64Array[];
}

/** A model, as the runs that it was trained in. */
type Model = readonly number[];

/**
 * The p-value that two models are equally good: of the sign-flip test over draws, and where any model has several seeds, of
 * a t-test with the variance between seeds too, of which the larger counts.
 *
 * @param sums The ranks.
 * @param a A model.
 * @param b Another.
 * @param models All models, whose seeds tell how much a seed matters.
 */
export function pairP(sums: RankSums, a: Model, b: Model, models: readonly Model[]): number {
  // ranks are halves and their means have the seeds' numbers as denominators: these are whole
  const scale = 2 * a.length * b.length;
  const differences = sums.sizes.map((_, draw) =>
    Math.round(scale * (meanOf(sums, b, draw) - meanOf(sums, a, draw)))
  );
  const p = signFlips(differences), seeds = varianceBetweenSeeds(sums, models);
  if (seeds === undefined) return p;
  return Math.max(p, seededP(sums, differences.map((one) => one / scale), { a, b, ...seeds }));
}

/** The mean of a model's seeds in a draw. */
function meanOf({ ranks }: RankSums, runs: Model, draw: number): number {
  let sum = 0;
  for (const run of runs) sum += ranks[run][draw];
  return sum / runs.length;
}

/** How much the mean rank varies from seed to seed, pooled over models; undefined if none has several. */
function varianceBetweenSeeds(
  { ranks, cases }: RankSums,
  models: readonly Model[],
): { variance: number; freedom: number } | undefined {
  let squares = 0, freedom = 0;
  for (const runs of models) {
    const means = runs.map((run) => ranks[run].reduce((sum, rank) => sum + rank, 0) / cases);
    const middle = means.reduce((sum, one) => sum + one, 0) / means.length;
    squares += means.reduce((sum, one) => sum + (one - middle) ** 2, 0);
    freedom += runs.length - 1;
  }
  return freedom === 0 ? undefined : { variance: squares / freedom, freedom };
}

/** The t-test of two models whose variance is that of cases and that of seeds (Satterthwaite's degrees of freedom). */
function seededP(
  { cases, sizes }: RankSums,
  differences: Float64Array,
  { a, b, variance, freedom }: { a: Model; b: Model; variance: number; freedom: number },
): number {
  const count = sizes.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / cases;
  const squares = differences.reduce((sum, one, i) => sum + (one - mean * sizes[i]) ** 2, 0);
  const ofCases = squares * count / Math.max(1, count - 1) / cases ** 2;
  const ofSeeds = variance * (1 / a.length + 1 / b.length), both = ofCases + ofSeeds;
  if (both === 0) return mean === 0 ? 1 : 0;
  const degrees = both ** 2 / (ofCases ** 2 / Math.max(1, count - 1) + ofSeeds ** 2 / freedom);
  return studentP(mean / Math.sqrt(both), degrees);
}

/**
 * Adjusts the p-values of all pairs by Holm's method.
 *
 * @param p A symmetric matrix.
 */
export function holmOfPairs(p: readonly (readonly number[])[]): number[][] {
  const adjusted = p.map((row) => row.map(() => 1));
  const pairs = p.flatMap((row, i) => row.map((one, j) => ({ one, i, j })))
    .filter(({ i, j }) => i < j);
  holm(pairs.map(({ one }) => one)).forEach((one, at) => {
    const { i, j } = pairs[at];
    adjusted[i][j] = adjusted[j][i] = one;
  });
  return adjusted;
}

/**
 * The sets of models of which no two can be told apart, each as large as possible (the letters of Piepho 2004): a set with
 * two that can be is divided into one without the first and one without the second, and sets within others
 * are dropped.
 *
 * @param p Adjusted p-values, the best model first.
 * @returns The sets, each in order, that with the best model first.
 */
export function letterGroups(p: readonly (readonly number[])[]): number[][] {
  let groups = [p.map((_, i) => i)];
  for (let i = 0; i < p.length; i++) {
    for (let j = i + 1; j < p.length; j++) {
      if (p[i][j] >= LEVEL) continue;
      const divided = groups.flatMap((group) =>
        group.includes(i) && group.includes(j)
          ? [group.filter((one) => one !== j), group.filter((one) => one !== i)]
          : [group]
      );
      groups = divided.filter((group, at) =>
        !divided.some((other, place) =>
          place !== at && group.every((one) => other.includes(one)) &&
          (other.length > group.length || place < at)
        )
      );
    }
  }
  return groups.sort((a, b) => a[0] - b[0] || a[a.length - 1] - b[b.length - 1]);
}
