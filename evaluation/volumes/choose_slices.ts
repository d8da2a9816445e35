import type { VolumeExtent } from "./extent.ts";
import { type Crop, type Drawing, planeAxes, wholePicture } from "./planes.ts";

/** So many slices stand for all of a volume. */
export const SHOWN = 8;

/**
 * The slices that matter: the stretch with classes or errors is divided into equal parts, and each shows the
 * slice with the most wrong voxels, of several the first, and without errors its middle.
 *
 * @param extent Where classes and errors lie.
 * @param axis The axis across the slices.
 * @param most How many parts, at most one per slice.
 * @returns Their indices, ascending; none where the masks are empty.
 */
export function chooseSlices(
  { objects, wrongIn }: VolumeExtent,
  axis: number,
  most: number,
): number[] {
  if (objects === undefined) return [];
  const [start, end] = objects[axis], parts = Math.min(most, end - start);
  const edge = (part: number): number => start + Math.floor(part * (end - start) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [edge(part), edge(part + 1)];
    let worst = from;
    for (let i = from; i < to; i++) if (wrongIn[i] > wrongIn[worst]) worst = i;
    return wrongIn[worst] === 0 ? (from + to - 1) >> 1 : worst;
  });
}

/**
 * The part of the slices' pictures that has all classes and errors, and a margin of a fifth around them.
 *
 * @param extent Where classes and errors lie.
 * @param axis The axis across the slices.
 * @param drawing How they are drawn.
 */
export function cropOf({ objects }: VolumeExtent, axis: number, drawing: Drawing): Crop {
  const whole = wholePicture(drawing.shape, axis), axes = planeAxes(axis);
  if (objects === undefined) return whole;
  const cropped = (which: "rows" | "columns"): [number, number] => {
    const length = whole[which][1], [start, end] = objects[axes[which]];
    const [from, to] = drawing.isAnatomical ? [length - end, length - start] : [start, end];
    const margin = Math.ceil((to - from) / 5) + 2;
    return [Math.max(0, from - margin), Math.min(length, to + margin)];
  };
  return { rows: cropped("rows"), columns: cropped("columns") };
}
