/** @module Sums, means and maxima over any axes. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

/** What is done with the values. */
type Operation = "Sum" | "Mean" | "Max";

/** Bytes of a block that is summed in single precision. */
const BLOCK = 16 * 1024;
/** Work is cut in at most so many parts, whatever the number of threads. */
const PARTS = 32;
/** Values of the result that a part joins. */
const PER_PART = 4096;

/** The kernels of this file. */
export const reductionKernels: Record<string, KernelFunction> = {
  Sum: reduction("Sum"),
  Mean: reduction("Mean"),
  Max: reduction("Max"),
};

function reduction(name: Operation): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend, attrs } = call;
    if (x.dtype !== "float32" || x.shape.includes(0)) return onCpu(name, call);
    const axes = tf.util.parseAxisParam(attrs.reductionIndices ?? attrs.axis, x.shape);
    const kept = x.shape.map((size, axis) => axes.includes(axis) ? 1 : size);
    const shape = attrs.keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
    const runs = runsOf(x.shape, kept);
    if (runs.length === 0) runs.push({ outer: 1, reduced: 1, inner: tf.util.sizeFromShape(kept) });
    let y = x;
    for (const [i, run] of runs.entries()) {
      // axes apart from each other are reduced one after the other
      const result = reduce(backend, y, run, name);
      if (i > 0) backend.disposeIntermediateTensorInfo(y);
      y = result;
    }
    return { ...y, shape };
  };
}

/** A tensor seen as [outer][reduced][inner]. */
interface Run {
  outer: number;
  reduced: number;
  inner: number;
}

/** Neighbouring axes that are reduced together, the last ones first; to has 1 where from is reduced. */
function runsOf(from: number[], to: number[]): Run[] {
  const groups: { size: number; isReduced: boolean }[] = [];
  for (const [axis, size] of from.entries()) {
    if (size === 1) continue;
    const isReduced = to[axis] === 1;
    const last = groups.at(-1);
    if (last?.isReduced === isReduced) last.size *= size;
    else groups.push({ size, isReduced });
  }
  const runs: Run[] = [];
  let [outer, inner] = [tf.util.sizeFromShape(from), 1];
  for (const { size, isReduced } of groups.toReversed()) {
    outer /= size;
    if (isReduced) runs.push({ outer, reduced: size, inner });
    else inner *= size;
  }
  return runs;
}

function reduce(backend: SimdBackend, x: tf.TensorInfo, run: Run, name: Operation): tf.TensorInfo {
  const { outer, reduced, inner } = run;
  const y = backend.allocate([outer * inner]);
  const perBlock = inner === 1
    ? BLOCK / 4
    : Math.max(64, Math.min(512, Math.floor(BLOCK / (4 * inner))));
  const blocks = Math.ceil(reduced / perBlock);
  const perPart = Math.ceil(outer * blocks / PARTS);
  const maximum = Number(name === "Max");
  const { pool } = backend;
  backend.withScratch(outer * blocks * inner * 4, (partials) => {
    pool.run("reduceBlocks", Math.ceil(outer * blocks / perPart), {
      x: backend.address(x),
      partials,
      outer,
      reduced,
      inner,
      perBlock,
      maximum,
      blocksPerPart: perPart,
    });
    const count = outer * inner;
    pool.run("joinBlocks", Math.ceil(count / PER_PART), {
      partials,
      y: backend.address(y),
      count,
      blocks,
      inner,
      factor: name === "Mean" ? 1 / reduced : 1,
      maximum,
      perPart: PER_PART,
    });
  });
  return y;
}
