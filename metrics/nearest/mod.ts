import { volume } from "../box.ts";
import { float64 } from "../scratch.ts";
import { comparePairs } from "./pairs.ts";
import type { Problem } from "./problem.ts";
import { exceeds, searchRows } from "./search.ts";
import { sliceVoxels, transformSlices } from "./slices.ts";
import { tabulateRows } from "./table.ts";

/** Rows that the search may look up for each voxel that the slices would transform. */
const LOOKUPS_A_VOXEL = 4;

/** By how much a sample of the queries must exceed the budget for the search not to be tried. */
const SURELY = 4;

/** Pairs that are always compared: bits would take longer to make. */
const FEW_PAIRS = 1024;

/** Pairs that are compared in the time that a word of bits takes. */
const PAIRS_A_WORD = 2;

/**
 * Finds the squared distance from each query voxel to the nearest site, exactly.
 *
 * Few voxels are compared pair by pair. Otherwise each query looks up the rows of the sites' box as
 * bits, nearest first and along each row as far as a nearer site can be, until no other row can have
 * one: fast where the surfaces are close. Queries that are far from all sites would look up very
 * many rows, so there is a budget. Once it is spent, distance transforms of the slices answer the
 * queries that are left; where a sample says that it would be spent by far, they answer all. All ways
 * add the same products in the same order, so they give the same bits. Memory: 8 bytes per query, one
 * bit per voxel of the sites' box, and at most 12 bytes per voxel of one slice.
 *
 * @param problem Queries, sites, axes and spacing; there is at least one query and one site.
 * @param name The scratch memory of the result.
 * @returns The squared distances in the order of the queries; only the first `count` are valid.
 */
export function nearestSquares(problem: Problem, name: string): Float64Array {
  const { queries, sites } = problem;
  const squares = float64(name, queries.count);
  const words = volume(sites.box) / 32;
  if (queries.count * sites.count <= Math.max(PAIRS_A_WORD * words, FEW_PAIRS)) {
    comparePairs(problem, squares);
    return squares;
  }
  const table = tabulateRows(problem);
  const budget = LOOKUPS_A_VOXEL * sliceVoxels(problem);
  const isFar = exceeds(problem, table, SURELY * budget);
  const done = isFar ? 0 : searchRows(problem, table, squares, budget);
  if (done < queries.count) transformSlices(problem, table, squares, done);
  return squares;
}
