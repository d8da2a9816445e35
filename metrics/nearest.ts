import { fitEnvelope, newEnvelope, readEnvelope } from "./envelope.ts";
import type { Grid } from "./mask.ts";
import { type Box, volume } from "./box.ts";
import { float64, int32, uint16 } from "./scratch.ts";
import type { Surface } from "./surface.ts";

/** Squared lengths of 0, 1, 2, … steps along each axis, so that all paths add the same numbers. */
interface Squares {
  /** Between slices. */
  z: Float64Array;
  /** Between rows. */
  y: Float64Array;
  /** Between columns; Infinity from `NOWHERE` on. */
  x: Float64Array;
}

/** For each voxel of the sites' box, the steps to the nearest site in its row. */
interface Rows {
  /** The steps, in raster order; `nowhere` in a row without a site. */
  steps: Uint16Array | Int32Array;
  /** The sites' box. */
  box: Box;
  /** More steps than the grid has columns. */
  nowhere: number;
}

/** From one site's place to the next one's, forth and back. */
const STEPS = [3, -3];

/** Rows that the search may look up for each voxel of the sites' box before slices take over. */
const LOOKUPS_A_VOXEL = 4;

/**
 * Finds the squared distance from each query voxel to the nearest site, exactly.
 *
 * Few voxels in a large box are compared pair by pair. Otherwise a table says for each voxel of the sites' box how
 * near a site its row holds, and each query looks up rows, nearest first, until no other can be
 * nearer: fast where the surfaces are close. A query that is far from all sites would look up
 * very many, so there is a budget; once it is spent, the distance transforms of the slices answer
 * the queries that are left. All ways add the same products in the same order, so they give the
 * same bits. Memory: 8 bytes a query, and at most 2 bytes a voxel of the sites' box (4 where it has
 * more than 32767 columns) and 8 a voxel of one slice of the box around both.
 *
 * @param queries Where to measure from; at least one voxel.
 * @param sites Where to measure to; at least one voxel.
 * @param grid The axes.
 * @param spacing The size of a voxel along depth, height and width.
 * @param name The scratch memory that holds the result.
 * @returns The squared distances in the order of the queries; only the first `count` are valid.
 */
export function nearestSquares(
  queries: Surface,
  sites: Surface,
  grid: Grid,
  spacing: readonly number[],
  name: string,
): Float64Array {
  const squares = float64(name, queries.count);
  const voxels = volume(sites.box);
  if (queries.count * sites.count <= Math.max(voxels, 1024)) {
    comparePairs(queries, sites, grid, spacing, squares);
    return squares;
  }
  const steps = tabulateSquares(grid, spacing);
  const rows = tabulateRows(sites, grid);
  const done = searchRows(queries, rows, steps, grid, squares, LOOKUPS_A_VOXEL * voxels);
  if (done < queries.count) transformSlices(queries, done, rows, steps, grid, spacing, squares);
  return squares;
}

/** Compares each query with sites, nearest slices (in a plane: rows) first. */
function comparePairs(
  queries: Surface,
  sites: Surface,
  grid: Grid,
  spacing: readonly number[],
  squares: Float64Array,
): void {
  const [sz, sy, sx] = spacing;
  const [sOuter, sInner] = grid.dimensions === 3 ? [sz, sy] : [sy, sz];
  const places = int32("places", 3 * sites.count);
  for (let s = 0; s < sites.count; s++) locate(sites.indices[s], grid, places, 3 * s);
  const query = new Int32Array(3);
  const end = 3 * sites.count;
  // both lists are in raster order: the first site not before the query only moves on
  let middle = 0;
  for (let q = 0; q < queries.count; q++) {
    locate(queries.indices[q], grid, query, 0);
    const [outer, inner, x] = query;
    while (middle < end && places[middle] < outer) middle += 3;
    let best = Infinity;
    for (const step of STEPS) {
      for (let s = step > 0 ? middle : middle - 3; s >= 0 && s < end; s += step) {
        const dOuter = (places[s] - outer) * sOuter;
        if (dOuter * dOuter >= best) break;
        const dInner = (places[s + 1] - inner) * sInner;
        const dx = (places[s + 2] - x) * sx;
        const square = dx * dx + dInner * dInner + dOuter * dOuter;
        if (square < best) best = square;
      }
    }
    squares[q] = best;
  }
}

