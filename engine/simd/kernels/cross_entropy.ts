/** @module Softmax, and the cross-entropy with its gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../ops/kernel.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

const PER_PART = 4096;

const crossEntropy: KernelFunction = ({ inputs: { logits, labels }, backend }) => {
  const gradient = backend.allocate(logits.shape);
  const loss = backend.allocate([]);
  const pixels = tf.util.sizeFromShape(labels.shape), classes = logits.shape[3];
  const factor = 1 / Math.max(1, countedPixels(backend.values(labels) as Int32Array, classes));
  const parts = Math.ceil(pixels / PER_PART);
  backend.withScratch(parts * 8, (losses) => {
    backend.pool.run("crossEntropy", parts, {
      logits: backend.address(logits),
      labels: backend.address(labels),
      gradient: backend.address(gradient),
      losses,
      pixels,
      classes,
      factor,
      perPart: PER_PART,
    });
    backend.pool.run("joinLosses", 1, {
      losses,
      loss: backend.address(loss),
      parts,
      factor,
    });
  });
  return [loss, gradient];
};

/** The pixels whose label is a class. */
function countedPixels(labels: Int32Array, classes: number): number {
  let count = 0;
  for (let i = 0; i < labels.length; i++) count += labels[i] >= 0 && labels[i] < classes ? 1 : 0;
  return count;
}

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
