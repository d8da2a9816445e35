import { crc32 } from "node:zlib";

/**
 * Makes the checksums of a PNG's chunks hold.
 *
 * @param bytes A damaged PNG.
 * @returns A copy whose chunks have right checksums, as far as their lengths lead.
 */
export function repairPng(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 8; at + 12 <= copy.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > copy.length) break;
    view.setUint32(end, crc32(copy.subarray(at + 4, end)));
    at = end + 4;
  }
  return copy;
}
