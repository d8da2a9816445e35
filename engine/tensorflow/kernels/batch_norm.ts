/** @module Batch normalisation in training, and the activation after it, by TensorFlow's own kernels. */
import * as tf from "@tensorflow/tfjs-core";
import { composedActivation, composedSlope } from "../../ops/activation.ts";
import { kernelNames } from "../../ops/kernel.ts";
import { execute, FLOAT, type KernelCall, type KernelFunction } from "../kernel_call.ts";
import { gradientBy, operations } from "./activation.ts";

const batchNorm: KernelFunction = ({ inputs: { x, gamma, beta }, backend, attrs }) =>
  tf.tidy(() => {
    const none = tf.tensor1d([]);
    const [normal, mean, sampleVariance] = execute(backend, "FusedBatchNormV2", {
      inputs: [x, gamma, beta, none, none],
      attributes: settings(attrs.epsilon, true),
      outputs: 5,
    });
    // TensorFlow gives the variance of a sample (divided by count - 1), and of one value as it is
    const count = tf.util.sizeFromShape(x.shape) / mean.size;
    const variance = tf.mul(sampleVariance, count > 1 ? (count - 1) / count : 1);
    const y = composedActivation(normal, attrs.activation);
    if (!(attrs.activation in operations)) return [y, mean, variance];
    // the slope of these can be told from what comes out, which the next layer keeps anyway
    return [y, mean, variance, tf.clone(y)];
  });

const batchNormGradient: KernelFunction = (call) =>
  tf.tidy(() => {
    const { inputs: { dy, x, gamma, mean, variance }, backend, attrs } = call;
    const { epsilon } = attrs;
    const onGpu = backend.isUsingGpuDevice;
    // the GPU's kernel wants the deviation's inverse in the variance's place
    const spread = onGpu ? tf.rsqrt(tf.add(variance as tf.Tensor, epsilon)) : variance;
    return execute(backend, "FusedBatchNormGradV2", {
      inputs: [gradientBefore(call, dy), x, gamma, mean, spread],
      attributes: settings(epsilon, true),
      outputs: 5,
    }).slice(0, 3);
  });

/** The kernels of this file. */
export const batchNormKernels: Record<string, KernelFunction> = {
  [kernelNames.batchNorm]: batchNorm,
  [kernelNames.batchNormGradient]: batchNormGradient,
};

/** The gradient at what the activation took. */
function gradientBefore(call: KernelCall, dy: tf.TensorInfo): tf.TensorInfo {
  const { inputs: { x, gamma, beta, mean, variance, kept }, backend, attrs } = call;
  const operation = operations[attrs.activation];
  if (operation !== undefined) return gradientBy(operation, backend, dy, kept);
  if (attrs.activation === "linear") return dy;
  const [normal] = execute(backend, "FusedBatchNormV2", {
    inputs: [x, gamma, beta, mean, variance],
    attributes: settings(attrs.epsilon, false),
    outputs: 5,
  });
  return tf.mul(dy as tf.Tensor, composedSlope(normal, attrs.activation)!);
}

function settings(epsilon: number, training: boolean) {
  return {
    T: FLOAT,
    U: FLOAT,
    epsilon: { float: epsilon },
    data_format: "NHWC",
    is_training: training,
  };
}
