/** @module Transposed convolution with its bias, where no gradient is wanted. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/**
 * Transposed convolution + bias, whose filter is as large as its stride: each pixel becomes a block.
 * Engines with a kernel for it compute it in one pass, and rearrange the filter only once for as long as
 * the weights don't change. It has no gradient.
 *
 * @param x [n, h, w, in].
 * @param weights filter [fh, fw, out, in], and bias [out].
 * @returns [n, fh h, fw w, out].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { startBackend, transposeConvolveAtInference } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const filter = tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
 * const y = transposeConvolveAtInference(tf.ones([1, 1, 1, 1]), { filter, bias: tf.tensor1d([10]) });
 * assert.deepEqual([...y.dataSync()], [11, 12, 13, 14]);
 * ```
 */
export function transposeConvolveAtInference(
  x: tf.Tensor4D,
  { filter, bias }: { filter: tf.Tensor4D; bias?: tf.Tensor1D },
): tf.Tensor4D {
  const inputs = { x, filter, ...bias && { bias } };
  const [y] = runKernel(kernelNames.inferenceTransposed, composedTransposed, { inputs });
  return y as tf.Tensor4D;
}

/** {@link transposeConvolveAtInference} by TensorFlow.js's own operations. */
export function composedTransposed({ x, filter, bias }: tf.NamedTensorMap): tf.Tensor[] {
  const [count, height, width] = x.shape;
  const [rows, columns, channels] = filter.shape;
  const y = tf.conv2dTranspose(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    [count, height * rows, width * columns, channels],
    [rows, columns],
    "valid",
  );
  return [bias ? tf.add(y, bias) : y];
}
