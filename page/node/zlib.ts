/** What of node:zlib our codecs use, in a page. */
import { deflateSync as deflateRaw, inflateSync as inflateRaw, zlibSync } from "fflate";

interface InflateOptions {
  maxOutputLength?: number;
}

/** Inflates; what is longer than it may be is cut off. */
export function inflateRawSync(
  bytes: Uint8Array,
  { maxOutputLength }: InflateOptions = {},
): Uint8Array {
  return maxOutputLength === undefined
    ? inflateRaw(bytes)
    : inflateRaw(bytes, { out: new Uint8Array(maxOutputLength) });
}

/** Inflates what has a header and a checksum, which is not looked at: a PNG's chunks have their own. */
export function inflateSync(bytes: Uint8Array, options: InflateOptions = {}): Uint8Array {
  const isZlib = (bytes[0] & 15) === 8 && (bytes[0] << 8 | bytes[1]) % 31 === 0;
  if (!isZlib) throw new Error("incorrect header check");
  return inflateRawSync(bytes.subarray(2, -4), options);
}

/** Deflates. */
export function deflateRawSync(bytes: Uint8Array): Uint8Array {
  return deflateRaw(bytes);
}

/** Deflates, with a header and a checksum. */
export function deflateSync(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  for (let bit = 0; bit < 8; bit++) i = i & 1 ? 0xedb88320 ^ i >>> 1 : i >>> 1;
  return i;
});

/** The checksum of a PNG's chunks. */
export function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (let i = 0; i < bytes.length; i++) sum = TABLE[(sum ^ bytes[i]) & 255] ^ sum >>> 8;
  return ~sum >>> 0;
}
