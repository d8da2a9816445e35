/** @module Softmax, and the cross-entropy with its gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

const PER_PART = 4096;

const crossEntropy: KernelFunction = ({ inputs: { logits, labels }, backend }) => {
  const gradient = backend.allocate(logits.shape);
  const loss = backend.allocate([]);
  const pixels = tf.util.sizeFromShape(labels.shape);
  const parts = Math.ceil(pixels / PER_PART);
  backend.withScratch(parts * 8, (losses) => {
    backend.pool.run("crossEntropy", parts, {
      logits: backend.address(logits),
      labels: backend.address(labels),
      gradient: backend.address(gradient),
      losses,
      pixels,
      classes: logits.shape[3],
      factor: 1 / pixels,
      perPart: PER_PART,
    });
    backend.pool.run("joinLosses", 1, {
      losses,
      loss: backend.address(loss),
      parts,
      factor: 1 / pixels,
    });
  });
  return [loss, gradient];
};

const softmax: KernelFunction = (call) => {
  const { inputs: { logits }, backend, attrs } = call;
  const classes = logits.shape.at(-1) ?? 1;
  const last = attrs.dim === -1 || attrs.dim === logits.shape.length - 1;
  const size = tf.util.sizeFromShape(logits.shape);
  if (logits.dtype !== "float32" || !last || size === 0) return onCpu("Softmax", call);
  const y = backend.allocate(logits.shape);
  const rows = size / classes;
  backend.pool.run("softmax", Math.ceil(rows / PER_PART), {
    x: backend.address(logits),
    y: backend.address(y),
    rows,
    classes,
    perPart: PER_PART,
  });
  return y;
};

/** The kernels of this file. */
export const crossEntropyKernels: Record<string, KernelFunction> = {
  [kernelNames.softmaxCrossEntropy]: crossEntropy,
  Softmax: softmax,
};
