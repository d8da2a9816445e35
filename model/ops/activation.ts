/** @module Activations from TensorFlow.js's operations. */
import * as tf from "@tensorflow/tfjs-core";

/** What follows the normalisation, in the same pass. */
export type Activation = "linear" | "relu" | "relu6" | "hardSwish";

/**
 * Applies an activation.
 *
 * @param x Any tensor
 * @param activation Which; a hard sigmoid is `min(max(x / 6 + 0.5, 0), 1)`, a hard swish x times it
 * @returns What comes out; x itself where nothing is to be done
 */
export function activate<T extends tf.Tensor>(x: T, activation: Activation | "hardSigmoid"): T {
  if (activation === "relu") return tf.relu(x);
  if (activation === "relu6") return tf.relu6(x);
  if (activation === "hardSigmoid") return tf.div(tf.relu6(tf.add(x, 3)), 6);
  if (activation === "hardSwish") return tf.mul(x, activate(x, "hardSigmoid"));
  return x;
}
