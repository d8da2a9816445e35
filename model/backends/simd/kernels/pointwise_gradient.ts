/** @module Convolution 1x1 without a stride: the filter's panels, and its gradient. */
import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import type { Geometry } from "./geometry.ts";

/** Work is cut in about so many parts, whatever the number of threads. */
const PARTS = 16;
/** Pixels whose products are summed up before the next tile of the filter's gradient is taken. */
const PIXELS = 128;
/** Bytes of filter gradients that are summed apart and then added. */
const SUMS = 2 * 1024 * 1024;

/** Whether the convolution is one that this file helps with. */
export function isPointwise(geometry: Geometry): boolean {
  const { height, width, outHeight, outWidth, filterHeight, filterWidth, stride } = geometry;
  return filterHeight * filterWidth === 1 && stride === 1 && height === outHeight &&
    width === outWidth;
}

/** Panels of the filter, as assembly/panels.ts makes them; flipped for the input gradient. */
export function packPointwise(
  backend: SimdBackend,
  geometry: Geometry,
  at: { filter: number; panels: number; flipped: boolean },
): void {
  const { inChannels, outChannels } = geometry;
  const panels = Math.ceil(outChannels / 8);
  const perPart = Math.ceil(panels / PARTS);
  backend.pool.run(
    "packPointwise",
    Math.ceil(panels / perPart),
    ...[at.filter, at.panels, inChannels, outChannels, Number(at.flipped), perPart],
  );
}

/** The filter's gradient. */
export function pointwiseFilterGradient(
  backend: SimdBackend,
  geometry: Geometry,
  tensors: { x: tf.TensorInfo; dy: tf.TensorInfo; gradient: tf.TensorInfo },
): void {
  const { images, height, width, inChannels, outChannels } = geometry;
  const rows = images * height * width;
  const columns = Math.ceil(outChannels / 8);
  const sumBytes = Math.ceil(inChannels / 4) * 4 * columns * 32;
  const wished = Math.min(PARTS, Math.floor(SUMS / sumBytes), Math.ceil(rows / PIXELS));
  const perRange = Math.ceil(rows / Math.max(1, wished));
  const ranges = Math.ceil(rows / perRange);
  const groups = Math.min(columns, Math.ceil(PARTS / ranges));
  const { pool } = backend;
  backend.withScratch(ranges * sumBytes, (sums) => {
    const [x, dy, to] = [tensors.x, tensors.dy, tensors.gradient].map((at) => backend.address(at));
    pool.run(
      "pointwiseSums",
      ranges * groups,
      ...[x, dy, sums, rows, inChannels, outChannels, perRange, groups, PIXELS],
    );
    const lines = Math.ceil(inChannels / PARTS);
    pool.run(
      "joinPointwiseSums",
      Math.ceil(inChannels / lines),
      ...[sums, to, ranges, inChannels, outChannels, lines],
    );
  });
}
