/** @module Depthwise convolution and its two gradients. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, NOWHERE } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { LINEAR } from "../seam.generated.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import { fusedEnding } from "./activation.ts";
import { copyBytes } from "./copying.ts";
import type { Convolution, Plan } from "./ending.ts";
import { type Attributes, type Geometry, geometryOf, outShape, reversed } from "./geometry.ts";

/** Work is cut in about so many parts, whatever the number of threads. */
const PARTS = 32;
/** The filter gradient is summed up in so many parts, which are then added. */
const SUMS = 16;

const depthwiseConv2d: KernelFunction = (call) => {
  const { inputs: { x, filter }, backend, attrs } = call;
  const geometry = depthwiseGeometryOf(x, filter.shape, attrs);
  if (geometry === null) return onCpu("DepthwiseConv2dNative", call);
  const y = backend.allocate(outShape(geometry));
  depthwise(backend, geometry, { x, y, flipped: false }).run(backend.address(filter), NOWHERE);
  return y;
};

const fusedDepthwiseConv2d: KernelFunction = (call) => {
  const { inputs: { x, filter, bias }, backend, attrs } = call;
  const geometry = depthwiseGeometryOf(x, filter.shape, attrs);
  const ending = fusedEnding(call, geometry?.outChannels);
  if (geometry === null || ending === undefined) return onCpu("FusedDepthwiseConv2D", call);
  const y = backend.allocate(outShape(geometry));
  const address = bias === undefined ? NOWHERE : backend.address(bias);
  const { activation } = ending;
  const plan = depthwise(backend, geometry, { x, y, flipped: false, activation });
  plan.run(backend.address(filter), address);
  return ending.finish(y);
};

const inputGradient: KernelFunction = (call) => {
  const { inputs: { dy, filter }, backend, attrs } = call;
  const x = { ...dy, shape: attrs.inputShape };
  const geometry = depthwiseGeometryOf(x, filter.shape, attrs);
  if (geometry === null) return onCpu("DepthwiseConv2dNativeBackpropInput", call);
  const dx = backend.allocate(attrs.inputShape);
  if (geometry.stride === 1) {
    const plan = depthwise(backend, reversed(geometry), { x: dy, y: dx, flipped: true });
    plan.run(backend.address(filter), NOWHERE);
    return dx;
  }
  const { images, height, width, inChannels, outHeight, outWidth } = geometry;
  const { filterHeight, padTop, padLeft } = geometry;
  const rows = images * height;
  const perPart = Math.ceil(rows / PARTS);
  withZeros(backend, inChannels, (zeros) => {
    backend.pool.run("depthwiseSpread", Math.ceil(rows / perPart), {
      dy: backend.address(dy),
      filter: backend.address(filter),
      dx: backend.address(dx),
      rows,
      height,
      width,
      channels: inChannels,
      outHeight,
      outWidth,
      size: filterHeight,
      padTop,
      padLeft,
      zeros,
      rowsPerPart: perPart,
    });
  });
  return dx;
};

const filterGradient: KernelFunction = (call) => {
  const { inputs: { x, dy }, backend, attrs } = call;
  const geometry = depthwiseGeometryOf(x, attrs.filterShape, attrs);
  if (geometry === null) return onCpu("DepthwiseConv2dNativeBackpropFilter", call);
  const { images, height, width, inChannels, outHeight, outWidth } = geometry;
  const { filterHeight, stride, padTop, padLeft } = geometry;
  const gradient = backend.allocate(attrs.filterShape);
  const taps = filterHeight * filterHeight;
  const rows = images * outHeight;
  const perPart = Math.ceil(rows / SUMS);
  const parts = Math.ceil(rows / perPart);
  const { pool } = backend;
  backend.withScratch(parts * taps * Math.ceil(inChannels / 4) * 16, (sums) => {
    pool.run("depthwiseFilterSums", parts, {
      x: backend.address(x),
      dy: backend.address(dy),
      sums,
      rows,
      height,
      width,
      channels: inChannels,
      outHeight,
      outWidth,
      size: filterHeight,
      stride,
      padTop,
      padLeft,
      rowsPerPart: perPart,
    });
    pool.run("joinFilterSums", taps, {
      sums,
      to: backend.address(gradient),
      parts,
      taps,
      channels: inChannels,
    });
  });
  return gradient;
};

/** The kernels of this file. */
export const depthwiseKernels: Record<string, KernelFunction> = {
  DepthwiseConv2dNative: depthwiseConv2d,
  FusedDepthwiseConv2D: fusedDepthwiseConv2d,
  DepthwiseConv2dNativeBackpropInput: inputGradient,
  DepthwiseConv2dNativeBackpropFilter: filterGradient,
};

/** Null where the kernels can't: other filters than 3x3 and 5x5, strides over 2, more than one output. */
export function depthwiseGeometryOf(
  x: tf.TensorInfo,
  filter: number[],
  attributes: Attributes,
): Geometry | null {
  const geometry = geometryOf(x.shape, filter, attributes);
  if (geometry === null || x.dtype !== "float32" || filter[3] !== 1) return null;
  const { filterHeight, filterWidth, stride, padTop, padLeft, inChannels } = geometry;
  const own = filterHeight === filterWidth && (filterHeight === 3 || filterHeight === 5) &&
    stride <= 2 && padTop < filterHeight && padLeft < filterWidth;
  return own ? { ...geometry, outChannels: inChannels } : null;
}

/**
 * y = x convolved with the filter; flipped: dx = dy with the filter turned round. The kernel takes the filter
 * as it is: to run at once it need not be packed.
 */
export function depthwise(
  backend: SimdBackend,
  geometry: Geometry,
  { x, y, flipped, activation = LINEAR }: Convolution,
): Plan {
  const { images, height, width, outChannels: channels, outHeight, outWidth } = geometry;
  const { filterHeight, stride, padTop, padLeft } = geometry;
  const rows = images * outHeight;
  const perPart = Math.ceil(rows / PARTS);
  const run = (filter: Address, bias: Address) =>
    backend.pool.run("depthwise", Math.ceil(rows / perPart), {
      x: backend.address(x),
      filter,
      bias,
      y: backend.address(y),
      rows,
      height,
      width,
      channels,
      outHeight,
      outWidth,
      size: filterHeight,
      stride,
      padTop,
      padLeft,
      flipped: Number(flipped),
      activation,
      rowsPerPart: perPart,
    });
  const bytes = filterHeight * filterHeight * channels * 4;
  return {
    kind: "depthwise",
    channels,
    bytes,
    pack: (filter, to) => copyBytes(backend, backend.address(filter), to, bytes),
    run: (filter, bias) => {
      if (bias === NOWHERE) withZeros(backend, channels, (zeros) => run(filter, zeros));
      else run(filter, bias);
    },
  };
}

/** One zero a channel: the kernels always add a bias. */
function withZeros(backend: SimdBackend, channels: number, use: (zeros: Address) => void): void {
  backend.withScratch(channels * 4, (zeros) => {
    backend.pool.run("fillPart", 1, { to: zeros, value: 0, count: channels, perPart: channels });
    use(zeros);
  });
}
