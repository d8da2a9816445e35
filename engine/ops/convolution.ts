/** @module Convolution, bias and activation as one operation, in training too. */
import * as tf from "@tensorflow/tfjs-core";
import { type Activation, activationGradient } from "./activation.ts";

/** Settings of {@link convolveFused}. */
export interface ConvolutionSettings {
  /** Along height and width. */
  strides: [number, number];
  /** Zeros round the image, as TensorFlow.js takes them. */
  pad: "same" | "valid" | number;
  /** Whether each channel is convolved by itself. */
  isDepthwise: boolean;
  /** What follows: an activation that the engines can fuse, whose slope can be told from its result. */
  activation: FusedActivation;
}

/** The activations that TensorFlow.js fuses with a convolution. */
export type FusedActivation = Extract<Activation, "linear" | "relu" | "relu6">;

/**
 * Tells whether an activation can be a {@link ConvolutionSettings}' own.
 *
 * @param activation Any.
 * @returns Whether the engines fuse it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { isFused } from "@triptych/engine";
 *
 * assert.deepEqual([isFused("relu6"), isFused("hardSwish")], [true, false]);
 * ```
 */
export function isFused(activation: Activation): activation is FusedActivation {
  return activation === "linear" || activation === "relu" || activation === "relu6";
}

/** TensorFlow.js's kernels, and those whose gradients are part of theirs. */
const FUSED = { FusedConv2D: "Conv2D", FusedDepthwiseConv2D: "DepthwiseConv2dNative" };

/**
 * activation(convolution(x) + bias), in one pass. `tf.fused.conv2d` does that only where no gradient is
 * recorded; with a gradient it takes three operations, and more for that of ReLU6.
 *
 * @param x [n, h, w, in].
 * @param weights filter [fh, fw, in, out], depthwise [fh, fw, in, 1], and bias [out].
 * @param settings Stride, padding, kind, activation.
 * @returns [n, h, w, out].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { convolveFused, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const [filter, bias] = [tf.ones([1, 1, 1, 1]) as tf.Tensor4D, tf.tensor1d([-2])];
 * const y = convolveFused(tf.tensor4d([1, 5], [1, 1, 2, 1]), { filter, bias }, {
 *   strides: [1, 1],
 *   pad: "same",
 *   isDepthwise: false,
 *   activation: "relu",
 * });
 * assert.deepEqual([...y.dataSync()], [0, 3]);
 * ```
 */
export function convolveFused(
  x: tf.Tensor4D,
  weights: { filter: tf.Tensor4D; bias: tf.Tensor1D },
  { isDepthwise, activation, ...settings }: ConvolutionSettings,
): tf.Tensor4D {
  const name: keyof typeof FUSED = isDepthwise ? "FusedDepthwiseConv2D" : "FusedConv2D";
  return tf.engine().runKernel(name, { x, ...weights } as tf.NamedTensorMap, {
    ...settings,
    dataFormat: "NHWC",
    dilations: [1, 1],
    activation,
  } as unknown as tf.NamedAttrMap) as tf.Tensor4D;
}

for (const [kernelName, plain] of Object.entries(FUSED)) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x", "filter"],
    outputsToSave: [true],
    gradFunc: (dy, [x, filter, y], attributes) => {
      const { activation } = attributes as unknown as { activation: FusedActivation };
      const ofResult = dy as tf.Tensor;
      const g = activation === "linear" ? ofResult : activationGradient(ofResult, y, activation);
      const { gradFunc } = tf.getGradient(plain)!;
      return { ...gradFunc(g, [x, filter], attributes), bias: () => tf.sum(g, [0, 1, 2]) };
    },
  });
}
