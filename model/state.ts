import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EpochRecord } from "../core/mod.ts";
import type { Batch } from "../data/types.ts";
import type { BatchStatistics } from "./layers.ts";
import { compile, type Network, type TrainOptions, updateRunning } from "./network.ts";
import { Adam, diceCrossEntropy, lossAndGradients, softmaxCrossEntropy } from "@triptych/engine";
import { type Parts, partsOf } from "./parts.ts";

/** All that changes in a training: what a checkpoint holds. */
export interface Training {
  /** The model, ready to run; its weights are trained in place. */
  readonly network: Network;
  /** The weights that are trained, encoder and decoder apart. */
  readonly parts: Parts;
  /** Adam with what it remembers. */
  readonly optimizer: Adam;
  /** The loss of logits [n, h, w, classes] and labels [n, h, w], a mean over all pixels. */
  readonly loss: (logits: tf.Tensor4D, labels: tf.Tensor3D) => tf.Scalar;
  /** Photographs whose gradients are computed at once. */
  readonly microBatch: number;
  /** How far the training is. */
  progress: Progress;
}

/** How a model is trained; all of it is decided before the first step. */
export interface TrainingOptions {
  /** The encoder's step size as a multiple of the learning rate. @default {1} */
  encoderRate?: number;
  /**
   * Decoupled weight decay, AdamW's, of kernels; biases and batch norms have none, since to pull these
   * to zero does not make a function smoother. @default {0}
   */
  weightDecay?: number;
  /** The weight of 1 − soft Dice beside the cross-entropy. @default {0} */
  dice?: number;
  /** Each class's weight in the cross-entropy, in the order of the classes. @default {all 1} */
  classWeights?: readonly number[];
  /**
   * Photographs whose gradients are computed at once; those of a batch are summed up, in less memory.
   * Batch norms and soft Dice then see these and not the batch. @default {the whole batch}
   */
  microBatch?: number;
}

/** How far a training is. */
export interface Progress {
  /** The epoch under way, 1 for the first. */
  epoch: number;
  /** Steps of it that are done. */
  step: number;
  /** Photographs of it that are done. */
  photographs: number;
  /** Sum of their losses. */
  lossSum: number;
  /** Seconds its steps took, waiting for batches included. */
  seconds: number;
  /** The epoch with the highest mean Dice so far, of equals the first. */
  best?: { epoch: number; dice: number };
  /** The epochs that are complete; none in a checkpoint of a version that didn't keep them. */
  records: EpochRecord[];
}

/**
 * Prepares the training of a model by Adam with PyTorch's defaults, from its first step.
 *
 * @param model A model of `buildModel`, trained in place
 * @param options Loss, weight decay and the encoder's step size
 * @returns The training, for `fit`, `saveCheckpoint` and `restoreCheckpoint`
 * @throws {TypeError} If the model holds a layer of a kind that isn't known
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const training = startTraining(buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * assert.equal(training.progress.epoch, 1);
 * ```
 */
export function startTraining(model: LayersModel, options: TrainingOptions = {}): Training {
  const { encoderRate = 1, weightDecay = 0, dice = 0, classWeights, microBatch } = options;
  const network = compile(model);
  const parts = partsOf(network);
  const optimizer = new Adam(network.trainable, {
    particulars: (variable) => ({
      rate: parts.encoder.includes(variable) ? encoderRate : 1,
      weightDecay: variable.rank > 1 ? weightDecay : 0,
    }),
  });
  const loss: Training["loss"] = dice === 0 && classWeights === undefined
    ? softmaxCrossEntropy
    : (logits, labels) => diceCrossEntropy(logits, labels, { dice, weights: classWeights });
  const progress = startOf(1);
  return { network, parts, optimizer, loss, microBatch: microBatch ?? Infinity, progress };
}

/**
 * Frees a training's memory, its model's included.
 *
 * @param training Not to be used any more
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const before = tf.memory().numTensors;
 * endTraining(startTraining(buildUnet({ size: 16, features: 1, classes, seed: 0 })));
 * assert.equal(tf.memory().numTensors, before);
 * ```
 */
