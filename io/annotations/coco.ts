import { isObject } from "../../core/mod.ts";
import { isNumbers, type Json, listOf, objectOf, sideOf, unreadable } from "./checked.ts";
import { checkCounts, decodeCounts } from "./runs.ts";
import type { AnnotatedImage, Annotations, Region } from "./types.ts";

/**
 * Reads COCO's annotations of objects (`instances_*.json`): polygons, run lengths, compressed or not,
 * and crowds. Categories become classes by their ids; objects that have only a box are noted.
 *
 * @param text The file's content.
 * @returns Its classes and images; those without an object, too.
 * @throws {TypeError} If it is no such file, an object is damaged, or two images or categories have one
 *   id; the text names them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { classes, images } = readCoco(JSON.stringify({
 *   images: [{ id: 7, file_name: "a.jpg", width: 4, height: 2 }],
 *   categories: [{ id: 3, name: "cat" }],
 *   annotations: [{ id: 1, image_id: 7, category_id: 3, segmentation: [[1, 0, 3, 0, 3, 2, 1, 2]] }],
 * }));
 * assert.deepEqual([classes, images[0].file, images[0].regions.length], [["cat"], "a.jpg", 1]);
 * ```
 */
export function readCoco(text: string): Annotations {
  const file = objectOf("COCO", text);
  const categories = listOf("COCO", file, "categories")
    .toSorted((a, b) => Number(a.id) - Number(b.id));
  const places = new Map<unknown, number>();
  for (const [place, { id, name }] of categories.entries()) {
    const other = places.get(id);
    if (other !== undefined && categories[other].name !== name) {
      throw ambiguous("categories", id, categories[other].name, name);
    }
    places.set(id, place);
  }
  const images = new Map<unknown, AnnotatedImage>();
  for (const { id, file_name, width, height } of listOf("COCO", file, "images")) {
    if (typeof file_name !== "string") {
      throw unreadable("COCO", `image ${id} must have a file_name`);
    }
    const other = images.get(id)?.file ?? file_name;
    if (other !== file_name) throw ambiguous("images", id, other, file_name);
    images.set(id, { file: file_name, width: sideOf(width), height: sideOf(height), regions: [] });
  }
  let boxes = 0;
  for (const annotation of listOf("COCO", file, "annotations")) {
    const { id, image_id, category_id } = annotation, image = images.get(image_id);
    const place = places.get(category_id);
    if (!image) {
      throw unreadable("COCO", `object ${id} is of image ${image_id}, which isn't listed`);
    }
    if (place === undefined) {
      throw unreadable("COCO", `object ${id} is of category ${category_id}, which isn't listed`);
    }
    const area = areaOf(annotation);
    if (area) image.regions.push({ class: place, ...area });
    else boxes++;
  }
  return {
    classes: categories.map(({ id, name }) => typeof name === "string" ? name : String(id)),
    images: [...images.values()],
    notes: boxes > 0 ? [`objects without a segmentation, left out: ${boxes}`] : [],
  };
}

/** Files that are put together without new ids have the objects of two images under one. */
function ambiguous(what: string, id: unknown, ...names: unknown[]): TypeError {
  return unreadable("COCO", `two ${what} have the id ${id}: ${names.join(" and ")}`);
}

/** The pixels of an object; undefined where it has only a box. */
function areaOf({ id, segmentation, iscrowd }: Json): Omit<Region, "class"> | undefined {
  const crowd = iscrowd === 1 || iscrowd === true ? { isCrowd: true } : {};
  if (Array.isArray(segmentation)) {
    if (segmentation.length === 0) return undefined;
    const polygons = isNumbers(segmentation) ? [segmentation] : segmentation as unknown[];
    for (const polygon of polygons) {
      if (isNumbers(polygon) && polygon.length >= 6 && polygon.length % 2 === 0) continue;
      throw unreadable("COCO", `object ${id} must have polygons of three corners or more`);
    }
    return { polygons: polygons as number[][], ...crowd };
  }
  if (!isObject(segmentation)) return undefined;
  const { size, counts } = segmentation;
  if (!isNumbers(size) || size.length !== 2) {
    throw unreadable("COCO", `object ${id} must have the size of its run lengths`);
  }
  const [height, width] = size;
  try {
    const runs = typeof counts === "string"
      ? decodeCounts(counts)
      : isNumbers(counts)
      ? counts
      : [];
    checkCounts(runs, width * height);
    return { polygons: [], runs: { counts: runs, width, height }, ...crowd };
  } catch (error) {
    throw unreadable("COCO", `object ${id}: ${(error as Error).message}`);
  }
}
