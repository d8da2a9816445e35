/**
 * Writing indexed PNGs by the platform's own zlib: fast-png compresses in JavaScript, which takes as long
 * as measuring a case, and minutes for the thousands of a site.
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type { Color } from "./label_picture.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Encodes packed rows of indices as an indexed PNG.
 *
 * @param rows The rows, each after a byte for its filter.
 * @param picture Its size, bits per pixel and colours, and how opaque each is; all are without it.
 * @returns The file's content.
 */
export function encodeIndexedPng(
  rows: Uint8Array,
  { width, height, depth, palette, opacities }: {
    width: number;
    height: number;
    depth: number;
    palette: readonly Color[];
    opacities?: readonly number[];
  },
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // depth, indexed colour, and the only compression, filtering and order of rows that are usual
  header.set([depth, 3, 0, 0, 0], 8);
  return new Uint8Array(Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    ...opacities ? [chunk("tRNS", Buffer.from(opacities))] : [],
    chunk("IDAT", deflateSync(rows, { level: 4 })),
    chunk("IEND", Buffer.alloc(0)),
  ]));
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(12 + content.length);
  whole.writeUInt32BE(content.length, 0);
  whole.write(name, 4, "latin1");
  whole.set(content, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + content.length)), 8 + content.length);
  return whole;
}
