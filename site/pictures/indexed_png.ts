/**
 * Writing indexed PNGs with transparency by the platform's own zlib: a site has thousands, and
 * fast-png, which compresses in JavaScript, would take minutes for them.
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type { LabelPicture } from "../../io/mod.ts";

/** A palette entry: red, green, blue and opacity, 0 to 255. */
export type Ink = readonly [red: number, green: number, blue: number, alpha: number];

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Encodes labels as an indexed PNG, value = label, 4 bits a pixel where the palette allows it.
 *
 * @param picture The labels, each below the palette's length.
 * @param palette The colour of label 0, 1, 2, …; at most 256.
 */
export function indexedPng({ labels, width, height }: LabelPicture, palette: Ink[]): Uint8Array {
  const depth = palette.length <= 16 ? 4 : 8;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // depth, indexed colour, and the only compression, filtering and order of rows that are usual
  header.set([depth, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk("tRNS", Buffer.from(palette.map(([, , , alpha]) => alpha))),
    chunk("IDAT", deflateSync(rows(labels, width, height, depth), { level: 4 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Rows as PNG has them: a byte for the filter, 0 for none, then the pixels. */
function rows(labels: Uint8Array, width: number, height: number, depth: 4 | 8): Uint8Array {
  const stride = 1 + (depth === 8 ? width : (width + 1) >> 1);
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * width, to = y * stride + 1;
    if (depth === 8) data.set(labels.subarray(from, from + width), to);
    else for (let x = 0; x < width; x++) data[to + (x >> 1)] |= labels[from + x] << (x & 1 ? 0 : 4);
  }
  return data;
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(12 + content.length);
  whole.writeUInt32BE(content.length, 0);
  whole.write(name, 4, "latin1");
  whole.set(content, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + content.length)), 8 + content.length);
  return whole;
}
