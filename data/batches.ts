import type { Normalisation } from "../core/mod.ts";
import type { Augmentation } from "./augmentations.ts";
import { planEpoch } from "./make_batch.ts";
import type { BatchWorkerStart } from "./batch_worker.ts";
import { checkLabels, countImages } from "./check_arrays.ts";
import { normalisationOf } from "./normalisation.ts";
import { piecesIn, rareClasses } from "./pieces.ts";
import type { Batch, ImageSet, LabelledImages, PackedImages } from "./types.ts";

/** Options of {@linkcode trainingBatches}. */
export interface BatchOptions {
  /** Images per batch; the last of an epoch may have fewer. */
  batch: number;
  /** Seeds order and augmentations, a whole number from 0 to 2³² − 1. */
  seed: number;
  /** Random augmentations of image and mask together. @default {none} */
  augment?: readonly Augmentation[];
  /**
   * How samples become values from 0 to 1, a range for each channel; `buildUnet` must have the same.
   * @default {0 to 255 for RGB of 8 bits, else each channel's 0.5 and 99.5 percentiles in these images}
   */
  normalisation?: Normalisation;
  /** Draws a random order for each epoch. @default {true} */
  shuffle?: boolean;
  /** Batches per epoch, if it isn't to have all images: the first ones in its order. @default {all} */
  steps?: number;
}

/** The batches of all epochs, as `fit` takes them. */
export interface TrainingBatches {
  /** Batches per epoch. */
  steps: number;
  /** Images per epoch, or pieces of images. */
  count: number;
  /** How samples become values from 0 to 1: what `buildUnet` takes for a model of these images. */
  normalisation: Normalisation;
  /**
   * Makes the batches of an epoch, a few ahead, in a worker that ends with the loop or on `return()`.
   *
   * @param epoch With the seed it decides order and augmentations.
   * @param fromStep The first batch wanted, to resume in the middle of an epoch; 0 by default.
   * @returns The batches, one after the other.
   * @throws {RangeError} If the epoch or first step is no whole number in its range.
   */
  epoch(epoch: number, fromStep?: number): AsyncGenerator<Batch, void, void>;
}

/** Batches that a worker prepares ahead of the current one. */
const AHEAD = 2;

/**
 * The batches that a model is trained on: a worker prepares the next ones while the model computes on
 * this thread. The same options give the same batches.
 *
 * @param dataset Images and masks. In shared memory, as `readPets` and `menagerie` have them, the worker
 *   reads them where they are; others are copied to it for each epoch.
 * @param indices The images to use, as places in the dataset.
 * @param options Batch size, seed, and what is random.
 * @returns The batches of each epoch, and how many there are.
 * @throws {TypeError} If images, labels, channels and normalisation don't belong together.
 * @throws {RangeError} If an index is outside the dataset, a label is neither in `classes` nor in `ignore`,
 *   or the batch size or seed is no whole number in its range.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { menagerie } from "./menagerie/mod.ts";
 *
 * const animals = await menagerie({ count: 5, size: 16, seed: 0 });
 * const batches = trainingBatches(animals, [0, 1, 2, 3, 4], { batch: 2, seed: 0, augment: ["flip"] });
 * assert.equal(batches.steps, 3);
 * const counts: number[] = [];
 * for await (const { count } of batches.epoch(1)) counts.push(count);
 * assert.deepEqual(counts, [2, 2, 1]);
 * ```
 */
export function trainingBatches(
  dataset: LabelledImages,
  indices: readonly number[],
  options: BatchOptions,
): TrainingBatches {
  return wholeBatches(dataset, indices, options);
}

/**
 * The same of whole images wherever they are.
 *
 * @param dataset The images, in memory or in a file.
 * @param indices Those to use, as places in the set.
 * @param options Batch size, seed, and what else is random.
 */
export function wholeBatches(
  dataset: ImageSet,
  indices: readonly number[],
  options: BatchOptions,
): TrainingBatches {
  const { shape, classes, ignore } = dataset, about = { shape, classes, ignore };
  const count = dataset.pack === undefined
    ? countImages(dataset, options.normalisation)
    : dataset.pack.shapes.length;
  checkIndices(count, indices);
  if (dataset.pack === undefined) checkLabels(dataset, indices);
  const { normalisation = normalisationOf(dataset, indices) } = options;
  const source = dataset.pack === undefined
    ? { ...about, images: dataset.images, labels: dataset.labels }
    : { ...about, pack: dataset.pack, inPieces: false };
  return batchesOf({ source, normalisation, indices }, options);
}

