/**
 * A run before its data is read: a new one, or one to be resumed.
 *
 * @module
 */
import { type HeldFolder, holdRunFolder, readRun, type Run } from "../evaluation/mod.ts";
import { keepApart } from "../io/mod.ts";
import { ALL_SETTINGS } from "./presets.ts";
import {
  type NewRunRequest,
  refuseContradictions,
  type Request,
  type ResumeRequest,
} from "./request.ts";
import type { Settings } from "./settings.ts";
import { checkedSettings } from "./settings_table.ts";

/** A run without a folder yet, so that unreadable data leaves none behind. */
export interface NewRun {
  /** All settings. */
  settings: Settings;
  /** The run folder; the first of `runs/PRESET`, `runs/PRESET-2`, … that is free when left out. */
  out?: string;
}

/** A run that was interrupted. */
export interface ResumedRun extends BegunRun {
  /** Its folder, which no other process writes to. */
  held: HeldFolder;
  /** The engine that was typed in place of `auto`. */
  backend?: string;
  /** Whether it is trained again from the first epoch. */
  fromStart: boolean;
}

/** A run of `deno task train`, as its folder has it. */
export interface BegunRun {
  /** All settings; defaults for those that its version didn't have. */
  settings: Settings;
  /** Its `run.json`. */
  record: Run;
}

/**
 * Opens the run that a command line asks for.
 *
 * @throws {Error} If the run to resume can't be read, is done, or is another program's.
 */
export function openRun(request: Request): Promise<NewRun | ResumedRun> {
  return request.resume === undefined ? newRun(request) : resumedRun(request);
}

/** A new run; its folder must be neither inside the data folder nor around it. */
async function newRun({ settings, out }: NewRunRequest): Promise<NewRun> {
  const { data } = settings;
  if (out !== undefined && data !== "menagerie" && data !== "oxford") {
    const read = { path: data, what: "the data", whole: true };
    await keepApart([read], [{ path: out, what: "the run folder", whole: true }]);
  }
  return { settings, out };
}

/** An interrupted run, its folder held. */
async function resumedRun(
  { resume: folder, typed = {}, fromStart = false }: ResumeRequest,
): Promise<ResumedRun> {
  // not even a lock is written to a folder that is no run
  await readBegunRun(folder);
  const held = await holdRunFolder(folder);
  try {
    // a process that held it until now may have changed it
    const run = await readBegunRun(folder);
    refuseContradictions(typed, run.settings);
    if (run.record.status === "done") {
      throw new Error(`Cannot resume ${folder}: the run is done, nothing is left to train`);
    }
    return { ...run, held, backend: typed.backend, fromStart };
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

/**
 * Reads a run of `deno task train`, done or not.
 *
 * @throws {Error} If the folder is another program's run, or has invalid settings.
 */
export async function readBegunRun(folder: string): Promise<BegunRun> {
  const { run: record } = await readRun(folder);
  if (typeof record?.settings.preset !== "string") {
    throw new Error(`Cannot resume ${folder}: it must be a run of deno task train, and is not`);
  }
  try {
    return { settings: checkedSettings(ALL_SETTINGS, record.settings), record };
  } catch (error) {
    const message = `Cannot resume ${folder}: ${(error as Error).message}`;
    throw new Error(message, { cause: error });
  }
}
