import { encode } from "fast-png";

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
  return encode({ data, width, height, channels: 1, depth: data instanceof Uint16Array ? 16 : 8 });
}
