// Images of other than three bytes a pixel: looked at, trained on, resumed, saved and predicted.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { mulberry32 } from "../../core/mod.ts";
import {
  type Dataset,
  lookAt,
  normalisationOf,
  readFolder,
  trainingBatches,
} from "../../data/mod.ts";
import {
  buildUnet,
  chooseBackend,
  endTraining,
  fit,
  loadModel,
  metadataOf,
  predict,
  restoreCheckpoint,
  saveCheckpoint,
  saveModel,
  startTraining,
} from "../../model/mod.ts";
import { predictFiles } from "../../prediction/mod.ts";
import { encodeTiff } from "../data/tiff.ts";

const SIDE = 32, PIXELS = SIDE * SIDE, COUNT = 8;

/** Of each kind of set: the file of an image, given how bright each sample is, 0 to 1. */
const SETS: Record<string, {
  channels: number;
  depth: Dataset["depth"];
  ending: string;
  encode(brightness: (i: number) => number): Uint8Array;
}> = {
  "grey PNG": {
    channels: 1,
    depth: 8,
    ending: "png",
    encode: (at) => png(1, Uint8Array.from({ length: PIXELS }, (_, i) => 40 + 60 * at(i))),
  },
  "RGBA PNG": {
    channels: 3,
    depth: 8,
    ending: "png",
    encode: (at) => png(4, Uint8Array.from({ length: 4 * PIXELS }, (_, i) => 40 + 60 * at(i >> 2))),
  },
  "TIFF of 16 bits": {
    channels: 1,
    depth: 16,
    ending: "tif",
    encode: (at) => tiff(1, Uint16Array.from({ length: PIXELS }, (_, i) => 900 + 500 * at(i))),
  },
  "TIFF of floats": {
    channels: 1,
    depth: "float",
    ending: "tif",
    encode: (at) => tiff(1, Float32Array.from({ length: PIXELS }, (_, i) => at(i) - 1000)),
  },
  "TIFF of five channels": {
    channels: 5,
    depth: "float",
    ending: "tif",
    // only the fourth shows anything, the others have one value
    encode: (at) =>
      tiff(
        5,
        Float32Array.from(
          { length: 5 * PIXELS },
          (_, i) => i % 5 === 3 ? at(Math.floor(i / 5)) : 7,
        ),
      ),
  },
};

