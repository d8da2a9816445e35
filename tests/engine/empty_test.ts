// Batches without an image: simd gives what tfjs-backend-cpu gives, and neither waits nor lacks memory.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  batchNorm,
  convolveAtInference,
  convolveConcatenated,
  diceCrossEntropy,
  type InferenceSettings,
  softmaxCrossEntropy,
  startBackend,
  transposeConvolveAtInference,
} from "@triptych/engine";
import { assertClose, noise, on } from "./compare.ts";

await startBackend("cpu");
// two threads wait for each other
await startBackend("simd", { threads: 2 });

const labels = () => tf.zeros([0, 8, 8], "int32") as tf.Tensor3D;
const scaleShift = () =>
  ({ gamma: tf.ones([16]), beta: tf.zeros([16]) }) as {
    gamma: tf.Tensor1D;
    beta: tf.Tensor1D;
  };

/** Functions of images [0, 8, 8, 16] and a filter, and the filter's shape. */
const cases: Record<string, [(x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor, number[]]> = {
  "convolution 3x3": [(x, w) => tf.conv2d(x, w, 1, "same"), [3, 3, 16, 16]],
  "convolution 3x3 of few channels": [(x, w) => tf.conv2d(x, w, 1, "same"), [3, 3, 16, 3]],
  "convolution 3x3, stride 2": [(x, w) => tf.conv2d(x, w, 2, "same"), [3, 3, 16, 16]],
  "convolution 1x1": [(x, w) => tf.conv2d(x, w, 1, "same"), [1, 1, 16, 8]],
  "transposed convolution": [
    (x, w) => tf.conv2dTranspose(x, w, [0, 16, 16, 8], 2, "same"),
    [2, 2, 8, 16],
  ],
  "depthwise convolution": [(x, w) => tf.depthwiseConv2d(x, w, 1, "same"), [3, 3, 16, 1]],
  "depthwise convolution, stride 2": [(x, w) => tf.depthwiseConv2d(x, w, 2, "same"), [3, 3, 16, 1]],
  "convolution of two tensors": [
    (x, w) => convolveConcatenated([x, x], w, { strides: [1, 1], pad: "same" }),
    [3, 3, 32, 16],
  ],
  "max pooling 2x2": [(x) => tf.maxPool(x, 2, 2, "same"), []],
  "max pooling 3x3": [(x) => tf.maxPool(x, 3, 2, "same"), []],
  "average pooling": [(x) => tf.avgPool(x, 2, 2, "same"), []],
  "batch norm": [(x) => batchNorm(x, scaleShift(), { activation: "relu" }).y, []],
  "cross-entropy": [(x) => softmaxCrossEntropy(x, labels()), []],
  "cross-entropy and Dice": [(x) => diceCrossEntropy(x, labels()), []],
  "bilinear resizing": [(x) => tf.image.resizeBilinear(x, [16, 16]), []],
  "addition of a bias": [(x) => tf.add(x, tf.ones([16])), []],
  "ReLU": [(x) => tf.relu(x), []],
  "slice": [(x) => tf.slice(x, [0, 0, 0, 3], [0, 8, 8, 5]), []],
};

for (const [name, [f, filterShape]] of Object.entries(cases)) {
  Deno.test(`simd: ${name} of no image, and its gradients`, async () => {
    const loss = (x: tf.Tensor, filter: tf.Tensor) => {
      // a gradient for the filter where none is used, too
      const unused = tf.mul(tf.sum(filter), 0);
      return tf.add(tf.sum(f(x as tf.Tensor4D, filter as tf.Tensor4D)), unused);
    };
    const compute = () => {
      const [x, filter] = [tf.zeros([0, 8, 8, 16]), noise(filterShape, 1)];
      const y = f(x as tf.Tensor4D, filter as tf.Tensor4D);
      return [y, ...tf.grads(loss)([x, filter])];
    };
    const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
    own.forEach((values, i) => assertClose(values, expected[i], 0));
  });
}

Deno.test("simd: convolutions of no image at inference", async () => {
  const settings: InferenceSettings = {
    strides: [1, 1],
    pad: "same",
    isDepthwise: false,
    activation: "relu",
  };
  const compute = () => {
    const x = tf.zeros([0, 8, 8, 16]) as tf.Tensor4D, bias = noise([8], 1) as tf.Tensor1D;
    const filter = noise([3, 3, 16, 8], 2) as tf.Tensor4D;
    return [
      convolveAtInference([x], { filter, bias }, settings),
      transposeConvolveAtInference(x, { filter: noise([2, 2, 8, 16], 3) as tf.Tensor4D, bias }),
    ];
  };
  assert.deepEqual(await on("simd", compute), await on("cpu", compute));
});
