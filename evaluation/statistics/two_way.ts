/** Effects over images and over trainings that differ in their seed alone. */
import { mulberry32 } from "../../core/mod.ts";
import { FEWEST_FOR_MEDIAN, type Interval } from "./median_interval.ts";
import { mean, quantile } from "./quantile.ts";
import { studentP } from "./student.ts";

/** An effect, how sure it is, and what chance alone makes. */
export interface TwoWayEffect {
  /** The weighted sum of the corners' means. */
  value: number;
  /**
   * The 95 % interval over images and seeds; of images alone where no corner has several seeds. None for
   * fewer than six images, or patients, as for medians.
   */
  interval?: Interval;
  /** The two-sided p-value that there is no effect. */
  p: number;
  /** The standard deviation of a training's mean from seed to seed; undefined if no corner has several. */
  seedSpread?: number;
}

/** So many times images are drawn, always the same. */
const RESAMPLES = 2000;

const SEED = 22;

/** What rounding leaves of equal values: as a difference the same in all cases it would be certain. */
const ROUNDING = 1e-12;

/** The standard normal's 97.5 % quantile. */
const Z = 1.959964;

/** With fewer degrees of freedom what a seed gives in all corners isn't taken out. */
const FEWEST_FREEDOM = 2;

/**
 * The effect of a weighted sum of trainings, over images and seeds. Images, or whole patients, are drawn
 * with replacement; they are the same for all trainings, so that effects are paired. A few seeds say little
 * by themselves: their part is not drawn from them but normal, stretched by Student's t. Its variance is
 * Σ w² s² / k, where s² is that of all corners together, as in a replicated factorial design with seeds
 * as blocks: trainings that share a seed share initial weights and batches. A corner with one seed so far has
 * that s², too, but no blocks are taken out then, as they don't cancel. Where the corners of the effect vary
 * more than that, their own s² count. p is the level at which the interval ends at 0, and 1 for
 * a single image, or patient, which says nothing of others. It takes the time of 2000 passes over the images.
 *
 * @param values The values of each corner, seed and case; of those without weight, too, as all tell how much
 *   a seed matters.
 * @param weights The weight of each corner.
 * @param keys Which draw each case is of; the cases when left out.
 * @returns The effect.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const corner = (dice: number) => [0, 0.02].map((seed) => Array(6).fill(dice + seed));
 * const { value, interval } = twoWayEffect([corner(0.5), corner(0.7)], [-1, 1]);
 * assert.ok(Math.abs(value - 0.2) < 1e-9 && interval![0] > 0.1);
 * ```
 */
export function twoWayEffect(
  values: readonly (readonly ArrayLike<number>[])[],
  weights: readonly number[],
  keys?: readonly string[],
): TwoWayEffect {
  const used = values.flatMap((seeds, c) => weights[c] === 0 ? [] : [{ seeds, w: weights[c] }]);
  const count = used[0].seeds[0].length, of = new Float64Array(count);
  for (const { seeds, w } of used) {
    for (const one of seeds) for (let i = 0; i < count; i++) of[i] += w * one[i] / seeds.length;
  }
  for (let i = 0; i < count; i++) if (Math.abs(of[i]) < ROUNDING) of[i] = 0;
  const drawn = drawSums(of, keys), value = mean(of);
  const seeds = seedPart(values, weights), { normals } = drawn;
  const stretch = seeds === undefined
    ? 0
    : Math.sqrt(seeds.variance) * studentQuantile(0.05, seeds.freedom) / Z;
  const samples = drawn.means.map((one, r) => one + stretch * normals[r]).sort();
  return {
    value,
    ...(drawn.freedom + 1 >= FEWEST_FOR_MEDIAN && {
      interval: [quantile(samples, 0.025), quantile(samples, 0.975)],
    }),
    p: pValue(value, drawn, seeds),
    seedSpread: seeds?.spread,
  };
}

/** The variance that seeds give, its degrees of freedom, and their spread. */
interface SeedPart {
  variance: number;
  freedom: number;
  spread: number;
}

