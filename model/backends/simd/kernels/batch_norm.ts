/** @module Batch normalisation: in training fused with the activation after it, and in inference. */
import type * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../../ops/kernel.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import { activations } from "./activation.ts";

/** Bytes of a block of pixels whose sums are taken in single precision. */
const BLOCK = 16 * 1024;
/** Work is cut in at most so many parts. */
const PARTS = 32;

const batchNorm: KernelFunction = ({ inputs: { x, gamma, beta }, backend, attrs }) => {
  const { pixels, channels, perBlock, blocks, blocksPerPart, parts } = cut(x.shape);
  const y = backend.allocate(x.shape);
  const mean = backend.allocate([channels]);
  const variance = backend.allocate([channels]);
  const { pool } = backend;
  backend.withScratch((blocks + 3) * channels * 8, (moments) => {
    const scaleShift = moments + blocks * channels * 8;
    const totals = scaleShift + channels * 8;
    const from = backend.address(x);
    pool.run("blockMoments", parts, from, moments, pixels, channels, perBlock, blocksPerPart);
    const tensors = [mean, variance, gamma, beta].map((tensor) => backend.address(tensor));
    pool.run(
      "joinMoments",
      1,
      ...[moments, ...tensors, scaleShift, totals, pixels, channels, perBlock, attrs.epsilon],
    );
    pool.run(
      "normalize",
      parts,
      ...[from, backend.address(y), scaleShift, pixels, channels, activations[attrs.activation]],
      perBlock * blocksPerPart,
    );
  });
  return [y, mean, variance];
};

const batchNormGradient: KernelFunction = ({ inputs, backend, attrs }) => {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const dx = backend.allocate(x.shape);
  const dgamma = backend.allocate(gamma.shape);
  const dbeta = backend.allocate(beta.shape);
  const at = (tensor: { dataId: object }) => backend.address(tensor as typeof x);
  const { pixels, channels, perBlock, blocks, blocksPerPart, parts } = cut(x.shape);
  const activation = activations[attrs.activation];
  const { pool } = backend;
  backend.withScratch((blocks + 4) * channels * 8, (sums) => {
    const scaleShift = sums + blocks * channels * 8;
    const factors = scaleShift + channels * 8;
    const totals = factors + channels * 8;
    const statistics = [at(mean), at(variance), at(gamma)];
    pool.run("scaleShiftOf", 1, ...statistics, at(beta), scaleShift, channels, attrs.epsilon);
    pool.run(
      "blockGradientSums",
      parts,
      ...[at(dy), at(x), scaleShift, at(mean), sums],
      ...[pixels, channels, activation, perBlock, blocksPerPart],
    );
    pool.run(
      "joinGradientSums",
      1,
      ...[sums, ...statistics, at(dgamma), at(dbeta), factors, totals],
      ...[pixels, channels, blocks, attrs.epsilon],
    );
    pool.run(
      "normalizeGradient",
      parts,
      ...[at(dy), at(x), at(dx), scaleShift, factors],
      ...[pixels, channels, activation, perBlock * blocksPerPart],
    );
  });
  return [dx, dgamma, dbeta];
};

/** With statistics that are given: TensorFlow.js's own kernel. */
const fusedBatchNorm: KernelFunction = (call) => {
  const { inputs: { x, mean, variance, offset, scale }, backend, attrs } = call;
  const c = x.shape.at(-1) ?? 0;
  const each = [mean, variance, offset, scale];
  const whole = each.every((tensor) => tensor !== undefined && isChannels(tensor, c));
  if (x.shape.length !== 4 || !whole || x.shape.includes(0)) return onCpu("FusedBatchNorm", call);
  const y = backend.allocate(x.shape);
  const { pixels, channels, perBlock, blocksPerPart, parts } = cut(x.shape);
  const { pool } = backend;
  backend.withScratch(channels * 8, (scaleShift) => {
    const statistics = [mean, variance, scale, offset].map((tensor) => backend.address(tensor));
    pool.run("scaleShiftOf", 1, ...statistics, scaleShift, channels, attrs.varianceEpsilon);
    const [from, to] = [backend.address(x), backend.address(y)];
    const perPart = perBlock * blocksPerPart;
    pool.run("normalize", parts, from, to, scaleShift, pixels, channels, 0, perPart);
  });
  return y;
};

/** The kernels of this file. */
export const batchNormKernels: Record<string, KernelFunction> = {
  [kernelNames.batchNorm]: batchNorm,
  [kernelNames.batchNormGradient]: batchNormGradient,
  FusedBatchNorm: fusedBatchNorm,
};

function isChannels(tensor: tf.TensorInfo, channels: number): boolean {
  return tensor.dtype === "float32" && tensor.shape.length === 1 && tensor.shape[0] === channels;
}

/** Blocks and parts of pixels, by the shape alone: the sums must not depend on the threads. */
function cut(shape: number[]): {
  pixels: number;
  channels: number;
  perBlock: number;
  blocks: number;
  blocksPerPart: number;
  parts: number;
} {
  const channels = shape[3];
  const pixels = shape[0] * shape[1] * shape[2];
  const perBlock = Math.max(32, Math.min(512, Math.floor(BLOCK / (4 * channels))));
  const blocks = Math.ceil(pixels / perBlock);
  const blocksPerPart = Math.ceil(blocks / PARTS);
  const parts = Math.ceil(blocks / blocksPerPart);
  return { pixels, channels, perBlock, blocks, blocksPerPart, parts };
}
