import { deflateSync } from "node:zlib";
import { pngOf } from "./indexed_png.ts";

/**
 * Encodes grey levels as a PNG of 8 or 16 bits per pixel: labels beyond 255, or a class's probabilities
 * as shares of 65,535.
 *
 * @param picture The levels, shape [height, width].
 * @returns The file's content.
 * @throws {TypeError} If there isn't one level per pixel.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readImage } from "./read_image.ts";
 *
 * const png = encodeGreyPng({ data: Uint16Array.of(7, 65535), width: 2, height: 1 });
 * assert.deepEqual([...(await readImage(png)).data], [7, 65535]);
 * ```
 */
export function encodeGreyPng(
  { data, width, height }: { data: Uint8Array | Uint16Array; width: number; height: number },
): Uint8Array {
  if (data.length !== width * height || data.length === 0) {
    throw new TypeError(
      "Cannot encode PNG: there must be one level per pixel, " +
        `got ${data.length} levels for ${width}x${height}`,
    );
  }
  const bytes = data.BYTES_PER_ELEMENT, stride = 1 + width * bytes;
  // a byte for the filter of each row, 0 for none, then its levels, the high byte first
  const rows = new Uint8Array(stride * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, to = y * stride + 1; x < width; x++, i++) {
      if (bytes === 2) rows[to++] = data[i] >> 8;
      rows[to++] = data[i];
    }
  }
  return pngOf(deflateSync(rows, { level: 4 }), { width, height, depth: 8 * bytes, colorType: 0 });
}
