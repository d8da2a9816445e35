import { decodeLabelPng } from "../images/label_picture.ts";
import { isNumbers, type Json, listOf, objectOf, sideOf, unreadable } from "./checked.ts";
import type { Annotations, Region } from "./types.ts";

/** Corners of the polygon that a circle becomes. */
const CIRCLE_CORNERS = 64;

/**
 * Reads a file of LabelMe: polygons, rectangles, circles and masks of one image. Points and lines are
 * noted and left out. The classes are the labels in the order in which they appear: files of one set
 * are put together by their names.
 *
 * @param text The file's content.
 * @returns Its classes and its image.
 * @throws {TypeError} If it is no such file, or a shape is damaged; the text says which.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { classes, images } = readLabelme(JSON.stringify({
 *   imagePath: "a.jpg", imageWidth: 4, imageHeight: 2,
 *   shapes: [{ label: "cat", shape_type: "polygon", points: [[1, 0], [3, 0], [3, 2]] }],
 * }));
 * assert.deepEqual([classes, images[0].regions[0].polygons], [["cat"], [[1, 0, 3, 0, 3, 2]]]);
 * ```
 */
export function readLabelme(text: string): Annotations {
  const file = objectOf("LabelMe", text), left = new Map<string, number>();
  const classes: string[] = [], regions: Region[] = [];
  for (const [i, shape] of listOf("LabelMe", file, "shapes").entries()) {
    const kind = typeof shape.shape_type === "string" ? shape.shape_type : "polygon";
    const area = areaOf(shape, kind, i);
    if (!area) {
      left.set(kind, (left.get(kind) ?? 0) + 1);
      continue;
    }
    const label = String(shape.label);
    if (!classes.includes(label)) classes.push(label);
    regions.push({ class: classes.indexOf(label), ...area });
  }
  const { imagePath, imageWidth, imageHeight } = file;
  // Windows' paths, too
  const name = typeof imagePath === "string" ? imagePath.replaceAll("\\", "/") : "";
  const image = { file: name, width: sideOf(imageWidth), height: sideOf(imageHeight), regions };
  const notes = Array.from(left, ([kind, count]) => `shapes of kind ${kind}, left out: ${count}`);
  return { classes, images: [image], notes };
}

/** The pixels of a shape; undefined where it has none. */
function areaOf(shape: Json, kind: string, i: number): Omit<Region, "class"> | undefined {
  if (!["polygon", "rectangle", "circle", "mask"].includes(kind)) return undefined;
  const { points } = shape;
  const corners = Array.isArray(points) && points.every((it) => isNumbers(it) && it.length === 2)
    ? points as [number, number][]
    : [];
  const least = kind === "polygon" ? 3 : 2;
  if (corners.length < least) {
    throw unreadable("LabelMe", `shape ${i} is a ${kind} and must have ${least} points or more`);
  }
  const [[x, y], [toX, toY]] = corners;
  switch (kind) {
    case "rectangle":
      return { polygons: [[x, y, toX, y, toX, toY, x, toY]] };
    case "circle":
      return { polygons: [circle(x, y, Math.hypot(toX - x, toY - y))] };
    case "mask":
      return {
        polygons: [],
        picture: { ...pictureOf(shape, i), x: Math.round(x), y: Math.round(y) },
      };
    default:
      return { polygons: [corners.flat()] };
  }
}

function circle(x: number, y: number, radius: number): number[] {
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => (2 * Math.PI * i) / CIRCLE_CORNERS)
    .flatMap((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
}

function pictureOf({ mask }: Json, i: number): ReturnType<typeof decodeLabelPng> {
  if (typeof mask !== "string") throw unreadable("LabelMe", `shape ${i} must have its mask`);
  try {
    return decodeLabelPng(Uint8Array.fromBase64(mask));
  } catch (error) {
    throw unreadable("LabelMe", `the mask of shape ${i}: ${(error as Error).message}`);
  }
}
