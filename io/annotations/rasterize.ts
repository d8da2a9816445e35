import { MAX_MEGAPIXELS } from "../images/picture_size.ts";
import { crossings } from "./polygon.ts";
import type { AnnotatedImage, Region } from "./types.ts";

/** The label of crowds: to be ignored. */
export const CROWD_LABEL = 255;

/** How {@linkcode rasterize} draws. */
export interface RasterizeOptions {
  /** Pixels per row, where the annotations don't say it. */
  width?: number;
  /** Rows, where the annotations don't say it. */
  height?: number;
  /**
   * Which of two areas that overlap lies on top: the smaller one (of equal ones the later), or the later
   * one in the file. COCO and YOLO have no order, and in LabelMe the later is drawn on top.
   * @default {"smaller"}
   */
  onTop?: "smaller" | "later";
}

/**
 * Draws the areas of an image as labels: 0 where there is none, otherwise the class's place plus 1, and
 * 255 where there is nothing but a crowd, to be ignored. The pixels of polygons and run lengths are
 * pycocotools'; several polygons of an area are united, and a polygon that crosses itself has holes.
 *
 * @param image The image and its areas.
 * @param options Its size, and what lies on top.
 * @returns Labels, shape [height, width], and the size.
 * @throws {TypeError} If nobody says how large the image is, it is too large, corners lie far outside, or
 *   run lengths are of another size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const regions = [{ class: 0, polygons: [[1, 0, 3, 0, 3, 2, 1, 2]] }];
 * const { labels } = rasterize({ file: "a.jpg", width: 4, height: 2, regions });
 * assert.deepEqual([...labels], [0, 1, 1, 0, 0, 1, 1, 0]);
 * ```
 */
export function rasterize(
  image: AnnotatedImage,
  options: RasterizeOptions = {},
): { labels: Uint8Array; width: number; height: number } {
  const { width = options.width, height = options.height, file, regions } = image;
  if (!isSide(width) || !isSide(height)) {
    throw new TypeError(
      `Cannot draw annotations: the size of ${file || "the image"} must be known, ` +
        `got ${width}x${height}`,
    );
  }
  if (width * height > MAX_MEGAPIXELS * 1e6) {
    throw new TypeError(
      `Cannot draw annotations: ${file || "the image"} must have at most ${MAX_MEGAPIXELS} ` +
        `megapixels, got ${width}x${height}`,
    );
  }
  const size = { width, height };
  const areas = regions.map((region) => ({ region, runs: runsOf(region, size, file) }))
    .map((area) => ({ ...area, pixels: pixelsOf(area.region, area.runs) }));
  if (options.onTop !== "later") areas.sort((a, b) => b.pixels - a.pixels);
  // a crowd lies below everything
  areas.sort((a, b) => Number(b.region.isCrowd ?? false) - Number(a.region.isCrowd ?? false));
  const labels = new Uint8Array(width * height);
  for (const { region, runs } of areas) {
    const label = region.isCrowd ? CROWD_LABEL : region.class + 1;
    for (const places of runs) fillBetween(places, labels, size, label);
    if (region.picture) paste(region.picture, labels, size, label);
  }
  return { labels, width, height };
}

function isSide(side: number | undefined): side is number {
  return Number.isInteger(side) && side! > 0;
}

interface Size {
  width: number;
  height: number;
}

/** Polygons and run lengths as places in columns, at which outside and inside change. */
function runsOf(region: Region, { width, height }: Size, file: string): Uint32Array[] {
  const runs = region.polygons.map((polygon) => {
    const corners = region.isRelative
      ? polygon.map((share, i) => share * (i % 2 === 0 ? width : height))
      : polygon;
    checkCorners(corners, { width, height }, file);
    return crossings(corners, width, height);
  });
  if (!region.runs) return runs;
  const { counts, ...size } = region.runs;
  if (size.width !== width || size.height !== height) {
    throw new TypeError(
      `Cannot draw annotations: run lengths of ${file} must be of its ${width}x${height} pixels, ` +
        `got ${size.width}x${size.height}`,
    );
  }
  let end = 0;
  return [...runs, Uint32Array.from(counts, (count) => end += count)];
}

/** An outline is walked in steps: one that leads far away would take for ever. */
function checkCorners(corners: readonly number[], { width, height }: Size, file: string): void {
  const most = 10 * Math.max(width, height);
  const far = corners.find((corner) => !(Math.abs(corner) <= most));
  if (far === undefined) return;
  throw new TypeError(
    `Cannot draw annotations: corners must lie near the ${width}x${height} pixels of ${file}, ` +
      `got ${far}`,
  );
}

/** How many pixels an area has; where its polygons overlap, they count twice. */
function pixelsOf({ picture }: Region, runs: readonly Uint32Array[]): number {
  let pixels = 0;
  for (const places of runs) {
    for (let i = 0; i + 1 < places.length; i += 2) pixels += places[i + 1] - places[i];
  }
  if (picture) { for (const label of picture.labels) pixels += label ? 1 : 0; }
  return pixels;
}

/** Fills from each first place in columns to the second, the third to the fourth, …. */
function fillBetween(
  places: Uint32Array,
  labels: Uint8Array,
  { width, height }: Size,
  label: number,
): void {
  for (let i = 0; i < places.length; i += 2) {
    const end = i + 1 < places.length ? places[i + 1] : width * height;
    for (let place = places[i]; place < end; place++) {
      labels[(place % height) * width + Math.floor(place / height)] = label;
    }
  }
}

function paste(
  { labels: inside, width: columns, height: rows, x, y }: NonNullable<Region["picture"]>,
  labels: Uint8Array,
  { width, height }: Size,
  label: number,
): void {
  for (let row = Math.max(0, -y); row < rows && y + row < height; row++) {
    for (let column = Math.max(0, -x); column < columns && x + column < width; column++) {
      if (inside[row * columns + column]) labels[(y + row) * width + x + column] = label;
    }
  }
}
