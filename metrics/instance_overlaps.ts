import type { InstanceRuns } from "./instance_runs.ts";

/** Two instances with a common voxel. */
export interface Overlap {
  /** The instance of the truth, from 0. */
  truth: number;
  /** The instance of the prediction, from 0. */
  prediction: number;
  /** How many voxels they share. */
  voxels: number;
}

/**
 * Counts the voxels that each two instances share, in one pass over the runs of both maps: time
 * grows with the number of runs, memory with the number of pairs.
 *
 * @returns The pairs with a common voxel, by truth, then by prediction.
 */
export function tabulate(truth: InstanceRuns, prediction: InstanceRuns): Overlap[] {
  const [a, b] = [truth.runs.bounds, prediction.runs.bounds];
  const columns = prediction.ids.length;
  const shared = new Map<number, number>();
  for (let i = 0, j = 0; i < truth.runs.count && j < prediction.runs.count;) {
    const start = Math.max(a[2 * i], b[2 * j]);
    const end = Math.min(a[2 * i + 1], b[2 * j + 1]);
    if (start < end) {
      const key = truth.owners[i] * columns + prediction.owners[j];
      shared.set(key, (shared.get(key) ?? 0) + end - start);
    }
    if (a[2 * i + 1] < b[2 * j + 1]) i++;
    else j++;
  }
  return [...shared].sort(([key], [other]) => key - other).map(([key, voxels]) => {
    const row = Math.floor(key / columns);
    return { truth: row, prediction: key - row * columns, voxels };
  });
}
