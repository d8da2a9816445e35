import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  type Activation,
  Adam,
  batchNorm,
  diceCrossEntropy,
  lossAndGradients,
  softmaxCrossEntropy,
  startBackend,
} from "@triptych/engine";
import { assertClose, noise, on } from "./compare.ts";

await startBackend("cpu");
await startBackend("simd");

type Shape4D = [number, number, number, number];

/** A function of tensors, and the shapes of its inputs, all filled with noise. */
type Case = [(...xs: tf.Tensor[]) => tf.Tensor, number[][]];

function convolution(
  x: Shape4D,
  filter: Shape4D,
  stride = 1,
  pad: "same" | "valid" = "same",
): Case {
  return [(x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad), [x, filter]];
}

function transposed(x: Shape4D, filter: Shape4D, stride: number): Case {
  const shape: Shape4D = [x[0], x[1] * stride, x[2] * stride, filter[2]];
  return [
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, shape, stride, "same"),
    [x, filter],
  ];
}

const cases: Record<string, Case> = {
  "convolution of 1x1 pixel": convolution([1, 1, 1, 1], [3, 3, 1, 1]),
  "convolution of 1xN pixels": convolution([2, 1, 13, 5], [3, 3, 5, 7]),
  "convolution of Nx1 pixels": convolution([2, 13, 1, 5], [3, 3, 5, 7]),
  "convolution of prime sizes": convolution([3, 7, 11, 3], [3, 3, 3, 13]),
  "convolution of many channels": convolution([1, 8, 8, 24], [3, 3, 24, 40]),
  "convolution of whole tiles": convolution([2, 12, 12, 16], [3, 3, 16, 16]),
  "convolution 3x3 of 4x4 pixels": convolution([2, 4, 4, 8], [3, 3, 8, 16]),
  "convolution 3x3 of tiles cut off": convolution([3, 7, 13, 16], [3, 3, 16, 8]),
  "convolution 3x3 of many tiles": convolution([2, 17, 22, 24], [3, 3, 24, 16]),
  "convolution 3x3 of 35 channels to 16": convolution([2, 6, 9, 35], [3, 3, 35, 16]),
  "convolution 3x3 of 20 channels to 13": convolution([1, 5, 8, 20], [3, 3, 20, 13]),
  "convolution 3x3 of 16 channels to 35": convolution([2, 9, 6, 16], [3, 3, 16, 35]),
  "convolution 3x3 by frequencies": convolution([1, 5, 6, 184], [3, 3, 184, 184]),
  "convolution 1x1": convolution([2, 5, 9, 17], [1, 1, 17, 3]),
  "convolution 5x5": convolution([1, 9, 10, 2], [5, 5, 2, 9]),
  "convolution 3x3, stride 2": convolution([2, 9, 12, 3], [3, 3, 3, 10], 2),
  "convolution 1x1, stride 2": convolution([1, 8, 7, 8], [1, 1, 8, 8], 2),
  "convolution, valid": convolution([1, 8, 9, 4], [3, 3, 4, 8], 1, "valid"),
  "transposed convolution 2x2": transposed([2, 3, 5, 9], [2, 2, 7, 9], 2),
  "transposed convolution 2x2 of whole tiles": transposed([1, 8, 8, 16], [2, 2, 8, 16], 2),
  "transposed convolution 3x3, stride 2": transposed([1, 4, 5, 3], [3, 3, 6, 3], 2),
  "convolution with bias and ReLU": [
    (x, w, b) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        bias: b as tf.Tensor1D,
        strides: 1,
        pad: "same",
        activation: "relu",
      }),
    [[2, 5, 6, 8], [3, 3, 8, 8], [8]],
  ],
  "convolution with bias and ReLU6, odd": [
    (x, w, b) =>
      tf.fused.conv2d({
        x: tf.mul(x, 9) as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        bias: b as tf.Tensor1D,
        strides: 2,
        pad: "same",
        activation: "relu6",
      }),
    [[2, 5, 6, 3], [3, 3, 3, 5], [5]],
  ],
  "max pooling": [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"), [[2, 6, 10, 7]]],
  "max pooling, 4 channels": [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "same"), [[1, 4, 4, 8]]],
  "max pooling of odd sizes": [(x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "same"), [[1, 5, 7, 3]]],
  "concatenation of channels": [
    (a, b) => tf.concat([a, b], 3),
    [[2, 3, 5, 3], [2, 3, 5, 8]],
  ],
  "concatenation of rows": [(a, b) => tf.concat([a, b], 1), [[2, 3, 5], [2, 1, 5]]],
  "slice of channels": [(x) => tf.slice(x, [0, 0, 0, 3], [2, 3, 5, 5]), [[2, 3, 5, 11]]],
  "slice of rows": [(x) => tf.slice(x, [1, 2], [2, 3]), [[4, 7]]],
  "addition": [(a, b) => tf.add(a, b), [[3, 5, 7], [3, 5, 7]]],
  "addition of a bias": [(a, b) => tf.add(a, b), [[3, 5, 7], [7]]],
  "addition of a column": [(a, b) => tf.add(a, b), [[3, 5], [3, 1]]],
  "product by values": [(a, b) => tf.mul(a, b), [[3, 5, 7], [3, 5, 7]]],
  "product with a scalar": [(a, b) => tf.mul(a, b), [[3, 5, 7], []]],
  "ReLU": [(x) => tf.relu(x), [[5, 7, 3]]],
  "softmax": [(x) => tf.softmax(tf.mul(x, 20)), [[4, 5, 3]]],
  "sum of all": [(x) => tf.sum(x), [[4, 5, 3]]],
  "sum over pixels": [(x) => tf.sum(x, [0, 1]), [[40, 5, 3]]],
  "mean over pixels, axes kept": [(x) => tf.mean(x, [0, 1], true), [[4, 5, 3]]],
  "mean over channels": [(x) => tf.mean(x, [2]), [[4, 5, 3]]],
  "matrix product": [(a, b) => tf.matMul(a, b), [[7, 13], [13, 5]]],
  "matrix product, second transposed": [(a, b) => tf.matMul(a, b, false, true), [[7, 3], [9, 3]]],
  "matrix product, first transposed": [(a, b) => tf.matMul(a, b, true, false), [[3, 7], [3, 9]]],
  "matrix product, batched": [(a, b) => tf.matMul(a, b), [[2, 4, 3], [2, 3, 17]]],
};

