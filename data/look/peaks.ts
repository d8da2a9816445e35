/**
 * Which values masks had before a JPEG's coding blurred them, and which is nearest to each.
 *
 * @module
 */
import { snapMask } from "../../io/mod.ts";
import type { ValueTally } from "./tally.ts";

/** A value with a smaller share of the pixels is blur. */
export const LEAST_SHARE = 0.005;

/** Values nearer to a more frequent one than this are its blur, on the grey scale. */
export const NEAR = 24;

/** Whole black and white, or no and full red, green or blue, which coding moves by a few. */
const ENDS: readonly number[] = [0, 255];

/**
 * Finds the values that blurred ones come from: the most frequent ones, far from each other.
 *
 * @param tallies What the masks hold.
 * @param isColor Whether the values are colours.
 * @returns The values with the pixels nearest to each, and the share of pixels between two of them.
 */
export function peaksOf(
  tallies: readonly ValueTally[],
  isColor: boolean,
): { peaks: ValueTally[]; doubtful: number } {
  const total = tallies.reduce((sum, { pixels }) => sum + pixels, 0);
  const found: number[] = [];
  for (const { value, pixels } of tallies.toSorted((a, b) => b.pixels - a.pixels)) {
    if (pixels < LEAST_SHARE * total) break;
    if (found.every((other) => distance(value, other, isColor) > NEAR)) found.push(value);
  }
  const values = [...new Set(found.map((value) => whole(value, isColor)))].sort((a, b) => a - b);
  if (values.length === 0) return { peaks: [...tallies], doubtful: 0 };
  return snapped(tallies, values, isColor);
}

/**
 * Gives each value to the nearest peak.
 *
 * @param tallies What the masks hold.
 * @param values The peaks.
 * @param isColor Whether the values are colours.
 * @returns The peaks with the pixels nearest to each, and the share of pixels between two of them.
 */
export function snapped(
  tallies: readonly ValueTally[],
  values: readonly number[],
  isColor: boolean,
): { peaks: ValueTally[]; doubtful: number } {
  const total = tallies.reduce((sum, { pixels }) => sum + pixels, 0);
  const peaks = values.map((value): ValueTally => ({ value, pixels: 0, images: 0 }));
  let doubtful = 0;
  for (const { value, pixels, images } of tallies) {
    const own = snapMask({ values: Uint32Array.of(value), isColor }, values);
    const peak = peaks[own.labels[0]];
    peak.pixels += pixels;
    peak.images = Math.max(peak.images, images);
    doubtful += own.doubtful * pixels / total;
  }
  return { peaks, doubtful };
}

function whole(value: number, isColor: boolean): number {
  const near = (one: number) => ENDS.find((end) => Math.abs(end - one) <= NEAR / 2) ?? one;
  if (!isColor) return near(value);
  const [red, green, blue] = channelsOf(value).map(near);
  return red << 16 | green << 8 | blue;
}

function distance(a: number, b: number, isColor: boolean): number {
  if (!isColor) return Math.abs(a - b);
  const others = channelsOf(b);
  return Math.max(...channelsOf(a).map((one, i) => Math.abs(one - others[i])));
}

function channelsOf(color: number): number[] {
  return [16, 8, 0].map((shift) => color >> shift & 255);
}
