import * as tf from "@tensorflow/tfjs-core";
import { lossAndGradients, OutOfMemory, softmaxCrossEntropy } from "@triptych/engine";
import type { Batch } from "./batch.ts";
import type { BatchStatistics } from "./layers.ts";
import { disposeStatistics } from "./network.ts";
import type { Training } from "./state.ts";

/**
 * Rethrows a step's error. If memory ran out, it first finds the batch that fits, by passes over half as
 * many images each time, without changing a weight, and names it in the error.
 */
export function throwWithBatchThatFits(error: unknown, training: Training, batch: Batch): never {
  if (!(error instanceof OutOfMemory)) throw error;
  const message =
    `Cannot train with a batch of ${batch.count}: it must fit into the memory of the ` +
    `engine ${tf.getBackend()}, and `;
  for (let count = batch.count >> 1; count > 0; count >>= 1) {
    if (fits(training, batch, count)) {
      throw new RangeError(`${message}${count} would: train with --batch ${count}`, {
        cause: error,
      });
    }
  }
  throw new RangeError(`${message}not even 1 does: lower --size or --features`, { cause: error });
}

function fits({ network }: Training, batch: Batch, count: number): boolean {
  const { shape: [rows, columns], normalisation: { length: channels } } = network.metadata;
  const pixels = count * rows * columns;
  const values = batch.images.slice(0, pixels * channels);
  let statistics: BatchStatistics[] = [];
  try {
    tf.tidy(() => {
      const images = tf.tensor4d(values, [count, rows, columns, channels]);
      const labels = tf.tensor3d(batch.labels.slice(0, pixels), [count, rows, columns], "int32");
      lossAndGradients(() => {
        const pass = network.train(images);
        statistics = pass.statistics;
        return softmaxCrossEntropy(pass.logits, labels);
      }, network.trainable);
    });
    return true;
  } catch (error) {
    if (error instanceof OutOfMemory) return false;
    throw error;
  } finally {
    disposeStatistics(statistics);
  }
}
