// Direct convolutions on simd: of one pixel, with strides, of channels that don't fill a tile.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertAgrees } from "./compare.ts";
import { convolution, transposedConvolution, windowOf } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const images: [number, number][] = [[1, 1], [1, 13], [11, 1], [2, 3], [7, 11], [8, 10]];
const channels: [number, number][] = [[1, 1], [3, 20], [12, 40], [20, 3], [8, 12], [40, 8]];

for (
  const [size, stride, pad] of [
    [1, 1, "same"],
    [1, 2, "same"],
    [2, 2, 1],
    [3, 2, "same"],
    [3, 2, 1],
    [3, 3, "same"],
    [4, 2, 2],
    [5, 2, "same"],
    [5, 3, 2],
  ] as [number, number, "same" | number][]
) {
  const name = `${size}x${size}, stride ${stride}, padding ${pad}`;
  Deno.test(`simd: convolution ${name}, and its gradients`, async () => {
    for (const [i, image] of images.entries()) {
      const window = windowOf(image, size, stride, pad);
      if (window.outHeight < 1 || window.outWidth < 1) continue;
      const rounding = pad === "same" ? undefined : "floor";
      await assertAgrees({
        f: (x, filter) =>
          tf.conv2d(
            ...[x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, "NHWC"] as const,
            undefined,
            rounding,
          ),
        shapes: [[2, ...image, channels[i][0]], [size, size, ...channels[i]]],
        reference: (x, filter) => convolution(x, filter, window),
      });
    }
  });
}

// channels of images in, a decoder's features in, classes out
const oblong: [image: [number, number], from: number, to: number][] = [
  [[5, 37], 1, 16],
  [[33, 6], 2, 7],
  [[1, 64], 5, 8],
  [[130, 2], 7, 16],
  [[6, 33], 8, 16],
  [[37, 5], 16, 2],
  [[2, 65], 16, 40],
];

for (const size of [1, 3]) {
  Deno.test(`simd: convolution ${size}x${size} of oblong images, and its gradients`, async () => {
    for (const [image, from, to] of oblong) {
      await assertAgrees({
        f: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
        shapes: [[2, ...image, from], [size, size, from, to]],
        reference: (x, filter) => convolution(x, filter, windowOf(image, size, 1, "same")),
        tolerance: 2e-5, // Winograd's
      });
    }
  });
}

Deno.test("simd: transposed convolution 2x2 of oblong images, and its gradients", async () => {
  for (const [[height, width], from, to] of oblong) {
    await assertAgrees({
      f: (x, filter) =>
        tf.conv2dTranspose(
          ...[x as tf.Tensor4D, filter as tf.Tensor4D] as const,
          [2, 2 * height, 2 * width, to],
          2,
          "same",
        ),
      shapes: [[2, height, width, from], [2, 2, to, from]],
      reference: transposedConvolution,
    });
  }
});

Deno.test("simd: convolution 1x1 of many channels, and its gradients", async () => {
  for (const [from, to] of [[16, 96], [160, 200], [203, 24]]) {
    await assertAgrees({
      f: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
      shapes: [[2, 3, 4, from], [1, 1, from, to]],
      reference: (x, filter) => convolution(x, filter, windowOf([3, 4], 1, 1, "same")),
    });
  }
});

Deno.test("simd: convolution 3x3 of channels that don't fill eights, and its gradients", async () => {
  for (const [from, to] of [[35, 16], [16, 35], [13, 21], [12, 12]]) {
    for (const image of [[4, 4], [9, 6]] as [number, number][]) {
      await assertAgrees({
        f: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
        shapes: [[2, ...image, from], [3, 3, from, to]],
        reference: (x, filter) => convolution(x, filter, windowOf(image, 3, 1, "same")),
        tolerance: 2e-5, // Winograd's
      });
    }
  }
});
