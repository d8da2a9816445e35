import { volume } from "../box.ts";
import { float64 } from "../scratch.ts";
import { comparePairs } from "./pairs.ts";
import type { Problem } from "./problem.ts";
import { searchRows } from "./search.ts";
import { sliceVoxels, transformSlices } from "./slices.ts";
import { tabulateRows } from "./table.ts";

/** Rows that the search may look up for each voxel that the slices would transform. */
const LOOKUPS_A_VOXEL = 4;

/** Pairs that are always compared: a table would take longer to make. */
const FEW_PAIRS = 1024;

/**
 * Finds the squared distance from each query voxel to the nearest site, exactly.
 *
 * Few voxels in a large box are compared pair by pair. Otherwise a table says for each voxel of the
 * sites' box how near a site its row has, and each query looks up rows, nearest first, until no
 * other can be nearer: fast where the surfaces are close. Queries that are far from all sites would
 * look up very many, so there is a budget; once it is spent, distance transforms of the slices
 * answer the queries that are left. All ways add the same products in the same order, so they give
 * the same bits. Memory: 8 bytes per query, and at most 2 bytes per voxel of the sites' box (4 where
 * the masks' boxes are more than 32767 columns wide) and 8 per voxel of one slice.
 *
 * @param problem Queries, sites, axes and spacing; there is at least one query and one site.
 * @param name The scratch memory of the result.
 * @returns The squared distances in the order of the queries; only the first `count` are valid.
 */
export function nearestSquares(problem: Problem, name: string): Float64Array {
  const { queries, sites } = problem;
  const squares = float64(name, queries.count);
  if (queries.count * sites.count <= Math.max(volume(sites.box), FEW_PAIRS)) {
    comparePairs(problem, squares);
    return squares;
  }
  const table = tabulateRows(problem);
  const done = searchRows(problem, table, squares, LOOKUPS_A_VOXEL * sliceVoxels(problem));
  if (done < queries.count) transformSlices(problem, table, squares, done);
  return squares;
}
