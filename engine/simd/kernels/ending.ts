/** @module What a convolution takes, and how it ends. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, NOWHERE } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { LINEAR } from "../seam.generated.ts";

/** The tensors of a convolution. */
export interface Convolution {
  x: tf.TensorInfo;
  /** Channels that follow those of x, if they are another tensor's. */
  nextX?: tf.TensorInfo;
  filter: tf.TensorInfo;
  y: tf.TensorInfo;
  /** Takes the channels that follow those of y, if it is a tensor of its own. */
  nextY?: tf.TensorInfo;
  /** Whether the filter is the forward one, to be turned round for the input gradient. */
  flipped: boolean;
  /** Added to each pixel. */
  bias?: tf.TensorInfo;
  /** Applied after the bias; LINEAR without a bias. */
  activation?: number;
}

/** The arguments of a kernel for the bias and for the activation. */
export function ending(
  backend: SimdBackend,
  { bias, activation = LINEAR }: Convolution,
): Ending {
  return { bias: bias === undefined ? NOWHERE : backend.address(bias), activation };
}

/** What is done to a pixel's outputs at last. */
export interface Ending {
  bias: Address;
  activation: number;
}
