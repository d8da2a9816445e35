/** @module Activations: alone, and as kernels apply them in the same pass. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
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
