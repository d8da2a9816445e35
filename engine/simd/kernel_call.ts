/** @module What a kernel of this engine is called with. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";

/** What a kernel is called with. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo>;
  backend: SimdBackend;
  // each kernel knows its own attributes
  // deno-lint-ignore no-explicit-any
  attrs: any;
}

/** A kernel of this engine. */
export type KernelFunction = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** Runs tfjs-backend-cpu's kernel, for what an own one doesn't cover. */
export function onCpu(name: string, call: KernelCall): tf.TensorInfo | tf.TensorInfo[] {
  return tf.getKernel(name, "cpu").kernelFunc(call as never);
}
