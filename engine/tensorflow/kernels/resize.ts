/** @module Gradients of resizing, in which tfjs-node's kernels forget where pixels have their centres. */
import * as tf from "@tensorflow/tfjs-core";
import { execute, FLOAT, type KernelFunction } from "../kernel_call.ts";

const bilinear: KernelFunction = ({ inputs: { dy, images }, backend, attrs }) =>
  execute(backend, "ResizeBilinearGrad", {
    inputs: [dy, images],
    attributes: { T: FLOAT, ...centres(attrs) },
  })[0];

const nearest: KernelFunction = ({ inputs: { dy, images }, backend, attrs }) =>
  tf.tidy(() => {
    const size = tf.tensor1d(images.shape.slice(1, 3), "int32");
    return execute(backend, "ResizeNearestNeighborGrad", {
      inputs: [dy, size],
      attributes: { T: FLOAT, ...centres(attrs) },
    })[0];
  });

/** The kernels of this file. */
export const resizeKernels: Record<string, KernelFunction> = {
  ResizeBilinearGrad: bilinear,
  ResizeNearestNeighborGrad: nearest,
};

function centres(
  { alignCorners, halfPixelCenters = false }: {
    alignCorners: boolean;
    halfPixelCenters?: boolean;
  },
) {
  return { align_corners: alignCorners, half_pixel_centers: halfPixelCenters };
}
