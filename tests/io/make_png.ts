import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

/** What a PNG made by {@linkcode makePng} is to be. */
export interface PngParts {
  width: number;
  height: number;
  depth?: number;
  colorType?: number;
  /** The rows, each after its filter's byte; 0 when left out. */
  rows?: Uint8Array;
  /** The deflated rows, in place of `rows`. */
  deflated?: Uint8Array;
  /** Chunks before the pixels. */
  before?: Uint8Array[];
  /** Chunks after them. */
  after?: Uint8Array[];
}

/** A PNG byte by byte, so that any of them can be wrong. */
export function makePng(parts: PngParts): Uint8Array<ArrayBuffer> {
  const { width, height, depth = 8, colorType = 0, before = [], after = [] } = parts;
  const rows = parts.rows ?? new Uint8Array(height * (1 + Math.ceil(width * depth / 8)));
  const bytes = Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    header(width, height, depth, colorType),
    ...before,
    chunk("IDAT", parts.deflated ?? deflateSync(rows)),
    ...after,
    chunk("IEND"),
  ]);
  return new Uint8Array(bytes);
}

/** The header chunk. */
export function header(width: number, height: number, depth = 8, colorType = 0): Uint8Array {
  const data = new DataView(new ArrayBuffer(13));
  data.setUint32(0, width);
  data.setUint32(4, height);
  data.setUint8(8, depth);
  data.setUint8(9, colorType);
  return chunk("IHDR", new Uint8Array(data.buffer));
}

/** A chunk with its length and checksum; a wrong one on demand. */
export function chunk(name: string, data: Uint8Array | string = "", crc?: number): Uint8Array {
  const body = Buffer.concat([
    Buffer.from(name, "latin1"),
    typeof data === "string" ? Buffer.from(data, "latin1") : data,
  ]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(body.length - 4);
  bytes.set(body, 4);
  bytes.writeUInt32BE(crc ?? crc32(body), body.length + 4);
  return new Uint8Array(bytes);
}

/** A block of EXIF data that says how a photograph lies. */
export function exifBlock(orientation: number): Uint8Array {
  const tag = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
  return Uint8Array.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, ...tag, 0, 0, 0, 0]);
}
