import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { chooseBackend, startTraining } from "../../model/mod.ts";
import { trainStep } from "../../model/step.ts";
import { generator, squares, tinyUnet } from "./build.ts";
import { engines } from "./engines.ts";
import fixture from "../fixtures/model/unet_losses.json" with { type: "json" };

for (const backend of engines) {
  Deno.test(`the first losses of a U-Net are PyTorch's, on ${backend}`, async () => {
    await chooseBackend(backend);
    const { size, features, batch: count, learningRate } = fixture;
    const random = generator(fixture.seed);
    const model = tinyUnet({ size, features });
    fill(model, random);
    const images = random(count * size * size * 3, 0, 1);

    const training = startTraining(model);
    training.optimizer.learningRate = learningRate;
    const losses: number[] = [];
    for (const expected of fixture.losses) {
      const batch = { images: images.slice(), labels: squares(count, size, 8), count };
      losses.push(await trainStep(training, batch));
      const message = `${losses} instead of ${fixture.losses}`;
      assert.ok(Math.abs(losses.at(-1)! - expected) < 1e-4, message);
    }

    // with running statistics, which are PyTorch's, too
    const logits = training.network.infer(tf.tensor4d(images, [count, size, size, 3])).arraySync();
    const edges = [0, size - 1];
    const corners = logits.flatMap((rows) => edges.flatMap((y) => edges.map((x) => rows[y][x])));
    corners.flat().forEach((logit, i) => {
      assert.ok(Math.abs(logit - fixture.corners.flat()[i]) < 1e-3, `logit ${i}: ${logit}`);
    });
  });
}

/** The weights of the fixture's script, drawn in the same order. */
function fill(model: LayersModel, random: ReturnType<typeof generator>): void {
  // the order of the forward pass; a model's own order is another
  const levels = (
    name: string,
  ) => [`${name}_conv1`, `${name}_norm1`, `${name}_conv2`, `${name}_norm2`];
  const names = [
    ...["down1", "down2", "down3", "down4", "bottom"].flatMap(levels),
    ...["up4", "up3", "up2", "up1"].flatMap((name) => [`${name}_grow`, ...levels(name)]),
    "logits",
  ];
  for (const name of names) {
    const weights = model.getLayer(name).weights;
    const [height, width, third] = weights[0].shape as number[];
    const bound = 1 / Math.sqrt(height * width * third);
    const ranges = name.includes("norm")
      ? [[0.5, 1.5], [-0.5, 0.5]]
      : [[-bound, bound], [-bound, bound]];
    weights.slice(0, 2).forEach((weight, i) => {
      const shape = weight.shape as number[];
      const values = random(tf.util.sizeFromShape(shape), ranges[i][0], ranges[i][1]);
      weight.write(tf.tensor(values, shape));
    });
  }
}
