/** @module The cross-entropy with its gradient, by TensorFlow's own kernel. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import { execute, FLOAT, INT32, type KernelFunction } from "../kernel_call.ts";

const crossEntropy: KernelFunction = ({ inputs: { logits, labels }, backend }) =>
  tf.tidy(() => {
    const pixels = tf.util.sizeFromShape(labels.shape);
    const classes = logits.shape[3];
    const rows = tf.reshape(logits as tf.Tensor, [pixels, classes]);
    const [losses, gradient] = execute(backend, "SparseSoftmaxCrossEntropyWithLogits", {
      inputs: [rows, tf.reshape(labels as tf.Tensor, [pixels])],
      attributes: { T: FLOAT, Tlabels: INT32 },
      outputs: 2,
    });
    return [tf.mean(losses), tf.reshape(tf.mul(gradient, 1 / pixels), logits.shape)];
  });

/** The kernels of this file. */
export const crossEntropyKernels: Record<string, KernelFunction> = {
  [kernelNames.softmaxCrossEntropy]: crossEntropy,
};
