// What every encoder of the registry must do.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { input, type LayersModel } from "@tensorflow/tfjs-layers";
import { lossAndGradients, softmaxCrossEntropy } from "@triptych/engine";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { ENCODERS } from "../../model/encoders/mod.ts";
import {
  buildUnet,
  chooseBackend,
  compile,
  type EncoderName,
  loadModel,
  metadataOf,
  type Network,
  saveModel,
} from "../../model/mod.ts";
import type { BatchStatistics } from "../../model/layers.ts";
import type { Layer } from "../../model/graph.ts";
import { trainableWeightsOf } from "../../model/trainable_weights.ts";
import { type TrainOptions, updateRunning } from "../../model/network.ts";
import { noise, squares, weightsOf } from "./build.ts";

await chooseBackend("simd");

for (const encoder of Object.keys(ENCODERS) as EncoderName[]) {
  const { build, channels, strides, decoder } = ENCODERS[encoder];

  Deno.test(`${encoder} gives feature maps of its channels at its strides, for any size that they divide`, () => {
    const multiple = strides.at(-1)!;
    for (const size of [multiple, 3 * multiple, 7 * multiple]) {
      const maps = build(input({ shape: [size, size, 3] }), { features: 3 });
      assert.deepEqual(
        maps.map(({ shape }) => shape),
        strides.map((stride, i) => [null, size / stride, size / stride, channels(3)[i]]),
      );
    }
    const levels = strides[0] === 1 ? strides.length : strides.length + 1;
    assert.equal(decoder(3).widths.length, levels - 1);
  });

  Deno.test(`${encoder} runs as its standard layers do, at inference and in training`, () => {
    const model = tiny(encoder);
    const network = compile(model);
    const images = tf.tensor4d(noise(2, 64, 1).images, [2, 64, 64, 3]);
    assertClose(network.infer(images), model.predict(images) as tf.Tensor, 1e-5);
    const { logits, statistics } = network.train(images);
    assertClose(logits, model.apply(images, { training: true }) as tf.Tensor, 1e-3);
    updateRunning(statistics);
    assertClose(network.infer(images), model.predict(images) as tf.Tensor, 1e-4);
  });

  Deno.test(`${encoder}: gradients reach every weight`, () => {
    const network = compile(tiny(encoder));
    assertReached(network, network.trainable, {});
  });

  Deno.test(`${encoder}, frozen: gradients reach the decoder, and running statistics stay`, () => {
    const network = compile(tiny(encoder));
    const { encoder: ofEncoder, decoder: ofDecoder } = trainableWeightsOf(network);
    assert.ok(ofEncoder.length > 0 && ofDecoder.length > 0);
    assert.equal(ofEncoder.length + ofDecoder.length, network.trainable.length);
    const statistics = assertReached(network, ofDecoder, { freezeEncoder: true });
    const norms = (network.model.layers as Layer[]).filter((layer) =>
      layer.getClassName() === "BatchNormalization"
    );
    const names = statistics.map(({ norm }) => norm.name);
    assert.deepEqual(
      names.toSorted(),
      norms.map(({ name }) => name).filter((name) => name.startsWith("up")).sort(),
    );
  });

  for (const freezeEncoder of [false, true]) {
    const how = freezeEncoder ? ", trained with it frozen," : ", trained,";
    Deno.test(`${encoder}${how} gives the same logits when it is saved and loaded`, async () => {
      const network = compile(tiny(encoder));
      const images = tf.tensor4d(noise(2, 64, 2).images, [2, 64, 64, 3]);
      updateRunning(network.train(images, { freezeEncoder }).statistics);
      const folder = await Deno.makeTempDir();
      await saveModel(folder, network.model);
      const loaded = await loadModel(folder);
      assert.deepEqual(weightsOf(loaded), weightsOf(network.model));
      assert.deepEqual(metadataOf(loaded), network.metadata);
      const expected = network.infer(images).dataSync();
      assert.deepEqual(compile(loaded).infer(images).dataSync(), expected);
      await Deno.remove(folder, { recursive: true });
    });
  }
}

