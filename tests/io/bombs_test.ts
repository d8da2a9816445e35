// Small files that claim to be large, or inflate to more than they say.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import { readImage, readImageHeader } from "../../io/mod.ts";
import IMAGES from "../fixtures/io/images.json" with { type: "json" };
import { bytesOf, PICTURES } from "./pictures.ts";
import { refusals } from "./refusals.ts";

/** Has each file refused by its message. */
async function refused(...files: [bytes: Uint8Array, expected: RegExp][]): Promise<void> {
  const messages = await refusals("image", files.map(([bytes]) => bytes));
  for (const [i, [, expected]] of files.entries()) {
    assert.match(messages[i][0], /^Cannot decode image: /);
    assert.match(messages[i][0], expected);
  }
}

/** A file of the fixtures, changed. */
function changed(name: string, change: (bytes: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(bytesOf(IMAGES.images.find((image) => image.name === name)!.file));
  change(bytes);
  return new Uint8Array(bytes);
}

/** Tags of a TIFF of one strip: numbers of 32 bits, or the place of what stands after the directory. */
function tiff(tags: Record<number, number>, strip: Uint8Array): Uint8Array {
  const all = Object.entries({ 273: 200, 279: strip.length, ...tags }).map(([tag, value]) => [
    Number(tag),
    value,
  ]).sort(([a], [b]) => a - b);
  const bytes = Buffer.alloc(200 + strip.length);
  bytes.write("II*\0", "latin1");
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(all.length, 8);
  all.forEach(([tag, value], i) => {
    bytes.writeUInt16LE(tag, 10 + 12 * i);
    bytes.writeUInt16LE(4, 12 + 12 * i);
    bytes.writeUInt32LE(1, 14 + 12 * i);
    bytes.writeUInt32LE(value, 18 + 12 * i);
  });
  bytes.set(strip, 200);
  return new Uint8Array(bytes);
}

const WIDTH = 256, HEIGHT = 257, BITS = 258, COMPRESSION = 259, ROWS = 278, CHANNELS = 277;

/** Tags of a TIFF of one tile. */
function tiled(side: number, tile: Uint8Array): Record<number, number> {
  return { 322: side, 323: side, 324: 200, 325: tile.length };
}

Deno.test("sizes beyond 100 megapixels are refused by the headers of BMP, WebP, AVIF and TIFF at once", async () => {
  const bmp = changed("BMP, 24 bits", (bytes) => {
    bytes.writeInt32LE(100000, 18);
    bytes.writeInt32LE(-100000, 22);
  });
  const webp = changed("WebP, lossy", (bytes) => bytes.writeUInt32LE(0x3fff3fff, 26));
  const avif = changed("AVIF, RGB", (bytes) => {
    const at = bytes.indexOf("ispe");
    bytes.writeUInt32BE(60000, at + 8);
    bytes.writeUInt32BE(60000, at + 12);
  });
  const size = { [WIDTH]: 60000, [HEIGHT]: 60000, [BITS]: 8 };
  await refused(
    [bmp, /at most 100 megapixels \(--max-megapixels\), the BMP says it is 100000x100000/],
    [webp, /the WebP says it is 16383x16383/],
    [avif, /the AVIF says it is 60000x60000/],
    [tiff(size, new Uint8Array(9)), /the TIFF says it is 60000x60000/],
  );
});

Deno.test("a TIFF's channels, strips and tags are bounded by its bytes", async () => {
  const size = { [WIDTH]: 5000, [HEIGHT]: 5000, [BITS]: 8 };
  const strip = new Uint8Array(9);
  const endless = tiff({ [WIDTH]: 5, [HEIGHT]: 5 }, strip);
  // the next directory is the first again
  new DataView(endless.buffer).setUint32(10 + 12 * 4, 8, true);
  const many = tiff({ [WIDTH]: 5, [HEIGHT]: 5 }, strip);
  new DataView(many.buffer).setUint32(14, 4e9, true);
  await refused(
    [tiff({ ...size, [CHANNELS]: 60000 }, strip), /its 60000 channels .* are too many/],
    [tiff({ ...size, [ROWS]: 1 }, strip), /it lists 1 of its 5000 strips or tiles/],
    [tiff({ ...size, 273: 4e9 }, strip), /it is cut short/],
    [tiff({ [WIDTH]: 5, [HEIGHT]: 0, [BITS]: 8 }, strip), /must have at least one pixel/],
    [tiff({ [WIDTH]: 5, [HEIGHT]: 5, [BITS]: 12 }, strip), /samples of 12 bits/],
    [endless, /its directories go in a circle/],
    [many, /it is cut short/],
  );
});

Deno.test("a TIFF's tiles and the values of its pages together are bounded by its bytes", async () => {
  const size = { [WIDTH]: 10, [HEIGHT]: 10, [BITS]: 8, [COMPRESSION]: 8 };
  const tile = new Uint8Array(9);
  await refused(
    [
      tiff({ ...size, ...tiled(20000, tile), [CHANNELS]: 2 }, tile),
      /its tiles of 20000x20000 pixels are too large/,
    ],
    [pagesOfOneList(1000, 100_000), /its directories overlap/],
  );
});

Deno.test("a TIFF's tile as wide as its image is whole at the lower edge, too", async () => {
  const tile = new Uint8Array(deflateSync(new Uint8Array(512 * 512).fill(7)));
  const size = { [WIDTH]: 512, [HEIGHT]: 100, [BITS]: 8, [COMPRESSION]: 8, 262: 1 };
  const { height, data } = await readImage(tiff({ ...size, ...tiled(512, tile) }, tile));
  assert.deepEqual([height, data.at(-1)], [100, 7]);
});

/** A TIFF of pages whose strips are listed in the same bytes. */
function pagesOfOneList(pages: number, strips: number): Uint8Array {
  const step = 2 + 3 * 12 + 4, bytes = Buffer.alloc(8 + pages * step + strips);
  bytes.write("II*\0\x08", "latin1");
  for (let page = 0; page < pages; page++) {
    const at = 8 + page * step;
    bytes.writeUInt16LE(3, at);
    [[WIDTH, 4, 1, 1], [HEIGHT, 4, 1, 1], [273, 1, strips, 8]].forEach((entry, i) => {
      const [tag, type, count, value] = entry, place = at + 2 + 12 * i;
      bytes.writeUInt16LE(tag, place);
      bytes.writeUInt16LE(type, place + 2);
      bytes.writeUInt32LE(count, place + 4);
      bytes.writeUInt32LE(value, place + 8);
    });
    bytes.writeUInt32LE(page + 1 < pages ? at + step : 0, at + step - 4);
  }
  return new Uint8Array(bytes);
}

Deno.test("what a TIFF's strip inflates to is bounded by its size", async () => {
  const size = { [WIDTH]: 16, [HEIGHT]: 16, [BITS]: 8, [COMPRESSION]: 8 };
  const bomb = new Uint8Array(deflateSync(new Uint8Array(3e8), { level: 9 }));
  const short = new Uint8Array(deflateSync(new Uint8Array(9)));
  await refused(
    [tiff(size, bomb), /can't be inflated/],
    [tiff(size, short), /cut short, 9 bytes/],
    [tiff({ ...size, [COMPRESSION]: 50000 }, bomb), /its compression is Zstandard, which/],
  );
});

Deno.test("a WebP of 16 million pixels in 40 bytes is refused, not waited for", async () => {
  const bytes = changed("WebP, lossy", (bytes) => bytes.writeUInt16LE(4000, 26));
  bytes[28] = 0xa0;
  bytes[29] = 0x0f;
  assert.equal(readImageHeader(bytes).width, 4000);
  await refused([bytes, /WebP are damaged or cut short/]);
});

Deno.test("a progressive JPEG of thousands of scans is refused", async () => {
  const { file } = PICTURES.photographs.find(({ name }) => name === "progressive JPEG")!;
  const bytes = Buffer.from(bytesOf(file)), at = bytes.lastIndexOf("\xff\xda", undefined, "latin1");
  const scan = bytes.subarray(at, -2);
  const scans = Buffer.concat(new Array(3000).fill(scan));
  const bomb = Buffer.concat([bytes.subarray(0, -2), scans, bytes.subarray(-2)]);
  await refused([new Uint8Array(bomb), /it has 30\d\d scans/]);
});
