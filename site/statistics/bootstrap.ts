/** How sure a figure is: percentile bootstrap over images. */
import { quantile } from "../../evaluation/mod.ts";

/** What a bootstrap does; pages state it. */
export const BOOTSTRAP = {
  seed: 7,
  /** How often images are drawn again: enough to see the interval, not more than a page is worth. */
  resamples: (images: number): number => images > 2000 ? 500 : 2000,
} as const;

/**
 * A 95 % interval of a statistic by the percentile bootstrap (Efron 1979): images are drawn with
 * replacement, 2,000 times (500 for many), from a seeded generator, so that a page is the same each time.
 *
 * @param values One value an image; infinite ones may be among them.
 * @param statistic Of a sample, in any order.
 * @returns The interval's ends, undefined for fewer than two values.
 */
export function bootstrap(
  values: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
): [low: number, high: number] | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const random = generator(BOOTSTRAP.seed);
  const sample = new Float64Array(n), results = new Float64Array(BOOTSTRAP.resamples(n));
  for (let r = 0; r < results.length; r++) {
    for (let i = 0; i < n; i++) sample[i] = values[Math.floor(random() * n)];
    results[r] = statistic(sample);
  }
  results.sort();
  return [quantile(results, 0.025), quantile(results, 0.975)];
}

/**
 * The same interval for the median. Counting how often each of the sorted values is drawn gives a
 * resample's median without sorting it: 10,000 images take a quarter of a second.
 *
 * @param sorted Values, ascending; infinite ones may be among them.
 * @returns The interval's ends, undefined for fewer than two values.
 */
export function medianInterval(sorted: ArrayLike<number>): [low: number, high: number] | undefined {
  const n = sorted.length;
  if (n < 2) return undefined;
  const random = generator(BOOTSTRAP.seed);
  const counts = new Uint32Array(n), results = new Float64Array(BOOTSTRAP.resamples(n));
  const lower = (n - 1) >> 1, upper = n >> 1;
  for (let r = 0; r < results.length; r++) {
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[Math.floor(random() * n)]++;
    // walk to the resample's one or two middle values
    let at = 0, seen = counts[0];
    while (seen <= lower) seen += counts[++at];
    const low = sorted[at];
    while (seen <= upper) seen += counts[++at];
    results[r] = low === sorted[at] ? low : (low + sorted[at]) / 2;
  }
  results.sort();
  return [quantile(results, 0.025), quantile(results, 0.975)];
}

/** Mulberry32: 32 bits of state, uniform from 0 up to and without 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
