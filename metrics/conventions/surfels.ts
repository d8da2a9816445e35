import { cutOut } from "../cut_out.ts";
import type { Grid } from "../mask.ts";
import { nearestSquares } from "../nearest/mod.ts";
import { findBox, type Runs } from "../runs.ts";
import { type Scale, toDistances, toScale } from "../scale.ts";
import type { Surface } from "../surface.ts";
import { contourLengths, surfaceAreas } from "./surfel_areas.ts";

/** Distances from one surface to another, each with the area that it stands for. */
export interface WeightedDistances {
  /** The distances in ascending order, of equal ones the smaller area first. */
  distances: Float64Array;
  /** The areas (lengths in a plane) in the same order. */
  areas: Float64Array;
}

/** Both directed lists. */
export interface SurfelDistances {
  /** From the truth. */
  toPrediction: WeightedDistances;
  /** From the prediction. */
  toTruth: WeightedDistances;
}

/** A surface through the corners between voxels. */
interface Surfels {
  /** The corners, on a grid that is one longer along each axis. */
  surface: Surface;
  /** Their areas. */
  areas: Float64Array;
}

/**
 * Measures between surfaces that run between the voxels, as surface-distance does.
 *
 * @param truth The region in the truth.
 * @param prediction The region in the prediction.
 * @param grid The axes.
 * @param spacing The size of a voxel along depth, height and width.
 * @returns The lists from the truth and from the prediction.
 */
export function surfelDistances(
  truth: Runs,
  prediction: Runs,
  grid: Grid,
  spacing: readonly number[],
): SurfelDistances {
  const a = findSurfels(truth, grid, spacing);
  const b = findSurfels(prediction, grid, spacing);
  const corners = cornerGrid(grid);
  const scale = toScale(spacing);
  return {
    toPrediction: toSorted(a, b, corners, scale),
    toTruth: toSorted(b, a, corners, scale),
  };
}

/** The grid of corners: corner i of an axis lies before voxel i. */
function cornerGrid(grid: Grid): Grid {
  const { dimensions, depth, height, width } = grid;
  return { dimensions, depth: depth + dimensions - 2, height: height + 1, width: width + 1 };
}

/** Finds the corners that touch a region and its outside. */
function findSurfels(runs: Runs, grid: Grid, spacing: readonly number[]): Surfels {
  const isVolume = grid.dimensions === 3;
  const box = findBox(runs, grid);
  if (runs.count === 0) {
    return { surface: { indices: new Int32Array(0), count: 0, box }, areas: new Float64Array(0) };
  }
  const { inside, grid: cut } = cutOut(runs, box, grid);
  const corners = cornerGrid(grid);
  const table = isVolume ? surfaceAreas(spacing) : contourLengths(spacing.slice(1));
  const indices: number[] = [];
  const areas: number[] = [];
  // in a plane the loop over slices runs once
  for (let z = 0; z < Math.max(1, cut.depth - 1); z++) {
    for (let y = 0; y < cut.height - 1; y++) {
      for (let x = 0; x < cut.width - 1; x++) {
        const at = (z * cut.height + y) * cut.width + x;
        let pattern = readSquare(inside, at, cut.width);
        if (isVolume) {
          pattern = 16 * pattern + readSquare(inside, at + cut.height * cut.width, cut.width);
        }
        if (pattern === 0 || pattern === table.length - 1) continue;
        const row = (z + box.minZ) * corners.height + y + box.minY;
        indices.push(row * corners.width + x + box.minX);
        areas.push(table[pattern]);
      }
    }
  }
  const maxZ = isVolume ? box.maxZ + 1 : box.maxZ;
  const around = { ...box, maxZ, maxY: box.maxY + 1, maxX: box.maxX + 1 };
  return {
    surface: { indices: Int32Array.from(indices), count: indices.length, box: around },
    areas: Float64Array.from(areas),
  };
}

/** The pattern of 2 × 2 pixels, the first in the highest of four bits. */
function readSquare(inside: Uint8Array, at: number, width: number): number {
  return 8 * inside[at] + 4 * inside[at + 1] + 2 * inside[at + width] + inside[at + width + 1];
}

/** Measures one way and sorts, so that sums and percentiles come out as the original's. */
function toSorted(
  from: Surfels,
  to: Surfels,
  corners: Grid,
  scale: Scale,
): WeightedDistances {
  const { count } = from.surface;
  const squares = count === 0 || to.surface.count === 0
    ? new Float64Array(count).fill(Infinity)
    : nearestSquares(
      { queries: from.surface, sites: to.surface, grid: corners, spacing: scale.spacing },
      "surfels",
    );
  const order = Uint32Array.from({ length: count }, (_, i) => i)
    .sort((i, j) =>
      squares[i] === squares[j] ? from.areas[i] - from.areas[j] : squares[i] - squares[j]
    );
  const distances = Float64Array.from(order, (i) => squares[i]);
  toDistances(scale, distances, count);
  return { distances, areas: Float64Array.from(order, (i) => from.areas[i]) };
}
