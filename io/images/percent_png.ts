import { encodeIndexedPng } from "./indexed_png.ts";

/** From black to white. */
const GREYS = Array.from({ length: 101 }, (_, percent) => {
  const grey = Math.round(2.55 * percent);
  return [grey, grey, grey] as const;
});

/**
 * Encodes whole per cents as an indexed PNG, value = per cent, from black to white.
 *
 * @param picture The per cents, shape [height, width].
 * @returns The file's content.
 * @throws {RangeError} If one is above 100.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeLabelPng } from "./label_picture.ts";
 *
 * const png = encodePercentPng({ percents: Uint8Array.of(0, 90, 100, 7), width: 2, height: 2 });
 * assert.deepEqual([...decodeLabelPng(png).labels], [0, 90, 100, 7]);
 * ```
 */
export function encodePercentPng(
  { percents, width, height }: { percents: Uint8Array; width: number; height: number },
): Uint8Array {
  const stride = 1 + width, rows = new Uint8Array(stride * height);
  for (let y = 0, at = 0; y < height; y++) {
    // less the row above, filter 2: smooth fields deflate to less
    rows[y * stride] = 2;
    for (let x = 0, to = y * stride + 1; x < width; x++, at++, to++) {
      if (percents[at] > 100) {
        throw new RangeError(
          `Cannot encode PNG: per cents must be 100 at most, got ${percents[at]}`,
        );
      }
      rows[to] = percents[at] - (y === 0 ? 0 : percents[at - width]);
    }
  }
  return encodeIndexedPng(rows, { width, height, depth: 8, palette: GREYS });
}
