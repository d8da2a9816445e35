/** @module Cross-entropy with class weights, and with the soft Dice of the whole batch. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/** What {@link diceCrossEntropy} adds up. */
export interface DiceCrossEntropyOptions {
  /** Each class's weight in the cross-entropy, in the order of the logits, above 0. @default {all 1} */
  weights?: readonly number[];
  /** The weight of the Dice term; 0 leaves the cross-entropy alone. @default {1} */
  dice?: number;
}

/** Avoids a division by zero for a class that the batch lacks; MONAI's and nnU-Net's value. */
const SMOOTH = 1e-5;

/**
 * Weighted cross-entropy plus one minus soft Dice. With p the softmax of the logits, y the one-hot
 * labels, w the classes' weights, and sums over all pixels of the batch:
 *
 * ```
 * cross-entropy = Σ w[y] · −log p[y] / Σ w[y]
 * Dice of c     = (2 Σ p[c] y[c] + s) / (Σ p[c] + Σ y[c] + s),   s = 1e-5
 * loss          = cross-entropy + dice · (1 − mean over classes of Dice)
 * ```
 *
 * The Dice term is Milletari, Navab and Ahmadi's (V-Net, 2016) without its squares, over the whole batch
 * rather than per image, as in nnU-Net (Isensee et al. 2021): a class that one image lacks does not
 * swing it. MONAI calls the sum `DiceCELoss(softmax=True, batch=True)`, the cross-entropy
 * is torch's with `weight`.
 *
 * @param logits [n, h, w, classes].
 * @param labels [n, h, w], int32, 0 to classes - 1; pixels with others are in no sum.
 * @param options Weights of the classes and of the Dice term.
 * @returns The loss.
 * @throws {TypeError} When shapes or types don't match.
 * @throws {RangeError} When a weight isn't above 0: to leave a class out, give its pixels a label that is no class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { diceCrossEntropy, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const labels = tf.tensor3d([1], [1, 1, 1], "int32");
 * const loss = diceCrossEntropy(tf.tensor4d([-20, 20], [1, 1, 1, 2]), labels, { dice: 1 });
 * assert.ok(loss.dataSync()[0] < 1e-4);
 * ```
 */
export function diceCrossEntropy(
  logits: tf.Tensor4D,
  labels: tf.Tensor3D,
  { weights, dice = 1 }: DiceCrossEntropyOptions = {},
): tf.Scalar {
  const classes = logits.shape[3];
  const same = logits.rank === 4 && labels.rank === 3 &&
    labels.shape.every((size, axis) => size === logits.shape[axis]);
  if (!same || labels.dtype !== "int32" || weights && weights.length !== classes) {
    throw new TypeError(
      "Cannot compute Dice and cross-entropy: logits must be [n, h, w, classes], labels [n, h, w] of " +
        `int32, and weights one a class, got [${logits.shape}], [${labels.shape}] of ` +
        `${labels.dtype} and ${weights?.length ?? "no"} weights`,
    );
  }
  const bad = weights?.find((weight) => !(weight > 0 && weight < Infinity));
  if (bad !== undefined) {
    throw new RangeError(
      `Cannot compute Dice and cross-entropy: weights must be finite and above 0, got ${bad}`,
    );
  }
  return tf.tidy(() => {
    // the second output, the gradient, is freed: where it is wanted, it is saved by now
    const [loss] = runKernel(kernelNames.diceCrossEntropy, composed, {
      inputs: { logits, labels, weights: weights ? tf.tensor1d([...weights]) : tf.ones([classes]) },
      attributes: { dice },
    });
    return loss as tf.Scalar;
  });
}

tf.registerGradient({
  kernelName: kernelNames.diceCrossEntropy,
  outputsToSave: [false, true],
  // the kernel's second output is its gradient already
  gradFunc: (dys, [gradient]) => ({ logits: () => tf.mul(gradient, (dys as tf.Tensor[])[0]) }),
});

function composed(
  { logits, labels, weights }: tf.NamedTensorMap,
  { dice }: Record<string, unknown>,
): tf.Tensor[] {
  const classes = weights.size;
  const onehot = tf.oneHot(tf.reshape(labels, [-1]) as tf.Tensor1D, classes, 1, 0, "float32");
  const logarithms = tf.logSoftmax(tf.reshape(logits, [-1, classes]));
  const p = tf.mul(tf.exp(logarithms), tf.sum(onehot, 1, true));
  const weightOf = tf.sum(tf.mul(onehot, weights), 1, true);
  // weights are above 0: only where every pixel is ignored is their sum below the least of them
  const allWeights = tf.maximum(tf.sum(weightOf), tf.min(weights));
  const entropy = tf.div(tf.neg(tf.sum(tf.mul(tf.mul(onehot, logarithms), weights))), allWeights);

  const size = tf.add(tf.add(tf.sum(p, 0), tf.sum(onehot, 0)), SMOOTH);
  const shares = tf.div(tf.add(tf.mul(tf.sum(tf.mul(p, onehot), 0), 2), SMOOTH), size);
  const loss = tf.add(entropy, tf.mul(tf.sub(1, tf.mean(shares)), dice as number));

  // of the Dice term by p, then by the logits
  const byP = tf.mul(
    tf.div(tf.sub(shares, tf.mul(onehot, 2)), size),
    (dice as number) / classes,
  );
  const byLogits = tf.mul(p, tf.sub(byP, tf.sum(tf.mul(p, byP), 1, true)));
  const ofEntropy = tf.mul(tf.sub(p, onehot), tf.div(weightOf, allWeights));
  return [loss, tf.reshape(tf.add(ofEntropy, byLogits), logits.shape)];
}
