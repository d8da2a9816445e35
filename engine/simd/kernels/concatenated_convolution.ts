/** @module Convolution of two tensors whose channels follow each other, and its gradients. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import type { KernelCall, KernelFunction } from "../kernel_call.ts";
import { convolutionKernels } from "./convolution.ts";
import { copyingKernels } from "./copying.ts";
import { carryOut } from "./ending.ts";
import { type Geometry, geometryOf, outShape, reversed } from "./geometry.ts";
import { isWinograd, winograd } from "./winograd.ts";
import { winogradFilterGradient } from "./winograd_gradient.ts";

const convolution: KernelFunction = ({ inputs: { x, nextX, filter }, backend, attrs }) => {
  const geometry = winogradGeometryOf([x.shape, nextX.shape], filter.shape, attrs);
  if (geometry === null) {
    return withConcatenated(
      backend,
      [x, nextX],
      (both) => convolutionKernels.Conv2D({ inputs: { x: both, filter }, backend, attrs }),
    );
  }
  const y = backend.allocate(outShape(geometry));
  carryOut(backend, winograd(backend, geometry, { x, nextX, y, flipped: false }), { filter });
  return y;
};

const inputGradient: KernelFunction = ({ inputs: { dy, filter }, backend, attrs }) => {
  const shapes = attrs.inputShapes as [number[], number[]];
  const geometry = winogradGeometryOf(shapes, filter.shape, attrs);
  if (geometry === null) {
    const inputShape = concatenatedShape(shapes);
    const call = { inputs: { dy, filter }, backend, attrs: { ...attrs, inputShape } };
    return split(backend, convolutionKernels.Conv2DBackpropInput(call) as tf.TensorInfo, shapes);
  }
  const [y, nextY] = shapes.map((shape) => backend.allocate(shape));
  const tensors = { x: dy, y, nextY, flipped: true };
  carryOut(backend, winograd(backend, reversed(geometry), tensors), { filter });
  return [y, nextY];
};

const filterGradient: KernelFunction = ({ inputs: { x, nextX, dy }, backend, attrs }) => {
  const geometry = winogradGeometryOf([x.shape, nextX.shape], attrs.filterShape, attrs);
  if (geometry === null) {
    return withConcatenated(
      backend,
      [x, nextX],
      (both) =>
        convolutionKernels.Conv2DBackpropFilter({ inputs: { x: both, dy }, backend, attrs }),
    );
  }
  const gradient = backend.allocate(attrs.filterShape);
  winogradFilterGradient(backend, geometry, { x, nextX, dy, gradient });
  return gradient;
};

/** The kernels of this file. */
export const concatenatedConvolutionKernels: Record<string, KernelFunction> = {
  [kernelNames.concatenatedConvolution]: convolution,
  [kernelNames.concatenatedConvolutionInputGradient]: inputGradient,
  [kernelNames.concatenatedConvolutionFilterGradient]: filterGradient,
};

/** The geometry of a convolution that reads two tensors where they lie; null of any other. */
export function winogradGeometryOf(
  shapes: [number[], number[]],
  filter: number[],
  attributes: KernelCall["attrs"],
): Geometry | null {
  const geometry = geometryOf(concatenatedShape(shapes), filter, attributes);
  return geometry !== null && isWinograd(geometry) ? geometry : null;
}

/** The shape of two tensors [n, h, w, channels] that follow each other. */
function concatenatedShape([x, nextX]: [number[], number[]]): number[] {
  const [shape, nextShape] = [x, nextX].map((sizes) => sizes.slice(0, 3));
  if (!tf.util.arraysEqual(shape, nextShape)) {
    throw new TypeError(
      `Cannot convolve two tensors: they must differ in channels only, got [${x}] and [${nextX}]`,
    );
  }
  return [...shape, x[3] + nextX[3]];
}

/** Lends two tensors as one. */
export function withConcatenated<T>(
  backend: SimdBackend,
  [x, nextX]: [tf.TensorInfo, tf.TensorInfo],
  use: (both: tf.TensorInfo) => T,
): T {
  // TensorFlow.js's kernel of this name takes a list
  const inputs = [x, nextX] as unknown as KernelCall["inputs"];
  const both = copyingKernels.Concat({ inputs, backend, attrs: { axis: 3 } }) as tf.TensorInfo;
  const result = use(both);
  backend.disposeIntermediateTensorInfo(both);
  return result;
}

/** Cuts a tensor into two, channels by channels. */
function split(
  backend: SimdBackend,
  x: tf.TensorInfo,
  [first, second]: [number[], number[]],
): tf.TensorInfo[] {
  const cut = (size: number[], begin: number) =>
    copyingKernels.Slice({
      inputs: { x },
      backend,
      attrs: { begin: [0, 0, 0, begin], size },
    }) as tf.TensorInfo;
  const parts = [cut(first, 0), cut(second, first[3])];
  backend.disposeIntermediateTensorInfo(x);
  return parts;
}
