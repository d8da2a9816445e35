/** @module Sums, differences, products and quotients, with broadcasting. */
import * as tf from "@tensorflow/tfjs-core";
import { type KernelFunction, onCpu } from "../kernel_call.ts";

/** As assembly/broadcast.ts numbers them. */
const operations: Record<string, number> = { Add: 0, Multiply: 1, Sub: 2, RealDiv: 3 };

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 32768;
/** Axes that the kernel knows. */
const AXES = 4;

/** An axis of the result, and the steps in bytes along it in both operands. */
interface Axis {
  size: number;
  steps: [number, number];
}

/** The kernels of this file. */
export const broadcastKernels: Record<string, KernelFunction> = Object.fromEntries(
  Object.keys(operations).map((name) => [name, (call) => combine(name, call)]),
);

function combine(
  name: string,
  call: Parameters<KernelFunction>[0],
): ReturnType<KernelFunction> {
  const { inputs: { a, b }, backend } = call;
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const axes = axesOf(shape, [a.shape, b.shape]);
  const count = tf.util.sizeFromShape(shape);
  const floats = a.dtype === "float32" && b.dtype === "float32";
  if (!floats || axes.length > AXES || count === 0) return onCpu(name, call);
  const y = backend.allocate(shape);
  const [fromA, fromB, to] = [a, b, y].map((tensor) => backend.address(tensor));
  const { pool } = backend;
  const operation = operations[name];
  if (axes.length === 1) {
    const [{ steps }] = axes;
    const parts = Math.ceil(count / PER_PART);
    pool.run("combine", parts, fromA, steps[0], fromB, steps[1], to, count, operation, PER_PART);
    return y;
  }
  while (axes.length < AXES) axes.unshift({ size: 1, steps: [0, 0] });
  const [, size1, size2, size3] = axes.map(({ size }) => size);
  const rows = count / size3;
  const perPart = Math.ceil(PER_PART / size3);
  pool.run(
    "combineRows",
    Math.ceil(rows / perPart),
    ...[fromA, fromB, to, rows, size1, size2, size3],
    ...[...axes.map(({ steps }) => steps[0]), ...axes.map(({ steps }) => steps[1])],
    ...[operation, perPart],
  );
  return y;
}

/** The axes of a result; neighbours along which both operands behave alike become one. */
function axesOf(shape: number[], operands: [number[], number[]]): Axis[] {
  const axes: Axis[] = [];
  const inner = [4, 4];
  let before: string | undefined;
  for (let axis = 1; axis <= shape.length; axis++) {
    const size = shape.at(-axis)!;
    if (size === 1) continue;
    const steps = operands.map((operand, i) => (operand.at(-axis) ?? 1) === 1 ? 0 : inner[i]);
    const kind = steps.map((step) => step > 0).join();
    if (kind === before) axes[0].size *= size;
    else axes.unshift({ size, steps: steps as [number, number] });
    before = kind;
    steps.forEach((step, i) => inner[i] *= step > 0 ? size : 1);
  }
  return axes.length > 0 ? axes : [{ size: 1, steps: [4, 4] }];
}
