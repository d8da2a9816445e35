import { volume } from "../box.ts";
import { float64, int32, uint16 } from "../scratch.ts";
import type { Problem } from "./problem.ts";

/** What a search looks up. */
export interface Table {
  /**
   * The steps from each voxel of the sites' box to the nearest site in its row, in raster order;
   * more than any two voxels are apart where the row has no site.
   */
  steps: Uint16Array | Int32Array;
  /** The squared length of 0, 1, 2, … steps between slices. */
  z: Float64Array;
  /** The squared length of 0, 1, 2, … steps between rows. */
  y: Float64Array;
  /** The squared length of 0, 1, 2, … steps between columns; Infinity for too many. */
  x: Float64Array;
}

/**
 * Fills the table of steps, and those of squared lengths, so that all ways add the same numbers.
 */
export function tabulateRows({ queries, sites, grid, spacing }: Problem): Table {
  const { box } = sites;
  const [a, b] = [queries.box, box];
  const depth = Math.max(a.maxZ, b.maxZ) - Math.min(a.minZ, b.minZ) + 1;
  const height = Math.max(a.maxY, b.maxY) - Math.min(a.minY, b.minY) + 1;
  const width = Math.max(a.maxX, b.maxX) - Math.min(a.minX, b.minX) + 1;
  const x = tabulateSquares("squares x", 2 * width + 1, spacing[2]);
  x.fill(Infinity, width, 2 * width + 1);

  const voxels = volume(box);
  const steps = width < 32768 ? uint16("rows", voxels) : int32("long rows", voxels);
  steps.fill(width, 0, voxels);
  const boxHeight = box.maxY - box.minY + 1;
  const boxWidth = box.maxX - box.minX + 1;
  for (let k = 0; k < sites.count;) {
    const row = Math.floor(sites.indices[k] / grid.width);
    const z = Math.floor(row / grid.height) - box.minZ;
    const y = row % grid.height - box.minY;
    const rowStart = row * grid.width + box.minX;
    k = fillRow(sites.indices, k, sites.count, rowStart, boxWidth, steps, z * boxHeight + y);
  }
  return {
    steps,
    z: tabulateSquares("squares z", depth, spacing[0]),
    y: tabulateSquares("squares y", height, spacing[1]),
    x,
  };
}

/** Squares lengths; each is a product, so that no rounding adds up. */
function tabulateSquares(name: string, length: number, size: number): Float64Array {
  const table = float64(name, length);
  for (let k = 0; k < length; k++) table[k] = (k * size) * (k * size);
  return table;
}

/** Fills one row of steps, from site `k` on; returns the first site of the next row. */
function fillRow(
  indices: Int32Array,
  k: number,
  count: number,
  rowStart: number,
  width: number,
  steps: Uint16Array | Int32Array,
  row: number,
): number {
  const at = row * width;
  let x = indices[k++] - rowStart;
  // before the first site of the row, between each two, after the last
  for (let c = 0; c <= x; c++) steps[at + c] = x - c;
  while (k < count && indices[k] < rowStart + width) {
    const next = indices[k++] - rowStart;
    const middle = (x + next) >> 1;
    for (let c = x + 1; c <= middle; c++) steps[at + c] = c - x;
    for (let c = middle + 1; c <= next; c++) steps[at + c] = next - c;
    x = next;
  }
  for (let c = x + 1; c < width; c++) steps[at + c] = c - x;
  return k;
}
