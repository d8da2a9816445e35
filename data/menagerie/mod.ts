/**
 * The menagerie: the embedded default data, animals drawn by a program with their exact trimaps.
 *
 * Every picture is composed from signed distance functions and random fields by arithmetic and
 * square roots alone, so that a seed gives the same bytes on every machine.
 */

import { fingerprint } from "../fingerprint.ts";
import { type Dataset, TRIMAP_CLASSES } from "../types.ts";
import { nameAnimal, whole } from "./animal.ts";
import { drawAnimals, type Drawing } from "./drawing.ts";

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
 * @throws {RangeError} If count is no whole number from 1, size none from 16, or seed none from 0.
 */
export async function menagerie(
  { count, size, seed }: { count: number; size: number; seed: number },
): Promise<Dataset> {
  whole("count", count, 1);
  whole("size", size, 16);
  whole("seed", seed, 0);
  const animals = Array.from({ length: count }, (_, index) => ({ index, ...nameAnimal(index) }));
  animals.sort((a, b) => a.id < b.id ? -1 : 1);
  const ids = animals.map(({ id }) => id);
  const drawing: Drawing = {
    order: animals.map(({ index }) => index),
    size,
    seed,
    images: new Uint8Array(new SharedArrayBuffer(count * size * size * 3)),
    labels: new Uint8Array(new SharedArrayBuffer(count * size * size)),
    next: new Int32Array(new SharedArrayBuffer(4)),
  };
  await drawAnimals(drawing);
  const { images, labels } = drawing, shape = [size, size] as const;
  return {
    name: `menagerie (${count} animals, seed ${seed})`,
    fingerprint: fingerprint({ ids, shape, images, labels }),
    shape,
    ids,
    groups: animals.map(({ group }) => group),
    images,
    labels,
    classes: TRIMAP_CLASSES,
    skipped: [],
  };
}
