/**
 * @module Convolutions and max pooling with zeros round the image (pad: 1), which tfjs-node's kernels
 * refuse: the image is padded first. TensorFlow could do it itself, but not by oneDNN.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { KernelCall, KernelFunction } from "../kernel_call.ts";

/** [before, after] of each axis. */
type Sides = [number, number][];

/** The kernels that take an image, and what goes round it: max pooling must not find a maximum there. */
const FORWARD: Record<string, { image: string; value: number }> = {
  Conv2D: { image: "x", value: 0 },
  FusedConv2D: { image: "x", value: 0 },
  DepthwiseConv2dNative: { image: "x", value: 0 },
  FusedDepthwiseConv2D: { image: "x", value: 0 },
  Conv2DBackpropFilter: { image: "x", value: 0 },
  DepthwiseConv2dNativeBackpropFilter: { image: "x", value: 0 },
  MaxPool: { image: "x", value: -Infinity },
};

/** The kernels that give the gradient for an image, whose shape is an attribute. */
const BACKWARD = ["Conv2DBackpropInput", "DepthwiseConv2dNativeBackpropInput"];

/**
 * Wraps tfjs-node's kernels.
 *
 * @param originalOf Finds them.
 * @returns The kernels of this file.
 */
export function paddingKernels(
  originalOf: (name: string) => KernelFunction,
): Record<string, KernelFunction> {
  const kernels: Record<string, KernelFunction> = {};
  for (const [name, { image, value }] of Object.entries(FORWARD)) {
    kernels[name] = padFirst(originalOf(name), image, value);
  }
  for (const name of BACKWARD) kernels[name] = cutAfterwards(originalOf(name));
  kernels.MaxPoolGrad = maxPoolGradient(originalOf("MaxPoolGrad"));
  return kernels;
}

function padFirst(original: KernelFunction, image: string, value: number): KernelFunction {
  return (call) => {
    const sides = sidesOf(call);
    if (sides === null) return original(call);
    return tf.tidy(() => {
      const x = tf.pad(call.inputs[image] as tf.Tensor, sides, value);
      return original(unpadded(call, { [image]: x })) as tf.Tensor;
    });
  };
}

function cutAfterwards(original: KernelFunction): KernelFunction {
  return (call) => {
    const sides = sidesOf(call);
    if (sides === null) return original(call);
    const { inputShape } = call.attrs as { inputShape: number[] };
    const whole = inputShape.map((length, axis) => length + sides[axis][0] + sides[axis][1]);
    return tf.tidy(() => {
      const gradient = original(unpadded(call, {}, { inputShape: whole }));
      return inside(gradient as tf.Tensor, sides, inputShape);
    });
  };
}

function maxPoolGradient(original: KernelFunction): KernelFunction {
  return (call) => {
    const sides = sidesOf(call);
    if (sides === null) return original(call);
    const image = call.inputs.input as tf.Tensor;
    return tf.tidy(() => {
      const input = tf.pad(image, sides, -Infinity);
      return inside(original(unpadded(call, { input })) as tf.Tensor, sides, image.shape);
    });
  };
}

/** The same call of an image that is padded already. */
function unpadded(
  call: KernelCall,
  inputs: Record<string, tf.TensorInfo>,
  attributes: Record<string, unknown> = {},
): KernelCall {
  return {
    ...call,
    inputs: { ...call.inputs, ...inputs },
    attrs: { ...call.attrs, ...attributes, pad: "valid", dimRoundingMode: undefined },
  };
}

/** What goes round an image [n, h, w, c]; null where TensorFlow finds it by itself. */
function sidesOf({ attrs: { pad } }: KernelCall): Sides | null {
  if (typeof pad === "number") return pad === 0 ? null : [[0, 0], [pad, pad], [pad, pad], [0, 0]];
  return Array.isArray(pad) ? pad as Sides : null;
}

function inside(x: tf.Tensor, sides: Sides, shape: number[]): tf.Tensor {
  return tf.slice(x, sides.map(([before]) => before), shape);
}
