// What a training step needs of TensorFlow: loss, Adam, casts, memory.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  Adam,
  batchNorm,
  lossAndGradients,
  softmaxCrossEntropy,
  startBackend,
} from "@triptych/engine";
import { kernelNames } from "../../engine/ops/kernel.ts";
import { withoutTensorflow } from "../model/engines.ts";
import { assertClose, noise, on } from "./compare.ts";

await startBackend("cpu");

Deno.test({
  name: "tensorflow: cross-entropy and its gradient agree",
  ignore: withoutTensorflow(),
  async fn() {
    const compute = () => {
      const logits = tf.mul(noise([2, 5, 7, 3], 1), 10) as tf.Tensor4D;
      const labels = tf.tensor3d(Int32Array.from({ length: 70 }, (_, i) => i * 7 % 3), [2, 5, 7]);
      const loss = (x: tf.Tensor) => softmaxCrossEntropy(x as tf.Tensor4D, labels);
      return [loss(logits), tf.grad(loss)(logits)];
    };
    const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
    own.forEach((values, i) => assertClose(values, expected[i], 1e-6));
  },
});

Deno.test({
  name: "tensorflow: Adam agrees, and leaves a clone of a variable as it was",
  ignore: withoutTensorflow(),
  async fn() {
    let kept: ArrayLike<number> = [];
    const compute = () => {
      const variables = [[5, 7], [3]].map((shape, i) => tf.variable(noise(shape, i + 1), true));
      const adam = new Adam(variables, { learningRate: 0.05 });
      for (let step = 0; step < 4; step++) {
        const clone = step === 2 ? variables[0].clone() : null;
        const before = variables[0].dataSync().slice();
        adam.apply(Object.fromEntries(variables.map(({ name, shape }) => [
          name,
          noise(shape, 10 + step),
        ])));
        if (clone !== null) {
          kept = clone.dataSync();
          assert.deepEqual(kept, before);
        }
      }
      const results = variables.map((variable) => variable.clone());
      adam.dispose();
      tf.dispose(variables);
      return results;
    };
    const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
    assert.ok(kept.length === 35);
    own.forEach((values, i) => assertClose(values, expected[i], 1e-5));
  },
});

Deno.test({
  name: "tensorflow: Adam takes a rate, a weight decay and a count of steps for each variable",
  ignore: withoutTensorflow(),
  async fn() {
    const attributes = {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      rates: [0.1, 0.01],
      decays: [0, 0.5],
      steps: [1, 7],
    };
    const compute = () => {
      const inputs = Array.from({ length: 8 }, (_, i) => tf.abs(noise([i < 4 ? 3 : 5], i)));
      return tf.engine().runKernel(kernelNames.adam, inputs as never, attributes) as tf.Tensor[];
    };
    const own = await on("tensorflow", compute);
    const inputs = await on(
      "cpu",
      () => Array.from({ length: 8 }, (_, i) => tf.abs(noise([i < 4 ? 3 : 5], i))),
    );
    for (const k of [0, 1]) {
      const [w, g, m, v] = inputs.slice(4 * k, 4 * k + 4).map((
        { values },
      ) => [...values as number[]]);
      const { rates, decays, steps, beta1, beta2, epsilon } = attributes;
      const mean = m.map((value, i) => beta1 * value + (1 - beta1) * g[i]);
      const variance = v.map((value, i) => beta2 * value + (1 - beta2) * g[i] ** 2);
      // torch.optim.AdamW
      const weights = w.map((value, i) => {
        const root = Math.sqrt(variance[i]) / Math.sqrt(1 - beta2 ** steps[k]) + epsilon;
        const change = rates[k] / (1 - beta1 ** steps[k]) * mean[i] / root;
        return value * (1 - rates[k] * decays[k]) - change;
      });
      [weights, mean, variance].forEach((values, i) =>
        assertClose(own[3 * k + i], { shape: [values.length], values }, 1e-5)
      );
    }
  },
});

Deno.test({
  name: "tensorflow: integers and booleans become numbers",
  ignore: withoutTensorflow(),
  async fn() {
    const compute = () => {
      const integers = tf.tensor([1, -2, 3], [3], "int32");
      const booleans = tf.greater(integers, 0);
      const floats = [integers, booleans].map((x) => tf.cast(x, "float32"));
      return [...floats, ...floats.map((x) => tf.mul(x, x)), tf.argMax(integers)];
    };
    const [own, expected] = [await on("tensorflow", compute), await on("cpu", compute)];
    own.forEach((values, i) => assertClose(values, expected[i], 0));
  },
});

Deno.test({
  name: "tensorflow: steps leave no tensor behind in the C library",
  ignore: withoutTensorflow(),
  async fn() {
    await tf.setBackend("tensorflow");
    const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
    const variables = [[3, 3, 4, 4], [4], [4]].map((shape, i) =>
      tf.variable(noise(shape, i + 1), true)
    );
    const [filter, gamma, beta] = variables;
    const adam = new Adam(variables);
    const x = noise([2, 8, 8, 4], 4) as tf.Tensor4D;
    const labels = tf.zeros([2, 4, 4], "int32") as tf.Tensor3D;
    const step = () => {
      const { loss, gradients } = lossAndGradients(() => {
        const y = tf.conv2d(x, filter as tf.Tensor4D, 1, 1);
        const scaleShift = { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D };
        const normal = batchNorm(y, scaleShift, { activation: "relu" }).y;
        return softmaxCrossEntropy(tf.maxPool(normal, 2, 2, "valid") as tf.Tensor4D, labels);
      }, variables);
      adam.apply(gradients);
      tf.dispose([loss, gradients]);
    };
    step();
    const before = [binding.getNumOfTensors(), tf.memory().numTensors];
    for (let i = 0; i < 50; i++) step();
    assert.deepEqual([binding.getNumOfTensors(), tf.memory().numTensors], before);
    adam.dispose();
    tf.dispose([...variables, x, labels]);
  },
});

Deno.test({
  name: "tensorflow: an operation that memory doesn't suffice for is told from others that fail",
  ignore: withoutTensorflow(),
  async fn() {
    await tf.setBackend("tensorflow");
    assert.throws(() => tf.fill([1e6, 1e6, 1e3], 1), {
      name: "OutOfMemory",
      message: /^Cannot compute: the memory doesn't suffice \(OOM when allocating tensor/,
    });
    const [a, b] = [tf.ones([2, 3]), tf.ones([2, 3])];
    const attributes = { transposeA: false, transposeB: false };
    assert.throws(() => tf.engine().runKernel("BatchMatMul", { a, b }, attributes), {
      name: "Error",
      message: /^Cannot compute BatchMatMul/,
    });
  },
});
