/**
 * Images that are equal or nearly equal.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import type { Samples } from "../../core/mod.ts";
import { bytesOf } from "../bytes.ts";
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
  /** Each by its place, from 0; it is read once, and again only if another has its checksum. */
  imageAt: (place: number) => ComparedImage;
}

/** An image with its samples in memory. */
interface ComparedImage extends SampledImage {
  data: Samples;
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
  const thumbnails = new Thumbnails(count), checksums = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const image = imageAt(i);
    thumbnails.set(i, thumbnailOf(image));
    checksums[i] = crc32(bytesOf(image.data));
  }
  const equal = equalSets(checksums, imageAt);
  // of equal images the first stands for all
  const others = new Set(equal.flatMap((set) => set.slice(1)));
  const firsts = Uint32Array.from(checksums.keys()).filter((i) => !others.has(i));
  const joined = nearSets(thumbnails, firsts);
  const copies = new Map(equal.map((set) => [set[0], set]));
  const nearly = joined.map((set) =>
    set.flatMap((i) => copies.get(i) ?? [i]).sort((a, b) => a - b)
  );
  return { equal, nearly };
}

/** Sets of equal images: only those of equal checksums are compared. */
function equalSets(checksums: Uint32Array, imageAt: AlikeImages["imageAt"]): number[][] {
  const sets = Map.groupBy(checksums.keys(), (i) => checksums[i]);
  return [...sets.values()].filter((alike) => alike.length > 1).flatMap((alike) => {
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

function isSame(a: ComparedImage, b: ComparedImage): boolean {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return false;
  const bytes = bytesOf(b.data);
  return bytesOf(a.data).every((value, i) => value === bytes[i]);
}

/** Grey levels of many images in one piece of memory, and what their correlations need. */
class Thumbnails {
  readonly #levels: Uint8Array;
  readonly #means: Float64Array;
  /** Lengths of the levels from their mean; 0 where all are equal. */
  readonly #lengths: Float64Array;

  /** @param count Of how many images. */
  constructor(count: number) {
    this.#levels = new Uint8Array(count * THUMBNAIL ** 2);
    this.#means = new Float64Array(count);
    this.#lengths = new Float64Array(count);
  }

  /** Keeps an image's grey levels. */
  set(place: number, levels: Uint8Array): void {
    let sum = 0, squares = 0;
    for (const level of levels) {
      sum += level;
      squares += level * level;
    }
    this.#levels.set(levels, place * levels.length);
    this.#means[place] = sum / levels.length;
    this.#lengths[place] = Math.sqrt(squares - sum * sum / levels.length);
  }

  /** An image's grey levels. */
  get(place: number): Uint8Array {
    return this.#levels.subarray(place * THUMBNAIL ** 2, (place + 1) * THUMBNAIL ** 2);
  }

  /** Whether an image is of a single colour, and like none. */
  isFlat(place: number): boolean {
    return this.#lengths[place] === 0;
  }

  /** The correlation of two images' grey levels. */
  correlation(i: number, j: number): number {
    const a = this.get(i), b = this.get(j);
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
    return (sum - a.length * this.#means[i] * this.#means[j]) /
      (this.#lengths[i] * this.#lengths[j]);
  }
}

/** Sets of images that are nearly equal, of those at some places. */
function nearSets(thumbnails: Thumbnails, places: Uint32Array): number[][] {
  const n = places.length, signs = new Uint8Array(8 * n), parent = new Int32Array(n);
  const inBand = Array.from({ length: 8 }, () => new Map<number, number[]>());
  const rootOf = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (let i = 0; i < n; i++) {
    parent[i] = i;
    if (thumbnails.isFlat(places[i])) continue;
    signsOf(thumbnails.get(places[i]), signs.subarray(8 * i, 8 * i + 8));
    for (const [band, buckets] of inBand.entries()) {
      const bucket = buckets.get(signs[8 * i + band]);
      if (bucket === undefined) buckets.set(signs[8 * i + band], [i]);
      else {
        for (const j of bucket) {
          if (differing(signs, i, j) > MOST_SIGNS || rootOf(i) === rootOf(j)) continue;
          if (thumbnails.correlation(places[i], places[j]) >= LEAST_CORRELATION) {
            parent[rootOf(i)] = rootOf(j);
          }
        }
        bucket.push(i);
      }
    }
  }
  const sets = Map.groupBy(parent.keys(), rootOf);
  return [...sets.values()].filter((set) => set.length > 1)
    .map((set) => set.map((i) => places[i]));
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
