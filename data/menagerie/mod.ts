/**
 * The menagerie: the embedded default data, animals drawn by a program with their exact trimaps.
 *
 * Every picture is composed from signed distance functions and random fields by arithmetic and
 * square roots alone, so that a seed gives the same bytes on every machine.
 */

import { join } from "node:path";
import { RGB } from "../../core/mod.ts";
import { cacheFolder as systemCacheFolder } from "../../io/mod.ts";
import { decodedFolder } from "../decoded_cache.ts";
import { fingerprint } from "../fingerprint.ts";
import { layoutOf } from "../pack.ts";
import type { ReadOptions, RoomOptions } from "../read_pairs.ts";
import { type AnyDataset, type Dataset, type PackedDataset, TRIMAP_CLASSES } from "../types.ts";
import { nameAnimal, whole } from "./animal.ts";
import { drawAnimals, type Drawing } from "./drawing.ts";
import { LABELS, packAnimals } from "./pack_animals.ts";

export { type Animal, drawAnimal } from "./animal.ts";

/**
 * Draws a menagerie: animals of twelve species with their trimaps, on several cores if there are many.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const data = await menagerie({ count: 12, size: 32, seed: 0 });
 * assert.equal(data.ids[0], "bear_001");
 * assert.equal(data.images.length, 12 * 32 * 32 * 3);
 * ```
 *
 * @param options What to draw.
 * @param options.count How many animals.
 * @param options.size Pixels per side.
 * @param options.seed A whole number; the same one draws the same animals on every machine.
 * @returns The dataset, ids in code-point order.
 * @throws {RangeError} If count isn't a whole number of 1 or more, size one of 16 or more, or seed one
 * of 0 or more.
 */
export async function menagerie(
  { count, size, seed }: { count: number; size: number; seed: number },
): Promise<Dataset> {
  // as it has no limit, it is in memory
  return await openMenagerie({ count, size, seed }) as Dataset;
}

/** What {@linkcode openMenagerie} draws. */
export interface MenagerieOptions
  extends Pick<ReadOptions, "cacheFolder" | "onProgress">, RoomOptions {
  /** How many animals. */
  count: number;
  /** Pixels per side. */
  size: number;
  /** A whole number; the same one draws the same animals on every machine. */
  seed: number;
}

/**
 * The same, drawn into a file if it is larger than the memory that it may take.
 *
 * @param options What to draw, and how much memory the set may take.
 */
export async function openMenagerie(options: MenagerieOptions): Promise<AnyDataset> {
  const { count, size, seed, memory = Infinity } = options;
  whole("count", count, 1);
  whole("size", size, 16);
  whole("seed", seed, 0);
  const animals = Array.from({ length: count }, (_, index) => ({ index, ...nameAnimal(index) }));
  animals.sort((a, b) => a.id < b.id ? -1 : 1);
  const drawing = { order: animals.map(({ index }) => index), size, seed };
  const about = {
    name: `menagerie (${count} animals, seed ${seed})`,
    shape: [size, size] as const,
    ids: animals.map(({ id }) => id),
    groups: animals.map(({ group }) => group),
    classes: TRIMAP_CLASSES,
    skipped: [],
  };
  const bytes = count * size * size * 4;
  if (bytes > memory) return { ...about, ...await stream(about.ids, drawing, options) };
  options.onSize?.({ bytes });
  const { images, labels } = await draw(drawing);
  return { ...about, images, labels, fingerprint: fingerprint({ ...about, images, labels }) };
}

/** Draws animals into memory. */
async function draw(
  drawing: Pick<Drawing, "order" | "size" | "seed">,
): Promise<Pick<Drawing, "images" | "labels">> {
  const pixels = drawing.order.length * drawing.size * drawing.size;
  const room = {
    images: new Uint8Array(new SharedArrayBuffer(pixels * 3)),
    labels: new Uint8Array(new SharedArrayBuffer(pixels)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  await drawAnimals({ ...drawing, ...room });
  return room;
}

/** Draws animals into a file, of which it says beforehand how large it gets. */
async function stream(
  ids: readonly string[],
  drawing: Pick<Drawing, "order" | "size" | "seed">,
  { count, size, onSize, onProgress, cacheFolder = systemCacheFolder() }: MenagerieOptions,
): Promise<Pick<PackedDataset, "pack" | "fingerprint" | "inPieces">> {
  const folder = decodedFolder(cacheFolder);
  const bytes = count * layoutOf({ format: RGB, labels: LABELS }, [size, size]).length;
  onSize?.({ bytes: count * size * size * 4, file: { folder, bytes } });
  const set = await packAnimals(join(folder, `menagerie-${size}`), { ids, ...drawing }, {
    bytes,
    onProgress,
  });
  return { pack: set.pack, fingerprint: set.fingerprint, inPieces: false };
}
