// The gallery's small pictures: outlines of one class as an indexed PNG.
import assert from "node:assert/strict";
import { decode } from "fast-png";
import { decodeLabelPng } from "../../io/mod.ts";
import { indexedPng, type Ink } from "../../site/pictures/indexed_png.ts";
import { type CaseLabels, caseShapes } from "../../drawing/mod.ts";
import { thumbnail } from "../../site/pictures/thumbnail.ts";

const PHOTO = "#fe7818";

Deno.test("indexedPng() is a PNG that another decoder reads, with 4 and with 8 bits", () => {
  for (const colors of [3, 16, 17, 256]) {
    const palette = Array.from(
      { length: colors },
      (_, i): Ink => [i, 255 - i, 7, i === 0 ? 0 : 99],
    );
    const labels = Uint8Array.from({ length: 7 * 5 }, (_, i) => (i * 11) % colors);
    const png = indexedPng({ labels, width: 7, height: 5 }, palette);
    assert.deepEqual(decodeLabelPng(png), { labels, width: 7, height: 5 });
    const { depth, palette: read } = decode(png, { checkCrc: true });
    assert.equal(depth, colors <= 16 ? 4 : 8);
    assert.deepEqual(read!.map((color) => [...color]), palette.map((color) => [...color]));
  }
});

Deno.test("thumbnail() draws lines along the outline and nothing else", () => {
  // a square of 16 pixels in 32: its outline is 48 pixels from the edge of 192
  const square = Uint8Array.from(
    { length: 32 * 32 },
    (_, i) => Math.abs((i % 32) - 15.5) < 8 && Math.abs(Math.floor(i / 32) - 15.5) < 8 ? 1 : 2,
  );
  const { labels, width } = decodeLabelPng(
    drawn({ prediction: square, width: 32, height: 32 }, 1),
  );
  assert.equal(width, 192);
  let covered = 0;
  for (let i = 0; i < labels.length; i++) {
    const x = (i % 192) + 0.5, y = Math.floor(i / 192) + 0.5;
    const far = Math.abs(Math.max(Math.abs(x - 96), Math.abs(y - 96)) - 48);
    // corners of an outline are cut by half a pixel of the mask
    if (labels[i] !== 0) assert.ok(far < 6, `${x} ${y}`);
    if (far < 1 && Math.abs(x - y) > 12 && Math.abs(x + y - 192) > 12) {
      assert.notEqual(labels[i], 0, `${x} ${y}`);
      covered++;
    }
  }
  assert.ok(covered > 300);
});

Deno.test("thumbnail() keeps the picture's shape, and draws the truth in black and white", () => {
  const half = Uint8Array.from({ length: 40 * 20 }, (_, i) => i % 40 < 20 ? 1 : 2);
  const png = drawn({ truth: half, width: 40, height: 20 }, 2);
  const { labels, width, height } = decodeLabelPng(png);
  assert.deepEqual([width, height], [192, 96]);
  const palette = decode(png).palette!;
  const seen = new Set(
    [...labels].filter((label) => label).map((label) => palette[label].slice(0, 3).join()),
  );
  assert.deepEqual([...seen].sort(), ["255,255,255", "29,27,24"]);
});

Deno.test("thumbnail() of a class that is nowhere is empty", () => {
  const labels = new Uint8Array(16).fill(2);
  const png = drawn({ truth: labels, prediction: labels, width: 4, height: 4 }, 1);
  assert.ok(decodeLabelPng(png).labels.every((label) => label === 0));
});

/** The thumbnail of one class of a case. */
function drawn(labels: CaseLabels, label: number): Uint8Array {
  const [shapes] = caseShapes({ ...labels, classes: [{ label }] });
  return thumbnail(shapes, labels, PHOTO);
}
