import assert from "node:assert/strict";
import { type Color, decodeLabelPng, encodeLabelPng } from "../../io/mod.ts";
import { decode, encode } from "fast-png";
import { bytesOf, PICTURES } from "./pictures.ts";

const GREYS = (count: number): Color[] => Array.from({ length: count }, (_, i) => [i, i, i]);

for (const { name, file, width, height, labels } of PICTURES.labelPictures) {
  Deno.test(`decodeLabelPng() keeps the labels of a PNG: ${name}`, () => {
    assert.deepEqual(decodeLabelPng(bytesOf(file)), { labels: bytesOf(labels), width, height });
  });
}

Deno.test("decodeLabelPng() keeps the labels of an interlaced PNG with 8 bits per pixel", () => {
  const data = Uint8Array.from({ length: 13 * 11 }, (_, i) => i % 4);
  const png = encode({ data, width: 13, height: 11, channels: 1 }, { interlace: "Adam7" });
  assert.deepEqual(decodeLabelPng(png).labels, data);
});

Deno.test("decodeLabelPng() refuses what has colours in place of labels, and 16 bits", () => {
  const messages: Record<string, string> = {
    "RGB": "it must be indexed or greyscale, value = label, got RGB",
    "RGBA": "it must be indexed or greyscale, value = label, got RGBA",
    "grey with alpha": "it must be indexed or greyscale, value = label, got grey with alpha",
    "16 bits": "it must have 1, 2, 4 or 8 bits per pixel, got 16",
  };
  for (const { name, file } of PICTURES.refused) {
    assert.throws(() => decodeLabelPng(bytesOf(file)), {
      name: "TypeError",
      message: `Cannot decode label picture: ${messages[name]}`,
    });
  }
});

Deno.test("decodeLabelPng() refuses files cut short anywhere, damaged, or of another kind", () => {
  const png = bytesOf(PICTURES.labelPictures[3].file);
  for (let length = 29; length < png.length; length++) {
    assert.throws(() => decodeLabelPng(png.subarray(0, length)), {
      name: "TypeError",
      message: /^Cannot decode label picture: the PNG is damaged or cut short, ./,
    }, `cut to ${length} bytes`);
  }
  const damaged = png.slice();
  damaged[Math.floor(png.length * 0.97)] ^= 64;
  assert.throws(() => decodeLabelPng(damaged), { name: "TypeError", message: /damaged/ });
  assert.throws(() => decodeLabelPng(bytesOf(PICTURES.photographs[0].file)), {
    name: "TypeError",
    message: /^Cannot decode label picture: not a PNG, got JPEG$/,
  });
});

Deno.test("encodeLabelPng() writes with the fewest bits that the palette allows", () => {
  for (const [colors, depth] of [[2, 1], [3, 2], [4, 2], [5, 4], [16, 4], [17, 8], [256, 8]]) {
    for (const width of [1, 3, 8, 13]) {
      const labels = Uint8Array.from({ length: width * 5 }, (_, i) => (i * i + i) % colors);
      const png = encodeLabelPng({ labels, width, height: 5 }, GREYS(colors));
      assert.deepEqual(decodeLabelPng(png), { labels, width, height: 5 });
      const { depth: found, palette } = decode(png);
      assert.equal(found, depth);
      assert.deepEqual(palette, GREYS(colors));
    }
  }
});

Deno.test("encodeLabelPng() refuses labels without a colour and sizes that do not fit", () => {
  const picture = { labels: new Uint8Array([0, 1, 2, 3]), width: 2, height: 2 };
  assert.throws(() => encodeLabelPng(picture, GREYS(3)), {
    name: "RangeError",
    message: "Cannot encode label picture: labels must be below the palette's 3 colours, got 3",
  });
  assert.throws(() => encodeLabelPng({ ...picture, height: 3 }, GREYS(4)), {
    name: "TypeError",
    message:
      "Cannot encode label picture: labels must be width * height bytes, got 4 bytes for 2x3",
  });
  for (const count of [0, 257]) {
    assert.throws(() => encodeLabelPng(picture, GREYS(count)), {
      name: "RangeError",
      message: `Cannot encode label picture: palette must have 1 to 256 colours, got ${count}`,
    });
  }
});
