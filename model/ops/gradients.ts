/** @module The loss of one step and its gradients. */
import * as tf from "@tensorflow/tfjs-core";

/**
 * Computes a loss and its gradient for each variable.
 *
 * @param loss The forward pass; what it leaves behind is freed.
 * @param variables What the gradients are for.
 * @returns The loss, and gradients by the variables' names; the caller disposes of both.
 */
export function lossAndGradients(
  loss: () => tf.Scalar,
  variables: tf.Variable[],
): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { value, grads } = tf.variableGrads(loss, variables);
  return { loss: value, gradients: grads };
}
