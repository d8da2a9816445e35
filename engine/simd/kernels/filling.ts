/** @module Tensors of equal values. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

const PER_PART = 65536;

/** A tensor like x, all of one value. */
function like(name: string, value: number): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend } = call;
    if (x.dtype !== "float32") return onCpu(name, call);
    return fill(backend, backend.allocate(x.shape), value);
  };
}

const filled: KernelFunction = (call) => {
  const { backend, attrs: { shape, value, dtype = "float32" } } = call;
  if (dtype !== "float32" || typeof value !== "number") return onCpu("Fill", call);
  return fill(backend, backend.allocate(shape), value);
};

/** The kernels of this file. */
export const fillingKernels: Record<string, KernelFunction> = {
  Fill: filled,
  OnesLike: like("OnesLike", 1),
  ZerosLike: like("ZerosLike", 0),
};

/** Sets all values of a tensor, and returns it. */
export function fill(backend: SimdBackend, y: tf.TensorInfo, value: number): tf.TensorInfo {
  const count = tf.util.sizeFromShape(y.shape);
  const parts = Math.ceil(count / PER_PART);
  backend.pool.run("fillPart", parts, { to: backend.address(y), value, count, perPart: PER_PART });
  return y;
}
