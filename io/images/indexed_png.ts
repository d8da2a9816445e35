/**
 * Writing PNGs by the platform's own zlib: fast-png compresses in JavaScript, which takes as long
 * as measuring a case, and minutes for the thousands of a site.
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type { Color } from "./label_picture.ts";
import type { PngHeader } from "./png.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Encodes packed rows of indices as an indexed PNG.
 *
 * @param rows The rows, each after a byte for its filter.
 * @param picture What it is.
 * @returns The file's content.
 */
export function encodeIndexedPng(rows: Uint8Array, picture: IndexedPicture): Uint8Array {
  return indexedPngOf(deflateSync(rows, { level: 4 }), picture);
}

/** What an indexed PNG is, apart from its rows. */
export interface IndexedPicture {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits per pixel. */
  depth: number;
  /** The colour of each index. */
  palette: readonly Color[];
  /** How opaque each index is, 255 for what hides all; all are so without it. */
  opacities?: readonly number[];
  /** Whether the rows come in Adam7's passes. */
  interlaced?: boolean;
}

/**
 * Puts an indexed PNG together.
 *
 * @param deflated Its rows, deflated.
 * @param picture What it is.
 * @returns The file's content.
 */
export function indexedPngOf(
  deflated: Uint8Array,
  { palette, opacities, ...size }: IndexedPicture,
): Uint8Array {
  return pngOf(deflated, { ...size, colorType: 3 }, [
    chunk("PLTE", Buffer.from(palette.flat())),
    ...opacities ? [chunk("tRNS", Buffer.from(opacities))] : [],
  ]);
}

/**
 * Puts a PNG together.
 *
 * @param deflated Its rows, deflated.
 * @param header What they are.
 * @param chunks What is between the header and the rows.
 * @returns The file's content.
 */
export function pngOf(
  deflated: Uint8Array,
  { width, height, depth, colorType, interlaced = false }:
    & Omit<PngHeader, "interlaced">
    & Partial<PngHeader>,
  chunks: readonly Uint8Array[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // after depth and colours the only compression and filtering there are
  header.set([depth, colorType, 0, 0, interlaced ? 1 : 0], 8);
  return new Uint8Array(Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk("IHDR", header),
    ...chunks,
    chunk("IDAT", deflated),
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
