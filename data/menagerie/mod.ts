/**
 * The menagerie: the embedded default data, animals drawn by a program with their exact trimaps.
 *
 * Every picture is composed from signed distance functions and random fields by arithmetic and
 * square roots alone, so that a seed gives the same bytes on every machine.
 */

import { fingerprint } from "../fingerprint.ts";
import { type Dataset, TRIMAP_CLASSES } from "../types.ts";
import { Random } from "./random.ts";
import { paintScene } from "./scene.ts";
import { SPECIES } from "./species.ts";

/** One animal of the menagerie. */
export interface Animal {
  /** Its name: `otter_007`. */
  id: string;
  /** Its species. */
  group: string;
  /** RGB, 0 to 255, shape [size, size, 3]. */
  image: Uint8Array;
  /** Trimap labels: 1 foreground, 2 background, 3 border; shape [size, size]. */
  labels: Uint8Array;
}

/**
 * Draws one animal. It depends on its index, the seed and the size only: a larger menagerie begins
 * with the animals of a smaller one. The species take turns.
 *
 * @param index Which animal, from 0.
 * @param options How to draw it.
 * @param options.size Pixels a side.
 * @param options.seed A whole number; the same one draws the same animals on every machine.
 * @returns The animal with its trimap.
 * @throws {RangeError} When index or seed is no whole number from 0, or the size none from 16.
 */
export function drawAnimal(
  index: number,
  { size, seed }: { size: number; seed: number },
): Animal {
  whole("index", index, 0);
  whole("size", size, 16);
  whole("seed", seed, 0);
  const species = SPECIES[index % SPECIES.length];
  const number = Math.floor(index / SPECIES.length) + 1;
  const picture = paintScene(species, new Random(seed, index), size);
  return {
    id: `${species.name}_${String(number).padStart(3, "0")}`,
    group: species.name,
    ...picture,
  };
}

/**
 * Draws a menagerie: animals of twelve species with their trimaps.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const data = menagerie({ count: 12, size: 32, seed: 0 });
 * assert.equal(data.ids[0], "bear_001");
 * assert.equal(data.images.length, 12 * 32 * 32 * 3);
 * ```
 *
 * @param options What to draw.
 * @param options.count How many animals.
 * @param options.size Pixels a side.
 * @param options.seed A whole number; the same one draws the same animals on every machine.
 * @returns The dataset, ids in code-point order.
 * @throws {RangeError} When count is no whole number from 1, size none from 16, or seed none from 0.
 */
export function menagerie(
  { count, size, seed }: { count: number; size: number; seed: number },
): Dataset {
  whole("count", count, 1);
  const animals = Array.from({ length: count }, (_, index) => drawAnimal(index, { size, seed }));
  animals.sort((a, b) => a.id < b.id ? -1 : 1);
  const images = new Uint8Array(new SharedArrayBuffer(count * size * size * 3));
  const labels = new Uint8Array(new SharedArrayBuffer(count * size * size));
  animals.forEach((animal, i) => {
    images.set(animal.image, i * size * size * 3);
    labels.set(animal.labels, i * size * size);
  });
  const ids = animals.map((animal) => animal.id);
  return {
    name: `menagerie (${count} animals, seed ${seed})`,
    fingerprint: fingerprint({ ids, size, images, labels }),
    size,
    ids,
    groups: animals.map((animal) => animal.group),
    images,
    labels,
    classes: TRIMAP_CLASSES,
    skipped: [],
  };
}

/** Refuses what is no whole number from `least` to 2³² − 1. */
function whole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > 0xffffffff) {
    throw new RangeError(
      `Cannot draw the menagerie: ${name} must be a whole number from ${least} to 4294967295, got ${value}`,
    );
  }
}
