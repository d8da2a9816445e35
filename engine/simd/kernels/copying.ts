/** @module Copies: concatenation, slices, padding, transposition, repetition. */
import * as tf from "@tensorflow/tfjs-core";
import { type Address, behind } from "../arena.ts";
import type { SimdBackend } from "../backend.ts";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import type { KernelArguments } from "../seam.generated.ts";
import { fill } from "./filling.ts";

const PARTS = 16;
/** Axes that the kernels for copies with steps and for padding know. */
const STEPS = 5, PADDED = 4;

const concat: KernelFunction = (call) => {
  const { backend, attrs } = call;
  const inputs = Object.values(call.inputs);
  const axis = tf.util.parseAxisParam(attrs.axis, inputs[0].shape)[0];
  const own = inputs.every((x) => isOwn(x) && x.dtype === inputs[0].dtype);
  if (!own) return onCpu("Concat", call);
  const shape = inputs[0].shape.slice();
  shape[axis] = inputs.reduce((sum, x) => sum + x.shape[axis], 0);
  const y = backend.allocate(shape, typeOf(inputs[0]));
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
    to = behind(to, bytes);
  }
  return y;
};

const slice: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size);
  const inside = size.every((length, i) => begin[i] >= 0 && begin[i] + length <= x.shape[i]);
  if (!isOwn(x) || !inside || size.includes(0)) return onCpu("Slice", call);
  const steps = stepsOf(x.shape);
  const offset = begin.reduce((sum, start, axis) => sum + start * steps[axis], 0);
  return copyStrided(backend, x, { offset, shape: size, steps }) ?? onCpu("Slice", call);
};

const transpose: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs: { perm } } = call;
  const order = perm as number[], own = stepsOf(x.shape);
  if (!isOwn(x)) return onCpu("Transpose", call);
  const [shape, steps] = [order.map((axis) => x.shape[axis]), order.map((axis) => own[axis])];
  return copyStrided(backend, x, { offset: 0, shape, steps }) ?? onCpu("Transpose", call);
};

/** Only what has one value along an axis is repeated along it here. */
const tile: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  const reps = attrs.reps as number[], own = stepsOf(x.shape);
  const single = reps.every((count, axis) => count === 1 || count > 0 && x.shape[axis] === 1);
  if (!isOwn(x) || !single || reps.length !== x.shape.length) return onCpu("Tile", call);
  const shape = x.shape.map((size, axis) => size * reps[axis]);
  const steps = own.map((step, axis) => reps[axis] > 1 ? 0 : step);
  return copyStrided(backend, x, { offset: 0, shape, steps }) ?? onCpu("Tile", call);
};

const pad: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs } = call;
  const paddings = attrs.paddings as [number, number][];
  const axes = paddedAxesOf(x.shape, paddings);
  const positive = paddings.flat().every((count) => count >= 0);
  if (x.dtype !== "float32" || !positive || axes.length > PADDED) return onCpu("PadV2", call);
  const y = backend.allocate(x.shape.map((size, i) => paddings[i][0] + size + paddings[i][1]));
  if (x.shape.includes(0)) return fill(backend, y, attrs.constantValue);
  while (axes.length < PADDED) axes.unshift({ size: 1, before: 0, after: 0 });
  const sizes = axes.map(({ size, before, after }) => size + before + after);
  const rows = sizes[0] * sizes[1] * sizes[2];
  const perPart = Math.ceil(rows / PARTS);
  const inner = axes.map(({ size }) => size), before = axes.map(({ before }) => before);
  backend.pool.run("padPart", Math.ceil(rows / perPart), {
    from: backend.address(x),
    to: backend.address(y),
    rows,
    size1: sizes[1],
    size2: sizes[2],
    rowBytes: 4 * sizes[3],
    inner0: inner[0],
    inner1: inner[1],
    inner2: inner[2],
    innerBytes: 4 * inner[3],
    before0: before[0],
    before1: before[1],
    before2: before[2],
    beforeBytes: 4 * before[3],
    value: attrs.constantValue,
    rowsPerPart: perPart,
  });
  return y;
};

