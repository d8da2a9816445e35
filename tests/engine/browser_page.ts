// What the browser test's page runs: the engine, as a page loads it.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../engine/mod.ts";

/** A convolution, a ReLU and a pooling of numbers that are the same everywhere. */
export async function compute(): Promise<{ description: string; values: number[] }> {
  const { description } = await startBackend("simd");
  const fill = (shape: number[], step: number) => {
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(Float32Array.from({ length: size }, (_, i) => (i * step) % 17 / 8 - 1), shape);
  };
  const values = tf.tidy(() => {
    const x = fill([1, 12, 12, 16], 7) as tf.Tensor4D;
    const y = tf.relu(tf.conv2d(x, fill([3, 3, 16, 24], 5) as tf.Tensor4D, 1, "same"));
    return [...tf.maxPool(y, 2, 2, "valid").dataSync()];
  });
  return { description, values };
}

Object.assign(globalThis, { compute });
