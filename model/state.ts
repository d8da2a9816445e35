import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EpochRecord } from "../core/mod.ts";
import { compile, type Network } from "./network.ts";
import { Adam, diceCrossEntropy, softmaxCrossEntropy } from "@triptych/engine";
import { type TrainableWeights, trainableWeightsOf } from "./trainable_weights.ts";

/** All that changes in a training: what a checkpoint holds. */
export interface Training {
  /** The model, ready to run; its weights are trained in place. */
  readonly network: Network;
  /** The weights that are trained, by the half of the network that they belong to. */
  readonly weights: TrainableWeights;
  /** Adam with what it remembers. */
  readonly optimizer: Adam;
  /** The loss of logits [n, h, w, classes] and labels [n, h, w], a mean over all pixels. */
  readonly loss: (logits: tf.Tensor4D, labels: tf.Tensor3D) => tf.Scalar;
  /** Photographs whose gradients are computed at once. */
  readonly microBatch: number;
  /** How far the training is. */
  progress: TrainingProgress;
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
export interface TrainingProgress {
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
  const weights = trainableWeightsOf(network);
  const optimizer = new Adam(network.trainable, {
    particulars: (variable) => ({
      rate: weights.encoder.includes(variable) ? encoderRate : 1,
      weightDecay: variable.rank > 1 ? weightDecay : 0,
    }),
  });
  const loss: Training["loss"] = dice === 0 && classWeights === undefined
    ? softmaxCrossEntropy
    : (logits, labels) => diceCrossEntropy(logits, labels, { dice, weights: classWeights });
  const progress = epochStart(1);
  return { network, weights, optimizer, loss, microBatch: microBatch ?? Infinity, progress };
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
export function epochStart(
  epoch: number,
  { best, records = [] }: Partial<Pick<TrainingProgress, "best" | "records">> = {},
): TrainingProgress {
  return { epoch, step: 0, photographs: 0, lossSum: 0, seconds: 0, best, records };
}
