/** Objects too small to be seen in a whole picture, which drawings point at. */
import { boxOf } from "./box.ts";
import type { ClassShapes } from "./shapes.ts";

/** A ring around one, in half pixels. */
export interface SpeckRing {
  /** Its centre from the left. */
  x: number;
  /** Its centre from the top. */
  y: number;
  /** Its radius. */
  radius: number;
}

/** How long a speck is at most, and the radius of its ring, as shares of the picture's longer side. */
const SPECK = 0.02, RADIUS = 0.04;

/** The radius as a share of the shorter side at most. */
const WITHIN = 0.15;

/** More rings would hide the picture. */
const MOST = 12;

/**
 * Rings around what there is of a class, where all of it is specks.
 *
 * @param shapes The class's outlines.
 * @param size The picture's width and height in pixels.
 * @returns No more than twelve; none where any object is large, or there are more.
 */
export function specksOf(
  { truth, prediction }: ClassShapes,
  { width, height }: { width: number; height: number },
): SpeckRing[] {
  const side = Math.max(width, height);
  const radius = 2 * Math.min(RADIUS * side, WITHIN * Math.min(width, height));
  const longest = 2 * SPECK * side, rings: SpeckRing[] = [];
  for (const contour of [truth, prediction]) {
    // of most classes this is said without a look at the outline
    if (contour && contour.area > MOST * (longest / 2) ** 2) return [];
    for (const line of contour?.rings ?? []) {
      const box = boxOf([line]);
      // outlines run on outside of the frame
      const [left, right] = [box[0], box[2]].map((x) => Math.min(2 * width, Math.max(0, x)));
      const [top, bottom] = [box[1], box[3]].map((y) => Math.min(2 * height, Math.max(0, y)));
      if (Math.max(right - left, bottom - top) > longest) return [];
      const x = (left + right) / 2, y = (top + bottom) / 2;
      // what lies in one ring needs no other
      if (rings.every((ring) => Math.hypot(ring.x - x, ring.y - y) > radius)) {
        rings.push({ x, y, radius });
      }
    }
  }
  return rings.length > MOST ? [] : rings;
}
