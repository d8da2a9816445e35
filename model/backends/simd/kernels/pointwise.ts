/** @module Additions, products and activations, value by value. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 32768;

const add: KernelFunction = (call) => {
  const { inputs: { a, b }, backend } = call;
  if (!areFloats(a, b)) return onCpu("Add", call);
  if (sameShape(a, b)) return pointwise(backend, "add", [a, b]);
  const [long, short] = a.shape.length >= b.shape.length ? [a, b] : [b, a];
  if (isLastAxis(short, long)) return addBias(backend, long, short);
  return onCpu("Add", call);
};

const multiply: KernelFunction = (call) => {
  const { inputs: { a, b }, backend } = call;
  if (!areFloats(a, b)) return onCpu("Multiply", call);
  if (sameShape(a, b)) return pointwise(backend, "multiply", [a, b]);
  if (b.shape.length === 0) return pointwise(backend, "multiplyByScalar", [a, b]);
  if (a.shape.length === 0) return pointwise(backend, "multiplyByScalar", [b, a]);
  return onCpu("Multiply", call);
};

const relu: KernelFunction = (call) => {
  const { inputs: { x }, backend } = call;
  return x.dtype === "float32" ? pointwise(backend, "relu", [x]) : onCpu("Relu", call);
};

/** Sums over all axes but the last (a bias's gradient), and over all axes. */
function reduction(name: "Sum" | "Mean"): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend, attrs } = call;
    const axes = tf.util.parseAxisParam(attrs.axis, x.shape).toSorted((a, b) => a - b);
    const leading = axes.every((axis, i) => axis === i);
    const rank = x.shape.length;
    const size = tf.util.sizeFromShape(x.shape);
    if (x.dtype !== "float32" || !leading || axes.length < rank - 1 || size === 0) {
      return onCpu(name, call);
    }
    const channels = axes.length === rank ? 1 : x.shape[rank - 1];
    const kept = axes.length === rank ? [] : [channels];
    const shape = attrs.keepDims ? [...axes.map(() => 1), ...kept] : kept;
    const y = backend.allocate(shape);
    const rows = size / channels;
    const perPart = Math.max(1024, Math.ceil(rows / 16));
    const parts = Math.ceil(rows / perPart);
    backend.withScratch(parts * channels * 8, (sums) => {
      backend.pool.run("columnSums", parts, backend.address(x), sums, rows, channels, perPart);
      const factor = name === "Mean" ? 1 / rows : 1;
      backend.pool.run("joinColumnSums", 1, sums, backend.address(y), parts, channels, factor);
    });
    return y;
  };
}

/** The kernels of this file. */
export const pointwiseKernels: Record<string, KernelFunction> = {
  Add: add,
  Multiply: multiply,
  Relu: relu,
  Sum: reduction("Sum"),
  Mean: reduction("Mean"),
};

function pointwise(
  backend: SimdBackend,
  name: string,
  inputs: tf.TensorInfo[],
): tf.TensorInfo {
  const y = backend.allocate(inputs[0].shape);
  const count = tf.util.sizeFromShape(y.shape);
  const addresses = [...inputs, y].map((tensor) => backend.address(tensor));
  backend.pool.run(name, Math.ceil(count / PER_PART), ...addresses, count, PER_PART);
  return y;
}

function addBias(backend: SimdBackend, x: tf.TensorInfo, bias: tf.TensorInfo): tf.TensorInfo {
  const y = backend.allocate(x.shape);
  const channels = x.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(x.shape) / channels;
  const perPart = Math.ceil(PER_PART / channels);
  const addresses = [x, bias, y].map((tensor) => backend.address(tensor));
  backend.pool.run("addBias", Math.ceil(rows / perPart), ...addresses, rows, channels, 0, perPart);
  return y;
}

function areFloats(a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  return a.dtype === "float32" && b.dtype === "float32";
}

function sameShape(a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  return tf.util.arraysEqual(a.shape, b.shape);
}

function isLastAxis(short: tf.TensorInfo, long: tf.TensorInfo): boolean {
  const size = tf.util.sizeFromShape(short.shape);
  return size > 0 && short.shape.at(-1) === size && long.shape.at(-1) === size;
}
