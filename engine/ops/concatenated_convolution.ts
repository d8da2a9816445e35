/** @module Convolution of two feature maps as if they were concatenated. */
import * as tf from "@tensorflow/tfjs-core";
import { concatenateChannels } from "./concatenate.ts";
import { kernelNames } from "./kernel.ts";

/** Settings of {@link convolveConcatenated}. */
export interface ConcatenatedConvolutionSettings {
  /** Along height and width. */
  strides: [number, number];
  /** Zeros round the image, as TensorFlow.js takes them. */
  pad: "same" | "valid" | number;
}

/**
 * The convolution of the channels of two feature maps, the first one's before the second's, as where the
 * decoder of a U-Net meets the encoder. Engines that have a kernel for it read both in place; the others
 * concatenate them.
 *
 * @param inputs Two maps, each [n, h, w, channels].
 * @param filter [fh, fw, all channels, out].
 * @param settings Stride and padding.
 * @returns [n, h, w, out].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { convolveConcatenated, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const maps = [2, 3].map((value) => tf.fill([1, 1, 1, 1], value) as tf.Tensor4D);
 * const filter = tf.tensor4d([10, 100], [1, 1, 2, 1]);
 * const y = convolveConcatenated(maps as [tf.Tensor4D, tf.Tensor4D], filter, {
 *   strides: [1, 1],
 *   pad: "same",
 * });
 * assert.equal(y.dataSync()[0], 320);
 * ```
 */
export function convolveConcatenated(
  [x, nextX]: [tf.Tensor4D, tf.Tensor4D],
  filter: tf.Tensor4D,
  { strides, pad }: ConcatenatedConvolutionSettings,
): tf.Tensor4D {
  if (tf.getKernel(kernelNames.concatenatedConvolution, tf.getBackend()) === undefined) {
    // freed after its last use; gradients have saved it
    const both = concatenateChannels([x, nextX]);
    const y = tf.conv2d(both, filter, strides, pad);
    both.dispose();
    return y;
  }
  return tf.engine().runKernel(
    kernelNames.concatenatedConvolution,
    { x, nextX, filter } as unknown as tf.NamedTensorMap,
    { strides, pad, dataFormat: "NHWC", dilations: [1, 1] } as unknown as tf.NamedAttrMap,
  ) as tf.Tensor4D;
}

tf.registerGradient({
  kernelName: kernelNames.concatenatedConvolution,
  inputsToSave: ["x", "nextX", "filter"],
  gradFunc: (dys, [x, nextX, filter], attributes) => {
    const dy = [dys].flat()[0] as tf.Tensor;
    const run = (name: string, inputs: Record<string, tf.Tensor>, more: object) =>
      tf.engine().runKernel(name, inputs, { ...attributes, ...more } as unknown as tf.NamedAttrMap);
    const inputShapes = [x.shape, nextX.shape];
    const [dx, nextDx] = run(
      kernelNames.concatenatedConvolutionInputGradient,
      { dy, filter },
      { inputShapes },
    ) as tf.Tensor[];
    return {
      x: () => dx,
      nextX: () => nextDx,
      filter: () =>
        run(
          kernelNames.concatenatedConvolutionFilterGradient,
          { x, nextX, dy },
          { filterShape: filter.shape },
        ) as tf.Tensor,
    };
  },
});
