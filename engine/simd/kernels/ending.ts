/** @module What a convolution takes, how it is computed, and how it ends. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, NOWHERE } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { LINEAR } from "../seam.generated.ts";

/** The tensors of a convolution. */
export interface Convolution {
  x: tf.TensorInfo;
  /** Channels that follow those of x, if they are another tensor's. */
  nextX?: tf.TensorInfo;
  y: tf.TensorInfo;
  /** Takes the channels that follow those of y, if it is a tensor of its own. */
  nextY?: tf.TensorInfo;
  /** Whether the filter is the forward one, to be turned round for the input gradient. */
  flipped: boolean;
  /** Applied after the bias; LINEAR without a bias. */
  activation?: number;
}

/** How a convolution is computed: first its filter is rearranged, which may be kept. */
export interface Plan {
  /** What tells the rearranged filter apart from others of the same length. */
  kind: string;
  /** Of the output. */
  channels: number;
  /** Of the rearranged filter. */
  bytes: number;
  /** Rearranges the filter. */
  pack: (filter: tf.TensorInfo, panels: Address) => void;
  /** Convolves with the rearranged filter, and adds a bias to each pixel. */
  run: (panels: Address, bias: Address) => void;
}

/** Computes a convolution, with a bias if there is one. */
export function carryOut(
  backend: SimdBackend,
  plan: Plan,
  weights: { filter: tf.TensorInfo; bias?: tf.TensorInfo },
): void {
  const bias = weights.bias === undefined ? NOWHERE : backend.address(weights.bias);
  backend.withScratch(plan.bytes, (panels) => {
    plan.pack(weights.filter, panels);
    plan.run(panels, bias);
  });
}

/** The arguments of a kernel for the bias and for the activation. */
export function ending({ activation = LINEAR }: Convolution, bias: Address): Ending {
  return { bias, activation };
}

/** What is done to a pixel's outputs at last. */
export interface Ending {
  bias: Address;
  activation: number;
}
