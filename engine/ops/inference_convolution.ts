/** @module Convolution with what follows it in a trained network, where no gradient is wanted. */
import * as tf from "@tensorflow/tfjs-core";
import { activate, type Activation } from "./activation.ts";
import { concatenateChannels } from "./concatenate.ts";
import { convolveFused, isFused } from "./convolution.ts";
import { kernelNames, runKernel } from "./kernel.ts";

/** The weights of a convolution and of the batch norm after it. */
export interface InferenceWeights {
  /** [fh, fw, in, out], depthwise [fh, fw, in, 1]. */
  filter: tf.Tensor4D;
  /** [out]. @default {none} */
  bias?: tf.Tensor1D;
  /** A batch norm with its running statistics, each [out]. @default {none} */
  norm?: {
    gamma: tf.Tensor1D;
    beta: tf.Tensor1D;
    mean: tf.Tensor1D;
    variance: tf.Tensor1D;
    /** Added to the variance before its root. */
    epsilon: number;
  };
}

/** Settings of {@link convolveAtInference}. */
export interface InferenceSettings {
  /** Along height and width. */
  strides: [number, number];
  /** Zeros round the image, as TensorFlow.js takes them. */
  pad: "same" | "valid" | number;
  /** Whether each channel is convolved by itself. */
  isDepthwise: boolean;
  /** What follows. */
  activation: Activation;
}

/**
 * activation(norm(convolution(inputs) + bias)). Engines with a kernel for it compute it in one pass: they
 * fold the batch norm into the filter and rearrange that, once for as long as the weights don't change.
 * It has no gradient.
 *
 * @param inputs [n, h, w, in]; two are convolved as if their channels were concatenated.
 * @param weights Filter, bias and batch norm.
 * @param settings Stride, padding, kind, activation.
 * @returns [n, h, w, out].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { convolveAtInference, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const [filter, bias] = [tf.ones([1, 1, 1, 1]) as tf.Tensor4D, tf.tensor1d([1])];
 * const y = convolveAtInference([tf.tensor4d([-4, 5], [1, 1, 2, 1])], { filter, bias }, {
 *   strides: [1, 1],
 *   pad: "same",
 *   isDepthwise: false,
 *   activation: "relu",
 * });
 * assert.deepEqual([...y.dataSync()], [0, 6]);
 * ```
 */
export function convolveAtInference(
  inputs: tf.Tensor4D[],
  { filter, bias, norm }: InferenceWeights,
  settings: InferenceSettings,
): tf.Tensor4D {
  const [x, nextX] = inputs;
  const { epsilon = 0, ...statistics } = norm ?? {};
  const [y] = runKernel(kernelNames.inferenceConvolution, composedInference, {
    inputs: { x, ...nextX && { nextX }, filter, ...bias && { bias }, ...statistics },
    attributes: { ...settings, epsilon },
  });
  return y as tf.Tensor4D;
}

/** Filter and bias with the batch norm folded into them; the caller disposes of both. */
export function foldNorm(
  { filter, bias, gamma, beta, mean, variance }: tf.NamedTensorMap,
  epsilon: number,
): { filter: tf.Tensor4D; bias?: tf.Tensor1D } {
  return tf.tidy(() => {
    if (gamma === undefined) {
      return {
        filter: tf.clone(filter) as tf.Tensor4D,
        bias: bias && tf.clone(bias) as tf.Tensor1D,
      };
    }
    const factor: tf.Tensor1D = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    const summand: tf.Tensor1D = tf.sub(beta, tf.mul(bias ? tf.sub(mean, bias) : mean, factor));
    // broadcast by a sum, as a bias is: not every engine has a fast product of two shapes
    const rows = tf.reshape(filter, [-1, gamma.size]);
    const scaled = tf.mul(rows, tf.add(tf.zerosLike(rows), factor));
    return {
      filter: tf.reshape(scaled, filter.shape as [number, number, number, number]),
      bias: summand,
    };
  });
}

/** {@link convolveAtInference} by TensorFlow.js's own operations. */
export function composedInference(
  inputs: tf.NamedTensorMap,
  attributes: Record<string, unknown>,
): tf.Tensor[] {
  const { strides, pad, isDepthwise, activation, epsilon } = attributes as unknown as
    & InferenceSettings
    & { epsilon: number };
  const { filter, bias } = foldNorm(inputs, epsilon);
  const maps = [inputs.x, inputs.nextX].filter((map) => map !== undefined) as tf.Tensor4D[];
  const x = maps.length > 1 ? concatenateChannels(maps) : maps[0];
  if (bias === undefined) {
    const plain = isDepthwise ? tf.depthwiseConv2d : tf.conv2d;
    return [activate(plain(x, filter, strides, pad), activation)];
  }
  const own = isFused(activation) ? activation : "linear";
  const y = convolveFused(x, { filter, bias }, { strides, pad, isDepthwise, activation: own });
  return [own === activation ? y : activate(y, activation)];
}
