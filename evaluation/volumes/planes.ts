/** How planes of a volume are drawn. */
export interface Drawing {
  /** The lengths of the axes: slices, rows, columns. */
  shape: readonly number[];
  /** The size of a voxel along each axis of `shape`. */
  spacing: readonly number[];
  /**
   * Whether both axes of a picture are reversed. Volumes that say where they lie grow to the patient's
   * right, front and top; radiologists look at them with the right on the left, front and top up.
   */
  isAnatomical: boolean;
}

/** A stretch of a picture's rows and columns. */
export interface Crop {
  /** The first row and the one after the last. */
  rows: readonly [start: number, end: number];
  /** The first column and the one after the last. */
  columns: readonly [start: number, end: number];
}

/**
 * The axes of a picture that is cut across an axis: the two others, in their order.
 *
 * @param axis The axis that it is cut across.
 */
export function planeAxes(axis: number): { rows: number; columns: number } {
  return { rows: axis === 0 ? 1 : 0, columns: axis === 2 ? 1 : 2 };
}

/**
 * The axis across which slices are sharp: that of the coarsest spacing, of nearly equal ones the first.
 *
 * @param spacing The size of a voxel along each axis.
 */
export function sliceAxis(spacing: readonly number[]): number {
  return spacing.reduce((best, size, axis) => size > spacing[best] * 1.01 ? axis : best, 0);
}

/**
 * Cuts a plane out of a volume, as it is drawn.
 *
 * @param voxels A byte per voxel, the last axis fastest.
 * @param drawing The volume's axes.
 * @param plane Where: the axis across it, and the index along that axis.
 * @param plane.crop Which part of the picture; all without it.
 * @returns A byte per pixel, row by row.
 */
export function cut(
  voxels: Uint8Array,
  { shape, isAnatomical }: Drawing,
  { axis, index, crop }: { axis: number; index: number; crop?: Crop },
): Uint8Array {
  const steps = [shape[1] * shape[2], shape[2], 1], axes = planeAxes(axis);
  const { rows, columns } = crop ?? wholePicture(shape, axis);
  const height = rows[1] - rows[0], width = columns[1] - columns[0];
  // a reversed axis is walked from its end
  const placed = (which: "rows" | "columns", at: number): number =>
    isAnatomical ? shape[axes[which]] - 1 - at : at;
  const stepX = (isAnatomical ? -1 : 1) * steps[axes.columns];
  const picture = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    let from = index * steps[axis] + placed("rows", rows[0] + y) * steps[axes.rows] +
      placed("columns", columns[0]) * steps[axes.columns];
    for (let x = 0; x < width; x++, from += stepX) picture[to++] = voxels[from];
  }
  return picture;
}

/** The whole of a picture across an axis. */
export function wholePicture(shape: readonly number[], axis: number): Crop {
  const axes = planeAxes(axis);
  return { rows: [0, shape[axes.rows]], columns: [0, shape[axes.columns]] };
}

/**
 * How large a plane is drawn, so that a millimetre is as long across as down.
 *
 * @param spacing The size of a voxel along each axis.
 * @param axis The axis across the plane.
 * @param crop The plane's rows and columns.
 * @param longest The most pixels of a side.
 * @returns Rows and columns, a pixel as large as the shorter side of a voxel where that is not too many.
 */
export function drawnSize(
  spacing: readonly number[],
  axis: number,
  { rows, columns }: Crop,
  longest: number,
): [height: number, width: number] {
  const axes = planeAxes(axis), pixel = Math.min(spacing[axes.rows], spacing[axes.columns]);
  const sides = [
    (rows[1] - rows[0]) * spacing[axes.rows] / pixel,
    (columns[1] - columns[0]) * spacing[axes.columns] / pixel,
  ];
  const scale = Math.min(1, longest / Math.max(...sides));
  return [Math.max(1, Math.round(sides[0] * scale)), Math.max(1, Math.round(sides[1] * scale))];
}
