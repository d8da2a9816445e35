/**
 * Images and masks in one file, each at its own size, read from it when they are asked for: what is in
 * memory doesn't grow with the set. An image's record is its samples, its labels, and of each class some
 * of the places where it lies.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { type PixelFormat, pixelsOf, type Samples, type Shape } from "../core/mod.ts";
import { bytesOf } from "./bytes.ts";

/** Images with masks in a file; plain data, so that workers can be told. */
export interface Pack {
  /** The file. */
  path: string;
  /** What tells the file from another one of its name: see {@linkcode identityOf}. */
  identity: string;
  /** What pixels are. */
  format: PixelFormat;
  /** The labels of the classes whose places are known. */
  labels: readonly number[];
  /** Rows and columns of each image. */
  shapes: readonly Shape[];
  /** The byte at which each image's record begins. */
  offsets: readonly number[];
  /** How many pixels of each class an image has, in the order of the labels. */
  counts: readonly (readonly number[])[];
}

/** Some rows of an image and its mask. */
export interface PackedRows {
  /** Samples, shape [rows, columns, channels]. */
  samples: Samples;
  /** Labels, shape [rows, columns]. */
  truths: Uint8Array;
}

/** Places that are known of each class in an image: enough for pieces that differ from epoch to epoch. */
export const PLACES = 64;

/** Where the parts of an image's record begin, and how long it is, in bytes. */
export function layoutOf(
  { format: { channels, depth }, labels }: Pick<Pack, "format" | "labels">,
  shape: Shape,
): { labels: number; places: number; length: number } {
  const pixels = pixelsOf(shape), truths = pixels * channels * (depth === 8 ? 1 : 4);
  // whole words, as an array of them is written
  const places = Math.ceil((truths + pixels) / 4) * 4;
  return { labels: truths, places, length: places + 4 * PLACES * labels.length };
}

/**
 * Reads rows of an image and its mask.
 *
 * @param pack The file.
 * @param index The image's place in it.
 * @param rows The first row, and the one after the last. @default {all}
 * @returns Copies of their own.
 * @throws {Error} If the file can't be read, or is shorter than it says.
 */
export function readRows(
  pack: Pack,
  index: number,
  [top, end]: readonly [top: number, end: number] = [0, pack.shapes[index][0]],
): PackedRows {
  const { format: { channels, depth }, shapes, offsets } = pack;
  const shape = shapes[index], pixels = (end - top) * shape[1], first = top * shape[1];
  const samples = depth === 8
    ? new Uint8Array(pixels * channels)
    : new Float32Array(pixels * channels);
  const truths = new Uint8Array(pixels), { labels } = layoutOf(pack, shape);
  const from = first * channels * samples.BYTES_PER_ELEMENT;
  readInto(pack, [[bytesOf(samples), offsets[index] + from], [
    truths,
    offsets[index] + labels + first,
  ]]);
  return { samples, truths };
}

/**
 * Some places of each class in an image, spread evenly over all it has.
 *
 * @param pack The file.
 * @param index The image's place in it.
 * @returns A view per class, in the order of the pack's labels; empty for a class that the image lacks.
 */
export function readPlaces(pack: Pack, index: number): Uint32Array[] {
  const places = new Uint32Array(PLACES * pack.labels.length);
  const { places: from } = layoutOf(pack, pack.shapes[index]);
  readInto(pack, [[bytesOf(places), pack.offsets[index] + from]]);
  return pack.labels.map((_, c) => {
    const own = places.subarray(c * PLACES, (c + 1) * PLACES), end = own.indexOf(NOWHERE);
    return end < 0 ? own : own.subarray(0, end);
  });
}

/** What stands for no further place. */
const NOWHERE = 0xffffffff;

/**
 * Finds places of classes in a mask, spread evenly over all that each has.
 *
 * @param truths The labels of all pixels.
 * @param labels The classes'.
 * @returns Places, shape [labels, {@link PLACES}], and how many pixels each class has.
 */
export function placesOf(
  truths: Uint8Array,
  labels: readonly number[],
): { places: Uint32Array; counts: number[] } {
  const counts = new Uint32Array(256);
  for (const label of truths) counts[label]++;
  const places = new Uint32Array(PLACES * labels.length).fill(NOWHERE);
  // of the pixels of a class, in their order, which is taken next
  const first = new Int32Array(256).fill(-1),
    taken = new Uint32Array(256),
    seen = new Uint32Array(256);
  labels.forEach((label, c) => first[label] = c * PLACES);
  for (let i = 0; i < truths.length; i++) {
    const label = truths[i], count = counts[label], known = Math.min(count, PLACES);
    if (first[label] < 0 || taken[label] === known) continue;
    const next = Math.floor((taken[label] + 0.5) * count / known);
    if (seen[label]++ === next) places[first[label] + taken[label]++] = i;
  }
  return { places, counts: labels.map((label) => counts[label]) };
}

/** What tells a file from another one that is put in its place, of the same length, say. */
export function identityOf({ ino, size, mtimeMs }: Stats): string {
  return [ino, size, mtimeMs].join();
}

/**
 * Fills memory from places in a file.
 *
 * @throws {Error} If the file can't be read, ends before, or is no longer the one that it was.
 */
export function readInto(
  { path, identity }: Pick<Pack, "path" | "identity">,
  parts: readonly (readonly [memory: Uint8Array, from: number])[],
): void {
  const file = openSync(path, "r");
  try {
    if (identityOf(fstatSync(file)) !== identity) {
      throw new Error(
        `Cannot read the decoded images in ${path}: it must stay as it was when the program started, ` +
          "got another file in its place; start again",
      );
    }
    for (const [memory, from] of parts) {
      for (let done = 0; done < memory.length;) {
        const count = readSync(file, memory, done, memory.length - done, from + done);
        if (count === 0) {
          throw new Error(`Cannot read the decoded images in ${path}: it was cut short`);
        }
        done += count;
      }
    }
  } finally {
    closeSync(file);
  }
}
