/** @module Gradients of activations by TensorFlow's own kernels. */
import * as tf from "@tensorflow/tfjs-core";
import { composedSlope } from "../../ops/activation.ts";
import { kernelNames } from "../../ops/kernel.ts";
import { execute, FLOAT, type KernelFunction } from "../kernel_call.ts";
import type { NodeBackend } from "../package.ts";

/** TensorFlow's gradients that take what an activation took, or what it gave: either will do. */
export const operations: Record<string, string> = { relu: "ReluGrad", relu6: "Relu6Grad" };

const activationGradient: KernelFunction = ({ inputs: { dy, x }, backend, attrs }) =>
  tf.tidy(() => {
    const operation = operations[attrs.activation];
    if (operation !== undefined) return [gradientBy(operation, backend, dy, x)];
    const slope = composedSlope(x as tf.Tensor, attrs.activation);
    return [slope === null ? tf.clone(dy as tf.Tensor) : tf.mul(dy as tf.Tensor, slope)];
  });

/** The kernels of this file. */
export const activationKernels: Record<string, KernelFunction> = {
  [kernelNames.activationGradient]: activationGradient,
};

/** Runs one of {@link operations}. */
export function gradientBy(
  operation: string,
  backend: NodeBackend,
  dy: tf.TensorInfo,
  features: tf.TensorInfo,
): tf.Tensor {
  return execute(backend, operation, { inputs: [dy, features], attributes: { T: FLOAT } })[0];
}
