// Convolutions that read two tensors where they lie, and those that have to concatenate them.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { convolveConcatenated, startBackend } from "@triptych/engine";
import { assertAgrees, noise, on, type Tensor64 } from "./compare.ts";
import { convolution, windowOf } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const settings = { strides: [1, 1] as [number, number], pad: "same" as const };

/** As `convolveConcatenated` takes them. */
function pair(x: tf.Tensor, nextX: tf.Tensor): [tf.Tensor4D, tf.Tensor4D] {
  return [x as tf.Tensor4D, nextX as tf.Tensor4D];
}

/** Concatenates the channels of tensors [n, h, w, channels]. */
function concatenated(...tensors: Tensor64[]): Tensor64 {
  const channels = tensors.map(({ shape }) => shape[3]);
  const pixels = tensors[0].values.length / channels[0];
  const values = Array.from({ length: pixels }, (_, pixel) =>
    tensors.flatMap((tensor, i) => [
      ...tensor.values.subarray(pixel * channels[i], (pixel + 1) * channels[i]),
    ]));
  const sum = channels.reduce((all, count) => all + count);
  return {
    shape: [...tensors[0].shape.slice(0, 3), sum],
    values: Float64Array.from(values.flat()),
  };
}

Deno.test("simd: convolution of two tensors, and its gradients", async () => {
  const cases: [own: number, next: number, out: number, image: [number, number]][] = [
    ...[[8, 8, 8, [8, 8]], [16, 8, 24, [9, 6]], [3, 16, 12, [4, 5]], [13, 21, 16, [7, 7]]],
    // by frequencies
    [96, 64, 208, [8, 4]],
    // not by Winograd: few channels, small images
    ...[[1, 2, 3, [6, 6]], [8, 8, 8, [3, 2]]],
  ] as [number, number, number, [number, number]][];
  for (const [own, next, out, image] of cases) {
    await assertAgrees({
      f: (x, nextX, filter) =>
        convolveConcatenated(pair(x, nextX), filter as tf.Tensor4D, settings),
      shapes: [[2, ...image, own], [2, ...image, next], [3, 3, own + next, out]],
      reference: (x, nextX, filter) =>
        convolution(concatenated(x, nextX), filter, windowOf(image, 3, 1, "same")),
      tolerance: own + next > 100 ? 1e-4 : 2e-5, // Winograd's
    });
  }
});

Deno.test("simd: convolution of two tensors with a stride, and its gradients", async () => {
  await assertAgrees({
    f: (x, nextX, filter) =>
      convolveConcatenated(pair(x, nextX), filter as tf.Tensor4D, { strides: [2, 2], pad: "same" }),
    shapes: [[2, 6, 7, 8], [2, 6, 7, 3], [3, 3, 11, 5]],
    reference: (x, nextX, filter) =>
      convolution(concatenated(x, nextX), filter, windowOf([6, 7], 3, 2, "same")),
  });
});

Deno.test("simd: convolution of two tensors gives the bits of the concatenated one's", async () => {
  const shapes = [[3, 12, 9, 16], [3, 12, 9, 24], [3, 3, 40, 16]];
  const inputs = () => shapes.map((shape, i) => noise(shape, i)) as tf.Tensor4D[];
  const compute = (f: (x: tf.Tensor4D, nextX: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor) =>
    on("simd", () => {
      const xs = inputs(), y = f(...xs as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]);
      return [y, ...tf.grads(f as (...xs: tf.Tensor[]) => tf.Tensor)(xs, noise(y.shape, 9))];
    });
  const both = await compute((x, nextX, filter) =>
    convolveConcatenated([x, nextX], filter, settings)
  );
  const joined = await compute((x, nextX, filter) =>
    tf.conv2d(tf.concat([x, nextX], 3) as tf.Tensor4D, filter, 1, "same")
  );
  assert.deepEqual(both, joined);
});

Deno.test("simd: two tensors of different sizes are refused", async () => {
  await tf.setBackend("simd");
  const maps = pair(tf.zeros([1, 8, 8, 8]), tf.zeros([1, 4, 8, 8]));
  assert.throws(() => convolveConcatenated(maps, tf.zeros([3, 3, 16, 8]), settings), {
    message: "Cannot convolve two tensors: they must differ in channels only, " +
      "got [1,8,8,8] and [1,4,8,8]",
  });
});
