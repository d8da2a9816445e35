/** @module The cross-entropy with its gradient, by TensorFlow's own kernel. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import { execute, FLOAT, INT32, type KernelFunction } from "../kernel_call.ts";

const crossEntropy: KernelFunction = ({ inputs: { logits, labels }, backend }) =>
  tf.tidy(() => {
    const classes = logits.shape[3];
    const all = tf.reshape(labels as tf.Tensor, [-1]);
    const isCounted = tf.logicalAnd(tf.greaterEqual(all, 0), tf.less(all, classes));
    const counted = tf.cast(isCounted, "float32");
    const share = tf.div(counted, tf.maximum(tf.sum(counted), 1));
    const [losses, gradient] = execute(backend, "SparseSoftmaxCrossEntropyWithLogits", {
      inputs: [
        tf.reshape(logits as tf.Tensor, [-1, classes]),
        // TensorFlow refuses a label that is no class
        tf.mul(all, tf.cast(isCounted, "int32")),
      ],
      attributes: { T: FLOAT, Tlabels: INT32 },
      outputs: 2,
    });
    const gradients = tf.mul(gradient, tf.expandDims(share, 1));
    return [tf.sum(tf.mul(losses, share)), tf.reshape(gradients, logits.shape)];
  });

/** The kernels of this file. */
export const crossEntropyKernels: Record<string, KernelFunction> = {
  [kernelNames.softmaxCrossEntropy]: crossEntropy,
};
