import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import {
  type Activation,
  Adam,
  batchNorm,
  diceCrossEntropy,
  lossAndGradients,
  softmaxCrossEntropy,
} from "@triptych/engine";

await tf.setBackend("cpu");

Deno.test("batchNorm() agrees with its definition in float64", () => {
  const shape: [number, number, number, number] = [2, 3, 5, 3];
  const values = noise(90, 1);
  const [gamma, beta] = [[0.5, 1.5, -1], [0.1, -0.2, 0.3]];
  const result = batchNorm(tf.tensor4d(values, shape), {
    gamma: tf.tensor1d(gamma),
    beta: tf.tensor1d(beta),
  }, { activation: "relu" });
  const expected = normalise(values, gamma, beta);
  close(result.y.dataSync(), expected.y.map((y) => Math.max(y, 0)), 1e-5);
  close(result.mean.dataSync(), expected.mean, 1e-6);
  close(result.variance.dataSync(), expected.variance, 1e-6);
});

for (const activation of ["linear", "relu", "relu6", "hardSwish"] as Activation[]) {
  Deno.test(`batchNorm() has exact gradients with ${activation}`, () => {
    const x = tf.tensor4d(noise(2 * 3 * 3 * 2, 2), [2, 3, 3, 2]);
    const gamma = tf.tensor1d([2.5, -1.2]);
    const beta = tf.tensor1d([0.4, 3.1]);
    const weights = tf.tensor4d(noise(36, 3), [2, 3, 3, 2]);
    const f = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
      tf.sum(tf.mul(
        batchNorm(x as tf.Tensor4D, { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D }, {
          activation,
        }).y,
        weights,
      ));
    differences(f, [x, gamma, beta]);
  });
}

Deno.test("batchNorm() refuses a gamma of another size", () => {
  assert.throws(
    () => batchNorm(tf.zeros([1, 2, 2, 3]), { gamma: tf.ones([2]), beta: tf.zeros([3]) }),
    { name: "TypeError", message: /Cannot normalise a batch: .* got \[1,2,2,3\], \[2\] and \[3\]/ },
  );
});

Deno.test("softmaxCrossEntropy() is the mean of -log p, with its gradient", () => {
  const logits = tf.tensor4d(noise(24, 4), [2, 2, 2, 3]);
  const labels = tf.tensor3d([0, 1, 2, 2, 1, 0, 0, 2], [2, 2, 2], "int32");
  const z = logits.dataSync();
  let expected = 0;
  labels.dataSync().forEach((label, i) => {
    const row = [...z.slice(3 * i, 3 * i + 3)];
    expected += Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[label];
  });
  const loss = softmaxCrossEntropy(logits, labels).dataSync()[0];
  assert.ok(Math.abs(loss - expected / 8) < 1e-6, `${loss} and ${expected / 8}`);
  differences((x) => softmaxCrossEntropy(x as tf.Tensor4D, labels), [logits]);
});

Deno.test("softmaxCrossEntropy() refuses labels that are not int32", () => {
  assert.throws(
    () => softmaxCrossEntropy(tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 2])),
    { name: "TypeError", message: /labels \[n, h, w\] of int32, got .* of float32/ },
  );
});

for (const loss of [softmaxCrossEntropy, diceCrossEntropy]) {
  Deno.test(`${loss.name}() leaves nothing but the loss`, () => {
    const logits = tf.tensor4d(noise(24, 4), [2, 2, 2, 3]);
    const labels = tf.zeros<tf.Rank.R3>([2, 2, 2], "int32");
    const { numTensors } = tf.memory();
    const value = loss(logits, labels);
    assert.equal(tf.memory().numTensors, numTensors + 1);
    tf.dispose([value, logits, labels]);
  });
}

Deno.test("Adam.apply() follows PyTorch's formula", () => {
  const variable = tf.variable(tf.tensor1d([1, -2, 3]), true, "adam_formula");
  const adam = new Adam([variable], { learningRate: 0.1 });
  const w = [1, -2, 3], m = [0, 0, 0], v = [0, 0, 0];
  for (let step = 1; step <= 5; step++) {
    const gradient = w.map((_, i) => Math.sin(step * (i + 1)));
    gradient.forEach((g, i) => {
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      const root = Math.sqrt(v[i]) / Math.sqrt(1 - 0.999 ** step) + 1e-8;
      w[i] -= 0.1 / (1 - 0.9 ** step) * m[i] / root;
    });
    adam.apply({ adam_formula: tf.tensor1d(gradient) });
  }
  close(variable.dataSync(), w, 1e-6);
  adam.dispose();
  variable.dispose();
});

