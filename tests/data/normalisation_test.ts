// What becomes 0 and what 1 in each channel, beside sorting all values.
import assert from "node:assert/strict";
import { labelClasses, mulberry32, normalise, type Samples, UNIT_RGB } from "../../core/mod.ts";
import { normalisationOf, trainingBatches } from "../../data/mod.ts";

const CLASSES = labelClasses("a", "b");

/** Percentiles as they are defined, of all values that count. */
function bySorting(values: number[]): { low: number; high: number } {
  const sorted = Float64Array.from(values).sort();
  const beyond = Math.floor(0.005 * (sorted.length - 1));
  return { low: sorted[beyond], high: sorted[sorted.length - 1 - beyond] };
}

function setOf(images: Samples, channels: number, shape: readonly [number, number]) {
  const labels = new Uint8Array(images.length / channels).fill(1);
  return { shape, channels, images, labels, classes: CLASSES, ignore: [0] };
}

Deno.test("percentiles are those of sorting, of bytes and floats, of any size, by channel", () => {
  const random = mulberry32(3);
  const draws: Record<string, () => number> = {
    bytes: () => Math.floor(256 * random() ** 3),
    "both signs": () => random() - 0.5,
    "few values": () => Math.floor(4 * random()) - 1,
    "far apart": () => (random() < 0.5 ? -1 : 1) * 10 ** (60 * random() - 30),
    "-0 and 0": () => random() < 0.5 ? -0 : 0,
  };
  for (const [name, draw] of Object.entries(draws)) {
    for (const [count, channels] of [[1, 1], [2, 2], [7, 1], [3, 5]]) {
      const length = count * 300 * channels;
      const values = Float32Array.from({ length }, draw);
      const images = name === "bytes" ? Uint8Array.from(values) : values;
      const indices = Array.from({ length: count }, (_, i) => i);
      const found = normalisationOf(setOf(images, channels, [15, 20]), indices);
      assert.equal(found.length, channels);
      for (const [c, range] of found.entries()) {
        const { low, high } = bySorting([...values].filter((_, i) => i % channels === c));
        assert.deepEqual(range, { low: low + 0, high: high > low ? high : low + 1 }, name);
      }
    }
  }
});

Deno.test("only the images that are named count, and of them neither padding nor what isn't finite", () => {
  const images = Float32Array.of(1, 2, 3, NaN, Infinity, 9, 100, 200);
  const set = setOf(images, 1, [1, 4]);
  set.labels[2] = 0;
  assert.deepEqual(normalisationOf(set, [0]), [{ low: 1, high: 2 }]);
  assert.deepEqual(normalisationOf(set, [1]), [{ low: 9, high: 200 }]);
  set.labels.fill(0);
  assert.deepEqual(normalisationOf(set, [0, 1]), [{ low: 0, high: 1 }]);
});

Deno.test("RGB of 8 bits is 0 to 255 whatever it holds, and a batch divides it by 255", () => {
  const images = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
  assert.equal(normalisationOf(setOf(images, 3, [16, 16]), [0]), UNIT_RGB);
  const input = new Float32Array(images.length);
  normalise(images, UNIT_RGB, input);
  assert.deepEqual(input, Float32Array.from(images, (value) => value / 255));
});

Deno.test("batches say how they are normalised, for the model to do the same", () => {
  const images = Float32Array.from({ length: 201 }, (_, i) => i), set = setOf(images, 1, [1, 201]);
  const options = { batch: 1, seed: 0 }, normalisation = [{ low: -5, high: 5 }];
  const made = [options, { ...options, normalisation }].map((o) => trainingBatches(set, [0], o));
  assert.deepEqual(made.map((batches) => batches.normalisation), [
    [{ low: 1, high: 199 }],
    normalisation,
  ]);
});
