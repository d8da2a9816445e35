/** @module What a kernel of this engine is called with, and how it runs TensorFlow's operations. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "./binding.ts";
import type { NodeBackend } from "./package.ts";

/** What a kernel is called with. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo>;
  backend: NodeBackend;
  // each kernel knows its own attributes
  // deno-lint-ignore no-explicit-any
  attrs: any;
}

/** A kernel of this engine. */
export type KernelFunction = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** The values of an operation's attributes: an array is a list of whole numbers. */
export type Attributes = Record<
  string,
  string | boolean | number[] | Fraction | DataType | Shape
>;

/** A number with a fraction, which JavaScript's own numbers don't tell from a whole one. */
export interface Fraction {
  float: number;
}

/** A tensor's shape. */
export interface Shape {
  dims: number[];
}

/** A data type, by its number in TensorFlow. */
export interface DataType {
  dtype: number;
}

/** The data types of what networks compute with. */
export const FLOAT: DataType = { dtype: 1 };
/** Whole numbers: labels, shapes. */
export const INT32: DataType = { dtype: 3 };

/**
 * Runs an operation of TensorFlow.
 *
 * @param backend The engine.
 * @param name As TensorFlow calls it.
 * @param call Its inputs, its attributes, and how many outputs it has.
 * @returns Its outputs.
 */
export function execute(
  backend: NodeBackend,
  name: string,
  call: { inputs: tf.TensorInfo[]; attributes: Attributes; outputs?: number },
): tf.Tensor[] {
  const { inputs, outputs = 1 } = call;
  return backend.executeMultipleOutputs(name, attributesOf(call.attributes), inputs, outputs);
}

/** @returns The attributes as tfjs-node's bindings take them. */
export function attributesOf(attributes: Attributes): Attribute[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "string") return { name, type: 0, value };
    if (typeof value === "boolean") return { name, type: 3, value };
    if (Array.isArray(value)) return { name, type: 1, value };
    if ("float" in value) return { name, type: 2, value: value.float };
    if ("dims" in value) return { name, type: 5, value: value.dims };
    return { name, type: 4, value: value.dtype };
  });
}
