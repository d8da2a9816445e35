import { mulberry32, type Shape } from "../core/mod.ts";
import { drawField, type Field, FIELD_DRAWS } from "./elastic.ts";
import { type Color, drawColor } from "./recolor.ts";
import {
  type Affine,
  compose,
  cropped,
  IDENTITY,
  mirrored,
  shiftedScaledRotated,
  TRANSPOSED,
  upsideDown,
} from "./warp.ts";

/** Random augmentations of an image and its trimap, each but `d4` applied to half of the images. */
export const AUGMENTATIONS = [
  "flip",
  "d4",
  "shift-scale-rotate",
  "crop",
  "elastic",
  "color",
] as const;

/**
 * The name of an augmentation:
 *
 * - `flip` mirrors left to right;
 * - `d4` takes one of the eight mirrored and turned versions of a square image, or of the four of an
 *   oblong one, all equally likely: the dihedral group D4, for images that have no right way up;
 * - `shift-scale-rotate` moves by up to a sixteenth of a side, enlarges or shrinks by up to a tenth and
 *   rotates by up to 15°; beyond its edge the image is mirrored;
 * - `crop` enlarges a part, 0.7 to 1 of each side, to the whole;
 * - `elastic` bends the image: the points of a grid over it, a quarter of a side apart, move by up to a
 *   sixteenth of a side each, and what lies between follows smoothly;
 * - `color` changes brightness, contrast and saturation by up to a fifth each; for images that don't
 *   have three channels, brightness and each channel's contrast.
 */
export type Augmentation = typeof AUGMENTATIONS[number];

/** What is done to one image. */
export interface Change {
  /** Whether rows are read backwards; a `map` already includes that. */
  isMirrored: boolean;
  /** From places in the result to places in the image; undefined if these are the same. */
  map?: Affine;
  /** How the result is bent, before the `map`, which there is then; undefined if it isn't. */
  field?: Field;
  /** How its colours change; undefined if they don't. */
  color?: Color;
}

/**
 * Draws the random augmentations of an image from its 32 bits. Each augmentation has its own draws, so
 * that leaving one out changes none of the others. The highest bit decides on mirroring, the next two on
 * the turns of `d4`.
 */
export function drawChange(bits: number, chosen: readonly Augmentation[], shape: Shape): Change {
  const hasNoWayUp = chosen.includes("d4"), isSquare = shape[0] === shape[1];
  const isMirrored = (hasNoWayUp || chosen.includes("flip")) && bits >>> 31 === 1;
  const random = mulberry32(bits);
  const maps: Affine[] = [];
  const [isTurned, shiftX, shiftY, scale, angle] = draws(random, 5);
  if (chosen.includes("shift-scale-rotate") && isTurned < 0.5) {
    maps.push(shiftedScaledRotated({ shiftX, shiftY, scale, angle }, shape));
  }
  const [isCropped, side, left, top] = draws(random, 4);
  if (chosen.includes("crop") && isCropped < 0.5) maps.push(cropped({ side, left, top }, shape));
  const [isColored, ...color] = draws(random, 4);
  const changesColor = chosen.includes("color") && isColored < 0.5;
  // last, since only they are left undrawn where they aren't chosen
  const [isBent, ...points] = chosen.includes("elastic") ? draws(random, 1 + FIELD_DRAWS) : [1];
  const field = isBent < 0.5 ? drawField(points) : undefined;
  if (field) maps.push(IDENTITY);
  if (hasNoWayUp && isSquare && (bits >>> 29 & 1) === 1) maps.push(TRANSPOSED);
  if (hasNoWayUp && (bits >>> 30 & 1) === 1) maps.push(upsideDown(shape));
  if (maps.length > 0 && isMirrored) maps.push(mirrored(shape));
  return {
    isMirrored,
    map: maps.length > 0 ? maps.reduce(compose) : undefined,
    field,
    color: changesColor ? drawColor(color) : undefined,
  };
}

function draws(random: () => number, count: number): number[] {
  return Array.from({ length: count }, random);
}