export function endTraining({ network, optimizer }: Training): void {
  optimizer.dispose();
  network.model.dispose();
}

/**
 * The beginning of an epoch.
 *
 * @param epoch 1 for the first
 * @param before What was before it
 * @param before.best The best epoch so far
 * @param before.records The epochs so far
 * @returns Progress with nothing done
 */
export function startOf(
  epoch: number,
  { best, records = [] }: Partial<Pick<Progress, "best" | "records">> = {},
): Progress {
  return { epoch, step: 0, photographs: 0, lossSum: 0, seconds: 0, best, records };
}

/**
 * Takes one step: forward, loss, gradients, Adam, running statistics.
 *
 * @param training Whose weights follow the gradient
 * @param batch Photographs with their trimaps
 * @param options Whether the encoder stays as it is
 * @returns The loss before the step, mean over all pixels, in nats
 * @throws {RangeError} If the loss is not finite; weights are as they were before the step
 */
export async function trainStep(
  training: Training,
  batch: Batch,
  options: TrainOptions = {},
): Promise<number> {
  const { optimizer, progress } = training;
  const { loss, gradients, statistics } = await gradientsOf(training, batch, options);
  if (Number.isFinite(loss)) {
    optimizer.apply(gradients, movingOf(training, options));
    updateRunning(statistics);
  }
  tf.dispose(gradients);
  tf.dispose(statistics.flatMap(({ mean, variance }) => [mean, variance]));
  const where = `in epoch ${progress.epoch}, step ${progress.step + 1}`;
  checkLoss(loss, where, optimizer.learningRate);
  return loss;
}

/**
 * Refuses a loss with which a training can't go on.
 *
 * @param loss What was measured
 * @param where When in the training, for the error
 * @param learningRate Adam's step size then
 * @throws {RangeError} If the loss is not finite
 */
export function checkLoss(loss: number, where: string, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `Cannot go on training: the loss must be finite, got ${loss} ${where}. ` +
      `Try a lower learning rate than ${learningRate}, a larger batch, or look for photographs ` +
      "that hold no image",
  );
}

/** What a pass over a batch gives. */
interface Pass {
  loss: number;
  gradients: tf.NamedTensorMap;
  statistics: BatchStatistics[];
}

/** Gradients of the batch's mean loss, summed over parts that are computed one after the other. */
async function gradientsOf(training: Training, batch: Batch, options: TrainOptions): Promise<Pass> {
  const { microBatch } = training;
  if (batch.count <= microBatch) return await passOver(training, batch, 1, options);
  const sum: Pass = { loss: 0, gradients: {}, statistics: [] };
  for (let first = 0; first < batch.count; first += microBatch) {
    const part = partOf(batch, first, Math.min(batch.count, first + microBatch));
    const { loss, gradients, statistics } = await passOver(
      training,
      part,
      part.count / batch.count,
      options,
    );
    sum.loss += loss;
    sum.gradients = added(sum.gradients, gradients);
    sum.statistics.push(...statistics);
  }
  return sum;
}

/** One pass, forward and backward; the loss counts with a weight. */
async function passOver(
  training: Training,
  { images: photographs, labels: trimaps, count }: Batch,
  weight: number,
  options: TrainOptions,
): Promise<Pass> {
  const { network, loss: lossOf } = training;
  const { size } = network.metadata;
  const images = tf.tensor4d(photographs, [count, size, size, 3]);
  const labels = tf.tensor3d(trimaps, [count, size, size], "int32");
  let statistics: BatchStatistics[] = [];
  const { loss, gradients } = lossAndGradients(() => {
    const pass = network.train(images, options);
    statistics = pass.statistics;
    const value = lossOf(pass.logits, labels);
    return weight === 1 ? value : tf.mul(value, weight);
  }, movingOf(training, options));
  const [value] = await loss.data();
  tf.dispose([images, labels, loss]);
  return { loss: value, gradients, statistics };
}

function movingOf({ network, parts }: Training, { freezeEncoder }: TrainOptions): tf.Variable[] {
  return freezeEncoder ? parts.decoder : network.trainable;
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
