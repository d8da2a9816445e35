/** @module Activations: alone, and as kernels apply them in the same pass. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import { type KernelCall, type KernelFunction, onCpu } from "../kernel_call.ts";
import { HARD_SIGMOID, HARD_SWISH, LINEAR, RELU, RELU6, SIGMOID } from "../seam.generated.ts";

/** The kernels' activations by the names of ops/ and of TensorFlow.js. */
export const activations: Record<string, number> = {
  linear: LINEAR,
  relu: RELU,
  relu6: RELU6,
  hardSwish: HARD_SWISH,
  hardSigmoid: HARD_SIGMOID,
  sigmoid: SIGMOID,
};

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 16384;

// operations of ops/ return lists
const activation: KernelFunction = ({ inputs: { x }, backend, attrs }) => [
  activate(backend, x, activations[attrs.activation]),
];

const activationGradient: KernelFunction = ({ inputs: { dy, x }, backend, attrs }) => {
  const dx = backend.allocate(x.shape);
  const count = tf.util.sizeFromShape(x.shape);
  backend.pool.run("activationGradient", Math.ceil(count / PER_PART), {
    dy: backend.address(dy),
    x: backend.address(x),
    dx: backend.address(dx),
    count,
    kind: activations[attrs.activation],
    perPart: PER_PART,
  });
  return [dx];
};

/** TensorFlow.js's own kernel of an activation. */
function standard(name: string, kind: number): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend } = call;
    return x.dtype === "float32" ? activate(backend, x, kind) : onCpu(name, call);
  };
}

/** The kernels of this file. */
export const activationKernels: Record<string, KernelFunction> = {
  [kernelNames.activation]: activation,
  [kernelNames.activationGradient]: activationGradient,
  Relu: standard("Relu", RELU),
  Relu6: standard("Relu6", RELU6),
  Sigmoid: standard("Sigmoid", SIGMOID),
};

function activate(backend: SimdBackend, x: tf.TensorInfo, kind: number): tf.TensorInfo {
  const y = backend.allocate(x.shape);
  const count = tf.util.sizeFromShape(y.shape);
  backend.pool.run("activation", Math.ceil(count / PER_PART), {
    x: backend.address(x),
    y: backend.address(y),
    count,
    kind,
    perPart: PER_PART,
  });
  return y;
}

/** TensorFlow.js's kernels of activations that no kernel applies in its own pass. */
const APART: Record<string, string> = { elu: "Elu", leakyrelu: "LeakyRelu", prelu: "Prelu" };

/**
 * How a fused kernel of TensorFlow.js ends: with an activation in the same pass, or with one in a pass of its
 * own. Undefined where its bias is not one number for each channel, or its activation unknown.
 */
export function fusedEnding({ inputs, backend, attrs }: KernelCall, channels?: number): {
  activation: number;
  finish: (y: tf.TensorInfo) => tf.TensorInfo;
} | undefined {
  const { bias, preluActivationWeights: alpha } = inputs;
  const own = activations[attrs.activation ?? "linear"], apart = APART[attrs.activation];
  const isBias = bias === undefined || tf.util.sizeFromShape(bias.shape) === channels;
  if (!isBias || own === undefined && apart === undefined) return undefined;
  // kernels apply an activation after a bias alone
  if (own !== undefined && (bias !== undefined || own === LINEAR)) {
    return { activation: own, finish: (y) => y };
  }
  const finish = (before: tf.TensorInfo) => {
    const after = own !== undefined ? activate(backend, before, own) : apply(apart, {
      inputs: { x: before, alpha },
      backend,
      attrs: { alpha: attrs.leakyreluAlpha },
    });
    backend.disposeIntermediateTensorInfo(before);
    return after;
  };
  return { activation: LINEAR, finish };
}

function apply(name: string, call: KernelCall): tf.TensorInfo {
  return tf.getKernel(name, "simd").kernelFunc(call as never) as tf.TensorInfo;
}