/**
 * The batches that a model of patches is trained on: random pieces of images at their own size, read from
 * the file where they are, of each image as many per epoch as cover its area.
 *
 * @param set The images.
 * @param indices Those to use, as places in the set.
 * @param options Batch size, seed, and what else is random.
 * @returns The batches of each epoch, and how many there are.
 * @throws {RangeError} If an index is outside the set, or the batch size or seed is no whole number in its
 *   range.
 */
export function patchBatches(
  set: PackedImages,
  indices: readonly number[],
  options: BatchOptions,
): TrainingBatches {
  const { shape, classes, ignore, pack } = set;
  checkIndices(pack.shapes.length, indices);
  const { normalisation = normalisationOf(set, indices) } = options;
  const pieces = piecesOf(set, indices);
  const source = { shape, classes, ignore, pack, inPieces: true };
  const rare = rareClasses(pack, indices);
  return batchesOf({ source, normalisation, indices: pieces, rare }, options);
}

/**
 * The images of an epoch, of which each is as often in it as it has pieces.
 *
 * @param set The images; whole ones have one piece.
 * @param indices Those to use, as places in the set.
 */
export function piecesOf(
  { shape, pack }: Pick<PackedImages, "shape"> & Partial<Pick<PackedImages, "pack">>,
  indices: readonly number[],
): number[] {
  if (pack === undefined) return [...indices];
  return indices.flatMap((i) => new Array<number>(piecesIn(pack.shapes[i], shape)).fill(i));
}

/** What batches are made of. */
interface Ingredients extends Pick<BatchWorkerStart, "source" | "normalisation"> {
  /** The images of an epoch, as often as they are in it. */
  indices: readonly number[];
  /** The classes that a third of pieces lie around. */
  rare?: readonly number[];
}

function batchesOf(
  { source, normalisation, indices, rare }: Ingredients,
  { batch, seed, augment = [], shuffle = true, steps: some }: BatchOptions,
): TrainingBatches {
  checkBatch(batch);
  checkWhole("seed", seed, 2 ** 32 - 1);
  const all = Math.ceil(indices.length / batch), steps = some ?? all;
  if (steps !== all && !(Number.isInteger(steps) && steps >= 1 && steps < all)) {
    throw new RangeError(
      `Cannot make batches: an epoch must have from 1 to ${all} steps, of all images, got ${steps}`,
    );
  }
  const count = Math.min(indices.length, steps * batch);
  return {
    steps,
    count,
    normalisation,
    epoch(epoch, fromStep = 0) {
      checkWhole("epoch", epoch, 2 ** 32 - 1);
      checkWhole("fromStep", fromStep, steps);
      const plan = planEpoch(indices, { seed, epoch, shuffle, augment, rare });
      return prepareAhead({ source, plan, normalisation, batch }, fromStep, steps);
    },
  };
}

async function* prepareAhead(
  start: BatchWorkerStart,
  fromStep: number,
  steps: number,
): AsyncGenerator<Batch, void, void> {
  if (fromStep === steps) return;
  const worker = new Worker(new URL("./batch_worker.ts", import.meta.url), { type: "module" });
  try {
    const ask = askInOrder(worker);
    worker.postMessage(start);
    const asked: Promise<Batch>[] = [];
    for (let step = fromStep; step < steps; step++) {
      while (asked.length <= AHEAD && step + asked.length < steps) {
        asked.push(ask(step + asked.length));
      }
      yield await asked.shift()!;
    }
  } finally {
    worker.terminate();
  }
}

/** Asks the worker for a step's batch; its answers come in the order of the questions. */
function askInOrder(worker: Worker): (step: number) => Promise<Batch> {
  const waiting: PromiseWithResolvers<Batch>[] = [];
  const fail = (message: string): void => {
    for (const { reject } of waiting) reject(new Error(`Cannot make batches: ${message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<Batch | string>) =>
    typeof data === "string" ? fail(data) : waiting.shift()!.resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message);
  };
  return (step) => {
    const answer = Promise.withResolvers<Batch>();
    // the loop awaits the answers one by one, and the first failure is enough
    answer.promise.catch(() => {});
    waiting.push(answer);
    worker.postMessage(step);
    return answer.promise;
  };
}

function checkBatch(batch: number): void {
  if (Number.isInteger(batch) && batch > 0) return;
  throw new RangeError(
    `Cannot make batches: batch must be a whole number of 1 or more, got ${batch}`,
  );
}

function checkIndices(count: number, indices: readonly number[]): void {
  const beyond = indices.find((i) => !(Number.isInteger(i) && i >= 0 && i < count));
  if (beyond === undefined) return;
  throw new RangeError(
    `Cannot make batches: indices must be below the dataset's ${count} images, got ${beyond}`,
  );
}

function checkWhole(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new RangeError(
    `Cannot make batches: ${name} must be a whole number from 0 to ${max}, got ${value}`,
  );
}
