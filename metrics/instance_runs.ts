import { numberComponents } from "./components.ts";
import type { Selection } from "./labels.ts";
import { checkWhole, type Grid, holdsFloats, type Pair, type Values } from "./mask.ts";
import { appendRun, newRuns, type Runs } from "./runs.ts";
import { findPrediction, slotOf, toSlots } from "./slots.ts";

/** The instances of one map, as runs. */
export interface InstanceRuns {
  /** The runs of all of them, in raster order. */
  runs: Runs;
  /** The instance of each run, from 0 in the order of their first voxels. */
  owners: Int32Array;
  /** What each instance is called: its component's number, or its value. */
  ids: number[];
  /** The voxels of each instance. */
  voxels: Float64Array;
}

/** Takes the parts of a region that don't touch each other for instances. */
export function componentsOf(runs: Runs, grid: Grid, connectivity: number): InstanceRuns {
  const { numbers, count } = numberComponents(runs, grid, connectivity);
  const owners = numbers.map((number) => number - 1);
  return measureRuns(runs, owners, Array.from({ length: count }, (_, k) => k + 1));
}

/**
 * Takes each value of a map, of those that were asked for, for an instance, wherever its voxels lie.
 *
 * @param pair Both maps; the truth decides on what is ignored.
 * @param map The one to read.
 * @param selection Which values count; without any all but 0.
 * @param name The scratch memory of the runs.
 */
export function valuesOf(
  pair: Pair,
  map: Values,
  selection: Selection,
  name: string,
): InstanceRuns {
  const { truth, grid: { width } } = pair;
  const finder = findPrediction(selection, toSlots(selection));
  const ignore = selection.ignore ?? [];
  const hasFloats = holdsFloats(map);
  const numbers = new Map<number, number>();
  const runs = newRuns(name);
  let owners = new Int32Array(1024);
  for (let start = 0; start < map.length; start += width) {
    for (let i = start; i < start + width;) {
      const first = i;
      const value = map[i++];
      const isIgnored = ignore.length > 0 && ignore.includes(truth[first]);
      while (
        i < start + width && map[i] === value &&
        (ignore.length === 0 || ignore.includes(truth[i]) === isIgnored)
      ) i++;
      if (hasFloats) checkWhole(pair, first, selection.action);
      if (isIgnored || slotOf(finder, value) !== 0) continue;
      let owner = numbers.get(value);
      if (owner === undefined) numbers.set(value, owner = numbers.size);
      if (runs.count === owners.length) {
        const grown = new Int32Array(2 * runs.count);
        grown.set(owners);
        owners = grown;
      }
      owners[runs.count] = owner;
      // neighbours in a row may be of different instances: they must stay two runs
      appendRun(runs, first, i, first);
    }
  }
  return measureRuns(runs, owners.subarray(0, runs.count), [...numbers.keys()]);
}

/** Adds the voxels of each instance. */
function measureRuns(runs: Runs, owners: Int32Array, ids: number[]): InstanceRuns {
  const voxels = new Float64Array(ids.length);
  for (let run = 0; run < runs.count; run++) {
    voxels[owners[run]] += runs.bounds[2 * run + 1] - runs.bounds[2 * run];
  }
  return { runs, owners, ids, voxels };
}

/** Sorts the runs by instance: those of each, valid as long as the result is. */
export function splitRuns({ runs, owners, ids }: InstanceRuns): Runs[] {
  const firsts = new Int32Array(ids.length + 1);
  for (let run = 0; run < runs.count; run++) firsts[owners[run] + 1]++;
  for (let k = 0; k < ids.length; k++) firsts[k + 1] += firsts[k];
  const bounds = new Uint32Array(2 * runs.count);
  const next = firsts.slice();
  for (let run = 0; run < runs.count; run++) {
    const at = 2 * next[owners[run]]++;
    bounds[at] = runs.bounds[2 * run];
    bounds[at + 1] = runs.bounds[2 * run + 1];
  }
  return ids.map((_, k) => ({
    bounds: bounds.subarray(2 * firsts[k], 2 * firsts[k + 1]),
    count: firsts[k + 1] - firsts[k],
    name: "instance",
  }));
}
