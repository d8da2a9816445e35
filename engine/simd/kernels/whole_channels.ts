/** @module Filters whose channels are no multiple of eight, with zeros for those missing. */
import * as tf from "@tensorflow/tfjs-core";
import { behind } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { fill } from "./filling.ts";

/** Channels, filled up to whole eights. */
export function eights(channels: number): number {
  return Math.ceil(channels / 8) * 8;
}

/** Channels of a tensor, or of two that follow each other, each filled up to whole eights. */
export function wholeChannels(channels: readonly number[]): number {
  return channels.reduce((sum, count) => sum + eights(count), 0);
}

/**
 * Lends a filter's values with whole eights of channels. inputs: the channels of each tensor that it is
 * convolved with.
 */
export function withWholeFilter(
  backend: SimdBackend,
  filter: tf.TensorInfo,
  inputs: readonly number[],
  use: (whole: tf.TensorInfo) => void,
): void {
  const shape = wholeShape(filter, inputs);
  if (tf.util.arraysEqual(shape, filter.shape)) return use(filter);
  const whole = fill(backend, backend.allocate(shape), 0);
  copyRuns(backend, inputs, { part: filter, whole, from: filter, to: whole });
  use(whole);
  backend.disposeIntermediateTensorInfo(whole);
}

/** Lends room for a filter with whole eights of channels, and takes what is the filter's of it. */
export function toWholeFilter(
  backend: SimdBackend,
  filter: tf.TensorInfo,
  inputs: readonly number[],
  make: (whole: tf.TensorInfo) => void,
): void {
  const shape = wholeShape(filter, inputs);
  if (tf.util.arraysEqual(shape, filter.shape)) return make(filter);
  const whole = backend.allocate(shape);
  make(whole);
  copyRuns(backend, inputs, { part: filter, whole, from: whole, to: filter });
  backend.disposeIntermediateTensorInfo(whole);
}

function wholeShape(
  { shape: [height, width, , outs] }: tf.TensorInfo,
  inputs: readonly number[],
): number[] {
  return [height, width, wholeChannels(inputs), eights(outs)];
}

/** Copies what a filter and the one with whole eights of channels have in common. */
function copyRuns(
  backend: SimdBackend,
  inputs: readonly number[],
  filters: Record<"part" | "whole" | "from" | "to", tf.TensorInfo>,
): void {
  const { part, whole, from, to } = filters;
  const [fromRow, toRow] = [from, to].map(({ shape }) => shape[3] * 4);
  const [height, width, ins, outs] = part.shape;
  for (let tap = 0; tap < height * width; tap++) {
    const rows = { part: tap * ins, whole: tap * whole.shape[2] };
    for (const count of inputs) {
      const [fromStart, toStart] = from === part
        ? [rows.part, rows.whole]
        : [rows.whole, rows.part];
      backend.pool.run("copyPart", 1, {
        from: behind(backend.address(from), fromStart * fromRow),
        fromStep: fromRow,
        to: behind(backend.address(to), toStart * toRow),
        toStep: toRow,
        rows: count,
        bytes: outs * 4,
        rowsPerPart: count,
      });
      rows.part += count;
      rows.whole += eights(count);
    }
  }
}
