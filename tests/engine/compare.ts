import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";

/** Values between -1 and 1, the same for a seed everywhere. */
export function noise(shape: number[], seed: number): tf.Tensor {
  let state = (seed * 2654435761 + 1) >>> 0;
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(values, shape);
}

/** Runs a computation on a backend and gives its results' values. */
export async function on(backend: string, f: () => tf.Tensor | tf.Tensor[]): Promise<Values[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => [f()].flat().map((y) => ({ shape: y.shape, values: y.dataSync() })));
}

/** A tensor's shape and values. */
export interface Values {
  shape: number[];
  values: ArrayLike<number>;
}

/** Compares with a tolerance relative to the root mean square of what is expected. */
export function assertClose(actual: Values, expected: Values, tolerance: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const squares = Array.from(expected.values, (value) => value * value);
  const scale = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / squares.length);
  for (let i = 0; i < squares.length; i++) {
    const error = Math.abs(actual.values[i] - expected.values[i]);
    const message = `value ${i} of [${expected.shape}]: ${actual.values[i]}, ${expected.values[i]}`;
    assert.ok(error <= tolerance * Math.max(scale, 1e-30), message);
  }
}

/** A tensor in double precision. */
export interface Tensor64 {
  shape: number[];
  values: Float64Array;
}

/** What a function is compared with. */
export interface Expectation {
  /** The function, to be run on the engine. */
  f: (...xs: tf.Tensor[]) => tf.Tensor;
  /** Shapes of its inputs, all filled with noise. */
  shapes: number[][];
  /** The same in double precision, written plainly; for each value of the result. */
  reference: (...xs: Tensor64[]) => ArrayLike<number>;
  /** Of the root mean square of what is expected. @default {1e-5} */
  tolerance?: number;
  /** Whether tfjs-backend-cpu's gradients are right. @default {true} */
  isCpuRight?: boolean;
  /** The noise, -1 to 1, is multiplied by this. @default {1} */
  scale?: number;
}

/**
 * Compares simd's result with tfjs-backend-cpu's and with the reference, and its gradients with
 * tfjs-backend-cpu's and with differences of the reference.
 */
export async function assertAgrees(expectation: Expectation): Promise<void> {
  const { f, shapes, reference, tolerance = 1e-5, isCpuRight = true, scale = 1 } = expectation;
  const inputs = () => shapes.map((shape, i) => tf.mul(noise(shape, i + 1), scale));
  const compute = () => {
    const xs = inputs(), y = f(...xs);
    return [y, ...tf.grads((...xs) => f(...xs))(xs, noise(y.shape, 9))];
  };
  const own = await on("simd", compute);
  const expected = isCpuRight ? await on("cpu", compute) : await on("cpu", () => f(...inputs()));
  expected.forEach((values, i) => assertClose(own[i], values, tolerance));

  const [xs, dy] = await on("cpu", () => [...inputs(), noise(own[0].shape, 9)]).then((all) => [
    all.slice(0, -1).map(({ shape, values }) => ({ shape, values: Float64Array.from(values) })),
    all.at(-1)!.values,
  ]) as [Tensor64[], ArrayLike<number>];
  assertClose(own[0], { shape: own[0].shape, values: reference(...xs) }, tolerance);
  const loss = () => dot(reference(...xs), dy);
  xs.forEach((x, which) => assertDifferences(own[which + 1].values, x, loss, tolerance));
}

/** Compares a gradient with differences of a loss that depends on x, at some places. */
function assertDifferences(
  gradient: ArrayLike<number>,
  x: Tensor64,
  loss: () => number,
  tolerance: number,
): void {
  const places = 40, h = 1e-5;
  const scale = Math.sqrt(dot(gradient, gradient) / Math.max(gradient.length, 1));
  const stride = Math.max(1, Math.floor(x.values.length / places));
  for (let i = 0; i < x.values.length; i += stride) {
    const value = x.values[i];
    x.values[i] = value + h;
    const above = loss();
    x.values[i] = value - h;
    const difference = (above - loss()) / (2 * h);
    x.values[i] = value;
    // the differences themselves are good to about 1e-8
    const bound = tolerance * scale + 1e-7;
    const message = `gradient ${i} of [${x.shape}]: ${gradient[i]}, by differences ${difference}`;
    assert.ok(Math.abs(gradient[i] - difference) <= bound, message);
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
