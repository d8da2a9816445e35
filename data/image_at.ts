/**
 * One image of a set with its mask, wherever they are.
 *
 * @module
 */
import { imageOf, pixelsOf, type Samples, type Shape } from "../core/mod.ts";
import { readRows } from "./pack.ts";
import type { ImageSet } from "./types.ts";

/**
 * An image's size.
 *
 * @param set The set.
 * @param index The image's place in it.
 * @returns Rows and columns.
 */
export function shapeAt({ shape, pack }: ImageSet, index: number): Shape {
  return pack === undefined ? shape : pack.shapes[index];
}

/**
 * An image's samples.
 *
 * @param set The set.
 * @param index The image's place in it.
 * @returns Shape [rows, columns, channels]: a view, where they are in memory.
 */
export function imageAt(set: ImageSet, index: number): Samples {
  return set.pack === undefined ? imageOf(set, index) : readRows(set.pack, index).samples;
}

/**
 * An image's true labels.
 *
 * @param set The set.
 * @param index The image's place in it.
 * @returns Shape [rows, columns]: a view, where they are in memory.
 */
export function truthAt(set: ImageSet, index: number): Uint8Array {
  if (set.pack !== undefined) return readRows(set.pack, index).truths;
  const pixels = pixelsOf(set.shape);
  return set.labels.subarray(index * pixels, (index + 1) * pixels);
}
