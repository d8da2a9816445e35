/** @module Activations that kernels apply in the same pass. */

/** As assembly/activation.ts numbers them, by the names of ops/ and of TensorFlow.js. */
export const activations: Record<string, number> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  hardSwish: 3,
};
