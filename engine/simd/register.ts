/** @module Which kernel of the backend `simd` is whose. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { activationKernels } from "./kernels/activation.ts";
import { adamKernels } from "./kernels/adam.ts";
import { batchNormKernels } from "./kernels/batch_norm.ts";
import { broadcastKernels } from "./kernels/broadcast.ts";
import { concatenatedConvolutionKernels } from "./kernels/concatenated_convolution.ts";
import { convolutionKernels } from "./kernels/convolution.ts";
import { copyingKernels } from "./kernels/copying.ts";
import { crossEntropyKernels } from "./kernels/cross_entropy.ts";
import { depthwiseKernels } from "./kernels/depthwise.ts";
import { elementwiseKernels } from "./kernels/elementwise.ts";
import { fillingKernels } from "./kernels/filling.ts";
import { diceCrossEntropyKernels } from "./kernels/dice_cross_entropy.ts";
import { inferenceKernels } from "./kernels/inference.ts";
import { poolingKernels } from "./kernels/pooling.ts";
import { productKernels } from "./kernels/product.ts";
import { reductionKernels } from "./kernels/reduction.ts";
import { resizeKernels } from "./kernels/resize.ts";
import { windowKernels } from "./kernels/windows.ts";

/** Gives the backend every kernel of tfjs-backend-cpu, then replaces those that have a faster one. */
export function registerKernels(): void {
  if (tf.getKernelsForBackend("simd").length > 0) return;
  tf.copyRegisteredKernels("cpu", "simd");
  const own = {
    ...activationKernels,
    ...adamKernels,
    ...batchNormKernels,
    ...broadcastKernels,
    ...concatenatedConvolutionKernels,
    ...convolutionKernels,
    ...copyingKernels,
    ...crossEntropyKernels,
    ...depthwiseKernels,
    ...elementwiseKernels,
    ...fillingKernels,
    ...diceCrossEntropyKernels,
    ...inferenceKernels,
    ...poolingKernels,
    ...productKernels,
    ...reductionKernels,
    ...resizeKernels,
    ...windowKernels,
  };
  for (const [kernelName, kernelFunc] of Object.entries(own)) {
    if (tf.getKernel(kernelName, "simd") !== undefined) tf.unregisterKernel(kernelName, "simd");
    tf.registerKernel({ kernelName, backendName: "simd", kernelFunc: kernelFunc as never });
  }
}
