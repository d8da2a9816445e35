// JPEGs that are shown as they are, without what their pixels don't need.
import assert from "node:assert/strict";
import { decodePhotograph, encodeJpeg, plainJpeg } from "../../io/mod.ts";

const [WIDTH, HEIGHT] = [96, 64];
const smooth = Uint8Array.from(
  { length: WIDTH * HEIGHT * 3 },
  (_, i) => 128 + 90 * Math.sin(i / 997) + (i % 3) * 8,
);
const jpeg = await encodeJpeg({ data: smooth, width: WIDTH, height: HEIGHT });
const SECRET = "GPS 51.5 N, 0.1 W";

Deno.test("a plain JPEG has the same pixels, and nothing that was said beside them", async () => {
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xdb);
  const told = joined(
    jpeg.subarray(0, frame),
    marker(0xe1, `Exif\0\0${SECRET}`),
    marker(0xe2, SECRET),
    marker(0xfe, SECRET),
    // a JFIF marker with a thumbnail
    marker(0xe0, `JFIF\0${SECRET}`),
    jpeg.subarray(frame),
    new TextEncoder().encode(SECRET),
  );
  const plain = plainJpeg(told, { isTurned: true })!;
  assert.ok(text(told).includes(SECRET));
  assert.ok(!text(plain).includes(SECRET.slice(0, 3)));
  assert.deepEqual((await decodePhotograph(plain)).data, (await decodePhotograph(told)).data);
  assert.deepEqual(plain, jpeg);
});

Deno.test("what must be turned, is cut short, is no JPEG or larger than it need be is not shown as it is", () => {
  const turned = joined(jpeg.subarray(0, 2), marker(0xe1, orientation(6)), jpeg.subarray(2));
  assert.equal(plainJpeg(turned, { isTurned: true }), undefined);
  assert.deepEqual(plainJpeg(turned, { isTurned: false }), jpeg);
  assert.equal(plainJpeg(jpeg.subarray(0, jpeg.length - 2), { isTurned: true }), undefined);
  assert.equal(plainJpeg(new TextEncoder().encode("GIF89a"), { isTurned: true }), undefined);
  const comment = marker(0xfe, "x".repeat(WIDTH * HEIGHT / 2));
  const large = joined(jpeg.subarray(0, 2), comment, jpeg.subarray(2));
  assert.equal(plainJpeg(large, { isTurned: true }), undefined);
});

function marker(kind: number, content: string): Uint8Array {
  const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
  const length = bytes.length + 2;
  return joined(Uint8Array.of(0xff, kind, length >> 8, length & 255), bytes);
}

/** EXIF that asks viewers to turn the image. */
function orientation(value: number): string {
  const entry = [1, 18, 0, 3, 0, 0, 0, 1, 0, value, 0, 0];
  const exif = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  return `Exif\0\0${String.fromCharCode(...exif)}`;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
