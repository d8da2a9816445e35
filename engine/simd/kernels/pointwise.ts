/** @module Convolution 1x1: a product of all pixels with the filter. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Address } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { EDGE } from "../seam.generated.ts";
import { type Convolution, ending, type Plan } from "./ending.ts";
import type { Geometry } from "./geometry.ts";

/** Work is cut in at least so many parts, whatever the number of threads. */
const PARTS = 16;
/** Bytes of inputs and outputs that a part works on: a share of the second-level cache. */
const BLOCK = 128 * 1024;
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
export function pointwise(backend: SimdBackend, geometry: Geometry, tensors: Convolution): Plan {
  const { images, height, width, inChannels, outChannels } = geometry;
  const { pool } = backend;
  const pixels = images * height * width;
  const fitting = Math.floor(BLOCK / (4 * (inChannels + outChannels)));
  const perPart = Math.max(12, Math.min(fitting, Math.ceil(pixels / PARTS)));
  return {
    kind: "pointwise",
    channels: outChannels,
    bytes: Math.ceil(outChannels / 8) * inChannels * 32,
    pack: (filter, panels) =>
      packPanels(backend, geometry, {
        filter: backend.address(filter),
        panels,
        flipped: tensors.flipped,
      }),
    run: (panels, bias) =>
      backend.withScratch(
        EDGE * pool.threads,
        (scratch) =>
          pool.run("product", Math.ceil(pixels / perPart), {
            a: backend.address(tensors.x),
            b: panels,
            y: backend.address(tensors.y),
            m: pixels,
            k: inChannels,
            n: outChannels,
            rowsPerPart: perPart,
            ...ending(tensors, bias),
            scratch,
            scratchSize: EDGE,
          }),
      ),
  };
}

/** Panels of the filter, as assembly/panels.ts makes them; flipped for the input gradient. */
function packPanels(
  backend: SimdBackend,
  { inChannels, outChannels }: Geometry,
  at: { filter: Address; panels: Address; flipped: boolean },
): void {
  const panels = Math.ceil(outChannels / 8);
  const perPart = Math.ceil(panels / PARTS);
  backend.pool.run("packPointwise", Math.ceil(panels / perPart), {
    from: at.filter,
    to: at.panels,
    k: inChannels,
    n: outChannels,
    turned: Number(at.flipped),
    panelsPerPart: perPart,
  });
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
    const [k, n] = [inChannels, outChannels];
    pool.run("pointwiseSums", ranges * groups, {
      x: backend.address(tensors.x),
      dy: backend.address(tensors.dy),
      sums,
      rows,
      k,
      n,
      rowsPerRange: perRange,
      groups,
      rowsPerBlock: PIXELS,
    });
    const linesPerPart = Math.ceil(k / PARTS);
    const to = backend.address(tensors.gradient);
    pool.run("joinPointwiseSums", Math.ceil(k / linesPerPart), {
      sums,
      to,
      ranges,
      k,
      n,
      linesPerPart,
    });
  });
}
