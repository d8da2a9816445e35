import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";

/** What a PNG's first chunk says. */
export interface PngHeader {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  depth: number;
  /** 0 grey, 2 RGB, 3 indexed, 4 grey with alpha, 6 RGBA. */
  colorType: number;
  /** Whether pixels come in Adam7's seven passes. */
  interlaced: boolean;
}

/** A PNG taken apart, before anything is inflated. */
export interface Png extends PngHeader {
  /** Colours of an indexed PNG, three bytes each; empty where there are none. */
  palette: Uint8Array;
  /** The block of EXIF data, where there is one. */
  exif?: Uint8Array;
  /** The deflated rows. */
  deflated: Uint8Array;
}

/** Where the first chunk begins. */
const START = 8;

/** Bits per sample that a colour type may have (PNG specification, 11.2.1). */
const DEPTHS: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Reads the first chunk of a PNG.
 *
 * @param bytes The file's content, or its beginning.
 * @throws {Error} If the chunk is cut short or says what no PNG may.
 */
export function readPngHeader(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 33) throw new Error("it ends within its header");
  if (view.getUint32(8) !== 13 || chunkName(bytes, 12) !== "IHDR") {
    throw new Error("it does not begin with its header, IHDR");
  }
  const [depth, colorType, compression, filter, interlace] = bytes.subarray(24, 29);
  if (!DEPTHS[colorType]?.includes(depth)) {
    throw new Error(`its header says ${depth} bits per sample of colour type ${colorType}`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw new Error("its header names a compression, filter or interlacing that no PNG has");
  }
  const width = view.getUint32(16), height = view.getUint32(20);
  return { width, height, depth, colorType, interlaced: interlace === 1 };
}

/**
 * Takes a PNG apart. As in libpng, the checksums of critical chunks must be right, other chunks (profiles,
 * texts) can't spoil it, and whatever follows the last chunk is ignored.
 *
 * @param bytes The file's content.
 * @throws {Error} If it is damaged or cut short; the text says where.
 */
export function readPng(bytes: Uint8Array): Png {
  const header = readPngHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let palette = new Uint8Array(), exif: Uint8Array | undefined;
  for (let at = START; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), name = chunkName(bytes, at + 4), end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const data = bytes.subarray(at + 8, end);
    const isIntact = crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    if (isCritical(name) && !isIntact) {
      throw new Error(`the checksum of its chunk ${name} is wrong`);
    }
    if (name === "IEND") {
      return { ...header, palette, exif, deflated: Buffer.concat(parts) };
    }
    if (name === "IDAT") parts.push(data);
    else if (name === "PLTE") palette = new Uint8Array(data);
    else if (name === "eXIf" && isIntact) exif ??= data;
    else if (name === "IHDR" && at > START) throw new Error("it has two headers");
    else if (name !== "IHDR" && isCritical(name)) throw new Error(`its chunk ${name} is unknown`);
    at = end + 4;
  }
  throw new Error("it is cut short");
}

/** Chunks whose names begin with a capital are needed to read the picture. */
function isCritical(name: string): boolean {
  return name[0] >= "A" && name[0] <= "Z";
}

function chunkName(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
