import type { Raster } from "./raster.ts";

/** What a BMP's headers say. */
export interface Bmp {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits per pixel: 1, 4, 8, 16, 24 or 32. */
  bits: number;
  /** Whether the first row stored is the upper one. */
  topDown: boolean;
  /** 0 none, 1 and 2 run lengths of 8 and 4 bits, 3 and 6 channels by masks. */
  compression: number;
  /** Which bits of a pixel are red, green, blue, alpha. */
  masks: number[];
  /** Colours of an indexed BMP, three bytes each. */
  palette: Uint8Array;
  /** Where the pixels begin. */
  start: number;
}

/** The masks of pixels of 16 bits, and of 32, where the file names none. */
const MASKS: Record<number, number[]> = {
  16: [0x7c00, 0x3e0, 0x1f, 0],
  32: [0xff0000, 0xff00, 0xff, 0],
};

/**
 * Reads the headers of a BMP: those of OS/2 (12 bytes) and of Windows (40 to 124).
 *
 * @param bytes The file's content.
 * @throws {Error} If they are cut short, or say what is not supported.
 */
export function readBmp(bytes: Uint8Array): Bmp {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 26) throw new Error("it ends within its header");
  const size = view.getUint32(14, true), isOld = size === 12;
  if (!isOld && size < 40) throw new Error(`its header is of ${size} bytes`);
  if (bytes.length < 14 + size) throw new Error("it ends within its header");
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const rows = isOld ? view.getInt16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? 0 : view.getUint32(30, true);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new Error(`it has ${bits} bits per pixel`);
  if (!isKnown(compression, bits)) {
    throw new Error(`its compression ${compression} is not supported`);
  }
  if (width < 0) throw new Error(`it says it is ${width} pixels wide`);
  // masks follow the short header, or are part of a longer one
  const count = compression === 6 || (compression === 3 && size >= 56) ? 4 : 3;
  const hasMasks = compression === 3 || compression === 6;
  const after = 14 + size + (hasMasks && size === 40 ? 4 * count : 0);
  if (bytes.length < after || (hasMasks && bytes.length < 54 + 4 * count)) {
    throw new Error("it ends within its header");
  }
  const masks = hasMasks
    ? Array.from({ length: count }, (_, i) => view.getUint32(54 + 4 * i, true))
    : MASKS[bits] ?? [];
  const start = view.getUint32(10, true);
  const palette = bits <= 8 ? paletteOf(bytes.subarray(after, start), isOld ? 3 : 4) : EMPTY;
  if (bits <= 8 && palette.length === 0) throw new Error("it has no palette");
  return {
    width,
    height: Math.abs(rows),
    bits,
    topDown: rows < 0,
    compression,
    masks,
    palette,
    start,
  };
}

const EMPTY = new Uint8Array();

function isKnown(compression: number, bits: number): boolean {
  if (compression === 0) return true;
  if (compression === 1) return bits === 8;
  if (compression === 2) return bits === 4;
  return (compression === 3 || compression === 6) && (bits === 16 || bits === 32);
}

/** Red, green and blue of entries that begin blue, green, red. */
function paletteOf(entries: Uint8Array, step: number): Uint8Array {
  const colors = Math.min(256, Math.floor(entries.length / step));
  return Uint8Array.from(
    { length: colors * 3 },
    (_, i) => entries[Math.floor(i / 3) * step + 2 - i % 3],
  );
}

/**
 * Decodes a BMP: indices with their palette, or red, green and blue, with alpha where a mask names it.
 *
 * @param bytes The file's content; its caller has checked the size in its header.
 * @throws {Error} If it is damaged or cut short.
 */
export function decodeBmp(bytes: Uint8Array): Raster {
  const bmp = readBmp(bytes);
  const { width, height, bits, compression, palette } = bmp;
  if (bits > 8) return decodeColors(bytes, bmp);
  const stored = compression === 0 ? unpack(bytes, bmp) : undoRuns(bytes.subarray(bmp.start), bmp);
  const data = bmp.topDown ? stored : flip(stored, width, height);
  return { width, height, channels: 1, data, color: "indexed", alpha: false, palette };
}

