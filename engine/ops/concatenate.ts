/** @module Concatenation of channels, which keeps only their number for its gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames, runKernel } from "./kernel.ts";

/**
 * Concatenates feature maps. TensorFlow.js's own gradient keeps all of them alive, only for their
 * shapes, and also computes the gradient of an input image, which nobody needs.
 *
 * @param inputs Each [n, h, w, channels].
 * @returns [n, h, w, all channels].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { concatenateChannels, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const y = concatenateChannels([tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 2, 5])]);
 * assert.deepEqual(y.shape, [1, 2, 2, 8]);
 * ```
 */
export function concatenateChannels(inputs: tf.Tensor4D[]): tf.Tensor4D {
  const channels = inputs.map(({ shape }) => shape[3]);
  const call = { inputs, attributes: { channels } };
  const [y] = runKernel(kernelNames.concatenate, (xs) => [tf.concat(Object.values(xs), 3)], call);
  return y as tf.Tensor4D;
}

tf.registerGradient({
  kernelName: kernelNames.concatenate,
  gradFunc: (dys, _saved, attributes) => {
    const dy = [dys].flat()[0] as tf.Tensor4D;
    const [n, height, width] = dy.shape;
    let start = 0;
    return Object.fromEntries((attributes.channels as number[]).map((count, i) => {
      const begin = [0, 0, 0, start];
      start += count;
      return [i, () => tf.slice(dy, begin, [n, height, width, count])];
    }));
  },
});
