/** @module Which kernels this engine has of its own, beside those of tfjs-node. */
import * as tf from "@tensorflow/tfjs-core";
import type { KernelFunction } from "./kernel_call.ts";
import { activationKernels } from "./kernels/activation.ts";
import { adamKernels } from "./kernels/adam.ts";
import { batchNormKernels } from "./kernels/batch_norm.ts";
import { crossEntropyKernels } from "./kernels/cross_entropy.ts";
import { paddingKernels } from "./kernels/padding.ts";
import { poolingKernels } from "./kernels/pooling.ts";
import { resizeKernels } from "./kernels/resize.ts";

/** Registers the own kernels, in place of those of tfjs-node that have the same names. */
export function registerKernels(): void {
  register({
    ...activationKernels,
    ...adamKernels,
    ...batchNormKernels,
    ...crossEntropyKernels,
    ...poolingKernels(kernelOf),
    ...resizeKernels,
  });
  // last, as it wraps others of them
  register(paddingKernels(kernelOf));
}

function register(kernels: Record<string, KernelFunction>): void {
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "tensorflow") !== undefined) {
      tf.unregisterKernel(kernelName, "tensorflow");
    }
    tf.registerKernel({ kernelName, backendName: "tensorflow", kernelFunc: kernelFunc as never });
  }
}

function kernelOf(name: string): KernelFunction {
  return tf.getKernel(name, "tensorflow").kernelFunc as never;
}
