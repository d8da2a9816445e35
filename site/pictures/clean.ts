/** Photographs as a site may publish them: the picture alone, whatever else its file holds. */
import { Buffer } from "node:buffer";
import { MAX_MEGAPIXELS, readPhotographHeader } from "../../io/mod.ts";

/**
 * A JPEG or PNG without what is no part of the picture: EXIF with its place and time, thumbnails,
 * comments, unknown chunks, and whatever stands behind the end. Pixels are not coded again, and the
 * orientation of a JPEG is kept.
 *
 * @param bytes The file's content.
 * @returns The file to publish.
 * @throws {TypeError} When it is neither by its content, damaged, or too large.
 */
export function cleanPhotograph(bytes: Uint8Array): Uint8Array {
  const { format, width, height, orientation } = readPhotographHeader(bytes);
  if (format === "GIF") throw new TypeError("it must be JPEG or PNG by its content, got GIF");
  if (!(width * height > 0 && width * height <= MAX_MEGAPIXELS * 1e6)) {
    throw new TypeError(
      `it must have 1 to ${MAX_MEGAPIXELS} million pixels, got ${width}x${height}`,
    );
  }
  const parts = format === "PNG" ? pngParts(bytes) : jpegParts(bytes, orientation);
  return new Uint8Array(Buffer.concat(parts));
}

/** Chunks that say how a PNG looks. */
const PNG_CHUNKS = new Set(
  ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs"],
);

function pngParts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (PNG_CHUNKS.has(type)) parts.push(bytes.subarray(at, end));
    if (type === "IEND") return parts;
    at = end;
  }
  throw new TypeError("it must be a whole PNG, and has no end");
}

const SOS = 0xda, EOI = 0xd9, APP0 = 0xe0, APP2 = 0xe2, APP14 = 0xee, APP15 = 0xef, COM = 0xfe;

function jpegParts(bytes: Uint8Array, orientation: number): Uint8Array[] {
  const parts = [bytes.subarray(0, 2)];
  if (orientation !== 1) parts.push(orientationSegment(orientation));
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new TypeError("it must be a whole JPEG, and is damaged");
    const marker = bytes[at + 1];
    if (marker === EOI) return [...parts, bytes.subarray(at, at + 2)];
    // any marker may be preceded by fill bytes
    if (marker === 0xff) {
      at++;
      continue;
    }
    let end = at + 2 + (bytes[at + 2] << 8 | bytes[at + 3]);
    if (marker === SOS) end = endOfScan(bytes, end);
    if (isPicture(marker, bytes.subarray(at + 4, end))) parts.push(bytes.subarray(at, end));
    at = end;
  }
  throw new TypeError("it must be a whole JPEG, and has no end");
}

/** Whether a segment says how the picture looks: all but comments and most applications' own. */
function isPicture(marker: number, content: Uint8Array): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  const isProfile = String.fromCharCode(...content.subarray(0, 11)) === "ICC_PROFILE";
  return marker === APP0 || marker === APP14 || (marker === APP2 && isProfile);
}

/** Where the coded pixels of a scan end: at the next marker that is no stuffed byte and no restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1];
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/** EXIF that says the orientation and nothing else. */
function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1];
  const exif = [..."Exif\0\0"].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from([0xff, 0xe1, 0, 34, ...exif, ...tiff, 0, orientation, 0, 0, 0, 0, 0, 0]);
}
