import type { Augmentation } from "./augmentations.ts";
import { makeBatch, planEpoch, stepOf } from "./batch.ts";
import type { BatchWorkerStart } from "./batch_worker.ts";
import type { Batch, LabelledImages } from "./types.ts";

/** What {@linkcode batches} needs besides the photographs. */
export interface BatchOptions {
  /** Photographs per batch; the last one may be smaller. */
  batch: number;
  /** Which epoch: with the seed it decides over order and changes. */
  epoch: number;
  /** The run's seed, a whole number from 0 to 2³² − 1. */
  seed: number;
  /** Random augmentations of image and trimap together; none by default. */
  augment?: readonly Augmentation[];
  /** Draws a random order for each epoch. @default {false} */
  shuffle?: boolean;
  /** Leaves out the batches before this one, to resume in the middle of an epoch. @default {0} */
  fromStep?: number;
}

/** Batches that a worker prepares ahead of the current one. */
const AHEAD = 2;

/**
 * The batches of one training epoch. A worker prepares the next ones while the model computes on
 * this thread. The same options give the same batches, also from a later step on. To leave the loop
 * early, or to call `return()`, ends the worker.
 *
 * @param dataset Images and masks. In shared memory, as `readPets` and `menagerie` have them, the worker
 *   reads them where they are; others are copied to it for each epoch.
 * @param indices The photographs to use, as places in the dataset.
 * @param options Batch size, epoch, seed, and what chance may do.
 * @returns The batches, one after the other.
 * @throws {RangeError} When an index is outside the dataset, or the batch size, epoch, seed or first
 *   step is no whole number in its range.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { menagerie } from "./menagerie/mod.ts";
 *
 * const animals = await menagerie({ count: 5, size: 16, seed: 0 });
 * const options = { batch: 2, epoch: 1, seed: 0, shuffle: true, augment: ["flip"] as const };
 * const counts: number[] = [];
 * for await (const { count } of batches(animals, [0, 1, 2, 3, 4], options)) counts.push(count);
 * assert.deepEqual(counts, [2, 2, 1]);
 * ```
 */
export function batches(
  dataset: LabelledImages,
  indices: readonly number[],
  options: BatchOptions,
): AsyncGenerator<Batch, void, void> {
  const { batch, epoch, seed, augment = [], shuffle = false, fromStep = 0 } = options;
  const steps = Math.ceil(indices.length / checkBatch(batch));
  checkIndices(dataset, indices);
  checkWhole("epoch", epoch, 2 ** 32 - 1);
  checkWhole("seed", seed, 2 ** 32 - 1);
  checkWhole("fromStep", fromStep, steps);
  const { size, images, labels, classes } = dataset;
  const plan = planEpoch(indices, { seed, epoch, shuffle, augment });
  return prepareAhead({ source: { size, images, labels, classes }, plan, batch }, fromStep, steps);
}

/**
 * Batches in the order of `indices`, unchanged, made on this thread: for evaluation.
 *
 * @param dataset Photographs and trimaps.
 * @param indices The photographs to use, as places in the dataset.
 * @param batch Photographs per batch; the last one may be smaller.
 * @returns The batches, each made when it is asked for.
 * @throws {RangeError} When an index is outside the dataset, or the batch size is no whole number of
 *   1 or more.
 */
export function evaluationBatches(
  dataset: LabelledImages,
  indices: readonly number[],
  batch: number,
): Generator<Batch, void, void> {
  checkBatch(batch);
  checkIndices(dataset, indices);
  const plan = planEpoch(indices, { seed: 0, epoch: 0, shuffle: false, augment: [] });
  return (function* () {
    for (let step = 0; step * batch < indices.length; step++) {
      yield makeBatch(dataset, stepOf(plan, batch, step));
    }
  })();
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
    // the loop awaits answers one by one: a failure of a later one is the first one's
    answer.promise.catch(() => {});
    waiting.push(answer);
    worker.postMessage(step);
    return answer.promise;
  };
}

function checkBatch(batch: number): number {
  if (Number.isInteger(batch) && batch > 0) return batch;
  throw new RangeError(
    `Cannot make batches: batch must be a whole number of 1 or more, got ${batch}`,
  );
}

function checkIndices({ size, labels }: LabelledImages, indices: readonly number[]): void {
  const count = labels.length / (size * size);
  const beyond = indices.find((i) => !(Number.isInteger(i) && i >= 0 && i < count));
  if (beyond === undefined) return;
  throw new RangeError(
    `Cannot make batches: indices must be below the dataset's ${count} photographs, got ${beyond}`,
  );
}

function checkWhole(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new RangeError(
    `Cannot make batches: ${name} must be a whole number from 0 to ${max}, got ${value}`,
  );
}
