/** The voxels between two corners, both included. */
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

/** The box of a region without a voxel. */
export const EMPTY_BOX: Box = { minZ: 0, maxZ: -1, minY: 0, maxY: -1, minX: 0, maxX: -1 };

/** The voxels of a box, 0 if it is empty. */
export function volume(box: Box): number {
  return (box.maxZ - box.minZ + 1) * (box.maxY - box.minY + 1) * (box.maxX - box.minX + 1);
}
