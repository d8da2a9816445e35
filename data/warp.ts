/**
 * Geometric augmentations: affine maps from places in the result to places in the image, and image and
 * mask resampled through one, bent or not. The place (0, 0) is the first pixel's centre.
 *
 * @module
 */
import {
  mirroredInside,
  type Normalisation,
  type Samples,
  type Shape,
  unitOf,
} from "../core/mod.ts";
import { type Field, layField } from "./elastic.ts";

/** x' = [0] x + [1] y + [2] and y' = [3] x + [4] y + [5]. */
export type Affine = readonly [number, number, number, number, number, number];

/** The most that is drawn either way: a sixteenth of a side, a tenth of the scale, 15°. */
const [SHIFT, SCALE, ANGLE] = [1 / 16, 0.1, Math.PI / 12];

/** The smallest crop, as a fraction of each side. */
const SMALLEST_CROP = 0.7;

/** Changes nothing. */
export const IDENTITY: Affine = [1, 0, 0, 0, 1, 0];

/** Mirrors left to right. */
export function mirrored([, columns]: Shape): Affine {
  return [-1, 0, columns - 1, 0, 1, 0];
}

/** Mirrors top to bottom. */
export function upsideDown([rows]: Shape): Affine {
  return [1, 0, 0, 0, -1, rows - 1];
}

/** Rows become columns, of a square image. */
export const TRANSPOSED: Affine = [0, 1, 0, 1, 0, 0];

/** Moves, scales and rotates about the middle. Each draw is from 0 to 1; ½ changes nothing. */
export function shiftedScaledRotated(
  draws: { shiftX: number; shiftY: number; scale: number; angle: number },
  [rows, columns]: Shape,
): Affine {
  const between = (draw: number, end: number): number => (2 * draw - 1) * end;
  const angle = between(draws.angle, ANGLE);
  const zoom = 1 / (1 + between(draws.scale, SCALE));
  const [cos, sin] = [Math.cos(angle) * zoom, Math.sin(angle) * zoom];
  const middleX = (columns - 1) / 2, middleY = (rows - 1) / 2;
  const x = middleX + between(draws.shiftX, SHIFT) * columns;
  const y = middleY + between(draws.shiftY, SHIFT) * rows;
  return [cos, -sin, middleX - cos * x + sin * y, sin, cos, middleY - sin * x - cos * y];
}

/** Enlarges a part of the image's own proportions to the whole. Each draw is from 0 to 1. */
export function cropped(
  draws: { side: number; left: number; top: number },
  [rows, columns]: Shape,
): Affine {
  const side = SMALLEST_CROP + (1 - SMALLEST_CROP) * draws.side;
  const start = (draw: number, length: number): number =>
    draw * (1 - side) * length + (side - 1) / 2;
  return [side, 0, start(draws.left, columns), 0, side, start(draws.top, rows)];
}

/** One map after another. */
export function compose(first: Affine, then: Affine): Affine {
  const [a, b, c, d, e, f] = first, [p, q, r, s, t, u] = then;
  return [
    p * a + q * d,
    p * b + q * e,
    p * c + q * f + r,
    s * a + t * d,
    s * b + t * e,
    s * c + t * f + u,
  ];
}

/** An image with its mask, and where both go. */
export interface Warped {
  /** How large the image is. */
  shape: Shape;
  /** How large the result is. @default {as the image} */
  into?: Shape;
  /** How the result's places move before the map takes them into the image. @default {not at all} */
  field?: Field;
  /** The range of each channel. */
  normalisation: Normalisation;
  /** Samples of all images. */
  samples: Samples;
  /** Labels, all images. */
  truths: Uint8Array;
  /** The image's first pixel in both; before what is there, where only its lower rows are. */
  from: number;
  /** Values from 0 to 1, the whole batch. */
  images: Float32Array;
  /** Class indices, the whole batch. */
  labels: Int32Array;
  /** The image's first pixel in both. */
  to: number;
  /** The place of each label's class. */
  classOf: Int32Array;
}

/**
 * Resamples an image through a map, by linear interpolation between the four nearest pixels, and its mask,
 * whose labels can't be blended, by the nearest. Beyond their edges both are mirrored.
 */
export function warp(map: Affine, pictures: Warped): void {
  const { shape, into = shape, field, samples, truths, from, images, labels, to, classOf } =
    pictures;
  const { normalisation } = pictures, channels = normalisation.length;
  const [height, columns] = shape, lastRow = height - 1, last = columns - 1;
  const moves = { across: new Float64Array(into[1]), down: new Float64Array(into[1]) };
  const moveRow = field && layField(field, into);
  for (let row = 0, at = to; row < into[0]; row++) {
    moveRow?.(row, moves);
    for (let column = 0; column < into[1]; column++, at++) {
      const x = column + moves.across[column], y = row + moves.down[column];
      const u = map[0] * x + map[1] * y + map[2], v = map[3] * x + map[4] * y + map[5];
      const left = Math.floor(u), top = Math.floor(v);
      const x0 = mirroredInside(left, last), x1 = mirroredInside(left + 1, last);
      const row0 = from + mirroredInside(top, lastRow) * columns;
      const row1 = from + mirroredInside(top + 1, lastRow) * columns;
      const right = u - left, lower = v - top;
      labels[at] = classOf[truths[(lower < 0.5 ? row0 : row1) + (right < 0.5 ? x0 : x1)]];
      // the weights of the four pixels
      const d = right * lower, c = lower - d, b = right - d, a = 1 - right - c;
      const p = channels * (row0 + x0), q = channels * (row0 + x1);
      const r = channels * (row1 + x0), s = channels * (row1 + x1);
      for (let k = 0; k < channels; k++) {
        const value = a * samples[p + k] + b * samples[q + k] + c * samples[r + k] +
          d * samples[s + k];
        images[channels * at + k] = unitOf(value, normalisation[k]);
      }
    }
  }
}
