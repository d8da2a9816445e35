import type { Grid } from "../mask.ts";
import type { Surface } from "../surface.ts";

/** Where to measure from and to. */
export interface Problem {
  /** Where to measure from. */
  queries: Surface;
  /** Where to measure to. */
  sites: Surface;
  /** The axes. */
  grid: Grid;
  /** The size of a voxel along depth, height and width. */
  spacing: readonly number[];
}
