// A pixel whose label is no class is in no loss: the loss and its gradient are those of the others alone.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { diceCrossEntropy, softmaxCrossEntropy } from "@triptych/engine";
import { chooseBackend } from "../../../model/mod.ts";
import { engines } from "../../model/engines.ts";
import { noise } from "../compare.ts";

type Loss = (logits: tf.Tensor4D, labels: tf.Tensor3D) => tf.Scalar;

const CLASSES = 5, [ROWS, COLUMNS] = [90, 101], PIXELS = ROWS * COLUMNS;
const NO_CLASS = [-1, CLASSES, 255];
const LABELS = Int32Array.from(
  { length: PIXELS },
  (_, i) => i * 31 % 7 < 2 ? NO_CLASS[i % 3] : i * 13 % CLASSES,
);
const WEIGHTS = [1, 2, 0.5, 3, 1];

const LOSSES: Record<string, Loss> = {
  softmaxCrossEntropy,
  diceCrossEntropy: (logits, labels) => diceCrossEntropy(logits, labels, { weights: WEIGHTS }),
};

for (const engine of engines) {
  for (const [name, loss] of Object.entries(LOSSES)) {
    Deno.test(`${engine}: ${name}() leaves out pixels whose label is no class`, async () => {
      await chooseBackend(engine);
      const logits = noise([1, ROWS, COLUMNS, CLASSES], 1) as tf.Tensor4D;
      const places = Array.from(LABELS.keys()).filter((i) => !NO_CLASS.includes(LABELS[i]));
      const kept = tf.gather(tf.reshape(logits, [PIXELS, CLASSES]), places);
      const alone = valueAndGradient(
        loss,
        tf.reshape(kept, [1, 1, places.length, CLASSES]) as tf.Tensor4D,
        Int32Array.from(places, (i) => LABELS[i]),
      );
      const all = valueAndGradient(loss, logits, LABELS);
      close([all.value], [alone.value]);
      const gradient = new Float32Array(PIXELS * CLASSES);
      places.forEach((to, from) =>
        gradient.set(alone.gradient.subarray(from * CLASSES, (from + 1) * CLASSES), to * CLASSES)
      );
      close(all.gradient, gradient);
      LABELS.forEach((label, i) => {
        const own = all.gradient.subarray(i * CLASSES, (i + 1) * CLASSES);
        const isIgnored = NO_CLASS.includes(label);
        if (isIgnored) assert.ok(own.every((value) => value === 0), `pixel ${i}: ${own}`);
      });
    });

    Deno.test(`${engine}: ${name}() of nothing but ignored pixels moves no weight`, async () => {
      await chooseBackend(engine);
      const logits = noise([1, 3, 4, CLASSES], 2) as tf.Tensor4D;
      const labels = Int32Array.from({ length: 12 }, (_, i) => NO_CLASS[i % 3]);
      const { value, gradient } = valueAndGradient(loss, logits, labels);
      assert.ok(Number.isFinite(value), `loss ${value}`);
      assert.ok(gradient.every((value) => value === 0));
    });
  }
}

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++) {
    assert.ok(Math.abs(found[i] - expected[i]) < 1e-5, `${i}: ${found[i]}, not ${expected[i]}`);
  }
}

function valueAndGradient(loss: Loss, logits: tf.Tensor4D, labels: Int32Array) {
  const [, rows, columns] = logits.shape;
  const truth = tf.tensor3d(labels, [1, rows, columns], "int32");
  const { value, grad } = tf.valueAndGrad((x) => loss(x as tf.Tensor4D, truth))(logits);
  return { value: value.dataSync()[0], gradient: grad.dataSync<"float32">() };
}
