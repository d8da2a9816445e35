/** @module Filters whose channels are no multiple of eight, with zeros for those missing. */
import * as tf from "@tensorflow/tfjs-core";
import { behind } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { fill } from "./filling.ts";

/** Channels, filled up to whole eights. */
export function eights(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}

/** Lends a filter's values with whole eights of channels. */
export function withWholeFilter(
  backend: SimdBackend,
  filter: tf.TensorInfo,
  use: (whole: tf.TensorInfo) => void,
): void {
  const shape = wholeShape(filter);
  if (tf.util.arraysEqual(shape, filter.shape)) return use(filter);
  const whole = fill(backend, backend.allocate(shape), 0);
  copyCommon(backend, filter, whole);
  use(whole);
  backend.disposeIntermediateTensorInfo(whole);
}

/** Lends room for a filter with whole eights of channels, and takes what is the filter's of it. */
export function toWholeFilter(
  backend: SimdBackend,
  filter: tf.TensorInfo,
  make: (whole: tf.TensorInfo) => void,
): void {
  const shape = wholeShape(filter);
  if (tf.util.arraysEqual(shape, filter.shape)) return make(filter);
  const whole = backend.allocate(shape);
  make(whole);
  copyCommon(backend, whole, filter);
  backend.disposeIntermediateTensorInfo(whole);
}

function wholeShape({ shape: [height, width, ins, outs] }: tf.TensorInfo): number[] {
  return [height, width, eights(ins), eights(outs)];
}

/** Copies what two filters of the same size have in common. */
function copyCommon(backend: SimdBackend, from: tf.TensorInfo, to: tf.TensorInfo): void {
  const [ins, outs] = [2, 3].map((axis) => Math.min(from.shape[axis], to.shape[axis]));
  const [fromRow, toRow] = [from, to].map(({ shape }) => shape[3] * 4);
  for (let tap = 0; tap < from.shape[0] * from.shape[1]; tap++) {
    backend.pool.run("copyPart", 1, {
      from: behind(backend.address(from), tap * from.shape[2] * fromRow),
      fromStep: fromRow,
      to: behind(backend.address(to), tap * to.shape[2] * toRow),
      toStep: toRow,
      rows: ins,
      bytes: outs * 4,
      rowsPerPart: ins,
    });
  }
}
