// Sums, means and maxima on simd, and batch norm with given statistics.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertAgrees, assertClose, noise, on, type Tensor64 } from "./compare.ts";
import { at, byIndex } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

// a shape, and the axes that are reduced
const cases: [number[], number[]][] = [
  [[1, 1, 1, 1], [0, 1, 2, 3]],
  [[5], [0]],
  [[2, 3, 5, 7], [1, 2]],
  [[2, 13, 1, 8], [1, 2]],
  [[3, 1, 1, 6], [1, 2]],
  [[2, 3, 5, 7], [0, 1, 2]],
  [[2, 3, 5, 7], [3]],
  [[2, 3, 5, 7], [0, 2]],
  [[2, 3, 5, 3], [1, 3]],
  [[2, 30, 31, 3], [1, 2]],
  [[9001], [0]],
  [[2, 4099], [1]],
];

function reduced({ shape, values }: Tensor64, axes: number[], of: (values: number[]) => number) {
  const kept = shape.map((size, axis) => axes.includes(axis) ? 1 : size);
  const over = shape.map((size, axis) => axes.includes(axis) ? size : 1);
  return byIndex(
    kept,
    (index) =>
      of(
        byIndex(over, (offset) => at({ shape, values }, index.map((i, axis) => i + offset[axis]))),
      ),
  );
}

const sum = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

for (const keepDims of [false, true]) {
  Deno.test(`simd: sums and means, axes kept ${keepDims}, and their gradients`, async () => {
    for (const [shape, axes] of cases) {
      await assertAgrees({
        f: (x) => tf.sum(x, axes, keepDims),
        shapes: [shape],
        reference: (x) => reduced(x, axes, sum),
      });
      await assertAgrees({
        f: (x) => tf.mean(x, axes, keepDims),
        shapes: [shape],
        reference: (x) => reduced(x, axes, (values) => sum(values) / values.length),
      });
    }
  });

  Deno.test(`simd: maxima, axes kept ${keepDims}`, async () => {
    for (const [shape, axes] of cases) {
      const [own] = await on("simd", () => tf.max(noise(shape, 1), axes, keepDims));
      const [expected, x] = await on("cpu", () => [
        tf.max(noise(shape, 1), axes, keepDims),
        noise(shape, 1),
      ]);
      assertClose(own, expected, 0);
      const values = Float64Array.from(x.values);
      const top = reduced({ shape, values }, axes, (values) => Math.max(...values));
      assertClose(own, { shape: own.shape, values: top }, 0);
    }
  });
}

Deno.test("simd: batch norm with given statistics", async () => {
  for (const shape of [[1, 1, 1, 1], [2, 3, 5, 7], [1, 8, 8, 20]]) {
    const c = shape[3];
    const compute = () => {
      const [mean, offset, scale] = [2, 3, 4].map((seed) => noise([c], seed) as tf.Tensor1D);
      const variance = tf.add(noise([c], 5), 1.5) as tf.Tensor1D;
      const x = noise(shape, 1) as tf.Tensor4D;
      return [
        tf.batchNorm(x, mean, variance, offset, scale, 1e-3),
        x,
        mean,
        variance,
        offset,
        scale,
      ];
    };
    const [own] = await on("simd", compute);
    const [expected, ...inputs] = await on("cpu", compute);
    assertClose(own, expected, 1e-5);
    const [x, mean, variance, offset, scale] = inputs.map(({ values }) => Array.from(values));
    const reference = x.map((value, i) =>
      (value - mean[i % c]) / Math.sqrt(variance[i % c] + 1e-3) * scale[i % c] + offset[i % c]
    );
    assertClose(own, { shape, values: reference }, 1e-5);
  }
});
