/** @module Sums, differences and other functions of two tensors, with broadcasting. */
import * as tf from "@tensorflow/tfjs-core";
import { type KernelFunction, onCpu } from "../kernel_call.ts";
import {
  ADD,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  MULTIPLY,
  PRELU,
  SQUARED_DIFFERENCE,
  SUBTRACT,
} from "../seam.generated.ts";

/** The kernels' operations by TensorFlow.js's names. */
const operations: Record<string, number> = {
  Add: ADD,
  Multiply: MULTIPLY,
  Sub: SUBTRACT,
  RealDiv: DIVIDE,
  Maximum: MAXIMUM,
  Minimum: MINIMUM,
  SquaredDifference: SQUARED_DIFFERENCE,
  Prelu: PRELU,
};

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
  const { inputs, backend } = call;
  const { a = inputs.x, b = inputs.alpha } = inputs;
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const axes = axesOf(shape, [a.shape, b.shape]);
  const count = tf.util.sizeFromShape(shape);
  const floats = a.dtype === "float32" && b.dtype === "float32";
  if (!floats || axes.length > AXES || count === 0) return onCpu(name, call);
  const y = backend.allocate(shape);
  const tensors = { a: backend.address(a), b: backend.address(b), y: backend.address(y) };
  const { pool } = backend;
  const operation = operations[name];
  if (axes.length === 1) {
    const [aStep, bStep] = axes[0].steps;
    const parts = Math.ceil(count / PER_PART);
    pool.run("combine", parts, { ...tensors, aStep, bStep, count, operation, perPart: PER_PART });
    return y;
  }
  while (axes.length < AXES) axes.unshift({ size: 1, steps: [0, 0] });
  const [a0, a1, a2, a3] = axes;
  const rows = count / a3.size;
  const perPart = Math.ceil(PER_PART / a3.size);
  pool.run("combineRows", Math.ceil(rows / perPart), {
    ...tensors,
    rows,
    size1: a1.size,
    size2: a2.size,
    size3: a3.size,
    aStep0: a0.steps[0],
    aStep1: a1.steps[0],
    aStep2: a2.steps[0],
    aStep3: a3.steps[0],
    bStep0: a0.steps[1],
    bStep1: a1.steps[1],
    bStep2: a2.steps[1],
    bStep3: a3.steps[1],
    operation,
    rowsPerPart: perPart,
  });
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
