/**
 * An experiment that several processes share, on one machine or on several with a common disk: each trains
 * what no other does.
 *
 * @module
 */
import { dirname } from "node:path";
import { isLocked, type Lock, Locked, lockFile, makeFolder } from "../../io/mod.ts";
import type { CornerRun } from "./corners.ts";

/** What is to be done with trainings. */
export interface SharedTrainings {
  /** The training that each begins with, if any. */
  beginnings: ReadonlyMap<CornerRun, CornerRun>;
  /** Whether another process has measured it by now. */
  isMeasured: (run: CornerRun) => Promise<boolean>;
  /** Trains and measures it. */
  train: (run: CornerRun) => Promise<void>;
}

/**
 * Trains what no other process does, in order. One whose beginning another trains comes later.
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

/** Claims a training for this process; undefined if another has it, or what it begins with. */
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

/** The file whose lock says who trains it; the run folder may not be there yet. */
function claimOf({ folder }: CornerRun): string {
  return `${folder}.lock`;
}
