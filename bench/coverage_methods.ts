/** The ways to a 95 % interval that `bench/coverage.ts` compares. */
import { mulberry32 } from "../core/mod.ts";
import { type Interval, medianInterval } from "../evaluation/statistics/median_interval.ts";
import { mean, quantile } from "../evaluation/statistics/quantile.ts";

/** A way to a 95 % interval. */
export interface Method {
  /** Its name in tables. */
  name: string;
  /** The interval of a sample, ascending. */
  interval: (sorted: Float64Array) => Interval;
}

/** The interval that pages show for medians. */
export const ORDER_STATISTICS: Method = {
  name: "order statistics",
  interval: (sorted) => medianInterval(sorted)!,
};

/** The median's bootstraps. */
export const RESAMPLED_MEDIAN = bootstraps((sorted) => quantile(sorted, 0.5), medianOfCounts);

/** The mean's bootstraps. */
export const RESAMPLED_MEAN = bootstraps(mean, (sorted, counts) => {
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) sum += counts[i] * sorted[i];
  return sum / sorted.length;
});

/** The mean's interval where the values were normal. */
export const STUDENT: Method = {
  name: "Student's t",
  interval: (sorted) => {
    const n = sorted.length, middle = mean(sorted);
    const squares = sorted.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    const reach = studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
    return [middle - reach, middle + reach];
  },
};

/**
 * The interval of the signed-rank test: the k-th least and greatest mean of two differences.
 *
 * @param sizes The samples' sizes.
 */
export function hodgesLehmann(sizes: readonly number[]): Method {
  const places = new Map(sizes.map((n) => [n, signedRankPlace(n)]));
  return {
    name: "signed ranks",
    interval: (sorted) => {
      const n = sorted.length, means = new Float64Array((n * (n + 1)) / 2);
      let at = 0;
      for (let i = 0; i < n; i++) {
        for (let j = i; j < n; j++) means[at++] = (sorted[i] + sorted[j]) / 2;
      }
      means.sort();
      const k = places.get(n)!;
      return [means[k - 1], means[means.length - k]];
    },
  };
}

/** The largest k whose tail of sums of ranks below k has at most 2.5 %. */
function signedRankPlace(n: number): number {
  const most = (n * (n + 1)) / 2, shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (let r = 1; r <= n; r++) {
    for (let sum = most; sum >= 0; sum--) {
      shares[sum] = 0.5 * shares[sum] + (sum >= r ? 0.5 * shares[sum - r] : 0);
    }
  }
  let k = 0;
  for (let below = shares[0]; below <= 0.025; below += shares[k]) k++;
  return k;
}

/** Resamples of a bootstrap. */
export const RESAMPLES = 500;

/** Percentile bootstrap, and BCa (Efron 1987), which corrects its bias and skew, from one resampling. */
function bootstraps(
  statistic: (sorted: Float64Array) => number,
  ofCounts: (sorted: Float64Array, counts: Uint32Array) => number,
): Method[] {
  let last: Float64Array | undefined, results = new Float64Array();
  const resample = (sorted: Float64Array): Float64Array => {
    if (sorted === last) return results;
    const n = sorted.length, random = mulberry32(7), counts = new Uint32Array(n);
    results = new Float64Array(RESAMPLES);
    for (let r = 0; r < RESAMPLES; r++) {
      counts.fill(0);
      for (let i = 0; i < n; i++) counts[Math.floor(random() * n)]++;
      results[r] = ofCounts(sorted, counts);
    }
    last = sorted;
    return results.sort();
  };
  return [
    {
      name: "percentile bootstrap",
      interval: (sorted) => {
        const ordered = resample(sorted);
        return [quantile(ordered, 0.025), quantile(ordered, 0.975)];
      },
    },
    {
      name: "BCa bootstrap",
      interval: (sorted) => accelerated(sorted, resample(sorted), statistic),
    },
  ];
}

function accelerated(
  sorted: Float64Array,
  results: Float64Array,
  statistic: (sorted: Float64Array) => number,
): Interval {
  const value = statistic(sorted);
  const below = results.filter((one) => one < value).length;
  const ties = results.filter((one) => one === value).length;
  const bias = normalQuantile((below + ties / 2) / results.length);
  const left = Float64Array.from(sorted, (_, i) => statistic(sorted.filter((_, j) => j !== i)));
  const middle = mean(left);
  const power = (p: number) => left.reduce((sum, one) => sum + (middle - one) ** p, 0);
  const acceleration = power(3) / (6 * power(2) ** 1.5) || 0;
  const ends = [-1.959964, 1.959964].map((z) => {
    const moved = bias + z;
    return quantile(results, normalShare(bias + moved / (1 - acceleration * moved)));
  });
  return [ends[0], ends[1]];
}

/** A resample's median from how often each value was drawn, without sorting. */
function medianOfCounts(sorted: Float64Array, counts: Uint32Array): number {
  const n = sorted.length, lower = (n - 1) >> 1, upper = n >> 1;
  let at = 0, seen = counts[0];
  while (seen <= lower) seen += counts[++at];
  const low = sorted[at];
  while (seen <= upper) seen += counts[++at];
  return (low + sorted[at]) / 2;
}

/** The standard normal's share below z (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153]
    .reduce((sum, c) => (sum + c) * t, 0);
  const tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
  return z >= 0 ? 1 - tail : tail;
}

/** Its inverse, by halving. */
function normalQuantile(share: number): number {
  let low = -8, high = 8;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Student's 97.5 % quantile (Cornish and Fisher; from 9 degrees of freedom on exact to 0.001). */
function studentQuantile(degrees: number): number {
  const z = 1.959964;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}
