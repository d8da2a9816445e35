import type { Samples } from "./samples.ts";

/** The size of an image or a mask, in pixels. */
export type Shape = readonly [rows: number, columns: number];

/**
 * The shape that a size stands for: a single number is a square.
 *
 * @param size Pixels per side, or rows and columns.
 * @returns Rows and columns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([shapeOf(128), shapeOf([96, 128])], [[128, 128], [96, 128]]);
 * ```
 */
export function shapeOf(size: number | Shape): Shape {
  return typeof size === "number" ? [size, size] : size;
}

/**
 * How images are brought to a model's shape: fitted in, in the middle of padding; filling it, whatever their
 * proportions; or not at all, as pieces of their own size.
 */
export type Fit = "pad" | "squash" | "tile";

/**
 * The place of a row or column within an image; what lies outside is mirrored at the middle of the edge
 * pixel, once, and beyond that is as at the edge.
 *
 * @param place The row or column.
 * @param last The last that the image has.
 * @returns From 0 to `last`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([-2, 1, 4, 9].map((place) => mirroredInside(place, 3)), [2, 1, 2, 0]);
 * ```
 */
export function mirroredInside(place: number, last: number): number {
  const mirrored = place < 0 ? -place : place > last ? 2 * last - place : place;
  return mirrored < 0 ? 0 : mirrored > last ? last : mirrored;
}

/** Images of the same shape, one after the other. */
export interface Images {
  /** Rows and columns of each image. */
  shape: Shape;
  /** Samples per pixel. @default {3} */
  channels?: number;
  /** Bytes, 0 to 255, or floats in units of the files' own, shape [count, rows, columns, channels]. */
  images: Samples;
}

/**
 * One image of many, without a copy.
 *
 * @param data The images.
 * @param index The image's place among them.
 * @returns Its samples, shape [rows, columns, channels].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const images = { shape: [1, 1], images: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;
 * assert.deepEqual(imageOf(images, 1), Uint8Array.of(4, 5, 6));
 * ```
 */
export function imageOf<Own extends Samples>(
  { shape, channels = 3, images }: Images & { images: Own },
  index: number,
): Own {
  const length = pixelsOf(shape) * channels;
  return images.subarray(index * length, (index + 1) * length) as Own;
}

/**
 * The number of pixels of an image.
 *
 * @param shape Its shape.
 * @returns Rows times columns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(pixelsOf([3, 4]), 12);
 * ```
 */
export function pixelsOf([rows, columns]: Shape): number {
  return rows * columns;
}

/**
 * The size of an image, for people: one number for a square, otherwise columns × rows, as on pages.
 *
 * @param shape Its shape.
 * @returns `128`, or `480x360`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([shapeText([128, 128]), shapeText([360, 480])], ["128", "480x360"]);
 * ```
 */
export function shapeText([rows, columns]: Shape): string {
  return rows === columns ? String(rows) : `${columns}x${rows}`;
}
