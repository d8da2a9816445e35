// What is drawn of an image that is too large to be drawn whole.
import assert from "node:assert/strict";
import { classColor } from "../../core/mod.ts";
import { buildUnet, chooseBackend, compile } from "../../model/mod.ts";
import { predictImage } from "../../prediction/predict_image.ts";

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
  assert.deepEqual([shown.width, shown.height, shown.labels.length], [2501, 2500, 2501 * 2500]);
  for (const [x, y] of [[0, 0], [1, 0], [2500, 1], [7, 2499]]) {
    const at = y * 2501 + x, from = 2 * y * width + 2 * x;
    assert.equal(shown.labels[at], labels[from]);
    assert.deepEqual([...shown.picture.subarray(3 * at, 3 * at + 3)], Array(3).fill(data[from]));
  }
});