/** tfjs-backend-cpu's only changes the type's name, and leaves bytes or integers where they are. */
const cast: KernelFunction = (call) => {
  const { inputs: { x }, backend, attrs: { dtype } } = call;
  if (x.dtype === dtype) {
    backend.incRef(x.dataId);
    return { ...x };
  }
  const toFloat = dtype === "float32" && (x.dtype === "int32" || x.dtype === "bool");
  const toInteger = dtype === "int32" && x.dtype === "bool";
  if (!toFloat && !toInteger) return onCpu("Cast", call);
  return backend.makeTensorInfo(x.shape, dtype, backend.values(x));
};

/** The kernels of this file. */
export const copyingKernels: Record<string, KernelFunction> = {
  Cast: cast,
  Concat: concat,
  PadV2: pad,
  Slice: slice,
  Tile: tile,
  Transpose: transpose,
};

/** Whether the tensor lies in the memory, and holds anything. */
function isOwn(x: tf.TensorInfo): boolean {
  return (x.dtype === "float32" || x.dtype === "int32") && !x.shape.includes(0);
}

function typeOf(x: tf.TensorInfo): "float32" | "int32" {
  return x.dtype as "float32" | "int32";
}

/** Bytes from one index of each axis to the next. */
function stepsOf(shape: number[]): number[] {
  return shape.map((_, axis) => 4 * tf.util.sizeFromShape(shape.slice(axis + 1)));
}

/** Null where the result has too many axes, after those have been joined that can be. */
function copyStrided(
  backend: SimdBackend,
  x: tf.TensorInfo,
  result: { offset: number; shape: number[]; steps: number[] },
): tf.TensorInfo | null {
  const { offset, shape, steps } = result;
  const axes: { size: number; step: number }[] = [];
  for (const [axis, size] of shape.entries()) {
    const step = steps[axis], outer = axes.at(-1);
    if (size === 1) continue;
    if (outer !== undefined && outer.step === step * size) {
      outer.size *= size;
      outer.step = step;
    } else axes.push({ size, step });
  }
  if (axes.length > STEPS) return null;
  const y = backend.allocate(shape, typeOf(x));
  const [from, to] = [behind(backend.address(x), offset), backend.address(y)];
  const count = tf.util.sizeFromShape(shape);
  if (axes.length === 2 && axes[1].step === 4) {
    const [{ size: rows, step: fromStep }, { size }] = axes;
    copyRows(backend, { from, fromStep, to, toStep: 4 * size, rows, bytes: 4 * size });
    return y;
  }
  while (axes.length < STEPS) axes.unshift({ size: 1, step: 4 });
  const [a0, a1, a2, a3, a4] = axes;
  const rows = count / a4.size;
  const perPart = Math.ceil(rows / PARTS);
  backend.pool.run("copyStrided", Math.ceil(rows / perPart), {
    from,
    to,
    rows,
    size1: a1.size,
    size2: a2.size,
    size3: a3.size,
    size4: a4.size,
    step0: a0.step,
    step1: a1.step,
    step2: a2.step,
    step3: a3.step,
    step4: a4.step,
    rowsPerPart: perPart,
  });
  return y;
}

/** The axes of what is padded; those without padding become part of the one before. */
function paddedAxesOf(
  shape: number[],
  paddings: [number, number][],
): { size: number; before: number; after: number }[] {
  const axes: { size: number; before: number; after: number }[] = [];
  for (const [axis, size] of shape.entries()) {
    const [before, after] = paddings[axis];
    const outer = axes.at(-1);
    if (outer !== undefined && before === 0 && after === 0) {
      outer.size *= size;
      outer.before *= size;
      outer.after *= size;
    } else axes.push({ size, before, after });
  }
  return axes;
}

/** Copies bytes as they lie, a multiple of 4. */
export function copyBytes(
  backend: SimdBackend,
  from: Address,
  to: Address,
  bytes: number,
): void {
  const run = { from, fromStep: bytes, to, toStep: bytes, rows: 1, bytes, rowsPerPart: 1 };
  backend.pool.run("copyPart", 1, run);
}

function copyRows(
  backend: SimdBackend,
  run: Omit<KernelArguments["copyPart"], "rowsPerPart">,
): void {
  const rowsPerPart = Math.ceil(run.rows / PARTS);
  backend.pool.run("copyPart", Math.ceil(run.rows / rowsPerPart), { ...run, rowsPerPart });
}
