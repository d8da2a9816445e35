/** @module Batch normalisation: in training fused with the activation after it, and in inference. */
import type * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import { behind } from "../arena.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import { LINEAR } from "../seam.generated.ts";
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
    const scaleShift = behind(moments, blocks * channels * 8);
    pool.run("blockMoments", parts, {
      x: backend.address(x),
      moments,
      pixels,
      channels,
      perBlock,
      blocksPerPart,
    });
    pool.run("joinMoments", 1, {
      moments,
      mean: backend.address(mean),
      variance: backend.address(variance),
      gamma: backend.address(gamma),
      beta: backend.address(beta),
      scaleShift,
      totals: behind(scaleShift, channels * 8),
      pixels,
      channels,
      perBlock,
      epsilon: attrs.epsilon,
    });
    pool.run("normalize", parts, {
      x: backend.address(x),
      y: backend.address(y),
      scaleShift,
      pixels,
      channels,
      activation: activations[attrs.activation],
      pixelsPerPart: perBlock * blocksPerPart,
    });
  });
  return [y, mean, variance];
};

const batchNormGradient: KernelFunction = ({ inputs, backend, attrs }) => {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const dx = backend.allocate(x.shape);
  const dgamma = backend.allocate(gamma.shape);
  const dbeta = backend.allocate(beta.shape);
  const { pixels, channels, perBlock, blocks, blocksPerPart, parts } = cut(x.shape);
  const { pool } = backend;
  backend.withScratch((blocks + 4) * channels * 8, (sums) => {
    const scaleShift = behind(sums, blocks * channels * 8);
    const factors = behind(scaleShift, channels * 8);
    const statistics = {
      mean: backend.address(mean),
      variance: backend.address(variance),
      gamma: backend.address(gamma),
      channels,
      epsilon: attrs.epsilon,
    };
    const pass = {
      dy: backend.address(dy),
      x: backend.address(x),
      scaleShift,
      pixels,
      channels,
      activation: activations[attrs.activation],
    };
    pool.run("scaleShiftOf", 1, { ...statistics, beta: backend.address(beta), scaleShift });
    pool.run("blockGradientSums", parts, {
      ...pass,
      mean: backend.address(mean),
      sums,
      perBlock,
      blocksPerPart,
    });
    pool.run("joinGradientSums", 1, {
      ...statistics,
      sums,
      dgamma: backend.address(dgamma),
      dbeta: backend.address(dbeta),
      factors,
      totals: behind(factors, channels * 8),
      pixels,
      blocks,
    });
    pool.run("normalizeGradient", parts, {
      ...pass,
      dx: backend.address(dx),
      factors,
      pixelsPerPart: perBlock * blocksPerPart,
    });
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
    pool.run("scaleShiftOf", 1, {
      mean: backend.address(mean),
      variance: backend.address(variance),
      gamma: backend.address(scale),
      beta: backend.address(offset),
      scaleShift,
      channels,
      epsilon: attrs.varianceEpsilon,
    });
    pool.run("normalize", parts, {
      x: backend.address(x),
      y: backend.address(y),
      scaleShift,
      pixels,
      channels,
      activation: LINEAR,
      pixelsPerPart: perBlock * blocksPerPart,
    });
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
  const blocksPerPart = Math.max(1, Math.ceil(blocks / PARTS));
  const parts = Math.ceil(blocks / blocksPerPart);
  return { pixels, channels, perBlock, blocks, blocksPerPart, parts };
}
