import type { Grid } from "../mask.ts";
import { int32 } from "../scratch.ts";
import type { Problem } from "./problem.ts";

/** From one site's place to the next one's, back and forth. */
const STEPS = [3, -3];

/**
 * Compares each query with the sites, nearest slices (in a plane: rows) first, and writes the
 * squared distances.
 */
export function comparePairs(problem: Problem, squares: Float64Array): void {
  const { queries, sites, grid, spacing: [sz, sy, sx] } = problem;
  const [sOuter, sInner] = grid.dimensions === 3 ? [sz, sy] : [sy, sz];
  const end = 3 * sites.count;
  const places = int32("places", end);
  for (let s = 0; s < sites.count; s++) locate(sites.indices[s], grid, places, 3 * s);
  const query = new Int32Array(3);
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
