/** @module What convolutions do to each value at the end. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 32768;

/** Adds a bias to each pixel, then the activation (its number), within the tensor. */
export function addBiasInPlace(
  backend: SimdBackend,
  y: tf.TensorInfo,
  bias: tf.TensorInfo,
  activation: number,
): void {
  const channels = y.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(y.shape) / channels;
  const perPart = Math.ceil(PER_PART / channels);
  const [to, summand] = [backend.address(y), backend.address(bias)];
  const parts = Math.ceil(rows / perPart);
  backend.pool.run("addBias", parts, to, summand, to, rows, channels, activation, perPart);
}
