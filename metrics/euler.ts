import type { CutOut } from "./cut_out.ts";

/**
 * The Euler number of a region: the signs of its cells, added corner by corner. Each corner counts
 * the cells that begin there, of which the two voxels along each axis around it tell.
 *
 * @param cut The region, with a ring of background.
 * @param connectivity 1, for the grid of the voxels' centres, or more, for the voxels themselves.
 */
export function eulerOfCut({ inside, grid }: CutOut, connectivity: number): number {
  const { dimensions, depth, height, width } = grid;
  const table = TABLES[dimensions][connectivity === 1 ? "centers" : "voxels"]();
  const shift = 2 ** (dimensions - 1);
  // the voxels of one column around the corners of a row; in a plane the second slice is none
  const plane = dimensions === 3 ? height * width : 0;
  let total = 0;
  for (let z = 0; z < Math.max(1, depth - 1); z++) {
    for (let y = 0; y < height - 1; y++) {
      const start = (z * height + y) * width;
      let left = 0;
      for (let i = start; i < start + width; i++) {
        let right = inside[i] | inside[i + width] << 1;
        if (plane > 0) right |= (inside[i + plane] | inside[i + plane + width] << 1) << 2;
        if (i > start) total += table[left | right << shift];
        left = right;
      }
    }
  }
  return total;
}

/** A function that computes its value once. */
function once<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => value ??= compute();
}

/** The tables by the number of axes, made when they are first needed. */
const TABLES: Record<number, Record<"centers" | "voxels", () => Int8Array>> = Object.fromEntries(
  [2, 3].map((dimensions) => [dimensions, {
    centers: once(() => toTable(dimensions, true)),
    voxels: once(() => toTable(dimensions, false)),
  }]),
);

/** For the voxels around a corner, as bits, the sum of the signs of the cells that begin there. */
function toTable(dimensions: number, hasCenters: boolean): Int8Array {
  const voxels = 2 ** dimensions;
  return Int8Array.from({ length: 2 ** voxels }, (_, bits) => {
    let sum = 0;
    // a cell extends along some of the axes, which are the bits of the number of a voxel
    for (let axes = 0; axes < voxels; axes++) {
      const members = Array.from({ length: voxels }, (_, voxel) => voxel).filter((voxel) =>
        hasCenters ? (voxel & ~axes) === 0 : (voxel & axes) === axes
      );
      const isIn = (voxel: number) => (bits >> voxel & 1) === 1;
      const isCell = hasCenters ? members.every(isIn) : members.some(isIn);
      const sign = [0, 1, 2].filter((axis) => axes >> axis & 1).length % 2 === 0 ? 1 : -1;
      if (isCell) sum += sign;
    }
    return sum;
  });
}
