import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { chooseBackend, compile, loadModel, metadataOf, saveModel } from "../../model/mod.ts";
import { noise, tinyUnet, weightsOf } from "./build.ts";

await chooseBackend("cpu");

const images = tf.tensor4d(noise(2, 16, 1).images, [2, 16, 16, 3]);

Deno.test("a saved model loads with the same weights, logits and metadata", async () => {
  const { folder, model } = await saved();
  const loaded = await loadModel(folder);
  assert.deepEqual(weightsOf(loaded), weightsOf(model));
  assert.deepEqual(metadataOf(loaded), metadataOf(model));
  assert.deepEqual(
    compile(loaded).infer(images).dataSync(),
    compile(model).infer(images).dataSync(),
  );
  assert.deepEqual((await files(folder)).sort(), ["model.json", "weights.bin"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a saved model loads in any TensorFlow.js, without Triptych", async () => {
  const { folder, model } = await saved();
  // what a browser does with tf.loadLayersModel("…/model.json")
  const { modelTopology, weightsManifest } = JSON.parse(
    await Deno.readTextFile(join(folder, "model.json")),
  );
  assert.deepEqual(weightsManifest[0].paths, ["weights.bin"]);
  const weightData = (await Deno.readFile(join(folder, "weights.bin"))).buffer;
  const weightSpecs = weightsManifest[0].weights;
  const loaded = await loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData }),
  );
  const logits = (loaded.predict(images) as tf.Tensor).dataSync();
  const expected = compile(model).infer(images).dataSync();
  assert.ok(logits.every((logit, i) => Math.abs(logit - expected[i]) < 1e-5));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a saved model loads over HTTP, as a page loads it: checksums are no hindrance", async () => {
  const { folder, model } = await saved();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const content = await Deno.readFile(join(folder, new URL(request.url).pathname));
    const type = request.url.endsWith(".json") ? "application/json" : "application/octet-stream";
    return new Response(content, { headers: { "content-type": type } });
  });
  const loaded = await loadLayersModel(`http://127.0.0.1:${server.addr.port}/model.json`);
  assert.deepEqual(weightsOf(loaded), weightsOf(model));
  await server.shutdown();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("saveModel() replaces a model in its folder", async () => {
  const { folder } = await saved();
  const other = tinyUnet({ seed: 5 });
  await saveModel(folder, other);
  assert.deepEqual(weightsOf(await loadModel(folder)), weightsOf(other));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadModel() refuses folders without a complete model of Triptych", async () => {
  const { folder } = await saved();
  const refuses = (reason: string) =>
    assert.rejects(loadModel(folder), {
      name: "TypeError",
      message: reason.startsWith("Cannot")
        ? reason
        : `Cannot load the model in ${folder}: ${reason}`,
    });
  const weights = join(folder, "weights.bin");
  const description = join(folder, "model.json");

  const bytes = await Deno.readFile(weights);
  await Deno.truncate(weights, 1000);
  await refuses("weights.bin must have 31960 bytes, got 1000");
  await Deno.remove(weights);
  await refuses("weights.bin must be readable");
  await Deno.writeFile(weights, bytes);

  const json = await Deno.readTextFile(description);
  const another = "model.json must be a layers model written by Triptych, and it is not";
  const foreign = json.replace("triptych/model@1", "other/model@1");
  for (const text of [json.slice(0, 5000), foreign, "null", "[]", '{"format":"graph-model"}']) {
    await Deno.writeTextFile(description, text);
    await refuses(another);
  }
  await Deno.remove(description);
  await refuses("model.json must be readable");
  await Deno.remove(folder, { recursive: true });
  await refuses("weights.bin must be readable");
});

async function saved() {
  const folder = await Deno.makeTempDir();
  const model = tinyUnet({ seed: 4 });
  await saveModel(folder, model);
  return { folder, model };
}

async function files(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name);
}
