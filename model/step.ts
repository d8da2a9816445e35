import * as tf from "@tensorflow/tfjs-core";
import { lossAndGradients } from "@triptych/engine";
import type { Batch } from "./batch.ts";
import type { BatchStatistics } from "./layers.ts";
import { disposeStatistics, type TrainOptions, updateRunning } from "./network.ts";
import type { Training } from "./state.ts";

/**
 * Takes one training step: forward pass, loss, gradients, Adam, running statistics. `fit` calls it for
 * each batch.
 *
 * @param training Whose weights follow the gradient.
 * @param batch Images with their masks.
 * @param options Whether the encoder stays as it is.
 * @returns The loss before the step, mean over all pixels, in nats.
 * @throws {RangeError} If the loss is not finite; the weights are as they were before the step.
 */
export async function trainStep(
  training: Training,
  batch: Batch,
  options: TrainOptions = {},
): Promise<number> {
  const { optimizer, average, progress } = training;
  const { loss, gradients, statistics } = await gradientsOf(training, batch, options);
  try {
    if (Number.isFinite(loss)) {
      optimizer.apply(gradients, movingOf(training, options));
      updateRunning(statistics);
      average?.update();
    }
  } finally {
    disposePass({ gradients, statistics });
  }
  const where = `in epoch ${progress.epoch}, step ${progress.step + 1}`;
  checkLoss(loss, where, optimizer.learningRate);
  return loss;
}

/**
 * Refuses a loss from which a training can't continue.
 *
 * @param loss What was measured.
 * @param where When in the training, for the error.
 * @param learningRate The learning rate then.
 * @throws {RangeError} If the loss is not finite.
 */
export function checkLoss(loss: number, where: string, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `Cannot continue training: the loss must be finite, got ${loss} ${where}. Try a lower learning ` +
      `rate than ${learningRate}, a larger batch, or look for blank images`,
  );
}

/** What a pass over a batch yields. */
interface Pass {
  loss: number;
  gradients: tf.NamedTensorMap;
  statistics: BatchStatistics[];
}

/** Gradients of the batch's mean loss, summed over micro-batches. */
async function gradientsOf(training: Training, batch: Batch, options: TrainOptions): Promise<Pass> {
  const { microBatch } = training;
  if (batch.count <= microBatch) return await passOver(training, batch, 1, options);
  const sum: Pass = { loss: 0, gradients: {}, statistics: [] };
  const { length: classes } = training.network.metadata.classes;
  const counted = Math.max(1, countedPixels(batch, classes));
  try {
    for (let first = 0; first < batch.count; first += microBatch) {
      const part = partOf(batch, first, Math.min(batch.count, first + microBatch));
      const { loss, gradients, statistics } = await passOver(
        training,
        part,
        countedPixels(part, classes) / counted,
        options,
      );
      sum.loss += loss;
      sum.gradients = added(sum.gradients, gradients);
      sum.statistics.push(...statistics);
    }
    return sum;
  } catch (error) {
    disposePass(sum);
    throw error;
  }
}

function disposePass({ gradients, statistics }: Omit<Pass, "loss">): void {
  tf.dispose(gradients);
  disposeStatistics(statistics);
}

/** A forward and a backward pass over images whose loss counts with a weight. */
async function passOver(
  training: Training,
  batch: Batch,
  weight: number,
  options: TrainOptions,
): Promise<Pass> {
  const { network, loss: lossOf } = training;
  const { shape: [rows, columns], normalisation } = network.metadata;
  const { length: channels } = normalisation;
  let statistics: BatchStatistics[] = [];
  try {
    const { loss, gradients } = tf.tidy(() => {
      const images = tf.tensor4d(batch.images, [batch.count, rows, columns, channels]);
      const labels = tf.tensor3d(batch.labels, [batch.count, rows, columns], "int32");
      return lossAndGradients(() => {
        const pass = network.train(images, options);
        statistics = pass.statistics;
        const value = lossOf(pass.logits, labels);
        return weight === 1 ? value : tf.mul(value, weight);
      }, movingOf(training, options));
    });
    const [value] = await loss.data();
    loss.dispose();
    return { loss: value, gradients, statistics };
  } catch (error) {
    disposeStatistics(statistics);
    throw error;
  }
}

/** The pixels that the loss is a mean over: those whose label is a class. */
function countedPixels({ labels }: Batch, classes: number): number {
  let count = 0;
  for (const label of labels) count += label >= 0 && label < classes ? 1 : 0;
  return count;
}

function movingOf({ network, weights }: Training, { freezeEncoder }: TrainOptions): tf.Variable[] {
  return freezeEncoder ? weights.decoder : network.trainable;
}

function partOf({ images, labels, count }: Batch, first: number, end: number): Batch {
  const cut = <T extends Float32Array | Int32Array>(values: T) => {
    const each = values.length / count;
    return values.subarray(first * each, end * each) as T;
  };
  return { images: cut(images), labels: cut(labels), count: end - first };
}

/** Sums by name; the summands are freed. */
function added(sum: tf.NamedTensorMap, more: tf.NamedTensorMap): tf.NamedTensorMap {
  return Object.fromEntries(
    Object.entries(more).map(([name, gradient]) => {
      if (sum[name] === undefined) return [name, gradient];
      const both = tf.add(sum[name], gradient);
      tf.dispose([sum[name], gradient]);
      return [name, both];
    }),
  );
}
