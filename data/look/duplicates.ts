/**
 * Images that are equal or nearly equal.
 *
 * @module
 */
import { type SampledImage, THUMBNAIL, thumbnailOf } from "./likeness.ts";

/** Sets of two images or more that are alike; a number is an image's place in its set. */
export interface Duplicates {
  /** Images of the same pixels. */
  equal: number[][];
  /**
   * Images that look the same: stored anew, resized, lighter or darker, or taken a moment later. Each
   * is like one other at least; a video's frames make one chain.
   */
  nearly: number[][];
}

/** Images to compare. */
export interface AlikeImages {
  /** How many there are. */
  count: number;
  /** Each by its place, from 0. */
  imageAt: (place: number) => SampledImage;
}

/** Of 63 signs of an image's lowest frequencies, how many may differ. */
const MOST_SIGNS = 7;

/** How much the grey levels of images that are nearly equal correlate, at least. */
const LEAST_CORRELATION = 0.95;

/**
 * Finds images that are equal or nearly equal. Candidates have nearly the same signs of the lowest 8 × 8
 * frequencies (discrete cosine transform, as in Zauner 2010, "Implementation and benchmarking of
 * perceptual image hash functions"); those whose 16 × 16 grey levels correlate by 0.95 or more are
 * nearly equal. Signs that differ in at most 7 of 8 groups agree in one, so only images with a group in
 * common are compared: the cost grows with the number of images where few are alike.
 *
 * What that finds of changed copies, and of real sets, stands in `docs/data.md`.
 *
 * @param images The images, of one set or of several.
 * @returns The sets, each in the images' order.
 */
export function findDuplicates({ count, imageAt }: AlikeImages): Duplicates {
  const thumbnails = Array.from({ length: count }, (_, i) => thumbnailOf(imageAt(i)));
  const equal = equalSets(thumbnails, imageAt);
  // of equal images the first stands for all
  const others = new Set(equal.flatMap((set) => set.slice(1)));
  const firsts = thumbnails.map((_, i) => i).filter((i) => !others.has(i));
  const joined = nearSets(firsts.map((i) => thumbnails[i])).map((set) => set.map((i) => firsts[i]));
  const copies = new Map(equal.map((set) => [set[0], set]));
  const nearly = joined.map((set) =>
    set.flatMap((i) => copies.get(i) ?? [i]).sort((a, b) => a - b)
  );
  return { equal, nearly };
}

/** Sets of equal images: only those of equal thumbnails are compared. */
function equalSets(
  thumbnails: readonly Uint8Array[],
  imageAt: AlikeImages["imageAt"],
): number[][] {
  const sets = Map.groupBy(thumbnails.keys(), (i) => thumbnails[i].join());
  return [...sets.values()].flatMap((alike) => {
    const equal: number[][] = [];
    for (const i of alike) {
      const own = imageAt(i);
      const set = equal.find(([first]) => isSame(own, imageAt(first)));
      if (set) set.push(i);
      else equal.push([i]);
    }
    return equal.filter((set) => set.length > 1);
  });
}

function isSame(a: SampledImage, b: SampledImage): boolean {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return false;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
}

/** Sets of images that are nearly equal; an image of a single colour is like none. */
function nearSets(thumbnails: readonly Uint8Array[]): number[][] {
  const n = thumbnails.length, signs = new Uint8Array(8 * n), parent = new Int32Array(n);
  const levels = thumbnails.map(normalised);
  const inBand = Array.from({ length: 8 }, () => new Map<number, number[]>());
  const rootOf = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (let i = 0; i < n; i++) {
    parent[i] = i;
    if (levels[i] === undefined) continue;
    signsOf(thumbnails[i], signs.subarray(8 * i, 8 * i + 8));
    for (const [band, buckets] of inBand.entries()) {
      const bucket = buckets.get(signs[8 * i + band]);
      if (bucket === undefined) buckets.set(signs[8 * i + band], [i]);
      else {
        for (const j of bucket) {
          if (differing(signs, i, j) > MOST_SIGNS || rootOf(i) === rootOf(j)) continue;
          if (correlation(levels[i]!, levels[j]!) >= LEAST_CORRELATION) {
            parent[rootOf(i)] = rootOf(j);
          }
        }
        bucket.push(i);
      }
    }
  }
  const sets = Map.groupBy(thumbnails.keys(), rootOf);
  return [...sets.values()].filter((set) => set.length > 1);
}

/** Grey levels with mean 0 and length 1; undefined where all are equal. */
function normalised(levels: Uint8Array): Float64Array | undefined {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const centred = Float64Array.from(levels, (level) => level - mean);
  const length = Math.sqrt(correlation(centred, centred));
  return length > 0 ? centred.map((level) => level / length) : undefined;
}

function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Frequencies per side whose signs are compared. */
const FREQUENCIES = 8;

/** The cosines of the lowest frequencies, shape [8, 16]. */
const COSINES = Float64Array.from(
  { length: FREQUENCIES * THUMBNAIL },
  (_, i) => Math.cos(Math.PI / THUMBNAIL * (i % THUMBNAIL + 0.5) * Math.floor(i / THUMBNAIL)),
);

/** The signs of the lowest 8 × 8 frequencies, a byte per row of them; the mean's stays 0. */
function signsOf(levels: Uint8Array, signs: Uint8Array): void {
  const rows = new Float64Array(THUMBNAIL * FREQUENCIES);
  for (let y = 0; y < THUMBNAIL; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < THUMBNAIL; x++) {
        sum += levels[y * THUMBNAIL + x] * COSINES[u * THUMBNAIL + x];
      }
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = v === 0 ? 1 : 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < THUMBNAIL; y++) {
        sum += rows[y * FREQUENCIES + u] * COSINES[v * THUMBNAIL + y];
      }
      if (sum > 0) signs[v] |= 1 << u;
    }
  }
}

/** How many ones a byte has. */
const ONES = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte.toString(2).replaceAll("0", "").length,
);

function differing(signs: Uint8Array, i: number, j: number): number {
  let count = 0;
  for (let k = 0; k < 8; k++) count += ONES[signs[8 * i + k] ^ signs[8 * j + k]];
  return count;
}
