/** @module Weighted cross-entropy and soft Dice, with their gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import type { KernelFunction } from "../kernel_call.ts";

const PER_PART = 4096;

const diceCrossEntropy: KernelFunction = ({ inputs, backend, attrs }) => {
  const { logits, labels, weights } = inputs;
  const { pool } = backend;
  const [loss, gradient] = [backend.allocate([]), backend.allocate(logits.shape)];
  const [pixels, classes] = [tf.util.sizeFromShape(labels.shape), logits.shape[3]];
  // one at least, which makes the sums 0
  const parts = Math.max(1, Math.ceil(pixels / PER_PART));
  const about = {
    labels: backend.address(labels),
    weights: backend.address(weights),
    softmax: backend.address(gradient),
    pixels,
    classes,
    perPart: PER_PART,
  };
  backend.withScratch((1 + 2 * classes) * 4, (factors) => {
    backend.withScratch(parts * (2 + 3 * classes) * 8, (sums) => {
      pool.run("diceSums", parts, { ...about, logits: backend.address(logits), sums });
      pool.run("joinDiceSums", 1, {
        sums,
        loss: backend.address(loss),
        factors,
        parts,
        classes,
        dice: attrs.dice,
      });
    });
    pool.run("diceGradient", parts, { ...about, factors });
  });
  return [loss, gradient];
};

/** The kernels of this file. */
export const diceCrossEntropyKernels: Record<string, KernelFunction> = {
  [kernelNames.diceCrossEntropy]: diceCrossEntropy,
};
