import type { Grid } from "./mask.ts";
import { type Box, EMPTY_BOX } from "./box.ts";
import { int32, uint32 } from "./scratch.ts";

/** A region as runs of voxels along the rows, in raster order. */
export interface Runs {
  /**
   * The flat index of each run's first voxel, and the one behind its last, alternating. The last of
   * 2^31 voxels is the largest index of 31 bits: the one behind needs 32.
   */
  bounds: Uint32Array;
  /** How many runs there are. */
  count: number;
  /** The scratch memory of the bounds. */
  name: string;
}

/** Makes an empty list of runs whose bounds are in the scratch memory of this name. */
export function newRuns(name: string): Runs {
  return { bounds: uint32(name, 1024), count: 0, name };
}

/**
 * Appends a run from `first` to before `end`, which lies behind all others, or lengthens the last
 * one if they touch in the same row.
 */
export function appendRun(runs: Runs, first: number, end: number, rowStart: number): void {
  const at = 2 * runs.count;
  if (at > 0 && runs.bounds[at - 1] === first && first !== rowStart) {
    runs.bounds[at - 1] = end;
    return;
  }
  if (at + 2 > runs.bounds.length) {
    const grown = uint32(runs.name, 2 * at + 2);
    grown.set(runs.bounds);
    runs.bounds = grown;
  }
  runs.bounds[at] = first;
  runs.bounds[at + 1] = end;
  runs.count++;
}

/** Unites regions without a common voxel, in scratch memory; a single one is returned as it is. */
export function unite(regions: readonly Runs[], grid: Grid, name: string): Runs {
  return regions.reduce((united, region, k) => merge(united, region, grid, `${name} ${k % 2}`));
}

/** Merges two regions in raster order. */
function merge(a: Runs, b: Runs, grid: Grid, name: string): Runs {
  const merged = newRuns(name);
  let rowStart = 0;
  for (let i = 0, j = 0; i < a.count || j < b.count;) {
    const isA = j === b.count || i < a.count && a.bounds[2 * i] < b.bounds[2 * j];
    const { bounds } = isA ? a : b;
    const at = isA ? 2 * i++ : 2 * j++;
    if (bounds[at] >= rowStart + grid.width) {
      rowStart = Math.floor(bounds[at] / grid.width) * grid.width;
    }
    appendRun(merged, bounds[at], bounds[at + 1], rowStart);
  }
  return merged;
}

/** Finds the box of a region. */
export function findBox(runs: Runs, grid: Grid): Box {
  const { bounds, count } = runs;
  if (count === 0) return EMPTY_BOX;
  const { height, width } = grid;
  let minY = height;
  let maxY = 0;
  let minX = width;
  let maxX = 0;
  let rowStart = 0;
  let rowEnd = 0;
  for (let k = 0; k < 2 * count; k += 2) {
    if (bounds[k] >= rowEnd) {
      const row = Math.floor(bounds[k] / width);
      const y = row % height;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      rowStart = row * width;
      rowEnd = rowStart + width;
    }
    if (bounds[k] - rowStart < minX) minX = bounds[k] - rowStart;
    if (bounds[k + 1] - 1 - rowStart > maxX) maxX = bounds[k + 1] - 1 - rowStart;
  }
  const plane = height * width;
  const minZ = Math.floor(bounds[0] / plane);
  const maxZ = Math.floor(bounds[2 * count - 2] / plane);
  return { minZ, maxZ, minY, maxY, minX, maxX };
}

/**
 * Finds the first run of each row of the box, in raster order, followed by the number of runs.
 */
export function indexRows(runs: Runs, box: Box, grid: Grid, name: string): Int32Array {
  const { bounds, count } = runs;
  const boxHeight = box.maxY - box.minY + 1;
  const rows = (box.maxZ - box.minZ + 1) * boxHeight;
  const firsts = int32(name, rows + 1);
  let k = 0;
  for (let row = 0; row < rows; row++) {
    const z = Math.floor(row / boxHeight);
    const y = row - z * boxHeight;
    const end = ((z + box.minZ) * grid.height + y + box.minY + 1) * grid.width;
    firsts[row] = k;
    while (k < count && bounds[2 * k] < end) k++;
  }
  firsts[rows] = k;
  return firsts;
}
