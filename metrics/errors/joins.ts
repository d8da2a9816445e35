import type { Grid } from "../mask.ts";
import { indexRows, type Runs } from "../runs.ts";
import { listNeighbours } from "../surface.ts";
import type { Box } from "../box.ts";
import type { ReachedRow } from "./reach.ts";

/**
 * Finds the wrong regions that touch two or more objects.
 *
 * @param wrong The runs of wrong voxels.
 * @param regionOf The region of each of them, from 1.
 * @param regions How many there are.
 * @param common What is right beside them.
 * @param objectOf The object of each run of `common`.
 * @param grid The axes.
 * @returns 1 for each region that does, by its number.
 */
export function findJoins(
  wrong: Runs,
  regionOf: Int32Array,
  regions: number,
  common: Runs,
  objectOf: (run: number) => number,
  grid: Grid,
): Uint8Array {
  const joins = new Uint8Array(regions + 1);
  const touched = new Int32Array(regions + 1);
  const { height, width } = grid;
  for (const { z, y } of [{ z: 0, y: 0 }, ...listNeighbours(grid, grid.dimensions)]) {
    const offset = (z * height + y) * width;
    // indices alone run on across the edge of the image: the row of the wrong run, and in its slice
    let start = 0;
    let inSlice = 0;
    for (let i = 0, j = 0; i < wrong.count && j < common.count;) {
      const first = wrong.bounds[2 * i];
      const end = wrong.bounds[2 * i + 1];
      if (first >= start + width) {
        const row = Math.floor(first / width);
        start = row * width;
        inSlice = row % height;
      }
      const place = common.bounds[2 * j] - offset;
      const stop = common.bounds[2 * j + 1] - offset + 1;
      if (first < stop && place <= end && joins[regionOf[i]] === 0) {
        const isInRow = place >= start && place < start + width;
        if (isInRow && inSlice + y >= 0 && inSlice + y < height) {
          const object = objectOf(j);
          const region = regionOf[i];
          if (touched[region] === 0) touched[region] = object;
          else if (touched[region] !== object) joins[region] = 1;
        }
      }
      if (end < stop) i++;
      else j++;
    }
  }
  return joins;
}

/** Objects in an image, to look for around a voxel. */
export interface Objects {
  /** Their runs. */
  runs: Runs;
  /** The object of a run; 0 for one that doesn't count. */
  objectOf: (run: number) => number;
  /** Their box. */
  box: Box;
  /** The first run of each row of the box. */
  rows: Int32Array;
}

/** Makes objects searchable. */
export function toObjects(
  runs: Runs,
  objectOf: (run: number) => number,
  box: Box,
  grid: Grid,
): Objects {
  return { runs, objectOf, box, rows: indexRows(runs, box, grid, "error rows").slice() };
}

/** Whether two objects are within reach of a run, from its first voxel to before `end`. */
export function isBetween(
  first: number,
  end: number,
  { runs: { bounds }, objectOf, box, rows }: Objects,
  reach: readonly ReachedRow[],
  { height, width }: Grid,
): boolean {
  const row = Math.floor(first / width);
  const slice = Math.floor(row / height);
  let found = 0;
  for (const { z, y, columns } of reach) {
    const boxZ = slice + z - box.minZ;
    const boxY = row - slice * height + y - box.minY;
    if (boxZ < 0 || boxZ > box.maxZ - box.minZ || boxY < 0 || boxY > box.maxY - box.minY) continue;
    const at = boxZ * (box.maxY - box.minY + 1) + boxY;
    const offset = (z * height + y) * width;
    for (let k = rows[at]; k < rows[at + 1] && bounds[2 * k] < end + columns + offset; k++) {
      if (bounds[2 * k + 1] <= first - columns + offset) continue;
      const object = objectOf(k);
      if (object === 0 || object === found) continue;
      if (found !== 0) return true;
      found = object;
    }
  }
  return false;
}
