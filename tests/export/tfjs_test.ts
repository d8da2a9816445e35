// Models with weights of 16 bits in TensorFlow.js itself, loaded over HTTP as a page loads them.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { menagerie } from "../../data/mod.ts";
import { exportTfjs } from "../../export/mod.ts";
import { encodeTfjs } from "../../export/tfjs/encode_tfjs.ts";
import {
  chooseBackend,
  compile,
  loadModel,
  metadataOf,
  predict,
  readTrained,
} from "../../model/mod.ts";
import { model as trained } from "../commands/predict_command.ts";

await chooseBackend("simd");

Deno.test("TensorFlow.js loads weights of 16 bits, and predicts the menagerie as predict does", async () => {
  const out = await Deno.makeTempDir({ prefix: "triptych-export-" });
  const { length: bytes } = await exportTfjs({ run: trained, models: [`${trained}/model`], out });
  const network = compile(await loadModel(`${trained}/model`));
  const { shape: [side], classes } = network.metadata;
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => new Response(await Deno.readFile(out + new URL(request.url).pathname)),
  );
  const model = await loadLayersModel(`http://127.0.0.1:${server.addr.port}/model.json`);
  try {
    const count = 20, { images } = await menagerie({ count, size: side, seed: 5 });
    const { labels } = await predict(network, images as Uint8Array);
    const best = tf.tidy(() => {
      const input = tf.tensor4d(Float32Array.from(images, (byte) => byte / 255), [
        count,
        side,
        side,
        3,
      ]);
      return tf.argMax(model.predict(input) as tf.Tensor, -1).dataSync();
    });
    const alike = labels.filter((label, i) => label === classes[best[i]].label).length;
    assert.ok(alike > 0.998 * labels.length, `${alike} of ${labels.length}`);
    assert.ok(new Set(labels).size > 1);
    assert.deepEqual(metadataOf(model).classes, classes);
    assert.equal(bytes, (await Deno.stat(`${trained}/model/weights.bin`)).size / 2);
  } finally {
    model.dispose();
    network.model.dispose();
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("weights that are too large for 16 bits keep 32", async () => {
  const model = await readTrained(`${trained}/model`);
  const [[first, { shape, values }], [second]] = model.weights;
  const large = { shape, values: values.with(0, 1e5) };
  const weights = new Map([...model.weights, [first, large]]);
  const { description, weights: bytes } = encodeTfjs({ ...model, weights });
  const [{ weights: entries }] = JSON.parse(description).weightsManifest;
  assert.deepEqual(entries[0], { name: first, shape, dtype: "float32" });
  assert.equal(entries[1].name, second);
  assert.equal(entries[1].quantization.dtype, "float16");
  assert.equal(new Float32Array(bytes.slice(0, 4).buffer)[0], 1e5);
});

Deno.test("a model with weights of 16 and of 32 bits is loaded as any other", async () => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-export-" });
  const model = await readTrained(`${trained}/model`);
  const [[first, { shape, values }]] = model.weights;
  const weights = new Map([...model.weights, [first, { shape, values: values.with(0, 1e5) }]]);
  const { description, weights: bytes } = encodeTfjs({ ...model, weights });
  const write = async (content: Uint8Array) => {
    await Deno.writeTextFile(`${folder}/model.json`, description);
    await Deno.writeFile(`${folder}/weights.bin`, content);
  };
  try {
    await write(bytes);
    for (const [name, { values: read }] of (await readTrained(folder)).weights) {
      const { values: whole } = weights.get(name)!;
      assert.deepEqual(read, name === first ? whole : Float32Array.from(Float16Array.from(whole)));
    }
    (await loadModel(folder)).dispose();
    await write(bytes.slice(2));
    await assert.rejects(loadModel(folder), /weights\.bin must have \d+ bytes, got/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