/** Writes a voxel's slice, row and column; in a plane its row, 0 and its column. */
function locate(index: number, grid: Grid, places: Int32Array, at: number): void {
  const row = Math.floor(index / grid.width);
  const slice = Math.floor(row / grid.height);
  places[at] = grid.dimensions === 3 ? slice : row;
  places[at + 1] = grid.dimensions === 3 ? row - slice * grid.height : 0;
  places[at + 2] = index - row * grid.width;
}

/** Squares the lengths once. */
function tabulateSquares(grid: Grid, spacing: readonly number[]): Squares {
  const tabulate = (name: string, length: number, size: number): Float64Array => {
    const table = float64(name, length);
    for (let k = 0; k < length; k++) table[k] = (k * size) * (k * size);
    return table;
  };
  const [sz, sy, sx] = spacing;
  const x = tabulate("squares x", 2 * grid.width + 1, sx);
  x.fill(Infinity, grid.width, 2 * grid.width + 1);
  return {
    z: tabulate("squares z", grid.depth, sz),
    y: tabulate("squares y", grid.height, sy),
    x,
  };
}

/** Fills the table of steps to the nearest site in each row. */
function tabulateRows(sites: Surface, grid: Grid): Rows {
  const { indices, count, box } = sites;
  const { height, width } = grid;
  const { minZ, minY, minX, maxX } = box;
  const boxHeight = box.maxY - minY + 1;
  const boxWidth = maxX - minX + 1;
  const voxels = volume(box);
  const nowhere = width;
  const steps = nowhere < 32768 ? uint16("rows", voxels) : int32("long rows", voxels);
  steps.fill(nowhere, 0, voxels);
  for (let k = 0; k < count;) {
    const row = Math.floor(indices[k] / width);
    const z = Math.floor(row / height);
    const y = row - z * height;
    const start = row * width;
    const at = ((z - minZ) * boxHeight + (y - minY)) * boxWidth - minX;
    let x = indices[k++] - start;
    // before the first site of the row, between each two, after the last
    for (let c = minX; c <= x; c++) steps[at + c] = x - c;
    while (k < count && indices[k] < start + width) {
      const next = indices[k++] - start;
      const middle = (x + next) >> 1;
      for (let c = x + 1; c <= middle; c++) steps[at + c] = c - x;
      for (let c = middle + 1; c <= next; c++) steps[at + c] = next - c;
      x = next;
    }
    for (let c = x + 1; c <= maxX; c++) steps[at + c] = c - x;
  }
  return { steps, box, nowhere };
}

/** Looks up rows around each query, nearest first; returns how many queries were answered. */
function searchRows(
  queries: Surface,
  rows: Rows,
  table: Squares,
  grid: Grid,
  squares: Float64Array,
  budget: number,
): number {
  const { steps } = rows;
  const { minZ, maxZ, minY, maxY, minX, maxX } = rows.box;
  const boxWidth = maxX - minX + 1;
  const boxPlane = boxWidth * (maxY - minY + 1);
  const { height, width } = grid;
  const { indices, count } = queries;
  const { z: zSquares, y: ySquares, x: xSquares } = table;
  let z = 0;
  let y = 0;
  let start = 0;
  let end = 0;
  for (let q = 0; q < count; q++) {
    const index = indices[q];
    if (index >= end) {
      const row = Math.floor(index / width);
      z = Math.floor(row / height);
      y = row - z * height;
      start = row * width;
      end = start + width;
    }
    const x = index - start;
    // the voxel of the box that is nearest to the query
    const nearZ = z < minZ ? minZ : z > maxZ ? maxZ : z;
    const nearY = y < minY ? minY : y > maxY ? maxY : y;
    const nearX = x < minX ? minX : x > maxX ? maxX : x;
    const gapZ = Math.abs(z - nearZ);
    const gapY = Math.abs(y - nearY);
    const gapX = Math.abs(x - nearX);
    const at = (nearZ - minZ) * boxPlane + (nearY - minY) * boxWidth + nearX - minX;
    let best = Infinity;
    const rowsAbove = nearY - minY;
    const rowsBelow = maxY - nearY;
    const rowsMost = Math.max(rowsAbove, rowsBelow);
    const slicesMost = Math.max(nearZ - minZ, maxZ - nearZ);
    for (let dz = 0; dz <= slicesMost; dz++) {
      const zSquare = zSquares[gapZ + dz];
      if (zSquare >= best) break;
      for (let side = -1; side <= 1; side += 2) {
        const slice = nearZ + side * dz;
        if (slice < minZ || slice > maxZ || dz === 0 && side > 0) continue;
        const middle = at + side * dz * boxPlane;
        let dy = 0;
        for (; dy <= rowsMost; dy++) {
          const ySquare = ySquares[gapY + dy];
          if (ySquare + zSquare >= best) break;
          let nearest = Infinity;
          if (dy <= rowsAbove) nearest = xSquares[gapX + steps[middle - dy * boxWidth]];
          if (dy <= rowsBelow) {
            const below = xSquares[gapX + steps[middle + dy * boxWidth]];
            if (below < nearest) nearest = below;
          }
          const square = nearest + ySquare + zSquare;
          if (square < best) best = square;
        }
        budget -= 2 * dy;
      }
    }
    squares[q] = best;
    if (budget < 0) return q + 1;
  }
  return count;
}

