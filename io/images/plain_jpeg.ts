import { Buffer } from "node:buffer";
import { readImageHeader } from "./image_header.ts";

/** Markers of JPEG, the second of their two bytes (ITU T.81, table B.1; APP0 and APP14 by their users). */
const SCAN = 0xda, END = 0xd9, JFIF = 0xe0, ADOBE = 0xee;

/** The bytes of a JFIF marker without a thumbnail. */
const JFIF_BYTES = 18;

/**
 * A JPEG that can be shown as it is, without all that its pixels don't need: where and when it was taken,
 * thumbnails, comments, what follows its end.
 *
 * @param bytes An image file.
 * @param options How it is shown.
 * @param options.isTurned Whether it is turned as EXIF says.
 * @returns The file; undefined for another kind, and for one that must be turned, is damaged, is in
 *   CMYK, or has more than half a byte per pixel, which an encoder would make smaller.
 */
export function plainJpeg(
  bytes: Uint8Array,
  { isTurned }: { isTurned: boolean },
): Uint8Array<ArrayBuffer> | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const { width, height, channels, orientation } = readImageHeader(bytes);
  const isUpright = orientation === 1 || !isTurned;
  if (!isUpright || channels > 3 || bytes.length > width * height / 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    let end = at + 2 + view.getUint16(at + 2);
    if (marker === SCAN) end = endOfScan(bytes, end);
    if (isNeeded(marker, end - at)) kept.push(bytes.subarray(at, end));
    at = end;
    if (bytes[at] === 0xff && bytes[at + 1] === END) {
      return new Uint8Array(Buffer.concat([...kept, bytes.subarray(at, at + 2)]));
    }
  }
  return undefined;
}

/** Tables, frames, scans, and what says which colours the channels are. */
function isNeeded(marker: number, length: number): boolean {
  if (marker === JFIF) return length === JFIF_BYTES;
  return marker === ADOBE || marker >= 0xc0 && marker < JFIF;
}

/** Where the next marker is: a scan may hold 0xff before 0, and restarts. */
function endOfScan(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(0xff, start);
  while (at >= 0) {
    const next = bytes[at + 1];
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}
