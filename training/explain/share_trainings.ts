/**
 * An experiment shared by several processes, on one machine or on several with a common disk: each trains
 * what no other is training.
 *
 * @module
 */
import { dirname } from "node:path";
import { isLocked, type Lock, Locked, lockFile, makeFolder } from "../../io/mod.ts";
import type { CornerRun } from "./corners.ts";

/** How to train, and what may not be trained yet. */
export interface SharedTrainings {
  /** The shorter training that each continues, if any. */
  beginnings: ReadonlyMap<CornerRun, CornerRun>;
  /** Whether another process has measured it by now. */
  isMeasured: (run: CornerRun) => Promise<boolean>;
  /** Trains and measures it. */
  train: (run: CornerRun) => Promise<void>;
}

/**
 * Trains what no other process is training, in order; a training that continues one that another process
 * is working on comes later.
 *
 * @param runs The trainings.
 * @returns Those that are left to other processes.
 */
export async function trainUnclaimed(
  runs: readonly CornerRun[],
  { beginnings, isMeasured, train }: SharedTrainings,
): Promise<CornerRun[]> {
  for (let left = [...runs];;) {
    const skipped: CornerRun[] = [];
    for (const run of left) {
      using claim = await claimed(run, beginnings.get(run));
      if (claim === undefined) skipped.push(run);
      else if (!await isMeasured(run)) await train(run);
    }
    if (skipped.length === 0 || skipped.length === left.length) return skipped;
    left = skipped;
  }
}

/** Claims a training for this process; undefined if another has it, or the one that it continues. */
async function claimed(run: CornerRun, first: CornerRun | undefined): Promise<Lock | undefined> {
  if (first !== undefined && await isLocked(claimOf(first))) return undefined;
  await makeFolder(dirname(run.folder));
  try {
    return await lockFile(claimOf(run));
  } catch (error) {
    if (error instanceof Locked) return undefined;
    throw error;
  }
}

/** The file whose lock marks a training as claimed; the run folder may not exist yet. */
function claimOf({ folder }: CornerRun): string {
  return `${folder}.lock`;
}
