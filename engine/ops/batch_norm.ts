/** @module Batch normalisation with the batch's own statistics, and the activation after it. */
import * as tf from "@tensorflow/tfjs-core";
import { type Activation, composedActivation, composedSlope } from "./activation.ts";
import { kernelNames, runKernel } from "./kernel.ts";

/** Settings of {@link batchNorm}. */
export interface BatchNormOptions {
  /** Added to the variance before its root. @default {1e-5} */
  epsilon?: number;
  /** Applied to the normalised values. @default {"linear"} */
  activation?: Activation;
}

/** What {@link batchNorm} returns. */
export interface BatchNormResult {
  /** activation((x - mean) / sqrt(variance + epsilon) * gamma + beta), in the shape of x. */
  y: tf.Tensor4D;
  /** Mean of each channel over n, h, w; it carries no gradient. */
  mean: tf.Tensor1D;
  /** Biased variance of each channel over n, h, w; it carries no gradient. */
  variance: tf.Tensor1D;
}

/**
 * Batch normalisation in training (Ioffe and Szegedy 2015), then the activation: one pass over x for
 * the statistics, one for y, and two in the gradient, on engines that have a kernel for it.
 *
 * @param x [n, h, w, c].
 * @param scaleShift gamma [c] and beta [c].
 * @param options epsilon and activation.
 * @returns y, and the statistics for running averages.
 * @throws {TypeError} When shapes don't match.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { batchNorm, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const x = tf.tensor4d([1, 3], [1, 1, 2, 1]);
 * const [gamma, beta] = [tf.tensor1d([1]), tf.tensor1d([0])];
 * const { mean, variance } = batchNorm(x, { gamma, beta }, { activation: "relu" });
 * assert.deepEqual([mean.dataSync()[0], variance.dataSync()[0]], [2, 1]);
 * ```
 */
export function batchNorm(
  x: tf.Tensor4D,
  scaleShift: { gamma: tf.Tensor1D; beta: tf.Tensor1D },
  options: BatchNormOptions = {},
): BatchNormResult {
  const { gamma, beta } = scaleShift;
  const { epsilon = 1e-5, activation = "linear" } = options;
  const channels = x.shape[3];
  if (x.rank !== 4 || gamma.size !== channels || beta.size !== channels) {
    throw new TypeError(
      "Cannot normalise a batch: x must be [n, h, w, c], gamma and beta [c], " +
        `got [${x.shape}], [${gamma.shape}] and [${beta.shape}]`,
    );
  }
  const [y, mean, variance, kept] = runKernel(kernelNames.batchNorm, composedForward, {
    inputs: { x, gamma, beta },
    attributes: { epsilon, activation },
  });
  // what an engine's own kernel wants in its gradient, too, is saved by now
  kept?.dispose();
  return { y: y as tf.Tensor4D, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

tf.registerGradient({
  kernelName: kernelNames.batchNorm,
  inputsToSave: ["x", "gamma", "beta"],
  outputsToSave: [false, true, true, true],
  gradFunc: (dys, saved, attrs) => {
    const dy = (dys as tf.Tensor[])[0];
    const [x, gamma, beta, mean, variance, kept] = saved;
    const inputs = { dy, x, gamma, beta, mean, variance };
    const [dx, dgamma, dbeta] = runKernel(kernelNames.batchNormGradient, composedGradient, {
      inputs: kept === undefined ? inputs : { ...inputs, kept },
      attributes: attrs as Record<string, number | string>,
    });
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
});

function composedForward(
  { x, gamma, beta }: tf.NamedTensorMap,
  attributes: Record<string, unknown>,
): tf.Tensor[] {
  const { epsilon, activation } = attributes as Required<BatchNormOptions>;
  const mean = tf.mean(x, [0, 1, 2]);
  const centered = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centered), [0, 1, 2]);
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
  return [composedActivation(tf.add(tf.mul(centered, scale), beta), activation), mean, variance];
}

function composedGradient(
  { dy, x, gamma, beta, mean, variance }: tf.NamedTensorMap,
  attributes: Record<string, unknown>,
): tf.Tensor[] {
  const { epsilon, activation } = attributes as Required<BatchNormOptions>;
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const normalized = tf.mul(tf.sub(x, mean), inverse);
  const slope = composedSlope(tf.add(tf.mul(normalized, gamma), beta), activation);
  const g = slope === null ? dy : tf.mul(dy, slope);
  const dbeta = tf.sum(g, [0, 1, 2]);
  const dgamma = tf.sum(tf.mul(g, normalized), [0, 1, 2]);
  // the statistics depend on every x, hence the two means that are taken off
  const count = x.size / gamma.size;
  const means = tf.add(tf.div(dbeta, count), tf.mul(normalized, tf.div(dgamma, count)));
  return [tf.mul(tf.sub(g, means), tf.mul(gamma, inverse)), dgamma, dbeta];
}
