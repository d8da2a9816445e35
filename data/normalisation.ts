/**
 * The range of each channel of a set: 0 to 255 for RGB of 8 bits, else the 0.5 and 99.5 percentiles.
 *
 * @module
 */
import { type ChannelRange, type Normalisation, UNIT_RGB } from "../core/mod.ts";
import { imageAt, truthAt } from "./image_at.ts";
import type { ImageSet } from "./types.ts";

/** What part of the values lies below and above a range; nnU-Net takes the same for CT. */
const BEYOND = 0.005;

/**
 * How images become a model's input. Of RGB of 8 bits 0 is 0 and 255 is 1. Of any other kind each
 * channel's 0.5 and 99.5 percentiles are 0 and 1, taken over all pixels of the given images that count:
 * labels to ignore, such as padding, are left out, and so is what isn't finite. The percentiles are values
 * that occur: the last of which at most 0.5 % lie below, and the first above which at most 0.5 % lie. Two
 * passes over the values count them by the upper and the lower half of their bits, so that the result is
 * exact, and the memory the same for any number of images.
 *
 * @param data The images.
 * @param indices Which of them.
 * @returns The range of each channel; one of a single value ends 1 above it.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { labelClasses } from "../core/mod.ts";
 *
 * const images = Float32Array.from({ length: 201 }, (_, i) => i);
 * const data = { shape: [1, 201], channels: 1, images, labels: new Uint8Array(201).fill(1) } as const;
 * const ranges = normalisationOf({ ...data, classes: labelClasses("cat", "background") }, [0]);
 * assert.deepEqual(ranges, [{ low: 1, high: 199 }]);
 * ```
 */
export function normalisationOf(
  data: ImageSet,
  indices: readonly number[],
): Normalisation {
  const { channels = 3, pack } = data;
  const isBytes = pack ? pack.format.depth === 8 : data.images instanceof Uint8Array;
  if (channels === 3 && isBytes) return UNIT_RGB;
  return Array.from({ length: channels }, (_, channel) => rangeOf(data, indices, channel));
}

function rangeOf(data: ImageSet, indices: readonly number[], channel: number): ChannelRange {
  const upper = new Uint32Array(HALF), lower = [new Uint32Array(HALF), new Uint32Array(HALF)];
  countKeys(data, indices, channel, (key) => upper[key >>> 16]++);
  const total = upper.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { low: 0, high: 1 };
  const beyond = Math.floor(BEYOND * (total - 1));
  const ends = [beyond, total - 1 - beyond].map((rank) => placeOf(upper, rank));
  countKeys(data, indices, channel, (key) => {
    for (const [i, { place }] of ends.entries()) {
      if (key >>> 16 === place) lower[i][key & 0xffff]++;
    }
  });
  const [low, high] = ends.map(({ place, rank }, i) =>
    valueOf((place << 16 | placeOf(lower[i], rank).place) >>> 0)
  );
  return { low, high: high > low ? high : low + 1 };
}

/** How many values half of a float's bits have. */
const HALF = 2 ** 16;

/** In which place of counts a rank lies, and which rank it has there. */
function placeOf(counts: Uint32Array, rank: number): { place: number; rank: number } {
  let place = 0;
  for (; rank >= counts[place]; place++) rank -= counts[place];
  return { place, rank };
}

/** Calls with the key of each value of a channel that counts. */
function countKeys(
  data: ImageSet,
  indices: readonly number[],
  channel: number,
  count: (key: number) => void,
): void {
  const { channels = 3, ignore = [] } = data;
  const isIgnored = new Uint8Array(256);
  for (const label of ignore) isIgnored[label] = 1;
  let values = new Float32Array(), bits = new Uint32Array();
  for (const index of indices) {
    const image = imageAt(data, index), labels = truthAt(data, index), pixels = labels.length;
    if (values.length !== pixels) {
      values = new Float32Array(pixels);
      bits = new Uint32Array(values.buffer);
    }
    for (let i = 0; i < pixels; i++) values[i] = image[i * channels + channel];
    for (let i = 0; i < pixels; i++) {
      if (isIgnored[labels[i]] || (bits[i] & EXPONENT) === EXPONENT) continue;
      // -0 is 0
      count(values[i] === 0 ? SIGN : keyOf(bits[i]));
    }
  }
}

/** Bits of a float: its sign, and what are all set in NaN and infinities. */
const SIGN = 0x80000000, EXPONENT = 0x7f800000;

/** A whole number of 32 bits whose order is that of the floats. */
function keyOf(bits: number): number {
  return (bits & SIGN ? ~bits : bits | SIGN) >>> 0;
}

/** The float of a key. */
function valueOf(key: number): number {
  const bits = key & SIGN ? key & ~SIGN : ~key;
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}
