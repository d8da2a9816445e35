// Models of TensorFlow.js that know nothing of this engine run on it as on tfjs-backend-cpu.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@triptych/engine";
import { assertClose, noise, on, type Values } from "./compare.ts";
import { graphArtifacts, OUTPUTS } from "./graph_model.ts";
import { autoencoder, discs, mobileNetV2 } from "./stock_models.ts";

// not in the import map: only this test loads such models
const CONVERTER = "npm:@tensorflow/tfjs-converter@4.22.0";

Deno.test("an autoencoder trains by model.fit to the losses of tfjs-backend-cpu", async () => {
  const expected = await losses("cpu"), own = await losses("simd");
  assert.ok(expected.at(-1)! < 0.8 * expected[0], `${expected}`);
  // sums are rounded in another order, and every step adds to that
  expected.forEach((loss, epoch) =>
    assert.ok(Math.abs(own[epoch] - loss) < 1e-4 * loss, `${own}, on cpu ${expected}`)
  );
});

Deno.test("MobileNetV2 of tf.layers infers as on tfjs-backend-cpu", async () => {
  const predict = () => {
    const network = mobileNetV2(64), y = network.predict(noise([2, 64, 64, 3], 1)) as tf.Tensor;
    network.dispose();
    return y;
  };
  const expected = await on("cpu", predict), own = await on("simd", predict);
  assert.ok(Math.max(...Array.from(expected[0].values)) > 0.2, "all classes alike tell nothing");
  assertClose(own[0], expected[0], 1e-4);
});

Deno.test("a graph model of fused and other converted ops infers as on tfjs-backend-cpu", async () => {
  const { loadGraphModel } = await import(CONVERTER);
  const artifacts = graphArtifacts();
  const results: Values[][] = [];
  for (const backend of ["cpu", "simd"]) {
    await tf.setBackend(backend);
    const model = await loadGraphModel({ load: () => Promise.resolve(artifacts) });
    results.push(
      await on(backend, () => model.execute({ image: noise([2, 16, 24, 3], 3) }, OUTPUTS)),
    );
    model.dispose();
  }
  const [expected, own] = results;
  assert.deepEqual(expected.map(({ shape }) => shape), [[2, 4, 8, 24], [768, 4], [2, 16, 24], [
    2,
    4,
  ]]);
  assert.ok(new Set(Array.from(expected[2].values)).size > 1, "one label tells nothing");
  expected.forEach((values, i) => assertClose(own[i], values, 1e-5));
});

/** The losses of each epoch, from the same weights and batches. */
async function losses(backend: string): Promise<number[]> {
  await tf.setBackend(backend);
  const model = autoencoder(), images = discs(48);
  model.compile({ optimizer: tf.train.adam(0.005), loss: "meanSquaredError" });
  const { history } = await model.fit(images, images, {
    epochs: 3,
    batchSize: 16,
    shuffle: false,
    verbose: 0,
  });
  model.dispose();
  images.dispose();
  return history.loss as number[];
}
