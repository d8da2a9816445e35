import { numberComponents } from "../components.ts";
import { appendRun, newRuns, type Runs } from "../runs.ts";
import { countEdge, type Near, reachesSurface } from "./edges.ts";
import { findJoins, isBetween, type Objects, toObjects } from "./joins.ts";
import type { Pieces } from "./parts.ts";

/** The objects of the mask that the wrong voxels are missing from. */
export interface OtherObjects {
  /** Their runs. */
  runs: Runs;
  /** The object of each run, from 1. */
  numbers: Int32Array;
  /** 1 for each object that has a voxel in common with the other mask. */
  isFound: Uint8Array;
  /** What both masks have in common. */
  common: Runs;
  /** The run of a piece of `common`. */
  ofCommon: (piece: number) => number;
}

/** The wrong voxels of one side by kind: missing ones, or those too many. */
interface Side {
  /** Near both outlines. */
  edge: number;
  /** In a region that doesn't reach the outline. */
  hole: number;
  /** Between objects. */
  joins: number;
  /** All others. */
  rest: number;
}

/**
 * Sorts the wrong voxels of one side, those of missed objects and islands left out.
 *
 * @param wrong Their runs; in the end those that aren't edge, hole or between objects.
 * @param near Both masks as bits.
 * @param hasHoles Whether a region that doesn't reach the outline is a hole.
 * @param other The objects of the other mask.
 */
export function sortSide(
  wrong: Pieces,
  near: Near,
  hasHoles: boolean,
  other: OtherObjects,
): Side {
  const { grid, box } = near;
  const side = { edge: 0, hole: 0, joins: 0, rest: 0 };
  const { isFound, numbers } = other;
  const canJoin = isFound.reduce((sum, found) => sum + found, 0) > 1;
  if (!hasHoles && !canJoin) return rested(side, wrong, near);
  const regions = numberComponents(wrong, grid, grid.dimensions);
  const joins = canJoin
    ? findJoins(
      wrong,
      regions.numbers,
      regions.count,
      other.common,
      (piece) => numbers[other.ofCommon(piece)],
      grid,
    )
    : new Uint8Array(regions.count + 1);
  const outer = new Uint8Array(regions.count + 1);
  for (let k = 0; k < wrong.count && hasHoles; k++) {
    const region = regions.numbers[k];
    if (outer[region] === 1 || joins[region] === 1) continue;
    if (reachesSurface(near, wrong.bounds[2 * k], wrong.bounds[2 * k + 1])) outer[region] = 1;
  }
  const objects = joins.includes(1)
    ? toObjects(other.runs, (run) => isFound[numbers[run]] * numbers[run], box, grid)
    : undefined;
  const plain = { ...wrong, count: 0 };
  const joining = newRuns("error joining");
  for (let k = 0; k < wrong.count; k++) {
    const first = wrong.bounds[2 * k];
    const end = wrong.bounds[2 * k + 1];
    if (joins[regions.numbers[k]] === 1) {
      side.joins += end - first - keepApart(first, end, objects!, near, joining);
    } else if (hasHoles && outer[regions.numbers[k]] === 0) {
      side.hole += end - first;
    } else {
      plain.bounds[2 * plain.count] = first;
      plain.bounds[2 * plain.count++ + 1] = end;
    }
  }
  const edge = countEdge(joining, near);
  side.edge += edge;
  side.joins += voxelsIn(joining) - edge;
  return rested(side, plain, near);
}

/** Appends those parts of a run that have no two objects within reach, and counts their voxels. */
function keepApart(
  first: number,
  end: number,
  objects: Objects,
  { reach, grid }: Near,
  kept: Runs,
): number {
  // most runs aren't near two objects at all
  const isAnywhere = isBetween(first, end, objects, reach, grid);
  let count = 0;
  for (let i = first, next = end; i < end; i = next) {
    next = isAnywhere ? i + 1 : end;
    if (isAnywhere && isBetween(i, next, objects, reach, grid)) continue;
    appendRun(kept, i, next, first);
    count += next - i;
  }
  return count;
}

/** Counts what no other kind has. */
function rested(side: Side, wrong: Runs, near: Near): Side {
  const edge = countEdge(wrong, near);
  return { ...side, edge: side.edge + edge, rest: voxelsIn(wrong) - edge };
}

/** How many voxels a region has. */
function voxelsIn({ bounds, count }: Runs): number {
  let voxels = 0;
  for (let k = 0; k < 2 * count; k += 2) voxels += bounds[k + 1] - bounds[k];
  return voxels;
}
