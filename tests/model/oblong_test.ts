// Images need not be square: training, checkpoint, model file and prediction of 32 rows and 48 columns.
import assert from "node:assert/strict";
import { labelClasses } from "../../core/mod.ts";
import { trainingBatches } from "../../data/mod.ts";
import {
  buildUnet,
  chooseBackend,
  compile,
  endTraining,
  fit,
  loadModel,
  predict,
  restoreCheckpoint,
  saveCheckpoint,
  saveModel,
  startTraining,
} from "../../model/mod.ts";

const SHAPE = [32, 48] as const, [ROWS, COLUMNS] = SHAPE, PIXELS = ROWS * COLUMNS, COUNT = 6;
const CLASSES = labelClasses("bar", "background");

Deno.test("an oblong set is learnt, saved, loaded and predicted in its own shape", async () => {
  await chooseBackend("simd", { threads: 2 });
  const data = bars();
  const training = startTraining(model());
  await fit(training, { batches: batchesOf(data), epochs: 15, learningRate: 2e-2 });
  const { labels, loss } = await predict(training.network, data.images, { truth: data.labels });
  const wrong = labels.filter((label, i) => label !== data.labels[i]).length;
  assert.ok(wrong < labels.length / 50, `${wrong} of ${labels.length} pixels are wrong`);
  assert.ok(loss! < 0.2, `loss ${loss}`);

  const folder = await Deno.makeTempDir();
  await saveModel(folder, training.network.model);
  const loaded = compile(await loadModel(folder));
  assert.deepEqual(loaded.metadata.shape, SHAPE);
  assert.deepEqual((await predict(loaded, data.images)).labels, labels);
  loaded.model.dispose();
  endTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an oblong training resumes exactly", async () => {
  await chooseBackend("simd", { threads: 2 });
  const data = bars(), folder = await Deno.makeTempDir(), path = `${folder}/checkpoint`;
  const options = { batches: batchesOf(data), epochs: 2, learningRate: 1e-2 };
  const whole = startTraining(model());
  await fit(whole, options);
  const first = startTraining(model()), stop = new AbortController();
  await fit(first, {
    ...options,
    signal: stop.signal,
    onStep: () => Promise.resolve(stop.abort()),
  });
  await saveCheckpoint(path, first);
  const second = startTraining(model());
  await restoreCheckpoint(path, second);
  await fit(second, options);
  for (const [i, weight] of whole.network.trainable.entries()) {
    assert.deepEqual(second.network.trainable[i].dataSync(), weight.dataSync());
  }
  for (const training of [whole, first, second]) endTraining(training);
  await Deno.remove(folder, { recursive: true });
});

function model() {
  return buildUnet({ size: SHAPE, features: 4, classes: CLASSES, seed: 0 });
}

function batchesOf(data: ReturnType<typeof bars>) {
  const all = Array.from({ length: COUNT }, (_, i) => i);
  return trainingBatches(data, all, {
    batch: 3,
    seed: 1,
    augment: ["flip", "shift-scale-rotate", "crop"],
  });
}

/** Upright bars on noise, at another column in each image. */
function bars() {
  const images = new Uint8Array(COUNT * PIXELS * 3), labels = new Uint8Array(COUNT * PIXELS);
  for (let i = 0; i < labels.length; i++) {
    const x = i % COLUMNS, start = 4 + 6 * Math.floor(i / PIXELS);
    labels[i] = x >= start && x < start + 8 ? 1 : 2;
    images.fill((labels[i] === 1 ? 180 : 60) + (i * 7919) % 40, 3 * i, 3 * i + 3);
  }
  return { shape: SHAPE, images, labels, classes: CLASSES };
}
