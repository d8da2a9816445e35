import { inflateSync } from "node:zlib";
import type { Png } from "./png.ts";

/** Samples per pixel of each colour type. */
export const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Some pixels of a picture: every `dx`-th of every `dy`-th row, from (x, y) on. */
interface Pass {
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** Pixels per row of the pass. */
  width: number;
  /** Rows of the pass. */
  height: number;
}

/** Adam7's passes (PNG specification, 8.2): x, y, dx, dy. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * The samples of a PNG as they are stored: indices are indices, grey of 1 bit is 0 or 1. No more is inflated than the size in the header needs; the caller
 * has checked that size.
 *
 * @param png Taken apart by `readPng`.
 * @returns Shape [height, width, samples per pixel].
 * @throws {Error} If the rows are damaged, too few or too many.
 */
export function samplesOf(png: Png): Uint8Array | Uint16Array {
  const { width, height, depth, colorType, interlaced } = png;
  const channels = CHANNELS[colorType];
  const strideOf = (pixels: number): number => Math.ceil((pixels * depth * channels) / 8);
  const passes = interlaced
    ? adam7Passes(width, height)
    : [{ x: 0, y: 0, dx: 1, dy: 1, width, height }];
  const needed = passes.reduce((sum, { width, height }) => sum + height * (1 + strideOf(width)), 0);
  const rows = inflate(png.deflated, needed);
  const step = Math.max(1, (depth * channels) >> 3);
  if (!interlaced && depth === 8) return unfilter(rows, height, strideOf(width), step);
  const count = width * height * channels;
  const samples = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  let start = 0;
  for (const pass of passes) {
    const stride = strideOf(pass.width), end = start + pass.height * (1 + stride);
    const packed = unfilter(rows.subarray(start, end), pass.height, stride, step);
    for (let row = 0; row < pass.height; row++) {
      const bytes = packed.subarray(row * stride, (row + 1) * stride);
      const first = ((pass.y + row * pass.dy) * width + pass.x) * channels;
      spread(bytes, samples, {
        depth,
        channels,
        count: pass.width,
        first,
        step: pass.dx * channels,
      });
    }
    start = end;
  }
  return samples;
}

function adam7Passes(width: number, height: number): Pass[] {
  const passes = ADAM7.map(([x, y, dx, dy]) => ({
    x,
    y,
    dx,
    dy,
    width: Math.ceil((width - x) / dx),
    height: Math.ceil((height - y) / dy),
  }));
  // a pass without pixels has no rows either, not even their filters' bytes
  return passes.filter(({ width, height }) => width > 0 && height > 0);
}

/** Inflates exactly that many bytes, and gives up on anything longer. */
function inflate(deflated: Uint8Array, length: number): Uint8Array {
  let rows: Uint8Array;
  try {
    rows = inflateSync(deflated, {
      maxOutputLength: length,
      // a byte more than there are: one piece, which needn't be copied from others
      chunkSize: Math.max(length + 1, 64),
    });
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new Error(`it has more than the ${length} bytes that its size needs`);
    }
    if (code === "Z_BUF_ERROR") throw new Error("its pixels are cut short");
    throw new Error(`its pixels can't be inflated, ${message}`);
  }
  if (rows.length < length) {
    throw new Error(`its pixels are cut short, ${rows.length} bytes instead of ${length}`);
  }
  return rows;
}

/**
 * Undoes the filters of rows (PNG specification, 9.2), each after a byte that names its filter, and moves
 * them together in the same memory.
 */
function unfilter(rows: Uint8Array, height: number, stride: number, step: number): Uint8Array {
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, height * stride);
  const isAligned = rows.byteOffset % 4 === 0;
  const words = new Int32Array(
    rows.buffer,
    isAligned ? rows.byteOffset : 0,
    isAligned ? bytes.length >> 2 : 0,
  );
  const row: Row = { bytes, words, start: 0, end: 0, step, isFirst: true };
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1) + 1, filter = rows[from - 1];
    row.start = y * stride;
    row.end = row.start + stride;
    rows.copyWithin(row.start, from, from + stride);
    undo(filter, row);
    row.isFirst = false;
  }
  return bytes;
}

/**
 * Undoes the filter of a row in the middle of others, in place.
 *
 * @param filter The filter's number.
 * @param bytes All rows, in an array of their own.
 * @param row Where the row is.
 * @throws {Error} If there is no such filter.
 */
export function unfilterRow(
  filter: number,
  bytes: Uint8Array,
  row: Omit<Row, "bytes" | "words">,
): void {
  undo(filter, { ...row, bytes, words: new Int32Array(bytes.buffer, 0, bytes.length >> 2) });
}

