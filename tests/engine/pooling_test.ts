// Pooling over any window on simd.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertAgrees, noise, on } from "./compare.ts";
import { overWindows, windowOf } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const images: [number, number][] = [[1, 1], [1, 13], [11, 1], [4, 6], [7, 11], [5, 37], [130, 2]];

for (
  const [size, stride, pad] of [
    [2, 2, "same"],
    [3, 2, "same"],
    [3, 2, 1],
    [3, 1, "same"],
    [2, 2, 0],
    [2, 2, 1],
    [2, 1, 0],
    [5, 3, "same"],
  ] as [number, number, "same" | number][]
) {
  const name = `${size}x${size}, stride ${stride}, padding ${pad}`;
  Deno.test(`simd: pooling ${name}, and its gradients`, async () => {
    for (const [i, image] of images.entries()) {
      const window = windowOf(image, size, stride, pad);
      if (window.outHeight < 1 || window.outWidth < 1) continue;
      const shapes = [[2, ...image, [1, 3, 6, 8, 37, 5, 8][i]]];
      const rounding = pad === "same" ? undefined : "floor";
      await assertAgrees({
        f: (x) => tf.maxPool(x as tf.Tensor4D, size, stride, pad, rounding),
        shapes,
        reference: (x) =>
          overWindows(x, window, (values) => Math.max(...values.map(({ value }) => value))),
      });
      await assertAgrees({
        f: (x) => tf.avgPool(x as tf.Tensor4D, size, stride, pad, rounding),
        shapes,
        reference: (x) =>
          overWindows(
            x,
            window,
            (values) => values.reduce((sum, { value }) => sum + value, 0) / values.length,
          ),
        // it divides by the whole window where part of that lies outside
        isCpuRight: pad === 0,
      });
    }
  });
}

Deno.test("simd: average over a whole image, and its gradient", async () => {
  for (const [height, width, channels] of [[1, 1, 1], [4, 4, 20], [7, 5, 33]]) {
    await assertAgrees({
      f: (x) => tf.avgPool(x as tf.Tensor4D, [height, width], 1, "valid"),
      shapes: [[3, height, width, channels]],
      reference: (x) =>
        overWindows(x, {
          height,
          width,
          stride: 1,
          padTop: 0,
          padLeft: 0,
          outHeight: 1,
          outWidth: 1,
        }, (values) => values.reduce((sum, { value }) => sum + value, 0) / values.length),
    });
  }
});

Deno.test("simd: of equal maxima in windows that overlap the first takes the gradient", async () => {
  const f = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 1, "valid");
  const [{ values }] = await on("simd", () => tf.grad(f)(tf.ones([1, 2, 4, 1])));
  assert.deepEqual([...Array.from(values)], [1, 1, 1, 0, 0, 0, 0, 0]);
});

Deno.test("simd: 2 x 2 max pooling of integers, and with explicit padding", async () => {
  const integers = () =>
    tf.tensor4d(Int32Array.from({ length: 16 }, (_, i) => i * 7 % 16 - 8), [1, 4, 4, 1]);
  const sides: tf.backend_util.ExplicitPadding = [[0, 0], [0, 2], [1, 1], [0, 0]];
  const padded = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, sides);
  const compute = () => [
    tf.maxPool(integers(), 2, 2, "same"),
    padded(noise([1, 4, 4, 3], 1)),
    tf.grad(padded)(noise([1, 4, 4, 3], 1)),
  ];
  const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
  assert.deepEqual(own, expected);
});
