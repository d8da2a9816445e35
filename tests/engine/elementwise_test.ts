// Activations, and arithmetic with broadcasting, on simd.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { activate, type Activation, startBackend } from "@triptych/engine";
import { assertAgrees, on } from "./compare.ts";
import { at, byIndex } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const gate = (x: number) => Math.min(Math.max(x + 3, 0), 6) / 6;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const definitions: Record<Activation, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  hardSwish: (x) => x * gate(x),
  hardSigmoid: gate,
  sigmoid,
};

for (const activation of Object.keys(definitions) as Activation[]) {
  Deno.test(`simd: ${activation} and its gradient`, async () => {
    for (const shape of [[], [1], [3], [5, 7, 11], [2, 1, 1, 13]]) {
      await assertAgrees({
        f: (x) => activate(x, activation),
        shapes: [shape],
        reference: (x) => x.values.map(definitions[activation]),
        scale: 8,
      });
    }
  });
}

const standard: [string, (x: tf.Tensor) => tf.Tensor, (x: number) => number][] = [
  ["tf.relu", tf.relu, definitions.relu],
  ["tf.relu6", tf.relu6, definitions.relu6],
  ["tf.sigmoid", tf.sigmoid, sigmoid],
];
for (const [name, f, definition] of standard) {
  Deno.test(`simd: ${name} and its gradient`, async () => {
    const reference = (x: { values: Float64Array }) => x.values.map(definition);
    await assertAgrees({ f: (x) => f(x), shapes: [[3, 5, 7]], reference, scale: 8 });
  });
}

Deno.test("simd: sigmoid is right to 2e-7 far out, and stays between 0 and 1", async () => {
  const values = [-Infinity, -200, -87.5, -20, -1e-30, 0, 1e-30, 20, 88, 200, Infinity];
  const [{ values: own }] = await on("simd", () => tf.sigmoid(tf.tensor1d(values)));
  values.forEach((x, i) => assert.ok(Math.abs(own[i] - sigmoid(x)) < 2e-7, `${x}: ${own[i]}`));
  assert.ok(Array.from(own).every((y) => y >= 0 && y <= 1));
});

Deno.test("simd: activations pass NaN on", async () => {
  for (const activation of ["relu", "relu6", "hardSwish", "hardSigmoid", "sigmoid"] as const) {
    const x = () => activate(tf.tensor1d([1, NaN, 2, 3, 4]), activation);
    const [{ values }] = await on("simd", x);
    assert.deepEqual(Array.from(values, Number.isNaN), [false, true, false, false, false]);
  }
});

const operations: [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, typeof Math.atan2][] = [
  ["sums", tf.add, (a, b) => a + b],
  ["differences", tf.sub, (a, b) => a - b],
  ["products", tf.mul, (a, b) => a * b],
  ["quotients", (a, b) => tf.div(a, tf.add(b, 3)), (a, b) => a / (b + 3)],
];
// each: shapes of both and of the result
const shapes: [number[], number[], number[]][] = [
  [[], [], []],
  [[3, 5, 7], [3, 5, 7], [3, 5, 7]],
  [[3, 5, 7], [], [3, 5, 7]],
  [[], [13], [13]],
  [[2, 3, 5, 6], [2, 1, 1, 6], [2, 3, 5, 6]],
  [[2, 1, 1, 8], [2, 3, 5, 8], [2, 3, 5, 8]],
  [[2, 3, 5, 6], [6], [2, 3, 5, 6]],
  [[2, 3, 5, 6], [2, 3, 5, 1], [2, 3, 5, 6]],
  [[5, 1], [1, 3], [5, 3]],
  [[2, 1, 3, 1, 5], [1, 4, 1, 2, 1], [2, 4, 3, 2, 5]],
];
for (const [name, f, definition] of operations) {
  Deno.test(`simd: ${name} with broadcasting, and their gradients`, async () => {
    for (const [a, b, y] of shapes) {
      await assertAgrees({
        f,
        shapes: [a, b],
        reference: (a, b) => byIndex(y, (index) => definition(at(a, index), at(b, index))),
      });
    }
  });
}

Deno.test("simd: functions of single values keep NaN and the sign of zero as tfjs-backend-cpu does", async () => {
  const values = [NaN, -Infinity, -3, -1e-30, -0, 0, 1e-30, 2, 7, Infinity];
  const functions: ((x: tf.Tensor) => tf.Tensor)[] = [
    tf.abs,
    (x) => tf.clipByValue(x, -2, 6),
    (x) => tf.leakyRelu(x, 0.25),
    tf.neg,
    tf.sqrt,
    tf.square,
    (x) => tf.step(x, 0.5),
    (x) => tf.maximum(x, 1),
    (x) => tf.minimum(x, tf.scalar(NaN)),
  ];
  for (const f of functions) {
    const run = () => f(tf.tensor1d(values));
    const [expected] = await on("cpu", run), [own] = await on("simd", run);
    // as lists: a NaN's sign doesn't count
    assert.deepEqual(Array.from(own.values), Array.from(expected.values));
  }
});
