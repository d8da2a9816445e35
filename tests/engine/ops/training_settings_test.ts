// The optimizer's and the loss's settings against PyTorch's, on each engine.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../../../model/mod.ts";
import { Adam, diceCrossEntropy, lossAndGradients, softmaxCrossEntropy } from "@triptych/engine";
import { noise } from "../compare.ts";
import fixture from "../../fixtures/model/training_settings.json" with { type: "json" };

type Shape4D = [number, number, number, number];

for (const backend of ["cpu", "simd"]) {
  Deno.test(`AdamW with a resting encoder takes PyTorch's steps, on ${backend}`, async () => {
    await chooseBackend(backend);
    const { start, learningRate, encoderRate, weightDecay, rests, steps } = fixture.adamw;
    const [encoder, decoder] = start.map((values, i) =>
      tf.variable(tf.tensor1d(values), true, `adamw_${backend}_${i}`)
    );
    const adam = new Adam([encoder, decoder], {
      learningRate,
      particulars: (variable) =>
        variable === encoder ? { rate: encoderRate } : { rate: 1, weightDecay },
    });
    steps.forEach(({ gradients, values }, step) => {
      const named = Object.fromEntries(
        gradients.map((values, i) => [`adamw_${backend}_${i}`, tf.tensor1d(values)]),
      );
      adam.apply(named, step < rests ? [decoder] : [encoder, decoder]);
      close(encoder.dataSync(), values[0], 1e-6);
      close(decoder.dataSync(), values[1], 1e-6);
    });
    assert.deepEqual((await adam.state()).steps, [steps.length - rests, steps.length]);
    adam.dispose();
    tf.dispose([encoder, decoder]);
  });

  for (const { weights, dice, logits, labels, shape, loss, gradient } of fixture.losses) {
    Deno.test(`diceCrossEntropy() with weights ${weights} and Dice ${dice} is PyTorch's, on ${backend}`, async () => {
      await chooseBackend(backend);
      const x = tf.variable(tf.tensor4d(logits, shape as Shape4D), true, "dice_logits");
      const y = tf.tensor3d(labels, shape.slice(0, 3) as [number, number, number], "int32");
      const result = lossAndGradients(() => diceCrossEntropy(x, y, { weights, dice }), [x]);
      close(result.loss.dataSync(), [loss], 1e-6);
      close(result.gradients.dice_logits.dataSync(), gradient, 1e-6);
      tf.dispose([x, y, result.loss, result.gradients]);
    });
  }

  Deno.test(`diceCrossEntropy() without Dice and weights is the plain cross-entropy, on ${backend}`, async () => {
    await chooseBackend(backend);
    // more pixels than one part of the kernel holds
    const x = noise([2, 50, 50, 3], 1) as tf.Tensor4D;
    const y = tf.tensor3d(Array.from({ length: 5000 }, (_, i) => i * 7 % 3), [2, 50, 50], "int32");
    const plain = tf.valueAndGrad((x) => softmaxCrossEntropy(x as tf.Tensor4D, y))(x);
    const other = tf.valueAndGrad((x) => diceCrossEntropy(x as tf.Tensor4D, y, { dice: 0 }))(x);
    close(other.value.dataSync(), plain.value.dataSync(), 1e-6);
    close(other.grad.dataSync(), plain.grad.dataSync(), 1e-9);
  });
}

Deno.test("diceCrossEntropy() has exact gradients, by finite differences", async () => {
  await chooseBackend("cpu");
  const shape: Shape4D = [1, 3, 2, 3];
  const values = noise(shape, 2).dataSync<"float32">();
  const labels = tf.tensor3d([0, 2, 2, 0, 1, 0], [1, 3, 2], "int32");
  const at = (values: Float32Array) =>
    diceCrossEntropy(tf.tensor4d(values, shape), labels, { weights: [1, 2, 3], dice: 2 });
  const gradient = tf.grad((x) =>
    diceCrossEntropy(x as tf.Tensor4D, labels, { weights: [1, 2, 3], dice: 2 })
  )(tf.tensor4d(values, shape)).dataSync();
  const step = 1e-2;
  values.forEach((value, i) => {
    const [above, below] = [step, -step].map((delta) =>
      at(values.with(i, value + delta)).dataSync()[0]
    );
    const numeric = (above - below) / (2 * step);
    assert.ok(Math.abs(gradient[i] - numeric) < 1e-3, `${i}: ${gradient[i]} and ${numeric}`);
  });
});

Deno.test("diceCrossEntropy() refuses weights that aren't above 0", () => {
  const [logits, labels] = [tf.zeros([1, 2, 2, 2]), tf.zeros([1, 2, 2], "int32")];
  for (const weight of [0, -1, NaN, Infinity]) {
    const options = { weights: [1, weight] };
    assert.throws(() => diceCrossEntropy(logits as tf.Tensor4D, labels as tf.Tensor3D, options), {
      name: "RangeError",
      message: "Cannot compute Dice and cross-entropy: weights must be finite and above 0, " +
        `got ${weight}`,
    });
  }
});

Deno.test("diceCrossEntropy() refuses weights that are not one a class", () => {
  assert.throws(
    () => diceCrossEntropy(tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 2], "int32"), { weights: [1] }),
    { name: "TypeError", message: /weights one a class, got .* 1 weights/ },
  );
});

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert.ok(error <= tolerance, `value ${i}: ${actual[i]} and ${expected[i]}`);
  }
}
