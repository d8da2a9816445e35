import { float64, int32 } from "./scratch.ts";

/**
 * Adds numbers with compensated rounding, whatever their order; none may be negative, Infinity is
 * allowed.
 *
 * Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974; what an
 * addition loses is found as by Knuth's TwoSum, without asking which number is larger.
 */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = total + value;
    const added = next - total;
    lost += total - (next - added) + (value - added);
    total = next;
  }
  return total === Infinity ? Infinity : total + lost;
}

/** Averages lists of numbers, none negative, even if their sum would overflow. */
export function mean(...lists: Float64Array[]): number {
  let count = 0;
  let total = 0;
  for (const list of lists) {
    count += list.length;
    total += sum(list);
  }
  if (total < Infinity || lists.some((list) => max(list) === Infinity)) return total / count;
  // there are fewer than 2^32: their sum is within reach in a unit as large
  return mean(...lists.map((list) => list.map((value) => value / 2 ** 32))) * 2 ** 32;
}

/** A ratio with a value for 0/0. */
export function ratio(part: number, whole: number, undefinedValue: number): number {
  return whole === 0 ? undefinedValue : part / whole;
}

/** The largest number; -Infinity if there is none. */
export function max(values: Float64Array): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > largest) largest = values[i];
  return largest;
}

/** Fewer numbers than this are selected from at once. */
const FEW = 64;

/** The bins of a histogram. */
const BINS = 128;

/**
 * A percentile, from 0 to 100, by linear interpolation between the two nearest ranks, numpy's
 * default, of numbers of at least 0. There must be one.
 *
 * A histogram tells which of the numbers can have the rank, and only those are sorted out: about
 * three passes. Memory: 8 bytes for each of them.
 */
export function percentileOf(values: Float64Array, percentage: number): number {
  const rank = percentage / 100 * (values.length - 1);
  const below = Math.floor(rank);
  const largest = max(values);
  if (largest === 0) return 0;
  const bins = values.length < FEW ? 0 : BINS / largest;
  const near = float64("percentile", values.length);
  let count = 0;
  let before = 0;
  let high = Infinity;
  // few, or beyond what a product can tell apart
  if (!(bins > 0 && bins < Infinity)) {
    near.set(values);
    count = values.length;
  } else {
    const histogram = int32("histogram", BINS + 1).fill(0, 0, BINS + 1);
    for (let i = 0; i < values.length; i++) histogram[values[i] * bins | 0]++;
    let bin = 0;
    while (before + histogram[bin] <= below) before += histogram[bin++];
    for (let i = 0; i < values.length; i++) {
      const own = values[i] * bins | 0;
      if (own === bin) near[count++] = values[i];
      else if (own > bin && values[i] < high) high = values[i];
    }
  }
  const low = select(near.subarray(0, count), below - before);
  if (below === rank) return low;
  // after the selection, all that stands behind is at least as large
  for (let i = below - before + 1; i < count; i++) if (near[i] < high) high = near[i];
  return low === high ? low : low + (high - low) * (rank - below);
}

/** Moves the number of a rank to its place, smaller ones before it; Hoare's quickselect. */
function select(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank];
}
