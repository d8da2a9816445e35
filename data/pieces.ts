/**
 * Random pieces of images at their own size, as nnU-Net's patches: two thirds lie anywhere, a third
 * around a place of a rare class.
 *
 * @module
 */
import { mirroredInside, mulberry32, pixelsOf, type Shape } from "../core/mod.ts";
import { type Affine, compose } from "./warp.ts";
import { type Pack, readPlaces } from "./pack.ts";

/** The part of the pieces that lie around a place of a rare class. */
const CENTRED = 1 / 3;

/** What sets a piece's draws apart from its augmentations', which come from the same bits. */
const SALT = 0x5bd1e995;

/**
 * How often an image is in an epoch: as many of its pieces as cover its area, so that an epoch sees about
 * every pixel once.
 *
 * @param image The image's size.
 * @param piece The pieces'.
 * @returns 1 or more.
 */
export function piecesIn(image: Shape, piece: Shape): number {
  return Math.max(1, Math.round(pixelsOf(image) / pixelsOf(piece)));
}

/**
 * The classes that have less than an even share of the set's pixels.
 *
 * @param pack The images.
 * @param indices Those to learn from.
 * @returns Places in the pack's labels.
 */
export function rareClasses({ counts, labels }: Pack, indices: Iterable<number>): number[] {
  const sums = labels.map(() => 0);
  for (const index of indices) counts[index].forEach((count, c) => sums[c] += count);
  const total = sums.reduce((sum, count) => sum + count, 0);
  return sums.flatMap((count, c) => count > 0 && count * labels.length < total ? [c] : []);
}

/**
 * Draws where a piece lies.
 *
 * @param pack The images.
 * @param index The image's place in it.
 * @param bits 32 random bits.
 * @param options How large pieces are, and which classes are rare.
 * @returns Its first row and column; negative where the image is smaller, and in the piece's middle.
 */
export function drawCorner(
  pack: Pack,
  index: number,
  bits: number,
  { piece, rare }: { piece: Shape; rare: readonly number[] },
): readonly [top: number, left: number] {
  const random = mulberry32(bits ^ SALT), [rows, columns] = pack.shapes[index];
  const [isCentred, which, place, down, across] = Array.from({ length: 5 }, random);
  const centre = isCentred < CENTRED ? placeOfRare(pack, index, rare, { which, place }) : undefined;
  if (centre === undefined) {
    return [anywhere(rows, piece[0], down), anywhere(columns, piece[1], across)];
  }
  const [y, x] = [Math.floor(centre / columns), centre % columns];
  return [around(y, rows, piece[0]), around(x, columns, piece[1])];
}

/** The place of a pixel of one of the rare classes that an image has; undefined if it has none. */
function placeOfRare(
  pack: Pack,
  index: number,
  rare: readonly number[],
  draws: { which: number; place: number },
): number | undefined {
  const present = rare.filter((c) => pack.counts[index][c] > 0);
  if (present.length === 0) return undefined;
  const places = readPlaces(pack, index)[present[Math.floor(draws.which * present.length)]];
  return places[Math.floor(draws.place * places.length)];
}

function anywhere(length: number, side: number, draw: number): number {
  const rest = length - side;
  return rest <= 0 ? Math.floor(rest / 2) : Math.floor(draw * (rest + 1));
}

function around(place: number, length: number, side: number): number {
  const rest = length - side;
  return rest <= 0 ? Math.floor(rest / 2) : Math.min(Math.max(place - (side >> 1), 0), rest);
}

/**
 * The map from places in a piece to places in its image.
 *
 * @param change What else is done to the piece, in its own places.
 * @param corner The piece's first row and column.
 */
export function intoImage(
  change: Affine | undefined,
  [top, left]: readonly [number, number],
): Affine {
  const move: Affine = [1, 0, left, 0, 1, top];
  return change === undefined ? move : compose(change, move);
}

/**
 * The rows of an image that a piece is made of.
 *
 * @param map From places in the piece to places in the image.
 * @param piece The piece's size.
 * @param rows The image's rows.
 * @param reach By how many rows and columns at most places in the piece move before. @default {none}
 * @returns The first, and the one after the last.
 */
export function rowsOf(
  [, , , d, e, f]: Affine,
  [height, width]: Shape,
  rows: number,
  [down, across]: readonly [down: number, across: number] = [0, 0],
): readonly [top: number, end: number] {
  const ends = [-across, width - 1 + across].flatMap((x) =>
    [-down, height - 1 + down].map((y) => d * x + e * y + f)
  );
  const [least, most] = [Math.floor(Math.min(...ends)), Math.floor(Math.max(...ends)) + 1];
  const last = rows - 1, places = [least, most].map((place) => mirroredInside(place, last));
  // mirrored at an edge, it needs the rows up to the edge as well
  const top = least < 0 ? 0 : Math.min(...places), end = most > last ? last : Math.max(...places);
  return [top, Math.max(end, ...places) + 1];
}
