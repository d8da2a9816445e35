import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Batch } from "../data/types.ts";
import type { BatchStatistics } from "./layers.ts";
import { compile, type Network, updateRunning } from "./network.ts";
import { Adam, lossAndGradients, softmaxCrossEntropy } from "./ops/mod.ts";

/** All that changes in a training: what a checkpoint holds. */
export interface Training {
  /** The model, ready to run; its weights are trained in place. */
  readonly network: Network;
  /** Adam with what it remembers. */
  readonly optimizer: Adam;
  /** How far the training is. */
  progress: Progress;
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
}

/**
 * Prepares the training of a model by Adam with PyTorch's defaults, from its first step.
 *
 * @param model A model of `buildUnet`, trained in place
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
export function startTraining(model: LayersModel): Training {
  const network = compile(model);
  return { network, optimizer: new Adam(network.trainable), progress: startOf(1) };
}

/**
 * The beginning of an epoch.
 *
 * @param epoch 1 for the first
 * @param best The best epoch so far
 * @returns Progress with nothing done
 */
export function startOf(epoch: number, best?: Progress["best"]): Progress {
  return { epoch, step: 0, photographs: 0, lossSum: 0, seconds: 0, best };
}

/**
 * Takes one step: forward, loss, gradients, Adam, running statistics.
 *
 * @param training Whose weights follow the gradient
 * @param batch Photographs with their trimaps
 * @returns The loss before the step, mean over all pixels, in nats
 * @throws {RangeError} If the loss is not finite; weights are as they were before the step
 */
export async function trainStep(
  { network, optimizer, progress }: Training,
  batch: Batch,
): Promise<number> {
  const { size } = network.metadata;
  const images = tf.tensor4d(batch.images, [batch.count, size, size, 3]);
  const labels = tf.tensor3d(batch.labels, [batch.count, size, size], "int32");
  let statistics: BatchStatistics[] = [];
  const { loss, gradients } = lossAndGradients(() => {
    const pass = network.train(images);
    statistics = pass.statistics;
    return softmaxCrossEntropy(pass.logits, labels);
  }, network.trainable);

  const [value] = await loss.data();
  if (Number.isFinite(value)) {
    optimizer.apply(gradients);
    updateRunning(statistics);
  }
  tf.dispose([images, labels, loss, gradients]);
  tf.dispose(statistics.flatMap(({ mean, variance }) => [mean, variance]));
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `Cannot go on training: the loss must be finite, got ${value} in epoch ${progress.epoch}, ` +
        `step ${progress.step + 1}. Try a lower learning rate than ${optimizer.learningRate}, a ` +
        "larger batch, or look for photographs that hold no image",
    );
  }
  return value;
}
