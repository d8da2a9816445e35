/**
 * Images and labels of any size brought to one shape.
 *
 * @module
 */
import {
  type PixelFormat,
  pixelsOf,
  type Place,
  placeOf,
  type Samples,
  type Shape,
} from "../core/mod.ts";
import {
  type LabelPicture,
  type Raster,
  resizeLabels,
  resizeSamples,
  samplesOf,
} from "../io/mod.ts";

/** How images are brought to one shape and one pixel format. */
export interface FitOptions {
  /** How large the result is. */
  shape: Shape;
  /** Whether an image keeps its proportions, in the middle of padding, or fills the shape. */
  fit: "pad" | "squash";
  /** Channels and depth of the result. */
  format: PixelFormat;
}

/**
 * Resizes an image with an antialiased filter. Padding is black; among floats, whose zero may mean
 * anything, it is NaN, which normalisation makes black.
 *
 * @param image As its file has it.
 * @param options The result's shape and pixels.
 * @returns Samples, shape [rows, columns, channels].
 * @throws {TypeError} If it can't be brought into the pixel format.
 */
export function fitImage(image: Raster, { shape, fit, format }: FitOptions): Samples {
  const place = placeOf(image, shape, fit), { channels } = format;
  const data = resizeSamples(samplesOf(image, format), place.width, place.height);
  return paste(data, channels, place, shape);
}

/**
 * Resizes labels by nearest neighbour.
 *
 * @param picture The labels.
 * @param options The result's shape; around labels that keep their proportions are labels 0.
 * @returns Labels, shape [rows, columns].
 */
export function fitLabels(
  picture: LabelPicture,
  { shape, fit }: Pick<FitOptions, "shape" | "fit">,
): Uint8Array {
  const place = placeOf(picture, shape, fit);
  const { labels } = resizeLabels(picture, place.width, place.height);
  return paste(labels, 1, place, shape);
}

/**
 * Brings labels back from a shape to an image's own size, by nearest neighbour, padding cut away.
 *
 * @param labels Labels, shape [rows, columns].
 * @param size The image's own size.
 * @param how The shape, and how the image was fitted in.
 * @returns Labels, shape [height, width].
 */
export function labelsUnfitted(
  labels: Uint8Array,
  { width, height }: { width: number; height: number },
  { shape, fit }: { shape: Shape; fit: "pad" | "squash" },
): Uint8Array {
  const place = placeOf({ width, height }, shape, fit), columns = shape[1];
  const own = new Uint8Array(place.width * place.height);
  for (let y = 0; y < place.height; y++) {
    const from = (place.top + y) * columns + place.left;
    own.set(labels.subarray(from, from + place.width), y * place.width);
  }
  const picture = { labels: own, width: place.width, height: place.height };
  return resizeLabels(picture, width, height).labels;
}

/** Puts rows of samples into a larger shape of padding; the samples themselves where they fill it. */
function paste<Data extends Samples>(
  samples: Data,
  channels: number,
  { width, height, left, top }: Place,
  shape: Shape,
): Data {
  const [rows, columns] = shape;
  if (width === columns && height === rows) return samples;
  const length = pixelsOf(shape) * channels, row = width * channels;
  const pasted = samples instanceof Uint8Array
    ? new Uint8Array(length)
    : new Float32Array(length).fill(NaN);
  for (let y = 0; y < height; y++) {
    const to = ((top + y) * columns + left) * channels;
    pasted.set(samples.subarray(y * row, (y + 1) * row), to);
  }
  return pasted as Data;
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