/** The row that is stored as number `y`, counted from above. */
function rowOf({ height, topDown }: Bmp, y: number): number {
  return topDown ? y : height - 1 - y;
}

/** Bytes per stored row: a multiple of four. */
function strideOf({ width, bits }: Bmp): number {
  return Math.ceil((width * bits) / 32) * 4;
}

function pixelsOf(bytes: Uint8Array, bmp: Bmp): Uint8Array {
  const length = strideOf(bmp) * bmp.height, pixels = bytes.subarray(bmp.start, bmp.start + length);
  if (pixels.length < length) throw new Error("its pixels are cut short");
  return pixels;
}

/** Indices of 1, 4 or 8 bits, rows as stored. */
function unpack(bytes: Uint8Array, bmp: Bmp): Uint8Array {
  const { width, height, bits } = bmp, stride = strideOf(bmp), pixels = pixelsOf(bytes, bmp);
  const indices = new Uint8Array(width * height), mask = (1 << bits) - 1;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      indices[to++] = (pixels[y * stride + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return indices;
}

/** Indices coded as run lengths, rows as stored; what no run covers has index 0. */
function undoRuns(packed: Uint8Array, { width, height, bits }: Bmp): Uint8Array {
  const indices = new Uint8Array(width * height), perByte = 8 / bits;
  let x = 0, y = 0, at = 0;
  const put = (value: number): void => {
    if (x < width && y < height) indices[y * width + x] = value;
    x++;
  };
  const nibble = (byte: number, i: number): number => i % 2 === 0 ? byte >> 4 : byte & 15;
  while (at + 2 <= packed.length) {
    const [count, value] = [packed[at], packed[at + 1]];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(bits === 8 ? value : nibble(value, i));
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      return indices;
    } else if (value === 2) {
      x += packed[at];
      y += packed[at + 1];
      at += 2;
    } else {
      const length = Math.ceil(value / perByte);
      if (at + length > packed.length) break;
      for (let i = 0; i < value; i++) {
        put(bits === 8 ? packed[at + i] : nibble(packed[at + (i >> 1)], i));
      }
      at += length + length % 2;
    }
  }
  // some writers leave out the end's mark
  if (y >= height) return indices;
  throw new Error("its pixels are cut short");
}

function flip(stored: Uint8Array, width: number, height: number): Uint8Array {
  const data = new Uint8Array(stored.length);
  for (let y = 0; y < height; y++) {
    data.set(stored.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
  }
  return data;
}

/** Pixels of 16, 24 or 32 bits. */
function decodeColors(bytes: Uint8Array, bmp: Bmp): Raster {
  const { width, height, bits } = bmp, stride = strideOf(bmp), pixels = pixelsOf(bytes, bmp);
  const masks = bits === 24 ? [0xff0000, 0xff00, 0xff] : bmp.masks.filter((mask) => mask !== 0);
  if (masks.length < 3) throw new Error("its masks leave out a colour");
  const channels = masks.length, step = bits / 8, data = new Uint8Array(width * height * channels);
  const shifts = masks.map((mask) => 31 - Math.clz32(mask & -mask));
  const scales = masks.map((mask, c) => 255 / (mask >>> shifts[c]));
  for (let y = 0; y < height; y++) {
    let from = y * stride, to = rowOf(bmp, y) * width * channels;
    for (let x = 0; x < width; x++, from += step) {
      let pixel = pixels[from] | pixels[from + 1] << 8;
      if (step > 2) pixel |= pixels[from + 2] << 16;
      if (step > 3) pixel |= pixels[from + 3] << 24;
      for (let c = 0; c < channels; c++) {
        data[to++] = ((pixel & masks[c]) >>> shifts[c]) * scales[c];
      }
    }
  }
  return { width, height, channels, data, color: "rgb", alpha: channels === 4, white: 255 };
}
