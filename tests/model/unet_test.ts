import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { buildUnet, chooseBackend, metadataOf, type UnetOptions } from "../../model/mod.ts";
import { tinyUnet, weightsOf } from "./build.ts";

await chooseBackend("cpu");

Deno.test("buildUnet() has the layers and shapes of the paper, with same padding", () => {
  const model = buildUnet({ size: 64, features: 4, classes: TRIMAP_CLASSES, seed: 0 });
  const shapeOf = (name: string) => model.getLayer(name).outputShape;
  assert.deepEqual(shapeOf("down1_relu2"), [null, 64, 64, 4]);
  assert.deepEqual(shapeOf("down4_relu2"), [null, 8, 8, 32]);
  assert.deepEqual(shapeOf("bottom_relu2"), [null, 4, 4, 64]);
  assert.deepEqual(shapeOf("up4_grow"), [null, 8, 8, 32]);
  assert.deepEqual(shapeOf("up4_concatenate"), [null, 8, 8, 64]);
  assert.deepEqual(shapeOf("up1_relu2"), [null, 64, 64, 4]);
  assert.deepEqual(shapeOf("logits"), [null, 64, 64, 3]);
});

Deno.test("buildUnet() has as many weights as PyTorch's", () => {
  // counted in PyTorch: tests/fixtures/model/unet_losses.py with 16 features
  const model = buildUnet({ size: 128, features: 16, classes: TRIMAP_CLASSES, seed: 0 });
  const count = (weights: { shape: (number | null)[] }[]) =>
    weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
  assert.equal(count(model.trainableWeights), 1_942_611);
  assert.equal(count(model.nonTrainableWeights), 2 * 1_472);
});

Deno.test("buildUnet() gives the same weights for the same seed, others for another", () => {
  const [a, b, c] = [5, 5, 6].map((seed) => weightsOf(tinyUnet({ seed })));
  assert.deepEqual(a, b);
  assert.notDeepEqual(a, c);
});

Deno.test("buildUnet() draws weights as PyTorch does: uniform within one over the root of fan in", () => {
  const model = buildUnet({ size: 16, features: 8, classes: TRIMAP_CLASSES, seed: 0 });
  const fanIn = { down2_conv2: 16 * 9, bottom_conv1: 64 * 9, up4_grow: 64 * 4, up4_conv1: 128 * 9 };
  for (const [name, count] of Object.entries(fanIn)) {
    const bound = 1 / Math.sqrt(count);
    const values = model.getLayer(name).getWeights()[0].dataSync<"float32">();
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    assert.ok(values.every((value) => Math.abs(value) <= bound), name);
    // a uniform distribution's variance; the sample's varies by a few per cent
    assert.ok(Math.abs(square / (bound * bound / 3) - 1) < 0.1, name);
  }
  const bias = model.getLayer("up1_grow").getWeights()[1].dataSync();
  assert.ok(bias.some((value) => value !== 0));
});

Deno.test("buildUnet() says in its metadata what it is", () => {
  assert.deepEqual(metadataOf(tinyUnet({ size: 32, features: 2 })), {
    schema: "triptych/model@1",
    architecture: { name: "unet", features: 2 },
    shape: [32, 32],
    classes: TRIMAP_CLASSES,
    normalisation: Array(3).fill({ low: 0, high: 255 }),
  });
});

Deno.test("buildUnet() refuses settings out of range", () => {
  const refuses = (settings: Parameters<typeof tinyUnet>[0], message: string) =>
    assert.throws(() => tinyUnet(settings), { name: "RangeError", message });
  const size = "Cannot build a U-Net: size must be a positive multiple of 16, got ";
  refuses({ size: 100 }, size + "100");
  refuses({ size: 0 }, size + "0");
  refuses({ size: 16.5 }, size + "16.5");
  const features = "Cannot build a U-Net: features must be a positive integer, got ";
  refuses({ features: 0 }, features + "0");
  refuses({ features: 1.5 }, features + "1.5");
  const seed = "Cannot build a U-Net: seed must be an integer from 0 to 2^32 − 1, got ";
  refuses({ seed: -1 }, seed + "-1");
  refuses({ seed: 2 ** 32 }, seed + "4294967296");
  assert.throws(
    () => buildUnet({ size: 16, features: 1, classes: TRIMAP_CLASSES.slice(1, 2), seed: 0 }),
    { name: "RangeError", message: "Cannot build a U-Net: classes must be two or more, got 1" },
  );
});

Deno.test("buildUnet() refuses what loadModel() would: classes and ranges that no saved model has", () => {
  const [cat, dog] = TRIMAP_CLASSES;
  const refuses = (change: Partial<UnetOptions>, message: string) =>
    assert.throws(
      () => buildUnet({ size: 16, features: 1, classes: [cat, dog], seed: 0, ...change }),
      {
        name: "TypeError",
        message: `Cannot build a U-Net: its metadata must have ${message}`,
      },
    );
  const black = { ...dog, color: "black" };
  refuses({ classes: [cat, black] }, "classes with colours as #rrggbb, got black");
  refuses({ classes: [cat, { ...dog, label: 1 }] }, "a label for each class, got [1, 1]");
  refuses({ classes: [cat, { ...dog, label: 256 }] }, "classes with labels from 0 to 255, got 256");
  const range = "a range, low and high, for each channel, got ";
  refuses({ normalisation: [{ low: 1, high: 1 }] }, range + "[something else]");
});
