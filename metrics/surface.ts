import { toBits } from "./bits.ts";
import type { Box } from "./box.ts";
import type { Grid } from "./mask.ts";
import { findBox, type Runs } from "./runs.ts";
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
 * too (8 and 18), 3 across corners (26): 32 voxels at a time, as bits. Time and memory: one bit per
 * voxel of the box, and 4 bytes per surface voxel.
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
  const { words, stride, plane, first } = toBits(runs, box, grid);
  const neighbours = listNeighbours(grid, connectivity);
  const offsetsOf = (reach: number) =>
    neighbours.filter((row) => row.reach === reach).map(({ z, y }) => z * plane + y * stride);
  const [narrow, wide] = [offsetsOf(0), offsetsOf(1)];
  const width = box.maxX - box.minX + 1;
  let indices = int32(name, 1024);
  let count = 0;
  for (let z = box.minZ; z <= box.maxZ; z++) {
    for (let y = box.minY; y <= box.maxY; y++) {
      if (count + width > indices.length) {
        const grown = int32(name, 2 * (count + width));
        grown.set(indices.subarray(0, count));
        indices = grown;
      }
      const at = first + (z - box.minZ) * plane + (y - box.minY) * stride;
      let index = (z * grid.height + y) * grid.width + box.minX;
      for (let k = at; k < at + stride; k++, index += 32) {
        if (words[k] === 0) continue;
        let inner = inRow(words, k);
        for (let n = 0; n < narrow.length && inner !== 0; n++) inner &= words[k + narrow[n]];
        for (let n = 0; n < wide.length && inner !== 0; n++) inner &= inRow(words, k + wide[n]);
        for (let left = words[k] & ~inner; left !== 0; left &= left - 1) {
          indices[count++] = index + 31 - Math.clz32(left & -left);
        }
      }
    }
  }
  return { indices, count, box };
}

/** The voxels of a word whose neighbours along the row are inside, too. */
function inRow(words: Int32Array, k: number): number {
  const word = words[k];
  return word & (word << 1 | words[k - 1] >>> 31) & (word >>> 1 | words[k + 1] << 31);
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