for (const [name, [f, shapes]] of Object.entries(cases)) {
  Deno.test(`simd: ${name} and its gradients agree with tfjs-backend-cpu`, async () => {
    const compute = () => {
      const xs = shapes.map((shape, i) => noise(shape, i + 1));
      const y = f(...xs);
      const gradients = tf.grads((...xs) => f(...xs))(xs, noise(y.shape, 9));
      return [y, ...gradients];
    };
    const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
    // Winograd's products are of larger numbers: its errors are up to six times the direct ones
    own.forEach((values, i) => assertClose(values, expected[i], 5e-5));
  });
}

for (const activation of ["linear", "relu", "relu6", "hardSwish"] as Activation[]) {
  for (const shape of [[1, 1, 3, 1], [2, 3, 5, 7], [3, 16, 16, 20]]) {
    Deno.test(`simd: batch norm with ${activation} of [${shape}] agrees`, async () => {
      const compute = () => {
        const c = shape[3];
        const x = tf.mul(tf.add(noise(shape, 1), 0.5), 3) as tf.Tensor4D;
        const gamma = tf.mul(noise([c], 2), 4) as tf.Tensor1D, beta = noise([c], 3) as tf.Tensor1D;
        const { y, mean, variance } = batchNorm(x, { gamma, beta }, { activation });
        const gradients = tf.grads((x, gamma, beta) =>
          batchNorm(x as tf.Tensor4D, { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D }, {
            activation,
          }).y
        )([x, gamma, beta], noise(shape, 4));
        return [y, mean, variance, ...gradients];
      };
      const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
      own.forEach((values, i) => assertClose(values, expected[i], 2e-4));
    });
  }
}

for (const [height, width, classes] of [[5, 7, 3], [5, 37, 2], [1, 64, 40], [130, 2, 11]]) {
  const name = `${classes} classes in ${height}x${width} pixels`;
  Deno.test(`simd: cross-entropy of ${name}, with and without Dice, and gradients agree`, async () => {
    const shape: [number, number, number] = [2, height, width];
    const compute = () => {
      const logits = tf.mul(noise([...shape, classes], 1), 10) as tf.Tensor4D;
      const values = Int32Array.from({ length: 2 * height * width }, (_, i) => i * 7 % classes);
      const labels = tf.tensor3d(values, shape);
      return [softmaxCrossEntropy, diceCrossEntropy].flatMap((of) => {
        const loss = (x: tf.Tensor) => of(x as tf.Tensor4D, labels);
        return [loss(logits), tf.grad(loss)(logits)];
      });
    };
    const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
    own.forEach((values, i) => assertClose(values, expected[i], 1e-6));
  });
}