/** Answers the queries from `first` on: transforms one slice of sites after the other. */
function transformSlices(
  queries: Surface,
  first: number,
  rows: Rows,
  table: Squares,
  grid: Grid,
  spacing: readonly number[],
  squares: Float64Array,
): void {
  const { steps, box } = rows;
  const minY = Math.min(box.minY, queries.box.minY);
  const minX = queries.box.minX;
  const planeHeight = Math.max(box.maxY, queries.box.maxY) - minY + 1;
  const planeWidth = queries.box.maxX - minX + 1;
  const boxHeight = box.maxY - box.minY + 1;
  const boxWidth = box.maxX - box.minX + 1;
  const plane = float64("plane", planeHeight * planeWidth);
  const line = float64("line", planeHeight);
  const envelope = newEnvelope(planeHeight);
  const isExact = spacing.every(Number.isInteger);
  squares.fill(Infinity, first, queries.count);

  for (let slice = box.minZ; slice <= box.maxZ; slice++) {
    const sliceAt = (slice - box.minZ) * boxHeight * boxWidth;
    for (let column = 0; column < planeWidth; column++) {
      const x = column + minX;
      const nearX = x < box.minX ? box.minX : x > box.maxX ? box.maxX : x;
      const gap = Math.abs(x - nearX);
      line.fill(Infinity, 0, planeHeight);
      for (let k = 0; k < boxHeight; k++) {
        const found = steps[sliceAt + k * boxWidth + nearX - box.minX];
        line[k + box.minY - minY] = table.x[gap + found];
      }
      const parabolas = fitEnvelope(line, planeHeight, spacing[1], envelope);
      readEnvelope(line, planeHeight, spacing[1], envelope, parabolas, isExact);
      for (let k = 0; k < planeHeight; k++) plane[k * planeWidth + column] = line[k];
    }
    readSlice(queries, first, plane, minY, planeWidth, slice, table, grid, squares);
  }
}

/** Lowers the squares of the queries from `first` on to what one slice of sites gives. */
function readSlice(
  queries: Surface,
  first: number,
  plane: Float64Array,
  minY: number,
  planeWidth: number,
  slice: number,
  table: Squares,
  grid: Grid,
  squares: Float64Array,
): void {
  const { indices, count, box } = queries;
  const { height, width } = grid;
  let at = 0;
  let end = 0;
  let zSquare = 0;
  for (let q = first; q < count; q++) {
    const index = indices[q];
    if (index >= end) {
      const row = Math.floor(index / width);
      const z = Math.floor(row / height);
      zSquare = table.z[Math.abs(z - slice)];
      at = (row - z * height - minY) * planeWidth - box.minX - row * width;
      end = (row + 1) * width;
    }
    if (zSquare >= squares[q]) continue;
    const square = plane[at + index] + zSquare;
    if (square < squares[q]) squares[q] = square;
  }
}
