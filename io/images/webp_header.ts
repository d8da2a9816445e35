import { type Orientation, orientationOf } from "./exif.ts";

/** What a WebP's chunks say before its pixels. */
export interface WebpHeader {
  /** Pixels per row. */
  width: number;
  /** Rows. */
  height: number;
  /** Whether it has an alpha channel. */
  alpha: boolean;
  /** How the stored pixels must be turned to lie upright. */
  orientation: Orientation;
}

/**
 * Reads the chunks of a WebP (RFC 9649).
 *
 * @param bytes The file's content.
 * @throws {Error} If they are cut short, or it is animated.
 */
export function readWebpHeader(bytes: Uint8Array): WebpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) throw new Error("it ends within its header");
  if (8 + view.getUint32(4, true) > bytes.length) throw new Error("it is cut short");
  return { ...sizeOf(view), orientation: orientationIn(bytes, view) };
}

function sizeOf(view: DataView): { width: number; height: number; alpha: boolean } {
  const kind = view.getUint8(15);
  if (kind === "X".charCodeAt(0)) {
    const flags = view.getUint8(20);
    if (flags & 2) throw new Error("it is animated, which is not supported");
    const side = (at: number): number => (view.getUint32(at, true) & 0xffffff) + 1;
    return {
      width: side(24),
      height: (view.getUint32(26, true) >>> 8) + 1,
      alpha: (flags & 16) !== 0,
    };
  }
  if (kind === "L".charCodeAt(0)) {
    const packed = view.getUint32(21, true);
    return {
      width: (packed & 0x3fff) + 1,
      height: ((packed >>> 14) & 0x3fff) + 1,
      alpha: (packed >>> 28 & 1) === 1,
    };
  }
  return {
    width: view.getUint16(26, true) & 0x3fff,
    height: view.getUint16(28, true) & 0x3fff,
    alpha: false,
  };
}

function orientationIn(bytes: Uint8Array, view: DataView): Orientation {
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true), data = bytes.subarray(at + 8, at + 8 + length);
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) === "EXIF") {
      // some writers put the name that JPEG wants before the block
      const named = data[0] === 0x45 && data[1] === 0x78;
      return orientationOf(named ? data.subarray(6) : data);
    }
    at += 8 + length + length % 2;
  }
  return 1;
}