/** A row in the middle of others, all of the same length. */
interface Row {
  /** All rows. */
  bytes: Uint8Array;
  /** The same, four bytes at a time; none where memory doesn't allow it. */
  words: Int32Array;
  /** Its first byte. */
  start: number;
  /** The byte behind it. */
  end: number;
  /** From a pixel to the next. */
  step: number;
  /** Whether there is no row above, and zeros in its place. */
  isFirst: boolean;
}

/** Undoes one row's filter in place. */
function undo(filter: number, row: Row): void {
  const { bytes, start, end, step, isFirst } = row;
  const stride = end - start, second = Math.min(start + step, end);
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = second; i < end; i++) bytes[i] += bytes[i - step];
      return;
    case 2:
      if (!isFirst) addAbove(row);
      return;
    case 3:
      if (isFirst) {
        for (let i = second; i < end; i++) bytes[i] += bytes[i - step] >> 1;
        return;
      }
      for (let i = start; i < second; i++) bytes[i] += bytes[i - stride] >> 1;
      for (let i = second; i < end; i++) bytes[i] += (bytes[i - step] + bytes[i - stride]) >> 1;
      return;
    case 4:
      // without a row above, the left one is the nearest
      if (isFirst) return undo(1, row);
      for (let i = start; i < second; i++) bytes[i] += bytes[i - stride];
      addNearest(row, second);
      return;
    default:
      throw new Error(`a row names filter ${filter}, and there are 0 to 4`);
  }
}

/** Adds the row above to one. */
function addAbove(row: Row): void {
  const { bytes, start, end } = row, stride = end - start;
  for (let i = start; i < end;) {
    const next = copyZeros(row, i);
    if (next === i) {
      bytes[i] += bytes[i - stride];
      i++;
    } else i = next;
  }
}

/** Adds to each byte from one on whichever neighbour is nearest to their plane. */
function addNearest(row: Row, from: number): void {
  const { bytes, start, end, step } = row, stride = end - start;
  for (let i = from; i < end;) {
    // left and corner are alike, and stay so: above is the nearest
    const next = step === 1 && bytes[i - 1] === bytes[i - stride - 1] ? copyZeros(row, i) : i;
    if (next === i) {
      bytes[i] += paeth(bytes[i - step], bytes[i - stride], bytes[i - stride - step]);
      i++;
    } else i = next;
  }
}

/**
 * Copies the row above as far as nothing is to be added to it, as mostly in masks, by words of four bytes;
 * returns where that ends.
 */
function copyZeros({ bytes, words, start, end }: Row, from: number): number {
  const wordsEnd = Math.min(end >> 2, words.length);
  let word = from >> 2;
  if ((from & 3) !== 0 || word >= wordsEnd || words[word] !== 0) return from;
  while (word < wordsEnd && words[word] === 0) word++;
  const stride = end - start;
  bytes.copyWithin(from, from - stride, 4 * word - stride);
  return 4 * word;
}

/** Whichever of left, above and corner is nearest to left + above − corner. */
function paeth(left: number, above: number, corner: number): number {
  const a = Math.abs(above - corner), b = Math.abs(left - corner);
  const c = Math.abs(left + above - 2 * corner);
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** Where a packed row's samples go. */
interface Spread {
  depth: number;
  channels: number;
  /** Pixels of the row. */
  count: number;
  /** The first pixel's place. */
  first: number;
  /** From a pixel to the next. */
  step: number;
}

/** Puts a packed row's samples, the first in the highest bits, where they belong. */
function spread(
  packed: Uint8Array,
  samples: Uint8Array | Uint16Array,
  { depth, channels, count, first, step }: Spread,
): void {
  // of less than a byte a pixel has one sample
  if (depth < 8 && step === 1) return unpack(packed, samples.subarray(first, first + count), depth);
  const mask = (1 << depth) - 1;
  for (let x = 0, sample = 0; x < count; x++) {
    for (let channel = 0; channel < channels; channel++, sample++) {
      const bit = sample * depth;
      samples[first + x * step + channel] = depth === 16
        ? packed[2 * sample] << 8 | packed[2 * sample + 1]
        : depth === 8
        ? packed[sample]
        : (packed[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
    }
  }
}

/** Puts samples of less than a byte, the first in the highest bits, one after the other. */
function unpack(packed: Uint8Array, samples: Uint8Array | Uint16Array, depth: number): void {
  const mask = (1 << depth) - 1;
  for (let x = 0, at = 0; x < samples.length; at++) {
    for (let shift = 8 - depth; shift >= 0 && x < samples.length; shift -= depth) {
      samples[x++] = packed[at] >> shift & mask;
    }
  }
}
