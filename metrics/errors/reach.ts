import type { Box } from "../box.ts";
import type { Grid } from "../mask.ts";

/** A row that lies within a distance of another one. */
export interface ReachedRow {
  /** Slices on. */
  z: number;
  /** Rows on. */
  y: number;
  /** The columns to both sides that are within the distance, too. */
  columns: number;
}

/** By how much rounding may make a distance too long. */
const SLACK = 1 + 1e-9;

/**
 * Lists the rows within a distance of a row, the nearest first. No row and no column is farther away
 * than the box is long, and one: beyond, all is alike.
 */
export function listReach(
  distance: number,
  spacing: readonly number[],
  box: Box,
  grid: Grid,
): ReachedRow[] {
  const [depth, height, width] = spacing;
  const limit = distance * SLACK;
  const slices = grid.dimensions === 2 ? 0 : Math.min(limit / depth, box.maxZ - box.minZ + 1) | 0;
  const rows = Math.min(limit / height, box.maxY - box.minY + 1) | 0;
  const found: (ReachedRow & { square: number })[] = [];
  for (let z = -slices; z <= slices; z++) {
    for (let y = -rows; y <= rows; y++) {
      const square = (z * depth) ** 2 + (y * height) ** 2;
      if (square > limit ** 2) continue;
      const most = Math.sqrt(limit ** 2 - square) / width;
      found.push({ z, y, columns: Math.min(most, box.maxX - box.minX + 1) | 0, square });
    }
  }
  return found.sort((a, b) => a.square - b.square);
}
