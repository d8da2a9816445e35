import { placesLeft, runWorkers } from "../workers.ts";
import { drawAnimal } from "./animal.ts";

/** Animals to draw, and room for them in memory that all workers share. */
export interface Drawing {
  /** Which animal goes where, as indices of `drawAnimal()`. */
  order: number[];
  /** Pixels per side. */
  size: number;
  /** The menagerie's seed. */
  seed: number;
  /** Where the pictures go, shape [animals, size, size, 3]. */
  images: Uint8Array<SharedArrayBuffer>;
  /** Where the trimaps go, shape [animals, size, size]. */
  labels: Uint8Array<SharedArrayBuffer>;
  /** One number: the next place in the order that nobody has taken. */
  next: Int32Array<SharedArrayBuffer>;
}

/** Pixels below which another worker, which compiles all this anew, would cost more than it saves. */
const WORTH_A_WORKER = 32 * 128 * 128;
const MOST_WORKERS = 4;

/** Draws all animals: a few on this thread, many on several cores. */
export async function drawAnimals(drawing: Drawing): Promise<void> {
  const wanted = Math.floor(drawing.labels.length / WORTH_A_WORKER);
  const workers = Math.min(navigator.hardwareConcurrency, MOST_WORKERS, wanted);
  if (workers < 2) return drawUntilNoneIsLeft(drawing);
  const url = new URL("./draw_worker.ts", import.meta.url);
  await runWorkers({ url, workers, start: drawing });
}

/** Draws the next animal that nobody has taken, until none is left. */
export function drawUntilNoneIsLeft({ order, size, seed, images, labels, next }: Drawing): void {
  for (const place of placesLeft(next, order.length)) {
    const animal = drawAnimal(order[place], { size, seed });
    images.set(animal.image, place * size * size * 3);
    labels.set(animal.labels, place * size * size);
  }
}
