/** @module Concatenation and slices along the channels: copies of rows. */
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

const PARTS = 16;

const concat: KernelFunction = (call) => {
  const { backend, attrs } = call;
  const inputs = Object.values(call.inputs);
  const axis = tf.util.parseAxisParam(attrs.axis, inputs[0].shape)[0];
  const own = inputs.every((x) => x.dtype === "float32" && x.shape.every((size) => size > 0));
  if (!own) return onCpu("Concat", call);
  const shape = inputs[0].shape.slice();
  shape[axis] = inputs.reduce((sum, x) => sum + x.shape[axis], 0);
  const y = backend.allocate(shape);
  const inner = tf.util.sizeFromShape(shape.slice(axis + 1)) * 4;
  const rows = tf.util.sizeFromShape(shape.slice(0, axis));
  let to = backend.address(y);
  for (const x of inputs) {
    const bytes = x.shape[axis] * inner;
    copyRows(backend, {
      from: backend.address(x),
      fromStep: bytes,
      to,
      toStep: shape[axis] * inner,
      rows,
      bytes,
    });
    to += bytes;
  }
  return y;
};

const slice: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size);
  // axes before the cut one must be whole, so that rows follow each other
  const axis = size.findLastIndex((length, i) => length !== x.shape[i]);
  const whole = axis >= 0 && size.slice(0, axis).every((length, i) => length === x.shape[i]);
  const own = x.dtype === "float32" && whole && size.every((length) => length > 0) &&
    size.every((length, i) => begin[i] >= 0 && begin[i] + length <= x.shape[i]);
  if (!own) return onCpu("Slice", call);
  const y = backend.allocate(size);
  const inner = tf.util.sizeFromShape(size.slice(axis + 1)) * 4;
  copyRows(backend, {
    from: backend.address(x) + begin[axis] * inner,
    fromStep: x.shape[axis] * inner,
    to: backend.address(y),
    toStep: size[axis] * inner,
    rows: tf.util.sizeFromShape(size.slice(0, axis)),
    bytes: size[axis] * inner,
  });
  return y;
};

/** tfjs-backend-cpu's only changes the type's name, and leaves bytes or integers where they are. */
const cast: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs: { dtype } } = call;
  const toFloat = dtype === "float32" && (x.dtype === "int32" || x.dtype === "bool");
  const toInteger = dtype === "int32" && x.dtype === "bool";
  if (!toFloat && !toInteger) return onCpu("Cast", call);
  return backend.makeTensorInfo(x.shape, dtype, backend.values(x));
};

/** The kernels of this file. */
export const copyingKernels: Record<string, KernelFunction> = {
  Cast: cast,
  Concat: concat,
  Slice: slice,
};

function copyRows(
  backend: SimdBackend,
  run: {
    from: number;
    fromStep: number;
    to: number;
    toStep: number;
    rows: number;
    bytes: number;
  },
): void {
  const { from, fromStep, to, toStep, rows, bytes } = run;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run(
    "copyPart",
    Math.ceil(rows / perPart),
    ...[from, fromStep, to, toStep, rows, bytes, perPart],
  );
}