Deno.test("Adam goes on exactly from a restored state", async () => {
  const gradient = (step: number) => ({ a: tf.tensor1d(noise(7, step)) });
  const whole = tf.variable(tf.ones([7]), true, "a");
  const first = new Adam([whole]);
  for (let step = 0; step < 3; step++) first.apply(gradient(step));
  const [weights, state] = [whole.dataSync().slice(), await first.state()];
  for (let step = 3; step < 6; step++) first.apply(gradient(step));
  const expected = whole.dataSync().slice();
  whole.assign(tf.tensor1d(weights));
  const second = new Adam([whole]);
  second.restore(state);
  for (let step = 3; step < 6; step++) second.apply(gradient(step));
  assert.deepEqual(whole.dataSync(), expected);
  assert.deepEqual(state.steps, [3]);
  whole.dispose();
});

Deno.test("Adam refuses a missing gradient and another model's state", () => {
  const variable = tf.variable(tf.ones([2]), true, "adam_missing");
  const adam = new Adam([variable]);
  assert.throws(() => adam.apply({}), { name: "TypeError", message: /adam_missing has none/ });
  assert.throws(
    () => adam.restore({ steps: [1], means: [new Float32Array(3)], variances: [] }),
    { name: "TypeError", message: /must hold arrays of 2 values, got 3/ },
  );
  variable.dispose();
});

Deno.test("a step of training leaves nothing behind", () => {
  const gamma = tf.variable(tf.ones<tf.Rank.R1>([3]), true, "leak_gamma");
  const beta = tf.variable(tf.zeros<tf.Rank.R1>([3]), true, "leak_beta");
  const adam = new Adam([gamma, beta]);
  const x = tf.tensor4d(noise(48, 1), [1, 4, 4, 3]);
  const labels = tf.zeros<tf.Rank.R3>([1, 4, 4], "int32");
  const step = () => {
    const { loss, gradients } = lossAndGradients(
      () => softmaxCrossEntropy(batchNorm(x, { gamma, beta }).y, labels),
      [gamma, beta],
    );
    adam.apply(gradients);
    const value = loss.dataSync()[0];
    tf.dispose([loss, gradients]);
    return value;
  };
  const first = step();
  const { numTensors, numBytes } = tf.memory();
  for (let i = 0; i < 5; i++) step();
  assert.equal(tf.memory().numTensors, numTensors);
  assert.equal(tf.memory().numBytes, numBytes);
  assert.ok(step() < first);
});

/** Compares gradients with central differences of the sum computed in float32. */
function differences(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): void {
  const gradients = tf.grads(f)(xs);
  xs.forEach((x, which) => {
    const gradient = gradients[which].dataSync();
    const values = x.dataSync();
    const h = 1e-2;
    for (let i = 0; i < values.length; i++) {
      const at = (delta: number) => {
        const moved = values.slice();
        moved[i] += delta;
        return f(...xs.map((t, j) => j === which ? tf.tensor(moved, x.shape) : t)).dataSync()[0];
      };
      const numeric = (at(h) - at(-h)) / (2 * h);
      const bound = 0.02 * Math.max(1, Math.abs(numeric));
      assert.ok(
        Math.abs(gradient[i] - numeric) < bound,
        `${which},${i}: ${gradient[i]} ${numeric}`,
      );
    }
  });
}

function normalise(
  x: Float32Array,
  gamma: number[],
  beta: number[],
): { y: number[]; mean: number[]; variance: number[] } {
  const c = gamma.length, count = x.length / c;
  const mean = gamma.map(() => 0), variance = gamma.map(() => 0);
  x.forEach((value, i) => mean[i % c] += value / count);
  x.forEach((value, i) => variance[i % c] += (value - mean[i % c]) ** 2 / count);
  const y = Array.from(
    x,
    (value, i) =>
      (value - mean[i % c]) / Math.sqrt(variance[i % c] + 1e-5) * gamma[i % c] + beta[i % c],
  );
  return { y, mean, variance };
}

function noise(length: number, seed: number): Float32Array {
  let state = seed * 2654435761 >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${i}: ${actual[i]} and ${expected[i]}`,
    );
  }
}