/** What seeds add to the variance of an effect; undefined where no corner has several. */
function seedPart(
  values: readonly (readonly ArrayLike<number>[])[],
  weights: readonly number[],
): SeedPart | undefined {
  const lengths = values.map(({ length }) => length);
  const used = lengths.filter((_, c) => weights[c] !== 0);
  const several = used.filter((length) => length > 1);
  const count = Math.min(...(several.length > 0 ? several : lengths).filter((one) => one > 1));
  if (count === Infinity) return undefined;
  const corners = values.map((seeds) => seeds.length < count ? undefined : seeds.map(mean));
  const areShared = several.length === used.length;
  const { variances, freedom } = varianceOfSeeds(corners, count, areShared);
  const known = variances.filter((own) => own !== undefined), pooled = mean(known);
  // corners that vary more than all together count with their own variance
  const sumOf = (varianceAt: (c: number) => number) =>
    values.reduce(
      (sum, { length }, c) =>
        weights[c] === 0 ? sum : sum + weights[c] ** 2 * varianceAt(c) / length,
      0,
    );
  const variance = Math.max(sumOf(() => pooled), sumOf((c) => variances[c] ?? pooled));
  return { variance, freedom, spread: spreadOf(corners.filter((row) => row !== undefined)) };
}

/** The standard deviation from seed to seed, pooled: what a seed gives in all corners is a part of it. */
function spreadOf(rows: readonly (readonly number[])[]): number {
  const squares = rows.flatMap((row) => row.map((m) => (m - mean(row)) ** 2));
  return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / (squares.length - rows.length));
}

/** Each corner's variance from seed to seed, without what a seed gives in all corners, if they share seeds. */
function varianceOfSeeds(
  corners: readonly (readonly number[] | undefined)[],
  count: number,
  areShared: boolean,
): { variances: (number | undefined)[]; freedom: number } {
  const rows = corners.filter((row) => row !== undefined).map((row) => row.slice(0, count));
  const { length } = rows, isBlocked = areShared && (length - 1) * (count - 1) >= FEWEST_FREEDOM;
  const middles = rows.map(mean), all = mean(middles);
  const blocks = rows[0].map((_, k) => isBlocked ? mean(rows.map((row) => row[k])) - all : 0);
  const freedom = (isBlocked ? length - 1 : length) * (count - 1);
  return {
    freedom,
    variances: corners.map((row) => {
      if (row === undefined) return undefined;
      const own = row.slice(0, count), middle = mean(own);
      const squares = own.reduce((sum, m, k) => sum + (m - middle - blocks[k]) ** 2, 0);
      return squares * length / freedom;
    }),
  };
}

/** Means of resampled images, and their variance; the random numbers are the same in every call. */
function drawSums(values: Float64Array, keys: readonly string[] | undefined) {
  const { sums, sizes } = byDraw(values, keys), count = sums.length;
  const random = mulberry32(SEED), means = new Float64Array(RESAMPLES);
  const normals = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    let sum = 0, size = 0;
    for (let i = 0; i < count; i++) {
      const at = Math.floor(random() * count);
      sum += sums[at];
      size += sizes[at];
    }
    means[r] = sum / size;
    normals[r] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }
  const middle = mean(values), total = values.length;
  const squares = sums.reduce((all, sum, i) => all + (sum - middle * sizes[i]) ** 2, 0);
  const variance = count < 2 ? 0 : squares * count / (count - 1) / total ** 2;
  return { means, normals, variance, freedom: count - 1 };
}

/** Sums and sizes of whole draws. */
function byDraw(values: Float64Array, keys: readonly string[] | undefined) {
  if (keys === undefined) return { sums: values, sizes: new Float64Array(values.length).fill(1) };
  const places = new Map([...new Set(keys)].map((key, i) => [key, i]));
  const sums = new Float64Array(places.size), sizes = new Float64Array(places.size);
  keys.forEach((key, i) => {
    sums[places.get(key)!] += values[i];
    sizes[places.get(key)!]++;
  });
  return { sums, sizes };
}

/** The level at which the interval ends at 0, where images have Student's quantiles, too. */
function pValue(
  value: number,
  images: { variance: number; freedom: number },
  seeds: SeedPart = { variance: 0, freedom: Infinity, spread: 0 },
): number {
  if (images.freedom < 1) return 1;
  if (images.variance + seeds.variance === 0) return value === 0 ? 1 : 0;
  const reach = (p: number) =>
    Math.hypot(
      Math.sqrt(images.variance) * studentQuantile(p, images.freedom),
      Math.sqrt(seeds.variance) * studentQuantile(p, seeds.freedom),
    );
  let [low, high] = [Math.log(1e-12), 0];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (reach(Math.exp(middle)) > Math.abs(value)) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/** How far Student's t is beyond on either side with a probability, by bisection of the logarithm. */
function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [-20, 40];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (studentP(Math.exp(middle), Math.min(freedom, LARGE)) > p) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/** From here on Student's t is normal. */
const LARGE = 1e6;
