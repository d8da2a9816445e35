/** @module Convolution 1x1: a product of all pixels with the filter. */
import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type Convolution, ending } from "./ending.ts";
import type { Geometry } from "./geometry.ts";

/** Work is cut in at least so many parts, whatever the number of threads. */
const PARTS = 16;
/** Bytes of inputs and outputs that a part works on: a share of the second-level cache. */
const BLOCK = 128 * 1024;
/** A tile at the last channels is computed whole, here, and then copied. */
const EDGE = 192;
/** Pixels whose products are summed up before the next tile of the filter's gradient is taken. */
const PIXELS = 64;
/** Bytes of filter gradients that are summed apart and then added. */
const SUMS = 2 * 1024 * 1024;

/** Whether the convolution is one that this file computes. */
export function isPointwise(geometry: Geometry): boolean {
  const { height, width, outHeight, outWidth, filterHeight, filterWidth } = geometry;
  return filterHeight * filterWidth === 1 && height === outHeight && width === outWidth;
}

/** y = x convolved with the filter; flipped: dx = dy with the forward filter, turned round. */
export function pointwise(backend: SimdBackend, geometry: Geometry, tensors: Convolution): void {
  const { images, height, width, inChannels, outChannels } = geometry;
  const { pool } = backend;
  const pixels = images * height * width;
  const fitting = Math.floor(BLOCK / (4 * (inChannels + outChannels)));
  const perPart = Math.max(12, Math.min(fitting, Math.ceil(pixels / PARTS)));
  const panelBytes = Math.ceil(outChannels / 8) * inChannels * 32;
  backend.withScratch(panelBytes + EDGE * pool.threads, (panels) => {
    const at = [tensors.x, tensors.filter, tensors.y].map((tensor) => backend.address(tensor));
    packPanels(backend, geometry, { filter: at[1], panels, flipped: tensors.flipped });
    pool.run(
      "product",
      Math.ceil(pixels / perPart),
      ...[at[0], panels, at[2], pixels, inChannels, outChannels, perPart],
      ...[...ending(backend, tensors), panels + panelBytes, EDGE],
    );
  });
}

/** Panels of the filter, as assembly/panels.ts makes them; flipped for the input gradient. */
function packPanels(
  backend: SimdBackend,
  { inChannels, outChannels }: Geometry,
  at: { filter: number; panels: number; flipped: boolean },
): void {
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
