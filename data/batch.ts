import { RandomState } from "./random.ts";
import type { Batch, Dataset } from "./types.ts";

/** What batches are made of; a worker gets just this. */
export type BatchSource = Pick<Dataset, "size" | "images" | "labels" | "classes">;

/** The photographs of an epoch in their order, and what chance does to each. */
export interface EpochPlan {
  /** Places in the dataset. */
  indices: Uint32Array;
  /** 32 random bits a photograph, from which its augmentations follow; 0 leaves it as it is. */
  draws: Uint32Array;
}

/** What decides over an epoch's order and chance. */
export interface PlanOptions {
  /** The run's seed. */
  seed: number;
  /** Which epoch. */
  epoch: number;
  /** Whether the order is random; otherwise it is that of `indices`. */
  shuffle: boolean;
  /** Whether photographs are mirrored, left to right, with probability ½. */
  flip: boolean;
}

/**
 * Plans an epoch from the seed and the epoch's number alone, so that a run that was broken off in it
 * can go on with the same photographs in the same order, mirrored alike.
 *
 * @param indices Places in the dataset.
 * @param options What decides.
 */
export function planEpoch(
  indices: ArrayLike<number>,
  { seed, epoch, shuffle, flip }: PlanOptions,
): EpochPlan {
  const random = new RandomState([seed, epoch]);
  const order = Uint32Array.from(indices);
  if (shuffle) random.permutation(order.length).forEach((from, to) => order[to] = indices[from]);
  const draws = new Uint32Array(order.length);
  if (flip) draws.forEach((_, i) => draws[i] = random.uint32());
  return { indices: order, draws };
}

/**
 * Makes one batch: photographs from bytes to 0…1, labels to class indices, augmentations on both.
 *
 * @param source Photographs and trimaps.
 * @param plan The batch's part of an epoch's plan.
 */
export function makeBatch(source: BatchSource, { indices, draws }: EpochPlan): Batch {
  const { size, images: bytes, labels: truths } = source;
  const count = indices.length, pixels = size * size, classOf = classIndices(source);
  const images = new Float32Array(count * pixels * 3), labels = new Int32Array(count * pixels);
  for (let i = 0; i < count; i++) {
    // the highest bit mirrors: each row is then read from its other end
    const mirrored = draws[i] >>> 31 === 1, step = mirrored ? -1 : 1;
    for (let y = 0; y < size; y++) {
      let to = i * pixels + y * size;
      let from = indices[i] * pixels + y * size + (mirrored ? size - 1 : 0);
      for (const end = to + size; to < end; to++, from += step) {
        labels[to] = classOf[truths[from]];
        images[to * 3] = bytes[from * 3] / 255;
        images[to * 3 + 1] = bytes[from * 3 + 1] / 255;
        images[to * 3 + 2] = bytes[from * 3 + 2] / 255;
      }
    }
  }
  return { images, labels, count };
}

/** The part of a plan that a step uses: photographs `step * batch` and on. */
export function stepOf({ indices, draws }: EpochPlan, batch: number, step: number): EpochPlan {
  const from = step * batch, to = from + batch;
  return { indices: indices.subarray(from, to), draws: draws.subarray(from, to) };
}

/** For each label in the files, the place of its class. */
function classIndices({ classes }: BatchSource): Int32Array {
  const places = new Int32Array(256);
  classes.forEach(({ label }, place) => places[label] = place);
  return places;
}
