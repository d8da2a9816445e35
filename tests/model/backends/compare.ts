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
