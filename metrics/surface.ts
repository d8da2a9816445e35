import type { Grid, Values } from "./mask.ts";
import { type Box, isEmpty, type Region } from "./region.ts";
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

/**
 * Finds the voxels of a region that have a neighbour outside it; outside the image counts as
 * outside the region.
 *
 * Connectivity 1 looks at neighbours across faces (4 in a plane, 6 in a volume), 2 across edges
 * too (8 and 18), 3 across corners (26). Memory: 4 bytes a surface voxel.
 *
 * @param values The mask's values.
 * @param region Which of them belong to the region.
 * @param grid The mask's axes.
 * @param box The region's box.
 * @param connectivity 1 to the number of dimensions.
 * @param name The scratch memory that holds the indices.
 * @returns The surface.
 */
export function findSurface(
  values: Values,
  region: Region,
  grid: Grid,
  box: Box,
  connectivity: number,
  name: string,
): Surface {
  if (isEmpty(box)) return { indices: new Int32Array(0), count: 0, box };
  return connectivity === 1
    ? faceSurface(values, region, grid, box, name)
    : offsetSurface(values, region, grid, box, neighbours(grid, connectivity), name);
}

/** The surface by face connectivity, without a list of neighbours. */
function faceSurface(
  values: Values,
  region: Region,
  grid: Grid,
  box: Box,
  name: string,
): Surface {
  const { value, equal } = region;
  const { height, width, depth, dimensions } = grid;
  const plane = height * width;
  const isVolume = dimensions === 3;
  let indices = int32(name, 1024);
  let count = 0;
  for (let z = box.minZ; z <= box.maxZ; z++) {
    for (let y = box.minY; y <= box.maxY; y++) {
      indices = withRoom(indices, count, box, name);
      const row = (z * height + y) * width;
      const atEdge = y === 0 || y === height - 1 || isVolume && (z === 0 || z === depth - 1);
      for (let x = box.minX; x <= box.maxX; x++) {
        const i = row + x;
        if ((values[i] === value) !== equal) continue;
        if (
          atEdge || x === 0 || x === width - 1 ||
          (values[i - 1] === value) !== equal || (values[i + 1] === value) !== equal ||
          (values[i - width] === value) !== equal || (values[i + width] === value) !== equal ||
          isVolume && (
              (values[i - plane] === value) !== equal || (values[i + plane] === value) !== equal
            )
        ) indices[count++] = i;
      }
    }
  }
  return { indices, count, box };
}

/** The surface by any list of neighbours, three numbers each. */
function offsetSurface(
  values: Values,
  region: Region,
  grid: Grid,
  box: Box,
  offsets: Int32Array,
  name: string,
): Surface {
  const { value, equal } = region;
  const { height, width, depth } = grid;
  let indices = int32(name, 1024);
  let count = 0;
  for (let z = box.minZ; z <= box.maxZ; z++) {
    for (let y = box.minY; y <= box.maxY; y++) {
      indices = withRoom(indices, count, box, name);
      for (let x = box.minX; x <= box.maxX; x++) {
        const i = (z * height + y) * width + x;
        if ((values[i] === value) !== equal) continue;
        for (let k = 0; k < offsets.length; k += 3) {
          const nz = z + offsets[k];
          const ny = y + offsets[k + 1];
          const nx = x + offsets[k + 2];
          const isInside = nz >= 0 && nz < depth && ny >= 0 && ny < height && nx >= 0 &&
            nx < width && (values[(nz * height + ny) * width + nx] === value) === equal;
          if (isInside) continue;
          indices[count++] = i;
          break;
        }
      }
    }
  }
  return { indices, count, box };
}

/** The offsets of all neighbours that differ in at most `connectivity` axes. */
function neighbours(grid: Grid, connectivity: number): Int32Array {
  const offsets: number[] = [];
  const reach = grid.dimensions === 3 ? 1 : 0;
  for (let z = -reach; z <= reach; z++) {
    for (let y = -1; y <= 1; y++) {
      for (let x = -1; x <= 1; x++) {
        const axes = Math.abs(z) + Math.abs(y) + Math.abs(x);
        if (axes > 0 && axes <= connectivity) offsets.push(z, y, x);
      }
    }
  }
  return Int32Array.from(offsets);
}

/** The list of indices, grown where the next row might not fit. */
function withRoom(indices: Int32Array, count: number, box: Box, name: string): Int32Array {
  const needed = count + box.maxX - box.minX + 1;
  if (needed <= indices.length) return indices;
  const grown = int32(name, 2 * needed);
  grown.set(indices.subarray(0, count));
  return grown;
}
