/** @module Custom kernels: an operation is one named kernel; an engine without it gets a composed one. */
import * as tf from "@tensorflow/tfjs-core";

/** A kernel written with TensorFlow.js's own operations, for engines that have none of their own. */
export type ComposedKernel = (
  inputs: tf.NamedTensorMap,
  attributes: Record<string, unknown>,
) => tf.Tensor[];

/** Names of the kernels that engines may bring themselves. */
export const kernelNames = {
  activation: "TriptychActivation",
  activationGradient: "TriptychActivationGradient",
  concatenate: "TriptychConcatenate",
  concatenatedConvolution: "TriptychConcatenatedConvolution",
  concatenatedConvolutionInputGradient: "TriptychConcatenatedConvolutionInputGradient",
  concatenatedConvolutionFilterGradient: "TriptychConcatenatedConvolutionFilterGradient",
  inferenceConvolution: "TriptychInferenceConvolution",
  inferenceTransposed: "TriptychInferenceTransposed",
  batchNorm: "TriptychBatchNorm",
  batchNormGradient: "TriptychBatchNormGradient",
  softmaxCrossEntropy: "TriptychSoftmaxCrossEntropy",
  diceCrossEntropy: "TriptychDiceCrossEntropy",
  adam: "TriptychAdam",
} as const;

/**
 * Runs the kernel of this name on the current engine.
 *
 * @param name One of {@link kernelNames}.
 * @param composed Registered for the current engine first, where it has no kernel of this name.
 * @param call The kernel's inputs (an array is taken too) and attributes.
 * @returns The kernel's outputs.
 */
export function runKernel(
  name: string,
  composed: ComposedKernel,
  call: {
    inputs: tf.NamedTensorMap | tf.Tensor[];
    attributes?: Record<string, number | string | boolean | number[]>;
  },
): tf.Tensor[] {
  const backendName = tf.getBackend();
  if (tf.getKernel(name, backendName) === undefined) {
    tf.registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => composed(inputs as tf.NamedTensorMap, attrs as Record<string, unknown>)),
    });
  }
  return tf.engine().runKernel(
    name,
    call.inputs as tf.NamedTensorMap,
    call.attributes ?? {},
  ) as tf.Tensor[];
}
