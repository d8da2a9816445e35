/**
 * Images and labels of any size brought to one shape.
 *
 * @module
 */
import { pixelsOf, type Shape } from "../core/mod.ts";
import { type LabelPicture, type Photograph, resizeLabels, resizePhotograph } from "../io/mod.ts";

/** Where an image lies in a shape that it doesn't fill. */
interface Place {
  /** Its size there. */
  width: number;
  height: number;
  /** Its upper left corner. */
  left: number;
  top: number;
}

/**
 * Resizes an image with an antialiased filter.
 *
 * @param image RGB.
 * @param shape How large the result is.
 * @param fit Whether it keeps its proportions, in the middle on black, or fills the shape.
 * @returns RGB, shape [rows, columns, 3].
 */
export function fitImage(image: Photograph, shape: Shape, fit: "pad" | "squash"): Uint8Array {
  const place = placeOf(image, shape, fit);
  const { data } = resizePhotograph(image, place.width, place.height);
  return paste(data, 3, place, shape);
}

/**
 * Resizes labels by nearest neighbour.
 *
 * @param picture The labels.
 * @param shape How large the result is.
 * @param fit Whether they keep their proportions, with labels 0 around, or fill the shape.
 * @returns Labels, shape [rows, columns].
 */
export function fitLabels(picture: LabelPicture, shape: Shape, fit: "pad" | "squash"): Uint8Array {
  const place = placeOf(picture, shape, fit);
  const { labels } = resizeLabels(picture, place.width, place.height);
  return paste(labels, 1, place, shape);
}

function placeOf(
  { width, height }: { width: number; height: number },
  [rows, columns]: Shape,
  fit: "pad" | "squash",
): Place {
  if (fit === "squash") return { width: columns, height: rows, left: 0, top: 0 };
  const scale = Math.min(columns / width, rows / height);
  const within = (side: number, most: number) =>
    Math.min(most, Math.max(1, Math.round(side * scale)));
  const own = { width: within(width, columns), height: within(height, rows) };
  return { ...own, left: (columns - own.width) >> 1, top: (rows - own.height) >> 1 };
}

/** Puts rows of samples into a larger shape of zeros; the samples themselves where they fill it. */
function paste(
  samples: Uint8Array,
  channels: number,
  { width, height, left, top }: Place,
  shape: Shape,
): Uint8Array {
  const [rows, columns] = shape;
  if (width === columns && height === rows) return samples;
  const pasted = new Uint8Array(pixelsOf(shape) * channels), row = width * channels;
  for (let y = 0; y < height; y++) {
    const to = ((top + y) * columns + left) * channels;
    pasted.set(samples.subarray(y * row, (y + 1) * row), to);
  }
  return pasted;
}

/**
 * The shape for a set: about `size`² pixels in the set's median proportions, its sides divisible.
 *
 * @param sizes Widths and heights of the images.
 * @param size The side of a square of as many pixels.
 * @param multiple What both sides are divisible by.
 * @returns Rows and columns.
 */
export function shapeFor(
  sizes: readonly { width: number; height: number }[],
  size: number,
  multiple: number,
): Shape {
  const proportions = sizes.map(({ width, height }) => width / height).sort((a, b) => a - b);
  const median = Math.sqrt(proportions[proportions.length >> 1]);
  const side = (length: number) => Math.max(1, Math.round(length / multiple)) * multiple;
  return [side(size / median), side(size * median)];
}
