/** Which voxels of a mask count: those with `value` when `equal`, those without it when not. */
export interface Region {
  /** The value compared with. */
  value: number;
  /** Whether a voxel of the region has the value, or any other one. */
  equal: boolean;
}

/** The voxels between two corners, both included; the box of an empty region has `maxX < minX`. */
export interface Box {
  /** The first slice. */
  minZ: number;
  /** The last slice. */
  maxZ: number;
  /** The first row. */
  minY: number;
  /** The last row. */
  maxY: number;
  /** The first column. */
  minX: number;
  /** The last column. */
  maxX: number;
}

/**
 * Makes the box of an empty region, to be extended.
 *
 * @returns A box that holds no voxel.
 */
export function emptyBox(): Box {
  return { minZ: Infinity, maxZ: -1, minY: Infinity, maxY: -1, minX: Infinity, maxX: -1 };
}

/**
 * Tells whether a box holds no voxel.
 *
 * @param box The box.
 * @returns Whether it is empty.
 */
export function isEmpty(box: Box): boolean {
  return box.maxX < box.minX;
}

/**
 * Counts the voxels of a box.
 *
 * @param box The box.
 * @returns Its volume, 0 when it is empty.
 */
export function volume(box: Box): number {
  if (isEmpty(box)) return 0;
  return (box.maxZ - box.minZ + 1) * (box.maxY - box.minY + 1) * (box.maxX - box.minX + 1);
}

/**
 * Finds the region that a caller means by a label.
 *
 * @param label The label, or nothing for every voxel that isn't zero.
 * @param action What the caller computes, for the message.
 * @returns The region.
 * @throws {TypeError} If the label isn't an integer.
 */
export function toRegion(label: number | undefined, action: string): Region {
  if (label === undefined) return { value: 0, equal: false };
  if (!Number.isInteger(label)) {
    throw new TypeError(`Cannot compute ${action}: label must be an integer, got ${label}`);
  }
  return { value: label, equal: true };
}
