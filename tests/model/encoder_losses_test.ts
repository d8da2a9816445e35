// The first steps of a training against PyTorch's: fixtures/model/encoder_losses.py.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { Adam, lossAndGradients, softmaxCrossEntropy } from "@triptych/engine";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import { ENCODERS } from "../../model/encoders/mod.ts";
import {
  buildUnet,
  chooseBackend,
  compile,
  type EncoderName,
  type Network,
} from "../../model/mod.ts";
import type { BatchStatistics } from "../../model/layers.ts";
import { trainableWeightsOf } from "../../model/trainable_weights.ts";
import { updateRunning } from "../../model/network.ts";
import { fill } from "../../model/weights/mod.ts";
import { generator, squares } from "./build.ts";
import { drawEncoder, fillDecoder } from "./draw.ts";
import fixture from "../fixtures/model/encoder_losses.json" with { type: "json" };

const { size, features, batch, learningRate, epsilon, seed } = fixture;

for (const { encoder, frozen, losses: expected } of fixture.cases) {
  // in PyTorch, too, MobileNetV2's first gradients in float32 and in float64 differ by 3 in 10,000
  const tolerance = encoder === "mobilenetv2" && !frozen ? 1e-3 : 1e-4;
  const how = frozen ? "with the encoder frozen" : "trained whole";
  Deno.test(`the first losses of a U-Net on ${encoder}, ${how}, are PyTorch's`, async () => {
    await chooseBackend("simd");
    const random = generator(seed);
    const network = drawn(encoder as EncoderName, random);
    const images = tf.tensor4d(random(batch * size * size * 3, 0, 1), [batch, size, size, 3]);
    const labels = tf.tensor3d(squares(batch, size, 8), [batch, size, size], "int32");
    const variables = frozen ? trainableWeightsOf(network).decoder : network.trainable;
    const adam = new Adam(variables, { learningRate, epsilon });
    for (const [step, loss] of expected.entries()) {
      let statistics: BatchStatistics[] = [];
      const found = lossAndGradients(() => {
        const pass = network.train(images, { freezeEncoder: frozen });
        statistics = pass.statistics;
        return softmaxCrossEntropy(pass.logits, labels);
      }, variables);
      const [value] = found.loss.dataSync();
      assert.ok(
        Math.abs(value - loss) < tolerance,
        `step ${step + 1}: ${value} instead of ${loss}`,
      );
      adam.apply(found.gradients);
      updateRunning(statistics);
    }
  });
}

/** A network with the weights of the fixture's script. */
function drawn(encoder: EncoderName, random: ReturnType<typeof generator>): Network {
  const model = buildUnet({ encoder, size, features, classes: TRIMAP_CLASSES, seed: 0 });
  const format = ENCODERS[encoder].pretrained!.format;
  const tensors = drawEncoder(model, encoder, format, random);
  fill(model, { encoder, format, tensors, file: "encoder_losses.py", sha256: "" });
  fillDecoder(model, random);
  return compile(model);
}
