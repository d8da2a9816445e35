/**
 * Images mirrored and turned, for predictions of the same image in several orientations.
 *
 * @module
 */
import { pixelsOf, type Shape } from "../core/mod.ts";
import type { TestAugmentation } from "./metadata.ts";

/** What is done to an image: first rows become columns, then both may be read backwards. */
export interface Orientation {
  isTransposed: boolean;
  isUpsideDown: boolean;
  isMirrored: boolean;
}

/**
 * The orientations that a prediction is the mean of, the image as it is first.
 *
 * @param augment Which; `d4` has the quarter turns only of square images.
 * @param shape The images' size.
 */
export function orientationsOf(
  augment: TestAugmentation | undefined,
  shape: Shape,
): Orientation[] {
  const both = [false, true], no = [false];
  const upsideDown = augment === "d4" ? both : no;
  const mirrored = augment === "flip" || augment === "d4" ? both : no;
  const transposed = augment === "d4" && shape[0] === shape[1] ? both : no;
  return transposed.flatMap((isTransposed) =>
    upsideDown.flatMap((isUpsideDown) =>
      mirrored.map((isMirrored) => ({ isTransposed, isUpsideDown, isMirrored }))
    )
  );
}

/** What images and maps of logits are: rows, columns, and values per pixel. */
interface Layout {
  shape: Shape;
  channels: number;
}

/** Turns images, shape [n, rows, columns, channels]. */
export function turn(
  images: Float32Array,
  orientation: Orientation,
  layout: Layout,
): Float32Array {
  const turned = new Float32Array(images.length);
  walk(images.length, orientation, layout, (to, from) => turned[to] = images[from]);
  return turned;
}

/** Adds what a model says of turned images to a sum of what it says of the images, place by place. */
export function addTurnedBack(
  sum: Float32Array,
  turned: Float32Array,
  orientation: Orientation,
  layout: Layout,
): void {
  walk(sum.length, orientation, layout, (from, to) => sum[to] += turned[from]);
}

/** Visits each value of turned images, in their order, with its place in the images. */
function walk(
  length: number,
  { isTransposed, isUpsideDown, isMirrored }: Orientation,
  { shape, channels }: Layout,
  visit: (turned: number, place: number) => void,
): void {
  const [rows, columns] = shape, image = pixelsOf(shape) * channels;
  const down = (isUpsideDown ? -1 : 1) * columns * channels;
  const across = (isMirrored ? -1 : 1) * channels;
  const corner = (isUpsideDown ? (rows - 1) * columns * channels : 0) +
    (isMirrored ? (columns - 1) * channels : 0);
  const [perRow, perColumn] = isTransposed ? [across, down] : [down, across];
  for (let start = 0, turned = 0; start < length; start += image) {
    for (let y = 0; y < rows; y++) {
      let place = start + corner + y * perRow;
      for (let x = 0; x < columns; x++, place += perColumn) {
        for (let c = 0; c < channels; c++) visit(turned++, place + c);
      }
    }
  }
}
