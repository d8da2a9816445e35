/** @module Activations, each with its gradient, in one pass. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/** A function of each value; "hardSwish" and "hardSigmoid" are those of MobileNetV3. */
export type Activation = "linear" | "relu" | "relu6" | "hardSwish" | "hardSigmoid" | "sigmoid";

/**
 * Applies an activation: one pass over x, and one in the gradient, on engines that have a kernel for
 * it. Hard-sigmoid is min(max(x + 3, 0), 6) / 6 and hard-swish x times that (Howard et al. 2019), as in
 * PyTorch. At corners the slope is 0, at 3 that of hard-swish is 1.
 *
 * @param x Of any shape.
 * @param activation Which one.
 * @returns The activation of each value, in the shape of x.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-backend-cpu";
 *
 * const y = activate(tf.tensor1d([-4, 0, 1.5, 4]), "hardSwish");
 * assert.deepEqual([...y.dataSync()], [-0, 0, 1.125, 4]);
 * ```
 */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  if (activation === "linear") return tf.clone(x);
  const [y] = runKernel(kernelNames.activation, (inputs, attributes) => [
    composedActivation(inputs.x, attributes.activation as Activation),
  ], { inputs: { x }, attributes: { activation } });
  return y as T;
}

/**
 * The activation's slope at x, times dy: one pass.
 *
 * @param dy In the shape of x.
 * @param x What the activation was applied to; for "relu" its result will do, too.
 * @param activation Which one.
 * @returns The gradient for x.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { activationGradient, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const [dy, x] = [tf.tensor1d([5, 5]), tf.tensor1d([-1, 2])];
 * assert.deepEqual([...activationGradient(dy, x, "relu").dataSync()], [0, 5]);
 * ```
 */
export function activationGradient(dy: tf.Tensor, x: tf.Tensor, activation: Activation): tf.Tensor {
  return runKernel(kernelNames.activationGradient, (inputs, attributes) => {
    const slope = composedSlope(inputs.x, attributes.activation as Activation);
    return [slope === null ? tf.clone(inputs.dy) : tf.mul(inputs.dy, slope)];
  }, { inputs: { dy, x }, attributes: { activation } })[0];
}

tf.registerGradient({
  kernelName: kernelNames.activation,
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attributes) => {
    const activation = attributes.activation as unknown as Activation;
    return { x: () => activationGradient([dy].flat()[0] as tf.Tensor, x, activation) };
  },
});

/** @returns The activation of x, by TensorFlow.js's own operations. */
export function composedActivation(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case "relu":
      return tf.relu(x);
    case "relu6":
      return tf.relu6(x);
    case "hardSwish":
      return tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6));
    case "hardSigmoid":
      return tf.div(tf.relu6(tf.add(x, 3)), 6);
    case "sigmoid":
      return tf.sigmoid(x);
    case "linear":
      return tf.clone(x);
  }
}

/** @returns The activation's derivative at x; null where it is 1 everywhere. */
export function composedSlope(x: tf.Tensor, activation: Activation): tf.Tensor | null {
  const between = (low: number, high: number) =>
    tf.logicalAnd(tf.greater(x, low), tf.less(x, high));
  switch (activation) {
    case "relu":
      return tf.cast(tf.greater(x, 0), "float32");
    case "relu6":
      return tf.cast(between(0, 6), "float32");
    case "hardSwish": {
      const above = tf.cast(tf.greaterEqual(x, 3), "float32");
      return tf.where(between(-3, 3), tf.div(tf.add(tf.mul(x, 2), 3), 6), above);
    }
    case "hardSigmoid":
      return tf.div(tf.cast(between(-3, 3), "float32"), 6);
    case "sigmoid": {
      const y = tf.sigmoid(x);
      return tf.mul(y, tf.sub(1, y));
    }
    case "linear":
      return null;
  }
}
