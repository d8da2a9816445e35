import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { Adam, diceCrossEntropy, softmaxCrossEntropy } from "@triptych/engine";
import type { EpochRecord } from "../core/mod.ts";
import { compile, type Network } from "./network.ts";
import { trainableWeightsOf } from "./trainable_weights.ts";
import { WeightAverage } from "./weight_average.ts";

/** Everything that changes during a training: what a checkpoint saves. */
export interface Training {
  /** The model, ready to run; its weights are trained in place. */
  readonly network: Network;
  /** The weights that are trained, by the half of the network that they belong to. */
  readonly weights: { encoder: tf.Variable[]; decoder: tf.Variable[] };
  /** Adam with its moments. */
  readonly optimizer: Adam;
  /** The loss of logits [n, h, w, classes] and labels [n, h, w], a mean over all pixels. */
  readonly loss: (logits: tf.Tensor4D, labels: tf.Tensor3D) => tf.Scalar;
  /** The moving average of the weights, where that is to be the model: {@link TrainingOptions.ema}. */
  readonly average?: {
    /** Adds the current weights to the average; called after each step of `fit`. */
    update(): void;
    /**
     * Gives the network the averages while something is done with it, such as `saveModel`; it must not be
     * trained meanwhile.
     */
    within<Result>(use: () => Promise<Result>): Promise<Result>;
    /** Reads how many steps the average covers, and the averages, in the order of the model's weights. */
    state(): Promise<{ steps: number; values: Float32Array[] }>;
    /** Takes that of the same model. */
    restore(state: { steps: number; values: Float32Array[] }): void;
    /** Frees the averages. */
    dispose(): void;
  };
  /** Images whose gradients are computed at once. */
  readonly microBatch: number;
  /** How far the training has come. */
  progress: TrainingProgress;
}

/** How a model is trained, as decided before the first step. */
export interface TrainingOptions {
  /** The encoder's learning rate as a multiple of the decoder's. @default {1} */
  encoderRate?: number;
  /**
   * Decoupled weight decay of kernels, as in AdamW; biases and batch norms have none, since pulling them
   * to zero doesn't make a function smoother. @default {0}
   */
  weightDecay?: number;
  /** The weight of 1 − soft Dice beside the cross-entropy. @default {0} */
  dice?: number;
  /** Each class's weight in the cross-entropy, in the order of the classes, above 0. @default {all 1} */
  classWeights?: readonly number[];
  /**
   * Decay of the exponential moving average of the weights, from 0 to below 1. The average is then what
   * `fit` validates; `saveModel` and `predict` take it in `training.average.within()`. The training itself is
   * the same as without it.
   * @default {no average}
   */
  ema?: number;
  /**
   * Images whose gradients are computed at once, to save memory; the gradients of a batch are summed.
   * Batch norms and soft Dice then see a micro-batch, not the batch. @default {the whole batch}
   */
  microBatch?: number;
}

/** How far a training has come. */
export interface TrainingProgress {
  /** The current epoch, 1 for the first. */
  epoch: number;
  /** Steps of the epoch that are done. */
  step: number;
  /** Images of the epoch that are done; checkpoints of all versions have this name. */
  photographs: number;
  /** Sum of their losses. */
  lossSum: number;
  /** Seconds that the steps took, including the wait for batches. */
  seconds: number;
  /** The epoch with the highest mean Dice so far; ties go to the earliest. */
  best?: { epoch: number; dice: number };
  /** The complete epochs; none in checkpoints of versions that didn't keep them. */
  records: EpochRecord[];
}

/**
 * Starts the training of a model by Adam with PyTorch's defaults.
 *
 * @param model A model of `buildUnet`, trained in place.
 * @param options Loss, weight decay and the encoder's learning rate.
 * @returns The training before its first step, for `fit`, `saveCheckpoint` and `restoreCheckpoint`.
 * @throws {TypeError} If the model contains a layer of an unknown kind.
 * @throws {RangeError} If `ema` isn't from 0 to below 1, or `microBatch` no whole number of 1 or more.
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
  const { encoderRate = 1, weightDecay = 0, dice = 0, classWeights, ema, microBatch } = options;
  checkOptions(options);
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
  const average = ema === undefined ? undefined : new WeightAverage(model, ema);
  return {
    network,
    weights,
    optimizer,
    loss,
    average,
    microBatch: microBatch ?? Infinity,
    progress,
  };
}

/** A micro-batch of no image would never get through a batch. */
function checkOptions({ ema = 0, microBatch = 1 }: TrainingOptions): void {
  if (!(ema >= 0 && ema < 1)) {
    throw new RangeError(`Cannot train: ema must be from 0 to below 1, got ${ema}`);
  }
  if (Number.isInteger(microBatch) && microBatch >= 1) return;
  throw new RangeError(
    `Cannot train: microBatch must be a whole number of 1 or more, got ${microBatch}`,
  );
}

/**
 * Frees the memory of a training and of its model.
 *
 * @param training Must not be used any more.
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
export function endTraining({ network, optimizer, average }: Training): void {
  optimizer.dispose();
  average?.dispose();
  network.model.dispose();
}

/**
 * Does something with the model that a training has come to: its network has the average of the weights
 * meanwhile, where there is one.
 *
 * @param training Between two steps; it must not be trained meanwhile.
 * @param use What is done with its network.
 * @returns What that returns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, saveModel } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const model = buildUnet({ size: 16, features: 1, classes, seed: 0 });
 * const training = startTraining(model, { ema: 0.99 });
 * const folder = await Deno.makeTempDir();
 * await withAverage(training, (network) => saveModel(folder, network.model));
 * assert.ok((await Deno.stat(`${folder}/model.json`)).isFile);
 * ```
 */
export async function withAverage<Result>(
  { network, average }: Training,
  use: (network: Network) => Promise<Result>,
): Promise<Result> {
  const work = () => use(network);
  return await (average?.within(work) ?? work());
}

/** The progress of a training at the start of an epoch, with the epochs before it. */
export function epochStart(
  epoch: number,
  { best, records = [] }: Partial<Pick<TrainingProgress, "best" | "records">> = {},
): TrainingProgress {
  return { epoch, step: 0, photographs: 0, lossSum: 0, seconds: 0, best, records };
}
