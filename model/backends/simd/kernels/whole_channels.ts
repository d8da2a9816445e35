/** @module Convolutions whose channels are no multiple of eight, in tensors with zeros for those missing. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import type { Convolution } from "./ending.ts";
import { fill } from "./filling.ts";
import type { Geometry } from "./geometry.ts";
import { isWinograd, winograd, winogradFilterGradient } from "./winograd.ts";

/** Below so many channels the zeros cost more than Winograd's products save. */
const FEWEST = 12;

/**
 * @param geometry Of a convolution that isn't Winograd's as it is.
 * @returns The same with whole eights of channels; null where that doesn't make it Winograd's, or
 * doesn't pay.
 */
export function withWholeChannels(geometry: Geometry): Geometry | null {
  const { inChannels, outChannels } = geometry;
  if (Math.min(inChannels, outChannels) < FEWEST) return null;
  const whole = { ...geometry, inChannels: eights(inChannels), outChannels: eights(outChannels) };
  return isWinograd(whole) ? whole : null;
}

/** As `winograd`, of a geometry and what {@link withWholeChannels} made of it. */
export function winogradOfWhole(
  backend: SimdBackend,
  geometry: Geometry,
  whole: Geometry,
  tensors: Convolution,
): void {
  const { x, filter, y, flipped, bias } = tensors;
  const [from, to] = flipped ? [whole.outChannels, whole.inChannels] : [
    whole.inChannels,
    whole.outChannels,
  ];
  const wide = {
    ...tensors,
    x: resized(backend, x, [...x.shape.slice(0, 3), whole.inChannels]),
    filter: resized(backend, filter, [...filter.shape.slice(0, 2), from, to]),
    bias: bias && resized(backend, bias, [whole.outChannels]),
    y: geometry.outChannels === whole.outChannels
      ? y
      : backend.allocate([...y.shape.slice(0, 3), whole.outChannels]),
  };
  winograd(backend, whole, wide);
  if (wide.y !== y) copyBlock(backend, wide.y, y);
  release(backend, tensors, wide);
}

/** As `winogradFilterGradient`, of a geometry and what {@link withWholeChannels} made of it. */
export function filterGradientOfWhole(
  backend: SimdBackend,
  whole: Geometry,
  tensors: { x: tf.TensorInfo; dy: tf.TensorInfo; gradient: tf.TensorInfo },
): void {
  const { x, dy, gradient } = tensors;
  const wide = {
    x: resized(backend, x, [...x.shape.slice(0, 3), whole.inChannels]),
    dy: resized(backend, dy, [...dy.shape.slice(0, 3), whole.outChannels]),
    gradient: backend.allocate([3, 3, whole.inChannels, whole.outChannels]),
  };
  winogradFilterGradient(backend, whole, wide);
  copyBlock(backend, wide.gradient, gradient);
  release(backend, tensors, wide);
}

function eights(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}

/** The tensor itself, or a larger one with its values and zeros. */
function resized(backend: SimdBackend, tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  if (tf.util.arraysEqual(shape, tensor.shape)) return tensor;
  const larger = fill(backend, backend.allocate(shape), 0);
  copyBlock(backend, tensor, larger);
  return larger;
}

/** Copies what two tensors have in common, which may differ in the last two axes. */
function copyBlock(backend: SimdBackend, from: tf.TensorInfo, to: tf.TensorInfo): void {
  const [rows, channels] = [from, to].map(({ shape }) => [shape.at(-2) ?? 1, shape.at(-1)!])
    .reduce(([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d)]);
  const [fromRow, toRow] = [from, to].map(({ shape }) => shape.at(-1)! * 4);
  const [fromBlock, toBlock] = [from, to].map(({ shape }) =>
    (shape.at(-2) ?? 1) * shape.at(-1)! * 4
  );
  const blocks = tf.util.sizeFromShape(from.shape.slice(0, -2));
  const [start, target] = [backend.address(from), backend.address(to)];
  // blocks that follow each other without a gap are one
  const joined = fromBlock === rows * fromRow && toBlock === rows * toRow;
  const [count, each] = joined ? [1, blocks * rows] : [blocks, rows];
  const perPart = Math.max(64, Math.ceil(each / 32));
  for (let block = 0; block < count; block++) {
    backend.pool.run(
      "copyPart",
      Math.ceil(each / perPart),
      ...[start + block * fromBlock, fromRow, target + block * toBlock, toRow],
      ...[each, channels * 4, perPart],
    );
  }
}

/** Frees those that were made for the time of a call. */
function release<T extends object>(backend: SimdBackend, given: T, used: T): void {
  for (const [name, tensor] of Object.entries(used)) {
    const own = (given as Record<string, unknown>)[name];
    if (typeof tensor === "object" && tensor !== own) backend.disposeIntermediateTensorInfo(tensor);
  }
}
