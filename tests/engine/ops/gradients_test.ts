import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { lossAndGradients, startBackend } from "@triptych/engine";

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
