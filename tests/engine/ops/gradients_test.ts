import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, lossAndGradients, softmaxCrossEntropy, startBackend } from "@triptych/engine";
import type { SimdBackend } from "../../../engine/simd/backend.ts";

await startBackend("cpu");

Deno.test("lossAndGradients() gives what tf.variableGrads() gives, and leaves nothing else", () => {
  const a = tf.variable(tf.randomNormal([3, 4], 0, 1, "float32", 1), true, "gradients_a");
  const b = tf.variable(tf.randomNormal([4, 2], 0, 1, "float32", 2), true, "gradients_b");
  // a is used four times, once on its own: gradients must be added up, and survive their nodes
  const loss = () => {
    const product = tf.matMul(a, b);
    const both = tf.concat([tf.relu(product), tf.add(product, product)], 1);
    return tf.add(tf.mean(tf.square(both)), tf.sum(tf.mul(a, tf.clone(a)))) as tf.Scalar;
  };
  const { numTensors } = tf.memory();
  const expected = tf.variableGrads(loss, [a, b]);
  const actual = lossAndGradients(loss, [a, b]);
  assert.equal(tf.memory().numTensors, numTensors + 6);
  assert.deepEqual(actual.loss.dataSync(), expected.value.dataSync());
  for (const { name } of [a, b]) {
    const [own, theirs] = [actual.gradients[name], expected.grads[name]];
    own.dataSync().forEach((value, i) =>
      assert.ok(Math.abs(value - theirs.dataSync()[i]) < 1e-5, `${value} ${theirs.dataSync()[i]}`)
    );
  }
  tf.dispose([actual.loss, actual.gradients, expected.value, expected.grads, a, b]);
});

Deno.test("lossAndGradients() takes gradients that are one and the same tensor", () => {
  const a = tf.variable(tf.tensor1d([1, 2]), true, "same_a");
  const b = tf.variable(tf.tensor1d([3, 4]), true, "same_b");
  const add = tf.customGrad((...all) => {
    const [x, y] = all as tf.Tensor[];
    return { value: tf.add(x, y), gradFunc: (dy) => [dy, dy] };
  });
  const square = (x: tf.Tensor) => tf.square(x);
  const { gradients, loss } = lossAndGradients(
    () => tf.sum(tf.mul(add(square(a), square(b)), 3)) as tf.Scalar,
    [a, b],
  );
  assert.deepEqual([...gradients.same_a.dataSync()], [6, 12]);
  assert.deepEqual([...gradients.same_b.dataSync()], [18, 24]);
  tf.dispose([gradients, loss, a, b]);
});

Deno.test("lossAndGradients() names a variable that the loss doesn't depend on", () => {
  const a = tf.variable(tf.scalar(1), true, "used_a");
  const b = tf.variable(tf.scalar(1), true, "unused_b");
  const { numTensors } = tf.memory();
  assert.throws(() => lossAndGradients(() => tf.square(a) as tf.Scalar, [a, b]), {
    name: "TypeError",
    message: /Cannot train unused_b: the loss must depend on it/,
  });
  assert.equal(tf.memory().numTensors, numTensors);
  tf.dispose([a, b]);
});

Deno.test("lossAndGradients() leaves nothing of a forward pass that fails", () => {
  const a = tf.variable(tf.tensor1d([1, 2]), true, "failing_a");
  const { numTensors } = tf.memory();
  const loss = () => {
    tf.sum(tf.square(tf.mul(a, 3)));
    throw new RangeError("a test");
  };
  assert.throws(() => lossAndGradients(loss, [a]), { name: "RangeError", message: "a test" });
  assert.equal(tf.memory().numTensors, numTensors);
  // the next one records as if nothing had been
  const { loss: value, gradients } = lossAndGradients(
    () => tf.sum(tf.square(a)) as tf.Scalar,
    [a],
  );
  assert.deepEqual([...gradients.failing_a.dataSync()], [2, 4]);
  tf.dispose([value, gradients, a]);
});

Deno.test("lossAndGradients() takes a loss's gradient with no more than two tensors as large", async () => {
  await startBackend("simd");
  const memory = () => (tf.backend() as unknown as SimdBackend).memory();
  const logits = tf.variable(tf.zeros([4, 64, 64, 8]), true, "large_logits") as tf.Variable;
  const labels = tf.zeros<tf.Rank.R3>([4, 64, 64], "int32");
  const before = memory().usedBytes;
  const { loss, gradients } = lossAndGradients(
    () => softmaxCrossEntropy(logits as tf.Tensor as tf.Tensor4D, labels),
    [logits],
  );
  // its own and the result's; of the loss's second output none is made
  const tensors = (memory().peakBytes - before) / (4 * logits.size);
  assert.ok(tensors < 2.1, `${tensors} times the logits`);
  tf.dispose([loss, gradients, logits, labels]);
  await startBackend("cpu");
});

Deno.test("lossAndGradients() of batch norm's statistics alone is a gradient of 0", () => {
  const x = tf.variable(tf.ones([1, 4, 4, 3]), true, "normed_x") as tf.Variable;
  const scaleShift = { gamma: tf.ones<tf.Rank.R1>([3]), beta: tf.zeros<tf.Rank.R1>([3]) };
  const { loss, gradients } = lossAndGradients(() => {
    const { mean } = batchNorm(x as tf.Tensor as tf.Tensor4D, scaleShift);
    return tf.sum(mean) as tf.Scalar;
  }, [x]);
  assert.equal(loss.dataSync()[0], 3);
  assert.deepEqual([...gradients.normed_x.dataSync()], new Array(48).fill(0));
  tf.dispose([loss, gradients, x, scaleShift]);
});
