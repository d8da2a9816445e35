// TensorFlow's kernels beside tfjs-backend-cpu's, with gradients; shapes are those of networks.
import * as tf from "@tensorflow/tfjs-core";
import { activate, type Activation, batchNorm, startBackend } from "@triptych/engine";
import { withoutTensorflow } from "../model/engines.ts";
import { assertClose, noise, on } from "./compare.ts";

await startBackend("cpu");

/** A function of tensors, and the shapes of its inputs, all filled with noise. */
type Case = [(...xs: tf.Tensor[]) => tf.Tensor, ...number[][]];

type Pad = "same" | "valid" | number;

function convolution(stride: number, pad: Pad, x: number[], filter: number[]): Case {
  const rounding = typeof pad === "number" ? "floor" : undefined;
  return [
    (x, w) =>
      tf.conv2d(
        ...[x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC"] as const,
        undefined,
        rounding,
      ),
    ...[x, filter],
  ];
}

function depthwise(stride: number, pad: Pad, x: number[], filter: number[]): Case {
  const rounding = typeof pad === "number" ? "floor" : undefined;
  return [
    (x, w) =>
      tf.depthwiseConv2d(
        ...[x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC"] as const,
        undefined,
        rounding,
      ),
    ...[x, filter],
  ];
}

function pooling(kind: "maxPool" | "avgPool", pad: Pad, x: number[]): Case {
  const rounding = typeof pad === "number" ? "floor" : undefined;
  return [(x) => tf[kind](x as tf.Tensor4D, 3, 2, pad, rounding), x];
}

function resizing(
  kind: "resizeBilinear" | "resizeNearestNeighbor",
  size: [number, number],
  halfPixelCenters: boolean,
): Case {
  return [
    (x) => tf.image[kind](x as tf.Tensor4D, size, false, halfPixelCenters),
    [2, 3, 5, 4],
  ];
}

const cases: Record<string, Case> = {
  "convolution 3x3": convolution(1, "same", [2, 7, 11, 5], [3, 3, 5, 8]),
  "convolution 3x3, stride 2": convolution(2, "same", [2, 9, 12, 3], [3, 3, 3, 10]),
  "convolution 3x3, valid": convolution(1, "valid", [1, 8, 9, 4], [3, 3, 4, 8]),
  "convolution 1x1": convolution(1, "same", [2, 5, 9, 17], [1, 1, 17, 3]),
  "convolution 3x3, padded by 1": convolution(1, 1, [2, 6, 7, 3], [3, 3, 3, 5]),
  "convolution 3x3, stride 2, padded by 1": convolution(2, 1, [2, 8, 7, 3], [3, 3, 3, 5]),
  "convolution 5x5, stride 2, padded by 2": convolution(2, 2, [1, 9, 8, 3], [5, 5, 3, 4]),
  "depthwise convolution 3x3": depthwise(1, "same", [2, 6, 7, 5], [3, 3, 5, 1]),
  "depthwise convolution 3x3, stride 2, padded by 1": depthwise(2, 1, [2, 8, 7, 6], [3, 3, 6, 1]),
  "depthwise convolution 5x5, padded by 2": depthwise(1, 2, [2, 6, 5, 4], [5, 5, 4, 1]),
  "transposed convolution 2x2": [
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 10, 7], 2, "same"),
    ...[[2, 3, 5, 9], [2, 2, 7, 9]],
  ],
  "max pooling 2x2": [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"), [2, 6, 10, 7]],
  "max pooling 3x3, padded by 1": pooling("maxPool", 1, [2, 7, 8, 3]),
  "max pooling 3x3, same": pooling("maxPool", "same", [2, 7, 8, 3]),
  "average of all pixels": [(x) => tf.mean(x, [1, 2], true), [2, 5, 6, 4]],
  "concatenation of channels": [(a, b) => tf.concat([a, b], 3), [2, 3, 5, 3], [2, 3, 5, 8]],
  "slice of channels": [(x) => tf.slice(x, [0, 0, 0, 3], [2, 3, 5, 5]), [2, 3, 5, 11]],
  "padding": [(x) => tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), [2, 3, 5, 2]],
  "addition of a bias": [(a, b) => tf.add(a, b), [2, 3, 5, 7], [7]],
  "product of images with one value a channel": [
    (a, b) => tf.mul(a, b),
    ...[[2, 3, 5, 7], [2, 1, 1, 7]],
  ],
  "quotient": [(a, b) => tf.div(a, tf.add(b, 3)), [3, 5], [3, 5]],
  "ReLU": [(x) => tf.relu(x), [5, 7, 3]],
  "softmax": [(x) => tf.softmax(tf.mul(x, 20)), [4, 5, 3]],
  "matrix product": [(a, b) => tf.matMul(a, b), [7, 13], [13, 5]],
};

