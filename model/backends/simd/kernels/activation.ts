/** @module Activations: alone, and as kernels apply them in the same pass. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

/** As assembly/activation.ts numbers them, by the names of ops/ and of TensorFlow.js. */
export const activations: Record<string, number> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  hardSwish: 3,
  hardSigmoid: 4,
  sigmoid: 5,
};

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 16384;

// operations of ops/ return lists
const activation: KernelFunction = ({ inputs: { x }, backend, attrs }) => [
  run(backend, "activation", [x], activations[attrs.activation]),
];

const activationGradient: KernelFunction = ({ inputs: { dy, x }, backend, attrs }) => [
  run(backend, "activationGradient", [dy, x], activations[attrs.activation]),
];

/** TensorFlow.js's own kernel of an activation. */
function standard(name: string, number: number): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend } = call;
    return x.dtype === "float32" ? run(backend, "activation", [x], number) : onCpu(name, call);
  };
}

/** The kernels of this file. */
export const activationKernels: Record<string, KernelFunction> = {
  [kernelNames.activation]: activation,
  [kernelNames.activationGradient]: activationGradient,
  Relu: standard("Relu", activations.relu),
  Relu6: standard("Relu6", activations.relu6),
  Sigmoid: standard("Sigmoid", activations.sigmoid),
};

function run(
  backend: SimdBackend,
  name: string,
  inputs: tf.TensorInfo[],
  activation: number,
): tf.TensorInfo {
  const y = backend.allocate(inputs[0].shape);
  const count = tf.util.sizeFromShape(y.shape);
  const addresses = [...inputs, y].map((tensor) => backend.address(tensor));
  backend.pool.run(name, Math.ceil(count / PER_PART), ...addresses, count, activation, PER_PART);
  return y;
}
