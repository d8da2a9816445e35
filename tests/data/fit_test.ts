// Images and labels of any size brought to one shape.
import assert from "node:assert/strict";
import { RGB } from "../../core/mod.ts";
import { fitImage, fitLabels, shapeFor } from "../../data/fit.ts";

Deno.test("shapeFor() keeps the pixels and the median proportions", () => {
  const sizes = [{ width: 480, height: 360 }, { width: 480, height: 360 }, {
    width: 100,
    height: 900,
  }];
  assert.deepEqual(shapeFor(sizes, 256, 16), [224, 288]);
  assert.deepEqual(shapeFor([{ width: 10, height: 10 }], 128, 32), [128, 128]);
  assert.deepEqual(shapeFor([{ width: 1, height: 1000 }], 32, 32), [1024, 32]);
});

Deno.test("what fills a shape is not copied, what doesn't lies in its middle", () => {
  const data = new Uint8Array(6 * 4 * 3).fill(7);
  const image = { data, width: 6, height: 4, channels: 3, color: "rgb", alpha: false } as const;
  const padded = fitImage({ ...image, white: 255 }, { shape: [8, 6], fit: "pad", format: RGB });
  assert.deepEqual([padded[0], padded[2 * 18], padded[6 * 18]], [0, 7, 0]);
  const labels = { labels: new Uint8Array(24).fill(3), width: 6, height: 4 };
  assert.deepEqual([...fitLabels(labels, { shape: [4, 8], fit: "pad" }).subarray(0, 8)], [
    0,
    3,
    3,
    3,
    3,
    3,
    3,
    0,
  ]);
  assert.equal(fitLabels(labels, { shape: [8, 8], fit: "squash" }).length, 64);
});