/** Functions whose gradients tfjs-backend-cpu has wrong: of what they take, they are all linear. */
const linear: Record<string, Case> = {
  "average pooling 3x3": pooling("avgPool", "same", [2, 7, 8, 3]),
  "bilinear resizing": resizing("resizeBilinear", [6, 10], false),
  "bilinear resizing between centres": resizing("resizeBilinear", [7, 9], true),
  "resizing to the nearest": resizing("resizeNearestNeighbor", [6, 10], false),
  "resizing to the nearest between centres": resizing("resizeNearestNeighbor", [6, 10], true),
};

for (const [name, [f, ...shapes]] of Object.entries(cases)) {
  Deno.test({
    name: `tensorflow: ${name} and its gradients agree with tfjs-backend-cpu`,
    ignore: withoutTensorflow(),
    async fn() {
      const compute = () => {
        const xs = shapes.map((shape, i) => noise(shape, i + 1));
        const y = f(...xs);
        const gradients = tf.grads((...xs) => f(...xs))(xs, noise(y.shape, 9));
        return [y, ...gradients];
      };
      const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
      own.forEach((values, i) => assertClose(values, expected[i], 1e-5));
    },
  });
}

for (const [name, [f, shape]] of Object.entries(linear)) {
  Deno.test({
    name: `tensorflow: ${name} agrees with tfjs-backend-cpu, its gradient is the transposed`,
    ignore: withoutTensorflow(),
    async fn() {
      const [own, expected] = [
        await on("tensorflow", () => f(noise(shape, 1))),
        await on("cpu", () => f(noise(shape, 1))),
      ];
      assertClose(own[0], expected[0], 1e-5);
      // <f(x), dy> = <x, transposed f(dy)> for any x
      const dy = noise(own[0].shape, 3), x = noise(shape, 4);
      const [outside, inside] = await on("tensorflow", () => [
        tf.sum(tf.mul(f(x), dy)),
        tf.sum(tf.mul(x, tf.grad(f)(noise(shape, 5), dy))),
      ]);
      assertClose(inside, outside, 1e-5);
    },
  });
}

const activations: Activation[] = [
  ...["linear", "relu", "relu6", "hardSwish", "hardSigmoid", "sigmoid"] as const,
];

for (const activation of activations) {
  Deno.test({
    name: `tensorflow: ${activation} and its gradient agree`,
    ignore: withoutTensorflow(),
    async fn() {
      const compute = () => {
        const x = tf.mul(noise([5, 7, 3], 1), 8);
        const f = (x: tf.Tensor) => activate(x, activation);
        return [f(x), tf.grad(f)(x, noise([5, 7, 3], 2))];
      };
      const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
      own.forEach((values, i) => assertClose(values, expected[i], 1e-5));
    },
  });
  for (const shape of [[1, 1, 3, 1], [2, 3, 5, 7], [3, 16, 16, 20]]) {
    Deno.test({
      name: `tensorflow: batch norm with ${activation} of [${shape}] agrees`,
      ignore: withoutTensorflow(),
      async fn() {
        const compute = () => {
          const c = shape[3];
          const x = tf.mul(tf.add(noise(shape, 1), 0.5), 3) as tf.Tensor4D;
          const gamma = tf.mul(noise([c], 2), 4) as tf.Tensor1D;
          const beta = noise([c], 3) as tf.Tensor1D;
          const { y, mean, variance } = batchNorm(x, { gamma, beta }, { activation });
          const gradients = tf.grads((x, gamma, beta) => {
            const scaleShift = { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D };
            return batchNorm(x as tf.Tensor4D, scaleShift, { activation }).y;
          })([x, gamma, beta], noise(shape, 4));
          return [y, mean, variance, ...gradients];
        };
        const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
        own.forEach((values, i) => assertClose(values, expected[i], 2e-4));
      },
    });
  }
}

for (const kind of ["conv2d", "depthwiseConv2d"] as const) {
  for (const pad of ["same", 1] as const) {
    Deno.test({
      name: `tensorflow: ${kind} with bias and ReLU6 in one kernel, padding ${pad}`,
      ignore: withoutTensorflow(),
      async fn() {
        const compute = () =>
          tf.fused[kind]({
            x: tf.mul(noise([2, 6, 7, 4], 1), 9) as tf.Tensor4D,
            filter: noise(kind === "conv2d" ? [3, 3, 4, 5] : [3, 3, 4, 1], 2) as tf.Tensor4D,
            bias: noise([kind === "conv2d" ? 5 : 4], 3) as tf.Tensor1D,
            strides: 2,
            pad,
            dimRoundingMode: pad === 1 ? "floor" : undefined,
            activation: "relu6",
          });
        const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
        assertClose(own[0], expected[0], 1e-5);
      },
    });
  }
}
