import assert from "node:assert/strict";
import { encode } from "fast-png";
import {
  type Color,
  countValues,
  encodeJpeg,
  encodeLabelPng,
  indexMask,
  readMask,
  snapMask,
} from "../../io/mod.ts";
import IMAGES from "../fixtures/io/images.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

const SIZE = { width: 4, height: 2 };
const BINARY = Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1);

/** An indexed PNG of BINARY, or of other indices. */
function indexed(colors: Color[], labels = BINARY): Uint8Array {
  return encodeLabelPng({ ...SIZE, labels }, colors);
}

const white = BINARY.map((value) => value * 255);

Deno.test("readMask() keeps the values of one channel: 0 and 1, 0 and 255, labels of 8 and 16 bits", async () => {
  const wide = Uint16Array.from({ length: 8 }, (_, i) => i * 5000);
  for (const [data, depth] of [[BINARY, 8], [white, 8], [wide, 16]] as const) {
    const mask = await readMask(encode({ ...SIZE, data, depth, channels: 1 }));
    assert.deepEqual([mask.values, mask.isColor, mask.isLossy], [data, false, false]);
  }
});

Deno.test("readMask() takes an indexed black-and-white picture as a grey one, almost black and white too", async () => {
  const black: Color = [0, 0, 0];
  assert.deepEqual((await readMask(indexed([black, [255, 255, 255]]))).values, white);
  assert.deepEqual((await readMask(indexed([[3, 3, 3], [253, 253, 253]]))).values, white);
  const inverted = await readMask(indexed([[255, 255, 255], black]));
  assert.deepEqual(inverted.values, white.map((value) => 255 - value));
  // a file of the same set that shows nothing
  const empty = await readMask(indexed([[3, 3, 3], [253, 253, 253]], new Uint8Array(8)));
  assert.deepEqual(empty.values, new Uint8Array(8));
});

Deno.test("readMask() keeps the classes of a palette of several greys, in files that show few of them, too", async () => {
  for (const levels of [[0, 51, 102, 153, 204, 255], [0, 10, 250]]) {
    const colors = levels.map((level): Color => [level, level, level]);
    for (const [i, level] of levels.entries()) {
      const { values } = await readMask(indexed(colors, BINARY.map((value) => value * i)));
      assert.deepEqual([...values], [...BINARY].map((value) => value * level));
    }
  }
  // padded to a power of two, as a GIF's palette is
  const padded = [3, 253, 0, 0].map((level): Color => [level, level, level]);
  assert.deepEqual((await readMask(indexed(padded))).values, white);
});

Deno.test("readMask() gives the indices of a palette with colours, in files that show none of them, too", async () => {
  const colors: Color[] = [[0, 0, 0], [255, 255, 255], [255, 0, 0]];
  const mask = await readMask(indexed(colors));
  assert.deepEqual([mask.values, mask.palette], [BINARY, colors]);
});

Deno.test("readMask() gives labels that were saved with a palette of all greys", async () => {
  const ramp = Array.from({ length: 256 }, (_, i): Color => [i, i, i]);
  assert.deepEqual((await readMask(indexed(ramp))).values, BINARY);
  const threes = new Uint8Array(8).fill(3);
  assert.deepEqual((await readMask(indexed(ramp, threes))).values, threes);
});

Deno.test("readMask() gives colours as one number, and equal channels as grey", async () => {
  const rgb = Uint8Array.from({ length: 24 }, (_, i) => i < 12 ? 0 : [128, 64, 3][i % 3]);
  const mask = await readMask(encode({ ...SIZE, data: rgb, channels: 3 }));
  const color = 128 << 16 | 64 << 8 | 3;
  assert.deepEqual([[...mask.values], mask.isColor], [
    [0, 0, 0, 0, color, color, color, color],
    true,
  ]);
  assert.deepEqual([...countValues(mask)], [[0, 4], [color, 4]]);
  const grey = Uint8Array.from({ length: 24 }, (_, i) => white[Math.floor(i / 3)]);
  const equal = await readMask(encode({ ...SIZE, data: grey, channels: 3 }));
  assert.deepEqual([equal.values, equal.isColor], [white, false]);
});