Deno.test("docs/encoders.md lists the encoders with their channels and weights", async () => {
  const docs = await Deno.readTextFile(new URL("../../docs/encoders.md", import.meta.url));
  const rows = [...docs.matchAll(/^\| `([\w.-]+)` +\| ([^|]*?) +\| +(\w*) *\|$/gm)];
  const listed = rows.map(([, name, maps, weights]) => [name, maps, weights]);
  const expected = Object.entries(ENCODERS).map(([name, { strides, channels, pretrained }]) => [
    name,
    strides[0] === 1 ? `the U-Net's own, strides 1 to ${strides.at(-1)}` : channels(16).join(", "),
    pretrained?.published?.format ?? "",
  ]);
  assert.deepEqual(listed, expected);
});

Deno.test("a frozen encoder gives in training what it gives at inference", () => {
  const network = compile(tiny("mobilenetv3-small"));
  const images = tf.tensor4d(noise(2, 64, 3).images, [2, 64, 64, 3]);
  updateRunning(network.train(images).statistics);
  // with both halves' statistics at hand: the decoder alone tells the two passes apart
  const norms = (network.model.layers as Layer[]).filter(({ name }) => /^up\d_norm/.test(name));
  const { statistics, logits } = network.train(images, { freezeEncoder: true });
  tf.tidy(() => {
    for (const norm of norms) {
      const batch = statistics.find((found) => found.norm === norm)!;
      const [gamma, beta] = norm.getWeights();
      norm.setWeights([gamma, beta, batch.mean, batch.variance]);
    }
  });
  assertClose(network.infer(images), logits, 1e-3);
});

Deno.test("buildUnet() refuses unknown encoders and sizes that its encoder can't halve", () => {
  assert.throws(() => tiny("resnet" as EncoderName), {
    name: "RangeError",
    message: "Cannot build a U-Net: encoder must be one of plain, mobilenetv2, mobilenetv2-0.5, " +
      "mobilenetv3-small, mobilenetv3-large, got resnet",
  });
  assert.throws(() => tiny("mobilenetv2", 48), {
    name: "RangeError",
    message: "Cannot build a U-Net: size must be a positive multiple of 32, got 48",
  });
});

function tiny(encoder: EncoderName, size = 64): LayersModel {
  return buildUnet({ encoder, size, features: 2, classes: TRIMAP_CLASSES, seed: 1 });
}

/** Takes gradients for the variables and checks that each has one that is not zero everywhere. */
function assertReached(
  network: Network,
  variables: tf.Variable[],
  options: TrainOptions,
): BatchStatistics[] {
  const images = tf.tensor4d(noise(2, 64, 1).images, [2, 64, 64, 3]);
  const labels = tf.tensor3d(squares(2, 64, 8), [2, 64, 64], "int32");
  let statistics: BatchStatistics[] = [];
  const { gradients } = lossAndGradients(() => {
    const pass = network.train(images, options);
    statistics = pass.statistics;
    return softmaxCrossEntropy(pass.logits, labels);
  }, variables);
  const missed = variables.filter(({ name }) =>
    !gradients[name].dataSync().some((value) => value !== 0)
  );
  assert.deepEqual(missed.map(({ name }) => name), []);
  return statistics;
}

function assertClose(found: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  assert.deepEqual(found.shape, expected.shape);
  const [a, b] = [found.dataSync(), expected.dataSync()];
  assert.ok(b.some((value) => Math.abs(value) > 100 * tolerance), "nothing to compare");
  for (let i = 0; i < a.length; i++) {
    assert.ok(Math.abs(a[i] - b[i]) <= tolerance, `value ${i}: got ${a[i]}, expected ${b[i]}`);
  }
}
