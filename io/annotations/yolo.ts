import { unreadable } from "./checked.ts";
import type { AnnotatedImage, Region } from "./types.ts";

/** Labels are bytes, of which 0 is background and 255 is ignored. */
const LAST_CLASS = 253;

/**
 * Reads an image's `.txt` of YOLO's segmentation: in each line a class's number, then the corners of a
 * polygon as shares of width and height. The classes' names are in another file.
 *
 * @param text The file's content; an empty one says that there is no object.
 * @param file The image it belongs to.
 * @returns The image's areas; its size must be passed to {@linkcode rasterize}.
 * @throws {TypeError} If a line isn't such a polygon; a line of a class and four numbers is a box, whose
 *   pixels nobody knows.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { regions } = readYolo("2 0.25 0 0.75 0 0.75 1\n", "a.jpg");
 * assert.deepEqual(regions, [{ class: 2, polygons: [[0.25, 0, 0.75, 0, 0.75, 1]], isRelative: true }]);
 * ```
 */
export function readYolo(text: string, file: string): AnnotatedImage {
  const regions: Region[] = [];
  for (const [i, line] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
    const words = line.trim().split(/\s+/);
    if (words[0] === "") continue;
    const [number, ...corners] = words.map(Number);
    const fault = faultOf(number, corners);
    if (fault) throw unreadable("YOLO", `line ${i + 1} ${fault}`);
    regions.push({ class: number, polygons: [corners], isRelative: true });
  }
  return { file, regions };
}

function faultOf(number: number, corners: readonly number[]): string | undefined {
  if (!(Number.isInteger(number) && number >= 0)) return "must begin with a class's number";
  if (number > LAST_CLASS) return `must have a class's number up to ${LAST_CLASS}, got ${number}`;
  if (corners.length === 4) return "is a box, not the outline that segmentation needs";
  if (corners.length < 6 || corners.length % 2 !== 0) {
    return `must have x and y of three corners or more, got ${corners.length} numbers`;
  }
  const bad = corners.find((share) => !(share >= -0.01 && share <= 1.01));
  return bad === undefined ? undefined : `must have corners from 0 to 1, got ${bad}`;
}