Deno.test("readMask() passes over alpha, unless it alone tells the pixels apart", async () => {
  const paint = (pixel: (value: number) => number[]): Uint8Array =>
    encode({ ...SIZE, data: Uint8Array.from([...white].flatMap(pixel)), channels: 4 });
  const opaque = paint((value) => [value, value, value, 255]);
  assert.deepEqual((await readMask(opaque)).values, white);
  const cutOut = paint((value) => [9, 9, 9, value]);
  assert.deepEqual((await readMask(cutOut)).values, white);
  // a file of the same set that shows nothing
  const empty = [[0, 0, 0, 255], [0, 255]].map((pixel) => {
    const data = Uint8Array.from({ length: 8 * pixel.length }, (_, i) => pixel[i % pixel.length]);
    return encode({ ...SIZE, data, channels: pixel.length as 2 | 4 });
  });
  for (const png of empty) assert.deepEqual((await readMask(png)).values, new Uint8Array(8));
});

Deno.test("readMask() reads masks of the other kinds of file, and refuses what has no labels", async () => {
  const { file, data } = IMAGES.images.find(({ name }) =>
    name === "TIFF, LZW, 16 bits, with a predictor"
  )!;
  const mask = await readMask(bytesOf(file));
  assert.deepEqual(mask.values, new Uint16Array(bytesOf(data).buffer));
  const floats = IMAGES.images.find(({ name }) => name === "TIFF, floats")!;
  await assert.rejects(readMask(bytesOf(floats.file)), /labels must be whole numbers from 0 to/);
  const channels = IMAGES.images.find(({ name }) => name === "TIFF, five channels")!;
  await assert.rejects(readMask(bytesOf(channels.file)), {
    name: "TypeError",
    message:
      "Cannot decode mask: it must have one channel of labels, or three of colours, got 5 channels",
  });
  await assert.rejects(
    readMask(new Uint8Array()),
    /^TypeError: Cannot decode mask: it must be JPEG/,
  );
});

Deno.test("snapMask() finds the values of a JPEG's mask again, and counts what lies between", async () => {
  const [width, height] = [64, 48];
  const truth = Uint8Array.from(
    { length: width * height },
    (_, i) => Math.hypot(i % width - 30, Math.floor(i / width) - 20) < 15 ? 1 : 0,
  );
  const data = Uint8Array.from(
    { length: truth.length * 3 },
    (_, i) => truth[Math.floor(i / 3)] * 255,
  );
  const mask = await readMask(await encodeJpeg({ data, width, height }, { quality: 70 }));
  assert.ok(mask.isLossy && countValues(mask).size > 10);
  const { labels, doubtful } = snapMask(mask, [0, 255]);
  const wrong = labels.filter((label, i) => label !== truth[i]).length;
  assert.ok(wrong < 20, `${wrong} pixels are wrong`);
  assert.ok(doubtful < 0.02 * truth.length, `${doubtful} pixels are doubtful`);
  // a third class that isn't in the list
  const three = { values: Uint8Array.from(truth, (label) => label ? 128 : 0), isColor: false };
  assert.equal(snapMask(three, [0, 255]).doubtful, truth.filter(Boolean).length);
  const colors = { values: Uint32Array.of(0xf00405, 0x0312e0), isColor: true };
  assert.deepEqual([...snapMask(colors, [0x0000ff, 0, 0xff0000]).labels], [2, 0]);
  assert.throws(() => snapMask(mask, []), RangeError);
});

Deno.test("indexMask() maps values to their places, and counts those that have none", () => {
  const values = Uint8Array.of(7, 7, 0, 9, 255);
  assert.deepEqual(indexMask({ values }, [0, 7]), {
    labels: Uint8Array.of(1, 1, 0, 255, 255),
    unknown: 2,
  });
  assert.throws(() => indexMask({ values }, [1, 1]), {
    name: "RangeError",
    message:
      "Cannot label mask: there must be at most 255 values, each once, got 2, 1 of them different",
  });
});
