/** How the pictures of a volume are laid out: which axes they have, how large they are, what is where. */
import { type Case, drawnSize, planeAxes, type VolumePictures } from "../../evaluation/mod.ts";

/** A plane of a volume, as it is drawn. */
export interface Plane {
  /** The axis across it. */
  axis: number;
  /** Which slice along this axis, from 0. */
  index: number;
  /** Pixels of the drawing, in the same scale for all planes of a volume. */
  width: number;
  height: number;
  /** Where the point lies in the drawing. */
  x: number;
  y: number;
}

/** The most pixels along the longest side of a volume. */
const LONGEST = 1024;

/** A drawing is at most so many times as high as it is wide. */
const STEEPEST = 1.25;

/**
 * The three planes through a volume's point.
 *
 * @param one The case.
 * @param volume Its pictures.
 */
export function planesOf({ shape, spacing }: Case, { point, anatomical }: VolumePictures): Plane[] {
  const scale = scaleOf(shape, spacing);
  return [0, 1, 2].map((axis) => {
    const { rows, columns } = planeAxes(axis);
    const length = (of: number) => shape[of] * spacing[of] * scale;
    const at = (of: number) =>
      ((anatomical ? shape[of] - 1 - point[of] : point[of]) + 0.5) * spacing[of] * scale;
    return {
      axis,
      index: point[axis],
      width: Math.max(1, Math.round(length(columns))),
      height: Math.max(1, Math.round(length(rows))),
      x: at(columns),
      y: at(rows),
    };
  });
}

/** Pixels per unit of the spacing: the finest voxel has one, unless that is too large. */
function scaleOf(shape: readonly number[], spacing: readonly number[]): number {
  const longest = Math.max(...shape.map((length, axis) => length * spacing[axis]));
  return Math.min(1 / Math.min(...spacing), LONGEST / longest);
}

/**
 * How wide all planes are drawn, the narrower ones with a margin, so that all have one scale.
 *
 * @param planes The planes.
 */
export function canvasWidth(planes: readonly Plane[]): number {
  const widest = Math.max(...planes.map(({ width }) => width));
  const highest = Math.max(...planes.map(({ height }) => height));
  return Math.max(widest, Math.round(highest / STEEPEST));
}

/**
 * How much pixels of a plane's label picture are stretched.
 *
 * @param labels The label picture's size.
 * @param drawn The drawing's.
 */
export function stretchOf(
  labels: { width: number; height: number },
  drawn: { width: number; height: number },
): { x: number; y: number } {
  return { x: drawn.width / labels.width, y: drawn.height / labels.height };
}

/** The most pixels of a slice's side. */
const LONGEST_OF_SLICE = 512;

/**
 * How large each of a volume's slices is drawn, in proportion.
 *
 * @param one The case.
 * @param volume Its pictures, with slices.
 */
export function sliceSize(
  { spacing }: Case,
  { axis, slices }: VolumePictures,
): { width: number; height: number } {
  const [rows, columns] = slices!.shape;
  const crop = { rows: [0, rows], columns: [0, columns] } as const;
  const [height, width] = drawnSize(spacing, axis, crop, LONGEST_OF_SLICE);
  return { width, height };
}

/** The letters at the edges of a picture, whose top is north. */
export interface Edges {
  north: string;
  east: string;
  south: string;
  west: string;
}

/** What the beginning and the end of each axis are, as they are drawn. */
const ENDS = [["S", "I"], ["A", "P"], ["R", "L"]] as const;

/**
 * The directions at the edges of a plane.
 *
 * @param axis The axis across it.
 */
export function edgesOf(axis: number): Edges {
  const { rows, columns } = planeAxes(axis);
  const [north, south] = ENDS[rows], [west, east] = ENDS[columns];
  return { north, east, south, west };
}
