/** @module Convolution, its two gradients, transposed convolution. */
import type * as tf from "@tensorflow/tfjs-core";
import { type Address, behind, NOWHERE } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { EDGE } from "../seam.generated.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import { fusedEnding } from "./activation.ts";
import { type Geometry, geometryOf, outShape, reversed } from "./geometry.ts";
import { isPointwise, pointwise, pointwiseFilterGradient } from "./pointwise.ts";
import { stridedGradient } from "./strided_gradient.ts";
import { carryOut, type Convolution, ending, type Plan } from "./ending.ts";
import { isWinograd, winograd } from "./winograd.ts";
import { winogradFilterGradient } from "./winograd_gradient.ts";

/** Bytes of padded input that a part works on: a share of the second-level cache. */
const BLOCK = 256 * 1024;
/** Bytes of filter gradients that are summed apart and then added. */
const SUMS = 8 * 1024 * 1024;
/** Work is cut in at least so many parts, whatever the number of threads. */
const PARTS = 8;

const conv2d: KernelFunction = (call) => {
  const { inputs: { x, filter }, backend, attrs } = call;
  const geometry = geometryOf(x.shape, filter.shape, attrs);
  if (geometry === null) return onCpu("Conv2D", call);
  const y = backend.allocate(outShape(geometry));
  carryOut(backend, convolve(backend, geometry, { x, y, flipped: false }), { filter });
  return y;
};

const fusedConv2d: KernelFunction = (call) => {
  const { inputs: { x, filter, bias }, backend, attrs } = call;
  const geometry = geometryOf(x.shape, filter.shape, attrs);
  const ending = fusedEnding(call, geometry?.outChannels);
  if (geometry === null || ending === undefined) return onCpu("FusedConv2D", call);
  const y = backend.allocate(outShape(geometry));
  const tensors = { x, y, flipped: false, activation: ending.activation };
  const { kind, bytes, pack, run } = convolve(backend, geometry, tensors);
  const address = bias === undefined ? NOWHERE : backend.address(bias);
  // at inference the filter is the same the next time; tensors of other shapes may share its values
  const making = {
    sources: [filter],
    kind: `${kind}, ${filter.shape}`,
    bytes,
    make: (to: Address) => pack(filter, to),
  };
  backend.withKept(making, (panels) => run(panels, address));
  return ending.finish(y);
};

const conv2dInputGradient: KernelFunction = (call) => {
  const { inputs: { dy, filter }, backend, attrs } = call;
  const geometry = geometryOf(attrs.inputShape, filter.shape, attrs);
  if (geometry === null || !isWithin(geometry)) return onCpu("Conv2DBackpropInput", call);
  const dx = backend.allocate(attrs.inputShape);
  if (geometry.stride === 1) {
    const tensors = { x: dy, y: dx, flipped: true };
    carryOut(backend, convolve(backend, reversed(geometry), tensors), { filter });
  } else if (isSpread(geometry)) {
    carryOut(backend, spread(backend, geometry, { x: dy, y: dx }), { filter });
  } else {
    stridedGradient(backend, geometry, { dy, filter, dx });
  }
  return dx;
};

const conv2dFilterGradient: KernelFunction = (call) => {
  const { inputs: { x, dy }, backend, attrs } = call;
  const geometry = geometryOf(x.shape, attrs.filterShape, attrs);
  if (geometry === null) return onCpu("Conv2DBackpropFilter", call);
  const gradient = backend.allocate(attrs.filterShape);
  if (isWinograd(geometry)) winogradFilterGradient(backend, geometry, { x, dy, gradient });
  else if (isPointwise(geometry)) pointwiseFilterGradient(backend, geometry, { x, dy, gradient });
  else filterGradient(backend, geometry, { x, dy, gradient });
  return gradient;
};

/** The kernels of this file. */
export const convolutionKernels: Record<string, KernelFunction> = {
  Conv2D: conv2d,
  FusedConv2D: fusedConv2d,
  Conv2DBackpropInput: conv2dInputGradient,
  Conv2DBackpropFilter: conv2dFilterGradient,
};

/** Whether every window holds at least one input that counts: as padding, a filter's size is too much. */
function isWithin({ padTop, padLeft, filterHeight, filterWidth }: Geometry): boolean {
  return padTop < filterHeight && padLeft < filterWidth;
}

function rowsPerPart(geometry: Geometry): number {
  const { images, outHeight, outWidth, inChannels, filterHeight, filterWidth, stride } = geometry;
  const rowBytes = ((outWidth - 1) * stride + filterWidth) * inChannels * 4;
  const fitting = Math.floor((Math.floor(BLOCK / rowBytes) - filterHeight) / stride) + 1;
  const sharing = Math.ceil(images * outHeight / PARTS);
  return Math.max(1, Math.min(outHeight, fitting, sharing));
}

function blockBytes(geometry: Geometry, rows: number): number {
  const { outWidth, inChannels, filterHeight, filterWidth, stride } = geometry;
  const width = (outWidth - 1) * stride + filterWidth;
  return Math.ceil(((rows - 1) * stride + filterHeight) * width * inChannels / 16) * 64 + 64;
}

