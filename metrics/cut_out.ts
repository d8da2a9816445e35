import type { Box } from "./box.ts";
import type { Grid } from "./mask.ts";
import type { Runs } from "./runs.ts";

/** A region in an image of its own. */
export interface CutOut {
  /** 1 inside, 0 outside, in raster order. */
  inside: Uint8Array;
  /** The axes: the region's box and a ring of background around it. */
  grid: Grid;
}

/**
 * Cuts a region out, with a ring of background around it that stands for all that lies beyond: its
 * box begins one row, one column and in a volume one slice on.
 */
export function cutOut(runs: Runs, box: Box, grid: Grid): CutOut {
  const ring = grid.dimensions - 2;
  const depth = box.maxZ - box.minZ + 1 + 2 * ring;
  const height = box.maxY - box.minY + 3;
  const width = box.maxX - box.minX + 3;
  const inside = new Uint8Array(depth * height * width);
  for (let k = 0; k < runs.count; k++) {
    const row = Math.floor(runs.bounds[2 * k] / grid.width);
    const z = Math.floor(row / grid.height) - box.minZ + ring;
    const y = row % grid.height - box.minY + 1;
    const offset = (z * height + y) * width + 1 - box.minX - row * grid.width;
    inside.fill(1, runs.bounds[2 * k] + offset, runs.bounds[2 * k + 1] + offset);
  }
  return { inside, grid: { ...grid, depth, height, width } };
}
