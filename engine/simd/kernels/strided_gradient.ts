/** @module The input gradient of a convolution with a stride: phases, each a convolution without one. */
import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { behind } from "../arena.ts";
import { EDGE } from "../seam.generated.ts";
import type { Geometry } from "./geometry.ts";

/** Bytes of padded dy that a part works on: a share of the second-level cache. */
const BLOCK = 256 * 1024;
/** Work is cut in at least so many parts, whatever the number of threads. */
const PARTS = 8;

/** dx of a convolution whose padding is less than its filter. */
export function stridedGradient(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: { dy: tf.TensorInfo; filter: tf.TensorInfo; dx: tf.TensorInfo },
): void {
  const { images, height, width, inChannels, outHeight, outWidth, outChannels } = geometry;
  const { filterHeight, filterWidth, stride, padTop, padLeft } = geometry;
  // rows and columns of each phase, and the most taps that one has
  const rows = steps(padTop, height, stride), columns = steps(padLeft, width, stride);
  const [high, wide] = [Math.ceil(filterHeight / stride), Math.ceil(filterWidth / stride)];
  const rowBytes = (columns + wide - 1) * outChannels * 4;
  const fitting = Math.floor(BLOCK / rowBytes) - high + 1;
  const perPart = Math.max(1, Math.min(rows, fitting, Math.ceil(images * rows / PARTS)));
  const phaseBytes = Math.ceil(inChannels / 8) * high * wide * outChannels * 32;
  const panelBytes = stride * stride * phaseBytes;
  const scratchBytes = EDGE + Math.ceil((perPart + high - 1) * rowBytes / 64) * 64 + 64;
  const { pool } = backend;
  backend.withScratch(panelBytes + scratchBytes * pool.threads, (panels) => {
    pool.run("packPhase", stride * stride, {
      from: backend.address(tensors.filter),
      to: panels,
      filterHeight,
      filterWidth,
      inChannels,
      outChannels,
      stride,
      phaseBytes,
    });
    pool.run("stridedGradient", images * Math.ceil(rows / perPart), {
      dy: backend.address(tensors.dy),
      filter: panels,
      dx: backend.address(tensors.dx),
      height,
      width,
      inChannels,
      outHeight,
      outWidth,
      outChannels,
      filterHeight,
      filterWidth,
      stride,
      padTop,
      padLeft,
      phaseBytes,
      rowsPerPart: perPart,
      scratch: behind(panels, panelBytes),
      scratchSize: scratchBytes,
    });
  });
}

/** How many multiples of the stride a padded axis begins. */
function steps(pad: number, size: number, stride: number): number {
  return Math.floor((pad + size - 1) / stride) - Math.floor(pad / stride) + 1;
}
