// Kernels of simd that only move values: they must be exactly tfjs-backend-cpu's.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertClose, noise, on } from "./compare.ts";

await startBackend("cpu");
await startBackend("simd");

type Case = [f: (...xs: tf.Tensor[]) => tf.Tensor, ...shapes: number[][]];

const cases: Record<string, Case> = {
  "padding of rows and columns": [
    (x) => tf.pad(x, [[0, 0], [1, 2], [3, 1], [0, 0]]),
    [2, 3, 5, 3],
  ],
  "padding of a pixel": [(x) => tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), [1, 1, 1, 1]],
  "padding of all axes": [(x) => tf.pad(x, [[1, 0], [0, 2], [3, 1], [2, 1]], 7), [2, 3, 5, 3]],
  "padding of a row": [(x) => tf.pad(x, [[3, 2]], -1), [5]],
  "padding of nothing": [(x) => tf.pad(x, [[0, 0], [0, 0]]), [3, 5]],
  "padding of many axes": [(x) => tf.pad(x, [[1, 1], [1, 1], [1, 1], [1, 1], [1, 1]]), [
    ...[2, 1, 3, 2, 2],
  ]],
  "slice of a box": [(x) => tf.slice(x, [1, 0, 2, 1], [1, 3, 2, 2]), [2, 3, 5, 4]],
  "slice of channels": [(x) => tf.slice(x, [0, 0, 0, 3], [2, 3, 5, 5]), [2, 3, 5, 11]],
  "slice of images": [(x) => tf.slice(x, [1], [2]), [4, 3, 5]],
  "slice of everything": [(x) => tf.slice(x, [0, 0], [3, 5]), [3, 5]],
  "concatenation of images": [(a, b) => tf.concat([a, b], 0), [2, 3, 5], [1, 3, 5]],
  "concatenation of three": [(a, b, c) => tf.concat([a, b, c], 3), [2, 3, 5, 1], [2, 3, 5, 8], [
    ...[2, 3, 5, 6],
  ]],
  "channels first": [(x) => tf.transpose(x, [0, 3, 1, 2]), [2, 3, 5, 7]],
  "transposed matrix": [(x) => tf.transpose(x), [7, 13]],
  "rows and columns changed": [(x) => tf.transpose(x, [0, 2, 1, 3]), [2, 3, 5, 8]],
  "transposition of six axes": [(x) => tf.transpose(x, [5, 3, 1, 4, 2, 0]), [2, 3, 2, 3, 2, 3]],
};
const repetitions: Record<string, Case> = {
  "repetition of a pixel": [(x) => tf.tile(x, [1, 3, 5, 1]), [2, 1, 1, 6]],
  "repetition of a channel": [(x) => tf.tile(x, [1, 1, 1, 9]), [2, 3, 5, 1]],
  "repetition of rows": [(x) => tf.tile(x, [2, 3]), [3, 5]],
  "values of one kind": [(x) => tf.add(tf.zerosLike(x), tf.onesLike(x)), [3, 5, 7]],
};

for (const [name, [f, ...shapes]] of Object.entries(cases)) {
  Deno.test(`simd: ${name}, and its gradient`, async () => {
    const compute = () => {
      const xs = shapes.map((shape, i) => noise(shape, i + 1)), y = f(...xs);
      return [y, ...tf.grads((...xs) => tf.mul(f(...xs), noise(y.shape, 8)))(xs, tf.ones(y.shape))];
    };
    const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
    own.forEach((values, i) => assertClose(values, expected[i], 1e-6));
    assertClose(own[0], expected[0], 0);
  });
}

for (const [name, [f, ...shapes]] of Object.entries({ ...cases, ...repetitions })) {
  Deno.test(`simd: ${name}, of floats and of integers`, async () => {
    const floats = () => f(...shapes.map((shape, i) => noise(shape, i + 1)));
    const integers = () =>
      f(...shapes.map((shape, i) => tf.cast(tf.mul(noise(shape, i + 1), 1e6), "int32")));
    for (const compute of [floats, integers]) {
      const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
      assertClose(own[0], expected[0], 0);
    }
  });
}
