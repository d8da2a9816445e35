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
 * Draws one animal. It depends only on index, seed and size, so that a larger menagerie begins with the
 * animals of a smaller one. The species take turns.
 *
 * @param index Which animal, from 0.
 * @param options How to draw it.
 * @param options.size Pixels per side.
 * @param options.seed A whole number; the same one draws the same animals on every machine.
 * @returns The animal with its trimap.
 * @throws {RangeError} If index or seed is no whole number from 0, or the size none from 16.
 */
export function drawAnimal(
  index: number,
  { size, seed }: { size: number; seed: number },
): Animal {
  whole("index", index, 0);
  whole("size", size, 16);
  whole("seed", seed, 0);
  const species = SPECIES[index % SPECIES.length];
  const picture = paintScene(species, new Random(seed, index), size);
  return { ...nameAnimal(index), ...picture };
}

/** An animal's id and species, which need no drawing. */
export function nameAnimal(index: number): Pick<Animal, "id" | "group"> {
  const group = SPECIES[index % SPECIES.length].name;
  const number = Math.floor(index / SPECIES.length) + 1;
  return { id: `${group}_${String(number).padStart(3, "0")}`, group };
}

/** Refuses anything but whole numbers from `least` to 2³² − 1. */
export function whole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least || value > 0xffffffff) {
    throw new RangeError(
      `Cannot draw the menagerie: ${name} must be a whole number from ${least} to 4294967295, got ${value}`,
    );
  }
}
