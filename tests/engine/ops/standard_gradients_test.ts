import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { concatenateChannels, startBackend } from "@triptych/engine";

await startBackend("cpu");

type Function = (...xs: tf.Tensor[]) => tf.Tensor;
const conv = (strides: number, size: number): [Function, number[][]] => [
  (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, "same"),
  [[1, 5, 4, 2], [size, size, 2, 3]],
];
// each: a function and the shapes of what it is differentiated by
const cases: Record<string, [Function, number[][]]> = {
  "conv2d 3x3": conv(1, 3),
  "conv2d 3x3 stride 2": conv(2, 3),
  "conv2d 1x1": conv(1, 1),
  "conv2dTranspose": [
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [1, 4, 6, 2], 2, "same"),
    [[1, 2, 3, 3], [2, 2, 2, 3]],
  ],
  "depthwiseConv2d": [
    (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"),
    [[1, 3, 4, 2], [3, 3, 2, 1]],
  ],
  "maxPool": [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"), [[1, 4, 6, 2]]],
  "avgPool": [(x) => tf.avgPool(x as tf.Tensor4D, 2, 2, "valid"), [[1, 4, 6, 2]]],
  "concat": [(a, b) => tf.concat([a, b], 3), [[1, 2, 2, 1], [1, 2, 2, 2]]],
  "concatenateChannels": [
    (a, b) => concatenateChannels([a, b] as tf.Tensor4D[]),
    [[1, 2, 2, 1], [1, 2, 2, 2]],
  ],
  "pad": [(x) => tf.pad(x, [[0, 0], [1, 0], [0, 2]]), [[1, 2, 3]]],
  "slice": [(x) => tf.slice(x, [0, 1], [2, -1]), [[2, 3]]],
  "slice from a plain number on": [(x) => tf.slice(x, 2), [[4, 3]]],
  "slice of a plain number of rows": [(x) => tf.slice(x, 1, 2), [[4, 3]]],
  "add with broadcasting": [(a, b) => tf.add(a, b), [[2, 3], [3]]],
  "sub with broadcasting": [(a, b) => tf.sub(a, b), [[2, 3], [3]]],
  "mul with broadcasting": [(a, b) => tf.mul(a, b), [[2, 3], [2, 1]]],
  "div": [(a, b) => tf.div(a, tf.add(b, 3)), [[2, 3], [2, 3]]],
  "addN": [(a, b) => tf.addN([a, b]), [[2, 3], [2, 3]]],
  "mean": [(x) => tf.mean(x, [1]), [[2, 3]]],
  "sum": [(x) => tf.sum(x, [0]), [[2, 3]]],
  "transpose": [(x) => tf.transpose(x, [1, 2, 0]), [[2, 3, 2]]],
  "matMul": [(a, b) => tf.matMul(a, b), [[2, 3], [3, 4]]],
  "matMul, first transposed": [(a, b) => tf.matMul(a, b, true), [[3, 2], [3, 4]]],
  "matMul, second transposed": [(a, b) => tf.matMul(a, b, false, true), [[2, 3], [4, 3]]],
  "matMul, both transposed": [(a, b) => tf.matMul(a, b, true, true), [[3, 2], [4, 3]]],
  "resizeBilinear": [
    // square: tfjs-backend-cpu's gradient swaps height and width
    (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [4, 4]),
    [[1, 2, 2, 2]],
  ],
  "resizeNearestNeighbor": [
    (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 6]),
    [[1, 2, 3, 2]],
  ],
  "relu": [(x) => tf.relu(x), [[4, 3]]],
  "relu6": [(x) => tf.relu6(tf.mul(x, 8)), [[4, 3]]],
  "sigmoid": [(x) => tf.sigmoid(x), [[4, 3]]],
  "softmax": [(x) => tf.softmax(x), [[4, 3]]],
  "exp, square, neg, cast, reshape": [
    (x) => tf.reshape(tf.exp(tf.neg(tf.square(tf.cast(x, "float32")))), [-1]),
    [[2, 3]],
  ],
};

for (const [name, [f, shapes]] of Object.entries(cases)) {
  Deno.test(`the gradient of ${name} agrees with differences`, () => {
    const xs = shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, "float32", 7 + i));
    const weights = tf.randomUniform(f(...xs).shape, -1, 1, "float32", 3);
    const scalar = (...ys: tf.Tensor[]) => tf.sum(tf.mul(f(...ys), weights));
    const gradients = tf.grads(scalar)(xs);
    xs.forEach((x, which) => {
      assert.deepEqual(gradients[which].shape, x.shape);
      compare(
        gradients[which].dataSync(),
        x,
        (moved) => scalar(...xs.map((t, i) => i === which ? moved : t)).dataSync()[0],
      );
    });
  });
}

const dilated: Record<string, (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor> = {
  conv2d: (x, w) => tf.conv2d(x, w, 1, "same", "NHWC", 2),
  depthwiseConv2d: (x, w) => tf.depthwiseConv2d(x, w, 1, "same", "NHWC", [1, 2]),
};

for (const [name, f] of Object.entries(dilated)) {
  Deno.test(`a dilated ${name} has no gradient, rather than a wrong one`, () => {
    const [x, w] = [tf.ones([1, 5, 5, 2]), tf.ones([3, 3, 2, 1])] as [tf.Tensor4D, tf.Tensor4D];
    assert.deepEqual(f(x, w).shape.slice(0, 3), [1, 5, 5]);
    const gradients = [
      () => tf.grad((x: tf.Tensor) => f(x as tf.Tensor4D, w))(x),
      () => tf.grad((w: tf.Tensor) => f(x, w as tf.Tensor4D))(w),
    ];
    for (const gradient of gradients) {
      assert.throws(gradient, {
        name: "TypeError",
        message: /gradient of a convolution: its dilations must be 1, got (2|1,2)$/,
      });
    }
  });
}

function compare(
  gradient: ArrayLike<number>,
  x: tf.Tensor,
  f: (x: tf.Tensor) => number,
): void {
  const values = x.dataSync();
  const h = 4e-3;
  for (let i = 0; i < values.length; i++) {
    const at = (delta: number) => {
      const moved = values.slice();
      moved[i] += delta;
      return f(tf.tensor(moved, x.shape));
    };
    const numeric = (at(h) - at(-h)) / (2 * h);
    const bound = 5e-3 * Math.max(1, Math.abs(numeric));
    assert.ok(Math.abs(gradient[i] - numeric) < bound, `${i}: ${gradient[i]} and ${numeric}`);
  }
}
