/** @module Which kernels this engine has of its own, beside those of tfjs-node. */
import * as tf from "@tensorflow/tfjs-core";
import type { KernelFunction } from "./kernel_call.ts";
import { adamKernels } from "./kernels/adam.ts";
import { batchNormKernels } from "./kernels/batch_norm.ts";
import { crossEntropyKernels } from "./kernels/cross_entropy.ts";
import { paddingKernels } from "./kernels/padding.ts";
import { resizeKernels } from "./kernels/resize.ts";

/** Registers the own kernels, in place of those of tfjs-node that have the same names. */
export function registerKernels(): void {
  const own = {
    ...adamKernels,
    ...batchNormKernels,
    ...crossEntropyKernels,
    ...paddingKernels((name) => tf.getKernel(name, "tensorflow").kernelFunc as never),
    ...resizeKernels,
  };
  for (const [kernelName, kernelFunc] of Object.entries<KernelFunction>(own)) {
    if (tf.getKernel(kernelName, "tensorflow") !== undefined) {
      tf.unregisterKernel(kernelName, "tensorflow");
    }
    tf.registerKernel({ kernelName, backendName: "tensorflow", kernelFunc: kernelFunc as never });
  }
}
