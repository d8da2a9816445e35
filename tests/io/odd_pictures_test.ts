// Files that are rare and that people have: turned by EXIF, with colour keys, interlaced, odd GIFs;
// what Pillow reads is what must come out.
import assert from "node:assert/strict";
import { decodeLabelPng, decodePhotograph, readPhotographHeader } from "../../io/mod.ts";
import { orientationOf } from "../../io/images/exif.ts";
import ODD from "../fixtures/io/odd_pictures.json" with { type: "json" };
import { bytesOf } from "./pictures.ts";

function assertSimilar(
  found: Uint8Array,
  expected: Uint8Array,
  name: string,
  allowed: number,
): void {
  assert.equal(found.length, expected.length, name);
  const most = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  assert.ok(most <= allowed, `${name}: differs by ${most}, allowed are ${allowed}`);
}

for (const { name, file, width, height, rgb } of ODD.photographs) {
  Deno.test(`decodePhotograph() reads as Pillow does: ${name}`, async () => {
    const photograph = await decodePhotograph(bytesOf(file));
    assert.deepEqual([photograph.width, photograph.height], [width, height]);
    // the decoder of CMYK rounds differently from libjpeg; all others give Pillow's very bytes
    assertSimilar(photograph.data, bytesOf(rgb), name, name === "CMYK JPEG" ? 4 : 0);
  });
}

Deno.test("decodeLabelPng() keeps the labels of PNGs of every depth, interlaced too", () => {
  for (const { name, file, width, height, labels } of ODD.labelPictures) {
    assert.deepEqual(
      decodeLabelPng(bytesOf(file)),
      { labels: bytesOf(labels), width, height },
      name,
    );
  }
});

Deno.test("decodePhotograph() turns photographs upright as EXIF says, and leaves them as stored when asked", async () => {
  const plain = await decodePhotograph(bytesOf(ODD.oriented[1].file));
  for (const { name, orientation, file, width, height, rgb } of ODD.oriented) {
    const bytes = bytesOf(file);
    const upright = await decodePhotograph(bytes);
    assert.deepEqual([upright.width, upright.height], [width, height], name);
    assertSimilar(upright.data, bytesOf(rgb), name, 0);
    const stored = await decodePhotograph(bytes, { orientation: "stored" });
    assert.deepEqual([stored.width, stored.height], [11, 7], name);
    // coding a picture as JPEG changes it a little
    assertSimilar(stored.data, plain.data, name, name.startsWith("JPEG") ? 4 : 0);
    assert.deepEqual(readPhotographHeader(bytes), {
      format: name.slice(0, name.indexOf(",")),
      width: 11,
      height: 7,
      orientation,
    });
  }
});

Deno.test("an EXIF block that is damaged or points outside itself turns nothing", () => {
  const block = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
  const head = [0x49, 0x49, 42, 0], tag = [0x12, 1, 3, 0, 1, 0, 0, 0];
  const blocks: [string, Uint8Array, number][] = [
    ["as it should be", block(...head, 8, 0, 0, 0, 1, 0, ...tag, 6, 0, 0, 0), 6],
    [
      "after another tag",
      block(...head, 8, 0, 0, 0, 2, 0, ...new Array(12).fill(1), ...tag, 8, 0, 0, 0),
      8,
    ],
    ["a longer number", block(...head, 8, 0, 0, 0, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 3, 0, 0, 0), 3],
    ["empty", block(), 1],
    ["another byte order mark", block(0x49, 0x4d, 42, 0, 8, 0, 0, 0, 0, 0), 1],
    ["a wrong magic number", block(0x49, 0x49, 43, 0, 8, 0, 0, 0, 1, 0, ...tag, 6, 0, 0, 0), 1],
    ["a directory far outside", block(...head, 255, 255, 255, 255), 1],
    ["a directory at its end", block(...head, 8, 0, 0, 0), 1],
    ["a directory cut short", block(...head, 8, 0, 0, 0, 255, 255, ...tag, 6), 1],
    ["orientation 0", block(...head, 8, 0, 0, 0, 1, 0, ...tag, 0, 0, 0, 0), 1],
    ["orientation 9", block(...head, 8, 0, 0, 0, 1, 0, ...tag, 9, 0, 0, 0), 1],
    ["a text", block(...head, 8, 0, 0, 0, 1, 0, 0x12, 1, 2, 0, 1, 0, 0, 0, 6, 0, 0, 0), 1],
  ];
  for (const [name, exif, expected] of blocks) assert.equal(orientationOf(exif), expected, name);
});