Deno.test("simd: Adam agrees, and leaves a clone of a variable as it was", async () => {
  let kept: ArrayLike<number> = [];
  const compute = () => {
    const variable = tf.variable(noise([5, 7], 1), true);
    const adam = new Adam([variable], { learningRate: 0.05 });
    for (let step = 0; step < 4; step++) {
      const clone = step === 2 ? variable.clone() : null;
      const before = variable.dataSync().slice();
      adam.apply({ [variable.name]: noise([5, 7], 10 + step) });
      if (clone !== null) {
        kept = clone.dataSync();
        assert.deepEqual(kept, before);
      }
    }
    const result = variable.clone();
    adam.dispose();
    variable.dispose();
    return result;
  };
  const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
  assert.ok(kept.length === 35);
  assertClose(own[0], expected[0], 1e-5);
});

Deno.test("simd: integers and booleans become numbers", async () => {
  const compute = () => {
    const integers = tf.tensor([1, -2, 3], [3], "int32");
    const booleans = tf.greater(integers, 0);
    const floats = [integers, booleans].map((x) => tf.cast(x, "float32"));
    return [...floats, ...floats.map((x) => tf.mul(x, x)), tf.add(tf.cast(booleans, "int32"), 1)];
  };
  const [own, expected] = [await on("simd", compute), await on("cpu", compute)];
  own.forEach((values, i) => assertClose(values, expected[i], 0));
});

Deno.test("simd: what dataSync() gives stays when the tensor is gone", async () => {
  await tf.setBackend("simd");
  const values = tf.tidy(() => tf.tensor([1, 2, 3]).dataSync());
  tf.tidy(() => tf.tensor([7, 8, 9]).dataSync());
  assert.deepEqual([...values], [1, 2, 3]);
});

Deno.test("simd: Winograd's error against float64 is at most 1e-5 of the largest value", async () => {
  await tf.setBackend("simd");
  const [h, w, c, k] = [12, 16, 64, 64];
  const x = noise([1, h, w, c], 1), filter = tf.mul(noise([3, 3, c, k], 2), 0.06);
  const [xs, fs] = [x.dataSync(), filter.dataSync()];
  const y = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same").dataSync();
  let [largest, error, squares, errors] = [0, 0, 0, 0];
  for (let i = 0; i < h * w * k; i++) {
    const [row, column, o] = [Math.floor(i / (w * k)), Math.floor(i / k) % w, i % k];
    let sum = 0;
    for (let tap = 0; tap < 9; tap++) {
      const [r, q] = [row + Math.floor(tap / 3) - 1, column + tap % 3 - 1];
      if (r < 0 || r >= h || q < 0 || q >= w) continue;
      for (let j = 0; j < c; j++) sum += xs[(r * w + q) * c + j] * fs[(tap * c + j) * k + o];
    }
    largest = Math.max(largest, Math.abs(sum));
    error = Math.max(error, Math.abs(sum - y[i]));
    squares += sum * sum;
    errors += (sum - y[i]) ** 2;
  }
  assert.ok(error < 1e-5 * largest, `${error / largest}`);
  assert.ok(errors < (3e-6) ** 2 * squares, `${Math.sqrt(errors / squares)}`);
  tf.dispose([x, filter]);
});

Deno.test("simd: 200 steps leave memory as it was", async () => {
  await tf.setBackend("simd");
  const [filter, gamma, beta] = [[3, 3, 8, 8], [8], [8]].map((shape, i) =>
    tf.variable(noise(shape, i + 1), true)
  );
  const variables = [filter, gamma, beta];
  const adam = new Adam(variables);
  const x = noise([2, 8, 8, 8], 4) as tf.Tensor4D;
  const labels = tf.zeros([2, 4, 4], "int32") as tf.Tensor3D;
  const step = () => {
    const { loss, gradients } = lossAndGradients(() => {
      const y = tf.conv2d(x, filter as tf.Tensor4D, 1, "same");
      const scaleShift = { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D };
      const normal = batchNorm(y, scaleShift, { activation: "relu" }).y;
      return softmaxCrossEntropy(tf.maxPool(normal, 2, 2, "valid") as tf.Tensor4D, labels);
    }, variables);
    adam.apply(gradients);
    tf.dispose([loss, gradients]);
  };
  const used = () => ({
    ...tf.memory() as tf.MemoryInfo & { usedBytes: number; peakBytes: number },
  });
  step();
  const before = used();
  for (let i = 0; i < 200; i++) step();
  assert.deepEqual(used(), before);
  assert.ok(before.usedBytes > 0 && before.peakBytes >= before.usedBytes);
});
