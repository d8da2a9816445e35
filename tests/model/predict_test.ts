import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { softmaxCrossEntropy } from "@triptych/engine";
import {
  buildUnet,
  chooseBackend,
  compile,
  metadataOf,
  predict,
  type PredictOptions,
} from "../../model/mod.ts";
import { generator, squares, tinyUnet } from "./build.ts";

await chooseBackend("cpu");

const [count, size] = [5, 16];
const images = Uint8Array.from(generator(1)(count * size * size * 3, 0, 256));
const indices = squares(count, size, 4);
const truth = Uint8Array.from(indices, (index) => index + 1);

const input = tf.tensor4d(Float32Array.from(images, (value) => value / 255), [
  count,
  size,
  size,
  3,
]);
const network = compile(tinyUnet({ features: 2 }));
// an untrained model sees one class everywhere: its last bias decides
const bias = network.model.getLayer("logits").weights[1];
bias.write(tf.sub(bias.read(), tf.mean(network.infer(input), [0, 1, 2])));

Deno.test("predict() gives the label of the largest logit, and the mean loss", async () => {
  const logits = network.infer(input);
  const expected = tf.argMax(logits, 3).dataSync();
  const loss = softmaxCrossEntropy(logits, tf.tensor3d(indices, [count, size, size], "int32"));

  const found = await predict(network, images, { truth });
  assert.deepEqual(found.labels, Uint8Array.from(expected, (index) => index + 1));
  assert.equal(new Set(found.labels).size, 3, "one label alone would prove little");
  assert.ok(Math.abs(found.loss! - loss.dataSync()[0]) < 1e-6);
});

Deno.test("predict() gives the same whatever the batch", async () => {
  const whole = await predict(network, images, { truth });
  for (const batch of [1, 2, 5]) {
    const found = await predict(network, images, { truth, batch });
    assert.deepEqual(found.labels, whole.labels);
    assert.ok(Math.abs(found.loss! - whole.loss!) < 1e-6);
  }
});

Deno.test("predict() leaves pixels to ignore out of the loss", async () => {
  const some = truth.map((label, i) => i % 3 === 0 ? 9 : label);
  const found = await predict(network, images, { truth: some, ignore: [9] });
  const ignored = Int32Array.from(indices, (index, i) => i % 3 === 0 ? -1 : index);
  const labels = tf.tensor3d(ignored, [count, size, size], "int32");
  const loss = softmaxCrossEntropy(network.infer(input), labels);
  assert.ok(Math.abs(found.loss! - loss.dataSync()[0]) < 1e-6);
  assert.deepEqual(found.labels, (await predict(network, images)).labels);
});

Deno.test("predict() with a flip takes the mean of both, and mirrors what it says of a mirror image", async () => {
  const options: PredictOptions = { truth, testAugment: "flip", batch: 2 };
  const found = await predict(network, images, options);
  const mean = tf.mean(
    tf.stack([network.infer(input), tf.reverse(network.infer(tf.reverse(input, 2)), 2)]),
    0,
  );
  const loss = softmaxCrossEntropy(
    mean as tf.Tensor4D,
    tf.tensor3d(indices, [count, size, size], "int32"),
  );
  assert.deepEqual(found.labels, Uint8Array.from(tf.argMax(mean, 3).dataSync(), (i) => i + 1));
  assert.ok(Math.abs(found.loss! - loss.dataSync()[0]) < 1e-6);
  const without = await predict(network, images);
  assert.notDeepEqual(found.labels, without.labels);

  const mirror = (values: Uint8Array, channels: number) =>
    new Uint8Array(
      tf.reverse(tf.tensor4d(values, [count, size, size, channels]), 2).dataSync(),
    );
  const ofMirrored = await predict(network, mirror(images, 3), { testAugment: "flip" });
  assert.deepEqual(ofMirrored.labels, mirror(found.labels, 1));
});

Deno.test("predict() does what the model's metadata says, unless told otherwise", async () => {
  const classes = network.metadata.classes;
  const options = { encoder: "plain", size, features: 2, classes, seed: 0 } as const;
  const model = buildUnet({ ...options, testAugment: "flip" });
  assert.equal(metadataOf(model).testAugment, "flip");
  assert.ok(!("testAugment" in metadataOf(buildUnet(options))));
  const flipping = compile(model);
  flipping.model.setWeights(network.model.getWeights());
  const labelsOf = async (one: typeof network, options?: PredictOptions) =>
    (await predict(one, images, options)).labels;
  const flipped = await labelsOf(network, { testAugment: "flip" });
  assert.deepEqual(await labelsOf(flipping), flipped);
  assert.deepEqual(await labelsOf(flipping, { testAugment: "none" }), await labelsOf(network));
});

Deno.test("predict() takes the chosen images in the order given", async () => {
  const pixels = size * size;
  const { labels: all } = await predict(network, images);
  const { labels } = await predict(network, images, { indices: [4, 0, 4], batch: 2 });
  const last = all.subarray(4 * pixels);
  assert.deepEqual(labels, new Uint8Array([...last, ...all.subarray(0, pixels), ...last]));
});

Deno.test("predict() computes no loss without truth, and nothing for no images", async () => {
  assert.equal((await predict(network, images)).loss, undefined);
  assert.deepEqual(await predict(network, images, { indices: [] }), { labels: new Uint8Array(0) });
});

Deno.test("predict() keeps memory flat, and stops at a signal", async () => {
  const before = tf.memory().numTensors;
  await predict(network, images);
  assert.equal(tf.memory().numTensors, before);
  const reason = new Error("enough");
  await assert.rejects(predict(network, images, { signal: AbortSignal.abort(reason) }), reason);
});

Deno.test("predict() refuses input of another size and labels of no class", async () => {
  const refuses = async (
    pictures: Uint8Array,
    options: PredictOptions,
    name: string,
    message: string,
  ) => await assert.rejects(predict(network, pictures, options), { name, message });
  await refuses(
    images.slice(1),
    {},
    "TypeError",
    "Cannot predict: images must have 768 values each, got 3839 in all",
  );
  await refuses(
    images,
    { truth: truth.slice(1) },
    "TypeError",
    "Cannot predict: truth must have 1280 labels for 5 images, got 1279",
  );
  await refuses(
    images,
    { indices: [0, 5] },
    "RangeError",
    "Cannot predict: indices must be from 0 to 4, got 5",
  );
  await refuses(
    images,
    { batch: 0 },
    "RangeError",
    "Cannot predict: batch must be a positive integer, got 0",
  );
  await refuses(
    images,
    { truth: truth.map((label) => label - 1) },
    "RangeError",
    "Cannot compute the loss: truth must contain only labels of the model's classes, got 0",
  );
});

Deno.test("predict() refuses images and masks of another size that are read one by one", async () => {
  const refuses = async (image: Uint8Array, truth: Uint8Array, message: string) =>
    await assert.rejects(
      predict(network, { count: 1, imageAt: () => image }, { truth: () => truth }),
      { name: "TypeError", message: `Cannot predict: ${message}` },
    );
  const pixels = size * size, [image, mask] = [images.slice(0, 3 * pixels), truth.slice(0, pixels)];
  await refuses(images, mask, "image 0 must have 768 values, got 3840");
  await refuses(image.slice(0, pixels), mask, "image 0 must have 768 values, got 256");
  await refuses(image, truth, "the truth of image 0 must have 256 values, got 1280");
});
