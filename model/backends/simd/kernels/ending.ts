/** @module What a convolution takes, and how it ends. */
import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";

/** The tensors of a convolution. */
export interface Convolution {
  x: tf.TensorInfo;
  filter: tf.TensorInfo;
  y: tf.TensorInfo;
  /** Whether the filter is the forward one, to be turned round for the input gradient. */
  flipped: boolean;
  /** Added to each pixel. */
  bias?: tf.TensorInfo;
  /** Applied after the bias; a number of {@link activations}, 0 without a bias. */
  activation?: number;
}

/** The arguments of a kernel for the bias, 0 for none, and for the activation. */
export function ending(
  backend: SimdBackend,
  { bias, activation = 0 }: Convolution,
): [number, number] {
  return [bias === undefined ? 0 : backend.address(bias), activation];
}
