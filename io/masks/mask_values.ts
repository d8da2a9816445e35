import type { Mask } from "./read_mask.ts";

/**
 * Which values occur in a mask, and how often. Counts of several masks are added by passing the same
 * `counts`.
 *
 * @param mask The mask.
 * @param counts Pixels per value so far.
 * @returns The same counts, those of the mask added.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const counts = countValues({ values: Uint8Array.of(0, 255, 255) });
 * assert.deepEqual([...counts], [[0, 1], [255, 2]]);
 * ```
 */
export function countValues(
  { values }: Pick<Mask, "values">,
  counts: Map<number, number> = new Map(),
): Map<number, number> {
  // neighbours are mostly equal: a run is counted at once
  for (let i = 0; i < values.length;) {
    const value = values[i], start = i;
    while (i < values.length && values[i] === value) i++;
    counts.set(value, (counts.get(value) ?? 0) + i - start);
  }
  return counts;
}

/** A mask's values as indices of a list. */
export interface IndexedMask {
  /** For each pixel the place of its value in the list; 255 where it is not there. */
  labels: Uint8Array;
  /** Pixels whose value is not in the list. */
  unknown: number;
}

/**
 * Maps values or colours to their places in a list, as classes have them.
 *
 * @param mask The mask.
 * @param values Up to 255 values, each once.
 * @returns Labels of 0 to 254, and 255 where the value is none of them.
 * @throws {RangeError} If there are more values, or one occurs twice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const mask = { values: Uint32Array.of(0xff0000, 0, 7) };
 * assert.deepEqual(indexMask(mask, [0, 0xff0000]), { labels: Uint8Array.of(1, 0, 255), unknown: 1 });
 * ```
 */
export function indexMask(
  { values: pixels }: Pick<Mask, "values">,
  values: readonly number[],
): IndexedMask {
  const places = placesOf(values);
  const labels = new Uint8Array(pixels.length);
  let unknown = 0, last = -1, label = 255;
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] !== last) {
      last = pixels[i];
      label = places.get(last) ?? 255;
    }
    labels[i] = label;
    if (label === 255) unknown++;
  }
  return { labels, unknown };
}

/** A mask whose blurred values were snapped. */
export interface SnappedMask extends IndexedMask {
  /** Pixels that lie between two values: nearer to the middle than to either. */
  doubtful: number;
}

/**
 * Maps each pixel of a JPEG's mask to the nearest value of a list: on the grey scale, or among colours
 * by the distance of red, green and blue. A pixel is doubtful if the second nearest value is less than
 * twice as far away; edges are, and a share above a few percent says that the list is wrong.
 *
 * @param mask The mask.
 * @param values Up to 255 values, each once; colours as {@linkcode Mask} has them.
 * @returns Labels of 0 to 254, and how many are doubtful. None is unknown.
 * @throws {RangeError} If there is no value, there are more than 255, or one occurs twice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const mask = { values: Uint8Array.of(3, 250, 120), isColor: false };
 * const { labels, doubtful } = snapMask(mask, [0, 255]);
 * assert.deepEqual([[...labels], doubtful], [[0, 1, 0], 1]);
 * ```
 */
export function snapMask(
  { values: pixels, isColor }: Pick<Mask, "values" | "isColor">,
  values: readonly number[],
): SnappedMask {
  placesOf(values);
  if (values.length === 0) {
    throw new RangeError("Cannot snap mask: there must be a value, got none");
  }
  const known = new Map<number, { label: number; isDoubtful: boolean }>();
  const labels = new Uint8Array(pixels.length);
  let doubtful = 0;
  for (let i = 0; i < pixels.length; i++) {
    let nearest = known.get(pixels[i]);
    if (!nearest) known.set(pixels[i], nearest = nearestOf(pixels[i], values, isColor));
    labels[i] = nearest.label;
    if (nearest.isDoubtful) doubtful++;
  }
  return { labels, unknown: 0, doubtful };
}

function nearestOf(
  pixel: number,
  values: readonly number[],
  isColor: boolean,
): { label: number; isDoubtful: boolean } {
  let label = 0, best = Infinity, second = Infinity;
  values.forEach((value, i) => {
    const distance = isColor ? colorDistance(pixel, value) : Math.abs(pixel - value);
    if (distance < best) [label, second, best] = [i, best, distance];
    else second = Math.min(second, distance);
  });
  return { label, isDoubtful: second < 2 * best };
}

function colorDistance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = (a >> 8 & 255) - (b >> 8 & 255), blue = (a & 255) - (b & 255);
  return Math.hypot(red, green, blue);
}

function placesOf(values: readonly number[]): Map<number, number> {
  const places = new Map(values.map((value, i) => [value, i]));
  if (places.size === values.length && values.length <= 255) return places;
  throw new RangeError(
    `Cannot label mask: there must be at most 255 values, each once, got ${values.length}, ` +
      `${places.size} of them different`,
  );
}
