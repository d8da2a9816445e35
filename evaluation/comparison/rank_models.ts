/** Which of several models is best, and which can't be told apart. */
import { mulberry32 } from "../../core/mod.ts";
import { quantile } from "../statistics/quantile.ts";
import { holmOfPairs, letterGroups, pairP, type RankSums } from "./separate_models.ts";

/** Values of several runs for the same cases. */
export interface RankedValues {
  /** A list per run, a value per case: the higher the better, infinite ones by their sign. */
  values: readonly (readonly number[])[];
  /** Which runs are one model, trained with other seeds: a list of runs per model. */
  models: readonly (readonly number[])[];
  /** Which draw each case is of; each its own when left out. */
  keys?: readonly string[];
}

/** One model among others. */
export interface RankedModel {
  /** Its index in the order that was given. */
  model: number;
  /** 1, and one more for each model of a better mean rank: equal ones share a place. */
  place: number;
  /** Its mean rank over cases and seeds: 1 is the best in every case. */
  meanRank: number;
  /** The places that it takes in 95 % of resamples, from the best to the worst. */
  places: [best: number, worst: number];
}

/** Several models in order. */
export interface ModelRanking {
  /** The models, the best mean rank first; the matrices and groups are in this order. */
  models: RankedModel[];
  /** How often the first model has the better mean rank than the second in resamples, [first][second]. */
  chance: number[][];
  /**
   * For each pair, the p-value of the hypothesis that both are equally good, adjusted for all pairs by
   * Holm's method.
   */
  p: number[][];
  /** Sets of models of which no two can be told apart, each as large as possible: places in `models`. */
  groups: number[][];
}

/** How many resamples are drawn, always the same ones. */
export const RESAMPLES = 1000;

const SEED = 20;

/**
 * Ranks models by their mean rank over cases: in each case the runs are ranked, equal values share the mean of
 * their ranks, and a model's rank is the mean over its cases and seeds. Infinite distances count by their
 * rank. How sure the order is comes from 1,000 resamples of cases, or of whole patients, and of each
 * model's seeds; the same in every call. Two models can be told apart if the sign-flip test of their
 * ranks has p < 0.05 after Holm's correction for all pairs; where models have several seeds, a t-test with
 * the variance between seeds must agree. It takes the time of 1,000 passes over patients and runs.
 *
 * @param ranked The runs' values, and which runs are one model.
 * @returns The models in order, with chances, tests and groups.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const values = [[0.9, 0.8, 0.7], [0.8, 0.7, 0.7], [0.1, 0.2, 0.3]];
 * const { models } = rankModels({ values, models: [[0], [1], [2]] });
 * assert.deepEqual(models.map(({ model }) => model), [0, 1, 2]);
 * assert.deepEqual(models.map(({ meanRank }) => meanRank), [3.5 / 3, 5.5 / 3, 3]);
 * ```
 */
export function rankModels({ values, models, keys }: RankedValues): ModelRanking {
  const sums = sumsOf(ranksOf(values), keys);
  const meanRanks = models.map((runs) =>
    runs.reduce((sum, run) => sum + totalOf(sums.ranks[run]), 0) / runs.length / sums.cases
  );
  const order = models.map((_, m) => m).sort((a, b) => meanRanks[a] - meanRanks[b] || a - b);
  const sorted = order.map((m) => models[m]);
  const { chance, places } = resampled(sums, sorted);
  const p = holmOfPairs(
    sorted.map((a) => sorted.map((b) => a === b ? 1 : pairP(sums, a, b, sorted))),
  );
  return {
    models: order.map((model, i) => ({
      model,
      place: 1 + meanRanks.filter((other) => other < meanRanks[model]).length,
      meanRank: meanRanks[model],
      places: [quantileOf(places[i], 0.025), quantileOf(places[i], 0.975)],
    })),
    chance,
    p,
    groups: letterGroups(p),
  };
}

/** Each run's rank in each case, 1 for the highest value; equal values share the mean of their ranks. */
function ranksOf(values: RankedValues["values"]): Float64Array[] {
  const ranks = values.map((own) => new Float64Array(own.length));
  for (let i = 0; i < values[0].length; i++) {
    const order = values.map((_, run) => run).sort((a, b) =>
      values[a][i] === values[b][i] ? 0 : values[b][i] > values[a][i] ? 1 : -1
    );
    for (let from = 0; from < order.length;) {
      let to = from + 1;
      while (to < order.length && values[order[to]][i] === values[order[from]][i]) to++;
      for (let at = from; at < to; at++) ranks[order[at]][i] = (from + to + 1) / 2;
      from = to;
    }
  }
  return ranks;
}

/** The ranks of each draw's cases, added up. */
function sumsOf(ranks: Float64Array[], keys: RankedValues["keys"]): RankSums {
  const cases = ranks[0].length, places = new Map<string, number>();
  const draws = Uint32Array.from({ length: cases }, (_, i) => {
    const key = keys?.[i] ?? String(i);
    if (!places.has(key)) places.set(key, places.size);
    return places.get(key)!;
  });
  const sizes = new Float64Array(places.size);
  for (const draw of draws) sizes[draw]++;
  const summed = ranks.map((own) => {
    const sums = new Float64Array(places.size);
    own.forEach((rank, i) => sums[draws[i]] += rank);
    return sums;
  });
  return { cases, sizes, ranks: summed };
}

/** How often each model is before each other in resamples, and which places it takes. */
function resampled(
  { sizes, ranks }: RankSums,
  models: readonly (readonly number[])[],
): { chance: number[][]; places: Float64Array[] } {
  const random = mulberry32(SEED), count = sizes.length, times = new Uint32Array(count);
  const chance = models.map(() => models.map(() => 0));
  const places = models.map(() => new Float64Array(RESAMPLES));
  for (let resample = 0; resample < RESAMPLES; resample++) {
    times.fill(0);
    for (let i = 0; i < count; i++) times[Math.floor(random() * count)]++;
    const cases = weighted(sizes, times);
    const means = models.map((runs) =>
      runs.reduce(
        (sum) => sum + weighted(ranks[runs[Math.floor(random() * runs.length)]], times) / cases,
        0,
      ) / runs.length
    );
    means.forEach((mean, a) => {
      places[a][resample] = 1 + means.filter((other) => other < mean).length;
      means.forEach((other, b) => chance[a][b] += mean < other ? 1 : mean === other ? 0.5 : 0);
    });
  }
  return { chance: chance.map((row) => row.map((count) => count / RESAMPLES)), places };
}

function weighted(values: Float64Array, times: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * times[i];
  return sum;
}

function totalOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A place among resampled ones: a whole number. */
function quantileOf(places: Float64Array, share: number): number {
  return Math.round(quantile(places.toSorted(), share));
}
