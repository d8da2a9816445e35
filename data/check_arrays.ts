/**
 * Whether arrays in memory can be trained on: what doesn't belong together would be read out of step.
 *
 * @module
 */
import { type Normalisation, pixelsOf } from "../core/mod.ts";
import type { LabelledImages } from "./types.ts";

/**
 * Checks that images and masks have lengths that belong together.
 *
 * @param set The images.
 * @param normalisation The range of each channel, where it is given.
 * @returns How many there are.
 * @throws {TypeError} If one has another length.
 */
export function countImages(
  { shape, channels = 3, images, labels }: LabelledImages,
  normalisation?: Normalisation,
): number {
  const pixels = pixelsOf(shape), count = labels.length / pixels;
  if (!Number.isInteger(count)) {
    throw new TypeError(
      `Cannot make batches: labels must be whole masks of ${pixels} pixels, ` +
        `got ${labels.length} labels`,
    );
  }
  const values = labels.length * channels;
  if (images.length !== values) {
    throw new TypeError(
      `Cannot make batches: images must have ${values} samples, ${channels} (channels) for each of ` +
        `the ${labels.length} labels, got ${images.length}`,
    );
  }
  if (normalisation !== undefined && normalisation.length !== channels) {
    throw new TypeError(
      `Cannot make batches: normalisation must have a range for each of ${channels} channels, ` +
        `got ${normalisation.length}`,
    );
  }
  return count;
}

/**
 * Checks that masks contain nothing but classes and what is ignored.
 *
 * @param set The images.
 * @param indices Those to use, as places in the set.
 * @throws {RangeError} If a label is another.
 */
export function checkLabels(
  { shape, labels, classes, ignore = [] }: LabelledImages,
  indices: readonly number[],
): void {
  const known = [...classes.map(({ label }) => label), ...ignore], pixels = pixelsOf(shape);
  const isFound = new Uint8Array(256);
  for (const index of new Set(indices)) {
    const end = (index + 1) * pixels;
    for (let i = index * pixels; i < end; i++) isFound[labels[i]] = 1;
  }
  for (const label of known) isFound[label] = 0;
  const other = isFound.indexOf(1);
  if (other < 0) return;
  throw new RangeError(
    `Cannot make batches: labels must be those of classes and ignore, ${
      known.join(", ")
    }, got ${other}`,
  );
}
