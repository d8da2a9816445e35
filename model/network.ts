import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { isOfEncoder } from "./encoders/mod.ts";
import { graphOf, type Node } from "./graph.ts";
import { type BatchStatistics, prepare, type Run, variablesOf } from "./layers.ts";
import { metadataOf, type ModelMetadata } from "./metadata.ts";

/** A model ready to run: the same weights, with fewer and fused operations. */
export interface Network {
  /** The model, which owns the weights. */
  readonly model: LayersModel;
  /** What the model says about itself. */
  readonly metadata: ModelMetadata;
  /** The weights that are trained, in the model's order. */
  readonly trainable: tf.Variable[];
  /**
   * Runs the model as at inference: batch norms use their running statistics.
   *
   * @param images Values from 0 to 1, [n, rows, columns, channels].
   * @returns Logits, [n, rows, columns, classes]; the caller disposes them.
   */
  infer(images: tf.Tensor4D): tf.Tensor4D;
  /**
   * Runs the model as in training: batch norms use the batch's own statistics. Call it where
   * TensorFlow.js records gradients.
   *
   * @param images Values from 0 to 1, [n, rows, columns, channels].
   * @param options Whether the encoder is frozen.
   * @returns Logits, and the statistics of the batch norms; the caller disposes both.
   */
  train(
    images: tf.Tensor4D,
    options?: TrainOptions,
  ): { logits: tf.Tensor4D; statistics: BatchStatistics[] };
}

/** How a {@link Network} is run in training. */
export interface TrainOptions {
  /**
   * Whether the encoder's batch norms use their running statistics and keep them, for epochs in which
   * only the decoder is trained. @default {false}
   */
  freezeEncoder?: boolean;
}

/**
 * Makes a model ready to run. TensorFlow.js's own way of training layers is slow: it has no fused
 * operations, and its batch norm alone takes a dozen passes over memory.
 *
 * @param model A model of `buildUnet` or `loadModel`.
 * @returns The network, which shares the model's weights.
 * @throws {TypeError} If the model contains a layer of an unknown kind.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const network = compile(buildUnet({ size: 32, features: 4, classes, seed: 0 }));
 * assert.equal(network.metadata.architecture.name, "unet");
 * ```
 */
export function compile(model: LayersModel): Network {
  const metadata = metadataOf(model);
  const { encoder } = metadata.architecture;
  const nodes = graphOf(model).map((node) => ({
    ...node,
    run: prepare(node),
    isOfEncoder: isOfEncoder(node.layer.name, encoder),
  }));
  const run = (images: tf.Tensor4D, training?: Pass) => {
    const shape = [...metadata.shape, metadata.normalisation.length];
    if (images.shape.slice(1).join() !== shape.join()) {
      throw new TypeError(
        `Cannot run the model: images must be [n, ${shape.join(", ")}], got [${
          images.shape.join(", ")
        }]`,
      );
    }
    return runAll(nodes, images, training);
  };
  return {
    model,
    metadata,
    trainable: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    infer: (images) => tf.tidy(() => run(images)),
    train(images, { freezeEncoder = false } = {}) {
      const statistics: BatchStatistics[] = [];
      const logits = run(images, { statistics, freezeEncoder });
      // the statistics outlive the scope in which gradients are recorded
      for (const { mean, variance } of statistics) [mean, variance].forEach(tf.keep);
      return { logits, statistics };
    },
  };
}

/**
 * Moves the running statistics of batch norms towards those of a training pass, as PyTorch does: with the
 * sample variance (divided by count − 1).
 */
export function updateRunning(statistics: BatchStatistics[]): void {
  for (const { norm, mean, variance, count } of statistics) {
    const { momentum } = norm.getConfig() as { momentum: number };
    const [, , runningMean, runningVariance] = variablesOf(norm);
    // a single value has no sample variance
    const unbiased = count / Math.max(count - 1, 1);
    tf.tidy(() => {
      const keep = (running: tf.Tensor) => tf.mul(running, momentum);
      runningMean.assign(tf.add(keep(runningMean), tf.mul(mean, 1 - momentum)));
      const addition = tf.mul(variance, (1 - momentum) * unbiased);
      runningVariance.assign(tf.add(keep(runningVariance), addition));
    });
  }
}

/** Frees the statistics of a training pass. */
export function disposeStatistics(statistics: BatchStatistics[]): void {
  for (const { mean, variance } of statistics) tf.dispose([mean, variance]);
}

/** A run in training. */
interface Pass {
  statistics: BatchStatistics[];
  freezeEncoder: boolean;
}

type Prepared = Node & { run: Run; isOfEncoder: boolean };

function runAll(nodes: Prepared[], images: tf.Tensor4D, training?: Pass): tf.Tensor4D {
  const values = [images];
  for (const { isOfEncoder, run, inputs, output, last } of nodes) {
    const isFrozen = training?.freezeEncoder && isOfEncoder;
    const statistics = isFrozen ? undefined : training?.statistics;
    values[output] = run(inputs.map((value) => values[value]), statistics);
    // freed after their last use; gradients have saved what they need
    for (const value of last) values[value].dispose();
  }
  return values[nodes.at(-1)!.output];
}
