import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Photograph, resizeLabels, resizePhotograph } from "../../io/mod.ts";
import { PICTURES } from "./pictures.ts";

/** The same bytes as in pictures.py: rough noise in most places, a slow gradient in others. */
function noise(width: number, height: number): Photograph {
  const data = new Uint8Array(width * height * 3);
  let state = width * 7 + height;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    data[i] = i % 5 < 3 ? state >>> 24 : (i * 3) >> 2;
  }
  return { data, width, height };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

for (const { from, to, first, bilinearSha256, nearestSha256 } of PICTURES.resized) {
  const source = noise(from[0], from[1]);
  const sizes = `${from.join("x")} to ${to.join("x")}`;

  Deno.test(`resizePhotograph() equals Pillow's BILINEAR: ${sizes}`, () => {
    const { data, width, height } = resizePhotograph(source, to[0], to[1]);
    assert.deepEqual([width, height], to);
    assert.deepEqual(Array.from(data.subarray(0, 12)), first);
    assert.equal(sha256(data), bilinearSha256);
  });

  Deno.test(`resizeLabels() equals Pillow's NEAREST: ${sizes}`, () => {
    const green = source.data.filter((_, i) => i % 3 === 1);
    const picture = { labels: green, width: from[0], height: from[1] };
    const { labels, width, height } = resizeLabels(picture, to[0], to[1]);
    assert.deepEqual([width, height], to);
    assert.equal(sha256(labels), nearestSha256);
  });
}

Deno.test("resizePhotograph() gives the sums of its definition at any sizes, of tall images and short ones", () => {
  let state = 1;
  const upTo = (most: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return 1 + (state >>> 8) % most;
  };
  const sizes = Array.from({ length: 40 }, () => [upTo(60), upTo(60), upTo(40), upTo(40)]);
  // resized in strips, the last of them shorter
  for (const [from, rows, to, height] of [...sizes, [301, 999, 7, 9], [90001, 3, 5, 2]]) {
    const source = noise(from, rows);
    const { data } = resizePhotograph(source, to, height);
    assert.deepEqual(data, plain(source, to, height), `${from}x${rows} to ${to}x${height}`);
  }
});

/** Both passes as they are defined, sample by sample. */
function plain({ data, width, height }: Photograph, toWidth: number, toHeight: number): Uint8Array {
  const across = new Uint8Array(height * toWidth * 3);
  for (const [x, { start, weights }] of filters(width, toWidth).entries()) {
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < 3; c++) {
        const at = (k: number): number => data[(y * width + start + k) * 3 + c];
        across[(y * toWidth + x) * 3 + c] = weighed(weights, at);
      }
    }
  }
  const row = toWidth * 3, result = new Uint8Array(toHeight * row);
  for (const [y, { start, weights }] of filters(height, toHeight).entries()) {
    for (let x = 0; x < row; x++) {
      result[y * row + x] = weighed(weights, (k) => across[(start + k) * row + x]);
    }
  }
  return result;
}

function weighed(weights: readonly number[], at: (k: number) => number): number {
  const sum = weights.reduce((sum, weight, k) => sum + weight * at(k), 2 ** 21);
  return Math.floor(sum / 2 ** 22);
}

/** Pillow's triangle filter: for each output the first input and the weights from it on. */
function filters(from: number, to: number): { start: number; weights: number[] }[] {
  const scale = from / to, support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const heights = Array.from(
      { length: end - start },
      (_, k) => Math.max(0, 1 - Math.abs((k + start - centre + 0.5) * (1 / support))),
    );
    const sum = heights.reduce((a, b) => a + b, 0);
    return { start, weights: heights.map((height) => Math.trunc(0.5 + height / sum * 2 ** 22)) };
  });
}

Deno.test("resizePhotograph() averages when it shrinks, so that thin stripes turn grey", () => {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => Math.floor(i / 3) % 2 * 255);
  const { data: small } = resizePhotograph({ data, width: 64, height: 64 }, 8, 8);
  assert.ok(small.every((value) => Math.abs(value - 127.5) < 5), `${small.subarray(0, 24)}`);
});

Deno.test("resizing refuses sizes that are no whole numbers of 1 or more, and data that does not fit", () => {
  const photograph = noise(4, 4);
  const picture = { labels: new Uint8Array(16), width: 4, height: 4 };
  for (const [width, height] of [[0, 4], [4, -1], [2.5, 4], [NaN, 4]]) {
    const message = `sizes must be whole numbers of 1 or more, got ${width}x${height}`;
    assert.throws(() => resizePhotograph(photograph, width, height), {
      name: "RangeError",
      message: `Cannot resize photograph: ${message}`,
    });
    assert.throws(() => resizeLabels(picture, width, height), {
      name: "RangeError",
      message: `Cannot resize labels: ${message}`,
    });
  }
  assert.throws(() => resizePhotograph({ ...photograph, width: 5 }, 2, 2), {
    name: "TypeError",
    message:
      "Cannot resize photograph: data must be width * height * 3 bytes, got 48 bytes for 5x4",
  });
});
