/** How the pictures of a volume are laid out: which axes they have, how large they are, what is where. */
import { type Case, planeAxes, type VolumePictures } from "../../evaluation/mod.ts";

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

/** The part of a volume's planes across the main axis that its slices show, as they are drawn. */
export interface KeptBox {
  /** Its first row and column. */
  from: [row: number, column: number];
  /** Its rows and columns. */
  size: [rows: number, columns: number];
}

/**
 * The part of the planes that a volume's slices show.
 *
 * @param one The case.
 * @param volume Its pictures.
 * @returns Undefined where the run folder doesn't say, or it lies beyond the volume.
 */
export function keptBox({ shape }: Case, { axis, slices }: VolumePictures): KeptBox | undefined {
  if (slices?.from === undefined) return undefined;
  const { rows, columns } = planeAxes(axis), [row, column] = slices.from;
  const [height, width] = slices.shape;
  if (row + height > shape[rows] || column + width > shape[columns]) return undefined;
  return { from: [row, column], size: [height, width] };
}

/**
 * The indices along an axis that the viewer has: across the main axis those of the slices, across another
 * those that the slices reach.
 *
 * @param one The case.
 * @param volume Its pictures, with slices.
 * @param box What the slices show.
 * @param axis The axis.
 */
export function keptPlaces(
  { shape }: Case,
  { axis: main, anatomical, slices }: VolumePictures,
  { from, size }: KeptBox,
  axis: number,
): number[] {
  if (axis === main) return slices!.indices;
  const side = axis === planeAxes(main).rows ? 0 : 1;
  const first = anatomical ? shape[axis] - from[side] - size[side] : from[side];
  return Array.from({ length: size[side] }, (_, i) => first + i);
}

/** What a column of the sheet of all slices shows: errors, prediction, truth, where the model is unsure. */
export type SheetColumn = "e" | "p" | "t" | "u";

/**
 * The columns of the sheet of all slices.
 *
 * @param known What is known of each slice.
 */
export function sheetColumns(
  known: { truth?: unknown; prediction?: unknown; confidence?: unknown },
): SheetColumn[] {
  const { truth, prediction, confidence } = known, columns: SheetColumn[] = [];
  if (truth && prediction) columns.push("e");
  if (prediction) columns.push("p");
  if (truth) columns.push("t");
  if (confidence) columns.push("u");
  return columns;
}

/** A part of a plane, in the pixels of its drawing. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The part of a plane across the main axis that the slices show.
 *
 * @param one The case.
 * @param volume Its pictures.
 * @param box What its slices show.
 */
export function sliceFrame(one: Case, volume: VolumePictures, { from, size }: KeptBox): Frame {
  const { rows, columns } = planeAxes(volume.axis), plane = planesOf(one, volume)[volume.axis];
  const x = plane.width / one.shape[columns], y = plane.height / one.shape[rows];
  return {
    ...{ x: Math.round(from[1] * x), y: Math.round(from[0] * y) },
    width: Math.max(1, Math.round(size[1] * x)),
    height: Math.max(1, Math.round(size[0] * y)),
  };
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
 * The directions in which the first and the last slice across an axis lie.
 *
 * @param axis The axis.
 */
export function endsOf(axis: number): [first: string, last: string] {
  const [top, bottom] = ENDS[axis];
  return [bottom, top];
}

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
