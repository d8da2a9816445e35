import { type LabelClass, placeOf, type Shape } from "../../core/mod.ts";
import { encodeLabelPng, type LabelPicture, palette, resizeLabels } from "../../io/mod.ts";
import { makeFolder, writeFileAtomic } from "../../io/mod.ts";

/** What a model predicts for a case after an epoch. */
export interface FilmFrame {
  /** The case's id. */
  id: string;
  /** The Dice of each class, in the order of the classes; undefined where neither mask contains it. */
  dice: readonly (number | undefined)[];
  /** Predicted labels, shape [rows, columns]. */
  labels: Uint8Array;
  /** Rows and columns. */
  shape: Shape;
}

/** What the frames of an epoch have in common. */
export interface FilmHead {
  /** The epoch, 1 for the first. */
  epoch: number;
  /** The names of the classes, in the order of the frames' Dice. */
  classes: string[];
  /** With `pad` an image lies in the middle of its frame, its proportions kept; it fills it otherwise. */
  fit?: "pad";
}

/** The longest side of a frame, in pixels; larger predictions are scaled down. */
export const FRAME_SIDE = 256;

/** A file's version, the number in its first line. */
export const FILM = 1;

/** The name of an epoch's file in `epochs/`. */
export function filmName(epoch: number): string {
  return `film.${String(epoch).padStart(3, "0")}.jsonl`;
}

/**
 * The line of a frame: its prediction as an indexed PNG, which takes about a kilobyte.
 *
 * @param frame The frame.
 * @param classes The classes, for their colours.
 */
export function filmLine(
  { id, dice, labels, shape: [height, width] }: FilmFrame,
  classes: readonly LabelClass[],
): Uint8Array {
  const small = frameSize({ labels, width, height });
  const png = encodeLabelPng(small, palette(small.labels, classes)).toBase64();
  const rounded = dice.map((value) => value === undefined ? null : Number(value.toFixed(4)));
  return line({ id, dice: rounded, png });
}

/**
 * Writes the frames of an epoch to `epochs/film.NNN.jsonl`, atomically.
 *
 * @param folder The run folder.
 * @param head What they have in common.
 * @param lines Their lines, from {@linkcode filmLine}.
 * @returns How many bytes were written.
 */
export async function writeFilm(
  folder: string,
  head: FilmHead,
  lines: readonly Uint8Array[],
): Promise<number> {
  await makeFolder(`${folder}/epochs`);
  const all = [line({ film: FILM, ...head }), ...lines];
  await writeFileAtomic(`${folder}/epochs/${filmName(head.epoch)}`, all);
  return all.reduce((sum, { length }) => sum + length, 0);
}

/** The part of a frame that shows the image, without padding. */
export function frameOf(
  frame: LabelPicture,
  fit: FilmHead["fit"],
  size: { width: number; height: number },
): LabelPicture {
  if (fit === undefined) return frame;
  const { width, height, left, top } = placeOf(size, [frame.height, frame.width], fit);
  const labels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * frame.width + left;
    labels.set(frame.labels.subarray(from, from + width), y * width);
  }
  return { labels, width, height };
}

function frameSize(picture: LabelPicture): LabelPicture {
  const scale = FRAME_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resizeLabels(picture, side(picture.width), side(picture.height));
}

function line(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) + "\n");
}