for (const [name, { channels, depth, ending, encode }] of Object.entries(SETS)) {
  Deno.test(`a set of ${name} is trained on, resumed exactly, saved and predicted`, async () => {
    await chooseBackend("simd", { threads: 1 });
    const folder = await Deno.makeTempDir();
    const images = await writeSet(`${folder}/data`, ending, encode);
    const look = await lookAt(`${folder}/data`, { maxMegapixels: 1 });
    const data = await readFolder(look, { size: SIDE, cacheFolder: `${folder}/cache` });
    assert.deepEqual([data.channels, data.depth, data.ids.length], [channels, depth, COUNT]);
    const again = await readFolder(look, { size: SIDE, cacheFolder: `${folder}/cache` });
    assert.deepEqual(again.images, data.images, "from the cache");

    const whole = start(data), resumed = start(data);
    const options = { batches: batchesOf(data), epochs: 2, learningRate: 1e-2 };
    await fit(whole, options);
    const stop = new AbortController(), path = `${folder}/checkpoint`;
    const onStep = () => Promise.resolve(stop.abort());
    const first = start(data);
    await fit(first, { ...options, signal: stop.signal, onStep });
    await saveCheckpoint(path, first);
    await restoreCheckpoint(path, resumed);
    await fit(resumed, options);
    for (const [i, weight] of whole.network.trainable.entries()) {
      assert.deepEqual(resumed.network.trainable[i].dataSync(), weight.dataSync());
    }

    await saveModel(`${folder}/run/model`, whole.network.model);
    const loaded = await loadModel(`${folder}/run/model`);
    assert.deepEqual(metadataOf(loaded), metadataOf(whole.network.model));
    const skipped: string[] = [];
    const { written } = await predictFiles({
      run: `${folder}/run`,
      files: images.map((path) => ({ path, root: folder })),
      out: `${folder}/out`,
      onSkipped: ({ file, reason }) => skipped.push(`${file}: ${reason}`),
    });
    assert.deepEqual([written, skipped], [COUNT, []]);
    loaded.dispose();
    for (const training of [whole, first, resumed]) endTraining(training);
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("what only the fourth of five channels shows is learnt", async () => {
  await chooseBackend("simd", { threads: 1 });
  const folder = await Deno.makeTempDir();
  await writeSet(folder, "tif", SETS["TIFF of five channels"].encode);
  const look = await lookAt(folder, { maxMegapixels: 1 });
  const data = await readFolder(look, { size: SIDE, cacheFolder: `${folder}/cache` });
  assert.deepEqual(normalisationOf(data, all)[0], { low: 7, high: 8 });
  const training = start(data);
  await fit(training, { batches: batchesOf(data), epochs: 40, learningRate: 2e-2 });
  const { labels } = await predict(training.network, data.images, { truth: data.labels });
  const wrong = labels.filter((label, i) => label !== data.labels[i]).length;
  assert.ok(wrong < labels.length / 20, `${wrong} of ${labels.length} pixels are wrong`);
  endTraining(training);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a model of one channel refuses images of three in one sentence", async () => {
  await chooseBackend("simd", { threads: 1 });
  const folder = await Deno.makeTempDir();
  const data = { normalisation: [{ low: 0, high: 9 }], size: SIDE, features: 1, seed: 0 };
  const classes = ["a", "b"].map((name, label) => ({ label, name, color: "#888888" }));
  const model = buildUnet({ ...data, classes });
  await saveModel(`${folder}/run/model`, model);
  await Deno.writeFile(
    `${folder}/rgb.png`,
    png(3, Uint8Array.from({ length: 3 * PIXELS }, (_, i) => 40 * (i % 3))),
  );
  const skipped: string[] = [];
  const { written } = await predictFiles({
    run: `${folder}/run`,
    files: [{ path: `${folder}/rgb.png`, root: folder }],
    out: `${folder}/out`,
    onSkipped: ({ reason }) => skipped.push(reason),
  });
  assert.equal(written, 0);
  assert.deepEqual(skipped, ["Cannot use image: it must have 1 channel, got 3 (RGB)"]);
  model.dispose();
  await Deno.remove(folder, { recursive: true });
});

/** Writes a set of bright discs on dark ground, with a little noise. */
async function writeSet(
  folder: string,
  ending: string,
  encodeImage: (brightness: (i: number) => number) => Uint8Array,
): Promise<string[]> {
  for (const name of ["images", "masks"]) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
  }
  const images: string[] = [];
  for (let k = 0; k < COUNT; k++) {
    const random = mulberry32(k), [x, y] = [8 + 16 * random(), 8 + 16 * random()];
    const isInside = (i: number) => Math.hypot(i % SIDE - x, Math.floor(i / SIDE) - y) < 7;
    const image = `${folder}/images/${k}.${ending}`;
    const noise = Float32Array.from({ length: PIXELS }, () => 0.2 * random());
    await Deno.writeFile(image, encodeImage((i) => (isInside(i) ? 1 : 0) + noise[i]));
    const mask = Uint8Array.from({ length: PIXELS }, (_, i) => isInside(i) ? 255 : 0);
    await Deno.writeFile(`${folder}/masks/${k}.png`, png(1, mask));
    images.push(image);
  }
  return images;
}

function png(channels: 1 | 3 | 4, data: Uint8Array): Uint8Array {
  return encode({ width: SIDE, height: SIDE, channels, data });
}

function tiff(channels: number, data: Uint16Array | Float32Array): Uint8Array {
  return encodeTiff({ width: SIDE, height: SIDE, channels, data });
}

function start(data: Dataset) {
  const { shape: size, classes, depth } = data;
  const normalisation = normalisationOf(data, all);
  return startTraining(buildUnet({ size, classes, depth, normalisation, features: 2, seed: 1 }));
}

const all = Array.from({ length: COUNT }, (_, i) => i);

function batchesOf(data: Dataset) {
  return trainingBatches(data, all, { batch: 4, seed: 0, augment: ["flip", "color"] });
}
