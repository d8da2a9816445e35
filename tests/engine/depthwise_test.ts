// Depthwise convolution and its gradients on simd.
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
import "@triptych/engine";
import { assertAgrees } from "./compare.ts";
import { depthwise, windowOf } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const images: [number, number][] = [[1, 1], [1, 13], [11, 1], [2, 3], [7, 11], [8, 10]];

for (const size of [3, 5]) {
  for (const stride of [1, 2]) {
    for (const pad of ["same", 1, 2] as const) {
      const name = `${size}x${size}, stride ${stride}, padding ${pad}`;
      Deno.test(`simd: depthwise convolution ${name}, and its gradients`, async () => {
        const rounding = pad === "same" ? undefined : "floor";
        for (const [i, image] of images.entries()) {
          const window = windowOf(image, size, stride, pad);
          if (window.outHeight < 1 || window.outWidth < 1) continue;
          const channels = [1, 3, 6, 8, 13, 20][i];
          await assertAgrees({
            f: (x, filter) =>
              tf.depthwiseConv2d(
                ...[x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, "NHWC"] as const,
                undefined,
                rounding,
              ),
            shapes: [[2, ...image, channels], [size, size, channels, 1]],
            reference: (x, filter) => depthwise(x, filter, windowOf(image, size, stride, pad)),
          });
        }
      });
    }
  }
}

Deno.test("simd: padding before a valid depthwise convolution, and its gradients", async () => {
  for (const channels of [4, 7]) {
    await assertAgrees({
      f: (x, filter) => {
        const padded = tf.pad(x as tf.Tensor4D, [[0, 0], [1, 1], [1, 1], [0, 0]]);
        return tf.depthwiseConv2d(padded as tf.Tensor4D, filter as tf.Tensor4D, 2, "valid");
      },
      shapes: [[2, 8, 6, channels], [3, 3, channels, 1]],
      reference: (x, filter) => depthwise(x, filter, windowOf([8, 6], 3, 2, 1)),
    });
  }
});

Deno.test("simd: depthwise convolution with bias and ReLU6 in one kernel", async () => {
  const image: [number, number] = [5, 7];
  await assertAgrees({
    f: (x, filter, bias) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        bias: bias as tf.Tensor1D,
        strides: 1,
        pad: "same",
        activation: "relu6",
      }),
    shapes: [[2, ...image, 6], [3, 3, 6, 1], [6]],
    reference: (x, filter, bias) =>
      depthwise(x, filter, windowOf(image, 3, 1, "same")).map((y, i) =>
        Math.min(Math.max(y + bias.values[i % 6], 0), 6)
      ),
    scale: 1.5,
  });
});

Deno.test("simd: depthwise convolutions that it has no kernel for are tfjs-backend-cpu's", async () => {
  const image: [number, number] = [6, 5];
  await assertAgrees({
    f: (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 3, "same"),
    shapes: [[1, ...image, 3], [3, 3, 3, 1]],
    reference: (x, filter) => depthwise(x, filter, windowOf(image, 3, 3, "same")),
  });
});
