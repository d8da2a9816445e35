/** @module Activations after a batch norm, and their gradients, by TensorFlow's own kernels. */
import * as tf from "@tensorflow/tfjs-core";
import { execute, FLOAT } from "../kernel_call.ts";
import type { NodeBackend } from "../package.ts";

/** An activation. */
interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  /** TensorFlow's operation for the gradient, which takes what the activation gave. */
  gradient?: string;
  /** Where there is no such operation: the slope at what the activation took. */
  slope?(x: tf.Tensor): tf.Tensor;
}

/** By the names of ops/. */
export const activations: Record<string, Activation> = {
  linear: { apply: (x) => x },
  relu: { apply: (x) => tf.relu(x), gradient: "ReluGrad" },
  relu6: { apply: (x) => tf.relu6(x), gradient: "Relu6Grad" },
  hardSwish: {
    apply: (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
    slope(x) {
      const inside = tf.logicalAnd(tf.greater(x, -3), tf.less(x, 3));
      const linear = tf.cast(tf.greaterEqual(x, 3), "float32");
      return tf.where(inside, tf.div(tf.add(tf.mul(x, 2), 3), 6), linear);
    },
  },
};

/**
 * An activation's gradient.
 *
 * @param backend The engine.
 * @param operation One that an activation names as its `gradient`.
 * @param dy The gradient of what it gave.
 * @param y What it gave.
 */
export function gradientByOperation(
  backend: NodeBackend,
  operation: string,
  dy: tf.TensorInfo,
  y: tf.TensorInfo,
): tf.Tensor {
  return execute(backend, operation, { inputs: [dy, y], attributes: { T: FLOAT } })[0];
}
