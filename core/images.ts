/** Images of one size, one after the other. */
export interface Images {
  /** Pixels per side. */
  size: number;
  /** RGB, 0 to 255, shape [count, size, size, 3]. */
  images: Uint8Array;
}

/**
 * One image of many, without a copy.
 *
 * @param data The images.
 * @param index The image's place among them.
 * @returns RGB, shape [size, size, 3].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(imageOf({ size: 1, images: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 1), Uint8Array.of(4, 5, 6));
 * ```
 */
export function imageOf({ size, images }: Images, index: number): Uint8Array {
  const length = size * size * 3;
  return images.subarray(index * length, (index + 1) * length);
}