/** The fastest way of a convolution. */
export function convolve(backend: SimdBackend, geometry: Geometry, tensors: Convolution): Plan {
  if (isWinograd(geometry)) return winograd(backend, geometry, tensors);
  if (isPointwise(geometry)) return pointwise(backend, geometry, tensors);
  const { images, inChannels, outHeight, outChannels, filterHeight, filterWidth } = geometry;
  const { pool } = backend;
  const taps = filterHeight * filterWidth;
  const rows = rowsPerPart(geometry);
  const parts = images * Math.ceil(outHeight / rows);
  const scratchBytes = EDGE + blockBytes(geometry, rows);
  const { flipped } = tensors;
  return {
    kind: "direct",
    channels: outChannels,
    bytes: Math.ceil(outChannels / 8) * taps * inChannels * 32,
    pack: (filter, panels) =>
      pool.run("packFilter", taps, {
        from: backend.address(filter),
        to: panels,
        taps,
        // flipped, the filter's own channels are the other way round
        inChannels: flipped ? outChannels : inChannels,
        outChannels: flipped ? inChannels : outChannels,
        flipped: Number(flipped),
      }),
    run: (panels, bias) =>
      backend.withScratch(scratchBytes * pool.threads, (scratch) =>
        pool.run("convolution", parts, {
          ...windowsOf(geometry),
          x: backend.address(tensors.x),
          filter: panels,
          y: backend.address(tensors.y),
          rowsPerPart: rows,
          ...ending(tensors, bias),
          scratch,
          scratchSize: scratchBytes,
        })),
  };
}

/** Whether each input pixel's outputs are its own: the transposed convolution of a U-Net. */
export function isSpread(geometry: Geometry): boolean {
  const { height, width, outHeight, outWidth, filterHeight, filterWidth, stride } = geometry;
  return filterHeight === stride && filterWidth === stride && outHeight * stride === height &&
    outWidth * stride === width;
}

/** The transposed convolution of x, whose geometry is that of the convolution which it is the transpose of. */
export function spread(
  backend: SimdBackend,
  geometry: Geometry,
  { x, y }: { x: tf.TensorInfo; y: tf.TensorInfo },
): Plan {
  const { images, outHeight, outWidth, inChannels: out, outChannels: channels, stride } = geometry;
  const { pool } = backend;
  const rows = images * outHeight;
  const perPart = Math.max(1, Math.ceil(rows / (2 * PARTS)));
  const sizes = { size: stride, inChannels: channels, outChannels: out };
  return {
    kind: "spread",
    channels: out,
    bytes: stride * Math.ceil(stride * out / 8) * channels * 32,
    pack: (filter, panels) =>
      pool.run("packSpread", stride, { ...sizes, from: backend.address(filter), to: panels }),
    run: (panels, bias) =>
      backend.withScratch(
        EDGE * pool.threads,
        (scratch) =>
          pool.run("spread", Math.ceil(rows / perPart), {
            ...sizes,
            x: backend.address(x),
            filter: panels,
            y: backend.address(y),
            rows,
            width: outWidth,
            rowsPerPart: perPart,
            bias,
            scratch,
            scratchSize: EDGE,
          }),
      ),
  };
}

function filterGradient(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: { x: tf.TensorInfo; dy: tf.TensorInfo; gradient: tf.TensorInfo },
): void {
  const { images, inChannels, outHeight, outChannels, filterHeight, filterWidth } = geometry;
  const { pool } = backend;
  const rows = rowsPerPart(geometry);
  const blocks = images * Math.ceil(outHeight / rows);
  const length = filterWidth * inChannels;
  const columns = Math.ceil(outChannels / 8);
  const sumBytes = filterHeight * Math.ceil(length / 4) * 4 * columns * 32;
  const wished = Math.min(PARTS, blocks, Math.max(1, Math.floor(SUMS / sumBytes)));
  const perRange = Math.ceil(blocks / wished);
  const ranges = Math.ceil(blocks / perRange);
  const groups = Math.min(columns, Math.ceil(PARTS / ranges));
  const scratchBytes = blockBytes(geometry, rows);
  backend.withScratch(ranges * sumBytes + scratchBytes * pool.threads, (sums) => {
    pool.run("filterGradient", ranges * groups, {
      ...windowsOf(geometry),
      x: backend.address(tensors.x),
      dy: backend.address(tensors.dy),
      sums,
      rowsPerBlock: rows,
      blocksPerRange: perRange,
      images,
      groups,
      scratch: behind(sums, ranges * sumBytes),
      scratchSize: scratchBytes,
    });
    pool.run("reduceFilterGradient", filterHeight, {
      sums,
      to: backend.address(tensors.gradient),
      ranges,
      taps: filterHeight,
      length,
      outChannels,
    });
  });
}

/** The arguments that say where windows lie. */
function windowsOf({ images: _images, ...windows }: Geometry): Omit<Geometry, "images"> {
  return windows;
}
