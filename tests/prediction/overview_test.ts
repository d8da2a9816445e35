// What is drawn of an image that is too large to be drawn whole.
import assert from "node:assert/strict";
import { classColor, mulberry32 } from "../../core/mod.ts";
import { openRows, readImage } from "../../io/mod.ts";
import { buildUnet, chooseBackend, compile, ensembleOf } from "../../model/mod.ts";
import { predictImage } from "../../prediction/predict_image.ts";
import { makePng } from "../io/make_png.ts";

Deno.test("of an image of more than 25 million pixels every second of every second row is drawn", async () => {
  await chooseBackend("cpu");
  const classes = ["ground", "cell"].map((name, label) => ({
    name,
    label,
    color: classColor(label),
  }));
  const normalisation = [{ low: 0, high: 255 }];
  const network = compile(buildUnet({ size: 16, features: 1, classes, seed: 0, normalisation }));
  const [width, height] = [5003, 5001], data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = i % 251;
  const about = { channels: 1, color: "grey", alpha: false, white: 255 } as const;
  const { labels, overview } = await predictImage(network, { width, height, data, ...about });
  assert.equal(labels.length, data.length);
  const shown = overview();
  assert.deepEqual([shown.width, shown.height, shown.labels.length], [2502, 2501, 2502 * 2501]);
  for (const [x, y] of [[0, 0], [1, 0], [2501, 1], [7, 2500]]) {
    const at = y * 2502 + x, from = 2 * y * width + 2 * x;
    assert.equal(shown.labels[at], labels[from]);
    assert.deepEqual([...shown.picture.subarray(3 * at, 3 * at + 3)], Array(3).fill(data[from]));
  }
});

Deno.test("patches predict rows that are decoded as they are needed as they do a whole image, one model or two", async () => {
  await chooseBackend("cpu");
  const classes = ["ground", "cell"].map((name, label) => ({
    name,
    label,
    color: classColor(label),
  }));
  const build = (seed: number) =>
    compile(buildUnet({ size: 16, features: 2, classes, seed, fit: "tile" }));
  const random = mulberry32(4), [width, height] = [21, 50], stride = 3 * width + 1;
  const rows = Uint8Array.from(
    { length: height * stride },
    (_, i) => i % stride === 0 ? i % 5 : random() * 256,
  );
  const bytes = makePng({ width, height, colorType: 2, rows });
  for (const network of [build(1), ensembleOf([build(1), build(2)])]) {
    const options = { withProbabilities: true };
    const whole = await predictImage(network, await readImage(bytes), options);
    const inRows = await predictImage(network, openRows(bytes)!, options);
    assert.deepEqual([inRows.labels, inRows.probabilities], [whole.labels, whole.probabilities]);
    assert.deepEqual(inRows.overview(), whole.overview());
    assert.equal(whole.overview().picture.length, 3 * width * height);
    assert.ok(new Set(whole.probabilities).size > 100);
  }
});
