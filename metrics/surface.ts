import type { Box } from "./box.ts";
import type { Grid } from "./mask.ts";
import { findBox, indexRows, type Runs } from "./runs.ts";
import { int32 } from "./scratch.ts";

/** The surface voxels of one region. */
export interface Surface {
  /** Their flat indices in raster order; only the first `count` are valid. */
  indices: Int32Array;
  /** How many there are. */
  count: number;
  /** The box of the region, which is the box of its surface. */
  box: Box;
}

/** A row that is a neighbour of another one. */
export interface Neighbour {
  /** Slices on. */
  z: number;
  /** Rows on. */
  y: number;
  /** 1 when the voxels diagonally across count too, else 0. */
  reach: number;
}

/**
 * Finds the voxels of a region that have a neighbour outside it; outside the image counts as
 * outside the region.
 *
 * Connectivity 1 looks at neighbours across faces (4 in a plane, 6 in a volume), 2 across edges
 * too (8 and 18), 3 across corners (26). A row's inner voxels are what its runs share with those of
 * the neighbouring rows, the others are surface: no voxel inside is ever looked at. Memory: 4
 * bytes per surface voxel and 4 per row of the box.
 *
 * @param runs The region.
 * @param grid The axes.
 * @param connectivity 1 to the number of dimensions.
 * @param name The scratch memory of the indices.
 * @returns The surface.
 */
export function findSurface(
  runs: Runs,
  grid: Grid,
  connectivity: number,
  name: string,
): Surface {
  const box = findBox(runs, grid);
  const firsts = indexRows(runs, box, grid, "surface rows");
  const neighbours = listNeighbours(grid, connectivity);
  const depth = box.maxZ - box.minZ + 1;
  const height = box.maxY - box.minY + 1;
  const width = box.maxX - box.minX + 1;
  let indices = int32(name, 1024);
  let count = 0;
  let inner = int32("inner", width + 2);
  let shared = int32("shared", width + 2);
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = z * height + y;
      if (firsts[row] === firsts[row + 1]) continue;
      let innerCount = shrink(runs.bounds, firsts[row], firsts[row + 1], inner);
      for (const neighbour of neighbours) {
        if (innerCount === 0) break;
        const nz = z + neighbour.z;
        const ny = y + neighbour.y;
        const isOutside = nz < 0 || nz >= depth || ny < 0 || ny >= height;
        const other = nz * height + ny;
        innerCount = isOutside ? 0 : intersect(
          inner,
          innerCount,
          runs.bounds,
          firsts[other],
          firsts[other + 1],
          (neighbour.z * grid.height + neighbour.y) * grid.width,
          neighbour.reach,
          shared,
        );
        [inner, shared] = [shared, inner];
      }
      if (count + width > indices.length) {
        const grown = int32(name, 2 * (count + width));
        grown.set(indices.subarray(0, count));
        indices = grown;
      }
      count = emit(runs.bounds, firsts[row], firsts[row + 1], inner, innerCount, indices, count);
    }
  }
  return { indices, count, box };
}

/** Lists the rows whose voxels are neighbours, without the row itself. */
export function listNeighbours(grid: Grid, connectivity: number): Neighbour[] {
  const neighbours: Neighbour[] = [];
  const depth = grid.dimensions === 3 ? 1 : 0;
  for (let z = -depth; z <= depth; z++) {
    for (let y = -1; y <= 1; y++) {
      const axes = Math.abs(z) + Math.abs(y);
      if (axes === 0 || axes > connectivity) continue;
      neighbours.push({ z, y, reach: axes < connectivity ? 1 : 0 });
    }
  }
  return neighbours;
}

/** Takes both ends off a row's runs; returns how many are left. */
function shrink(bounds: Uint32Array, from: number, to: number, inner: Int32Array): number {
  let count = 0;
  for (let k = 2 * from; k < 2 * to; k += 2) {
    if (bounds[k + 1] - bounds[k] < 3) continue;
    inner[2 * count] = bounds[k] + 1;
    inner[2 * count + 1] = bounds[k + 1] - 1;
    count++;
  }
  return count;
}

/** Keeps what inner runs share with another row's; returns how many runs are left. */
function intersect(
  inner: Int32Array,
  innerCount: number,
  bounds: Uint32Array,
  from: number,
  to: number,
  offset: number,
  reach: number,
  shared: Int32Array,
): number {
  let count = 0;
  for (let i = 0, k = from; i < innerCount && k < to;) {
    const otherStart = bounds[2 * k] - offset + reach;
    const otherEnd = bounds[2 * k + 1] - offset - reach;
    const start = Math.max(inner[2 * i], otherStart);
    const end = Math.min(inner[2 * i + 1], otherEnd);
    if (start < end) {
      shared[2 * count] = start;
      shared[2 * count + 1] = end;
      count++;
    }
    if (inner[2 * i + 1] < otherEnd) i++;
    else k++;
  }
  return count;
}

/** Lists the voxels of a row's runs that are not inner ones; returns the new number of indices. */
function emit(
  bounds: Uint32Array,
  from: number,
  to: number,
  inner: Int32Array,
  innerCount: number,
  indices: Int32Array,
  count: number,
): number {
  let i = 0;
  for (let k = 2 * from; k < 2 * to; k += 2) {
    let voxel = bounds[k];
    const end = bounds[k + 1];
    while (i < innerCount && inner[2 * i] < end) {
      while (voxel < inner[2 * i]) indices[count++] = voxel++;
      voxel = inner[2 * i + 1];
      i++;
    }
    while (voxel < end) indices[count++] = voxel++;
  }
  return count;
}
