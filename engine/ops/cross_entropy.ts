/** @module Softmax cross-entropy from integer labels. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/**
 * Mean over pixels of -log softmax(logits)[label]; its gradient is (softmax - onehot) / pixels. A pixel
 * whose label is no class, such as -1 or 255, counts for nothing; where none is one, the loss is 0.
 *
 * @param logits [n, h, w, classes].
 * @param labels [n, h, w], int32, 0 to classes - 1; pixels with others count for nothing.
 * @returns The loss, in nats.
 * @throws {TypeError} When shapes or types don't match.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { softmaxCrossEntropy, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const labels = tf.tensor3d([1], [1, 1, 1], "int32");
 * const loss = softmaxCrossEntropy(tf.zeros([1, 1, 1, 2]), labels);
 * assert.ok(Math.abs(loss.dataSync()[0] - Math.log(2)) < 1e-6);
 * ```
 */
export function softmaxCrossEntropy(logits: tf.Tensor4D, labels: tf.Tensor3D): tf.Scalar {
  const same = logits.rank === 4 && labels.rank === 3 &&
    labels.shape.every((size, axis) => size === logits.shape[axis]);
  if (!same || labels.dtype !== "int32") {
    throw new TypeError(
      "Cannot compute the cross-entropy: logits must be [n, h, w, classes] and labels [n, h, w] of " +
        `int32, got [${logits.shape}] and [${labels.shape}] of ${labels.dtype}`,
    );
  }
  const [loss, gradient] = runKernel(kernelNames.softmaxCrossEntropy, composed, {
    inputs: { logits, labels },
  });
  // where it is wanted, it is saved by now
  gradient.dispose();
  return loss as tf.Scalar;
}

tf.registerGradient({
  kernelName: kernelNames.softmaxCrossEntropy,
  outputsToSave: [false, true],
  // the kernel's second output is its gradient already
  gradFunc: (dys, [gradient]) => ({ logits: () => tf.mul(gradient, (dys as tf.Tensor[])[0]) }),
});

function composed({ logits, labels }: tf.NamedTensorMap): tf.Tensor[] {
  const onehot = tf.oneHot(labels as tf.Tensor3D, logits.shape[3]!, 1, 0, "float32");
  const logarithms = tf.logSoftmax(logits);
  const isCounted = tf.sum(onehot, -1, true), pixels = tf.maximum(tf.sum(isCounted), 1);
  return [
    tf.div(tf.neg(tf.sum(tf.mul(onehot, logarithms))), pixels),
    tf.div(tf.mul(tf.sub(tf.exp(logarithms), onehot), isCounted), pixels),
  ];
}
