/**
 * A run before its data is read: a new one, or one to be resumed.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { quote } from "../core/mod.ts";
import type { Look } from "../data/mod.ts";
import { type HeldFolder, holdRunFolder, readRun, type Run } from "../evaluation/mod.ts";
import { exists, keepApart, listFolder, type Place } from "../io/mod.ts";
import { checkSettings, isBuiltIn } from "./check.ts";
import { type InitialModel, openInitialModel, settingsWith } from "./initial_model.ts";
import { isLonger, LONGER, longerFolder, takePlace } from "./longer.ts";
import { membersOf, runOfMember } from "./members.ts";
import { ALL_SETTINGS } from "./presets.ts";
import {
  elsewhereOf,
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
  /** Those that were typed. */
  typed?: Partial<Settings>;
  /** Whether those that weren't typed are to follow from the data. */
  isPlanned?: boolean;
  /** Why each that does is as it is. */
  plan?: Run["plan"];
  /** What was found in the data folder for that. */
  look?: Look;
  /** The model that it starts from. */
  initial?: InitialModel;
  /** The run folder; the first of `runs/PRESET`, `runs/PRESET-2`, … that is free when left out. */
  out?: string;
}

/** A run that was interrupted, or is done and trained on. */
export interface ResumedRun extends BegunRun {
  /** Its folder, which no other process writes to. */
  held: HeldFolder;
  /** Where it was interrupted: its folder, or the one in it in which it is trained on. */
  folder: string;
  /** The engine that was typed in place of `auto`. */
  backend?: string;
  /** Whether it is trained again from the first epoch. */
  fromStart: boolean;
  /** Settings that it has anew: where files lie now, and how it is computed. */
  moved: Partial<Settings>;
  /** The epochs after which it was done, where it is trained on. */
  doneAt?: number;
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

/** A new run; its folder must be neither inside a folder that it reads nor around it. */
async function newRun(
  { settings: asked, typed = {}, isPlanned, out }: NewRunRequest,
): Promise<NewRun> {
  const { data, testData, init } = asked;
  // one that isn't there is refused before an engine is set up, which takes its time
  for (const name of [data, testData]) if (name && !isBuiltIn(name)) await listFolder(name);
  if (out !== undefined) {
    const read: Place[] = [
      ...isBuiltIn(data) ? [] : [{ path: data, what: "the data", whole: true }],
      ...testData === undefined || isBuiltIn(testData)
        ? []
        : [{ path: testData, what: "the test images", whole: true }],
      ...init === undefined ? [] : [{ path: init, what: "the run to start from", whole: true }],
    ];
    await keepApart(read, [{ path: out, what: "the run folder", whole: true }]);
  }
  if (init === undefined) return { settings: asked, typed, isPlanned, out };
  const initial = await openInitialModel(init);
  const settings = settingsWith(initial, asked, typed);
  // the plan decides what is left, and checks it
  if (!isPlanned) checkSettings(settings);
  return { settings, typed, isPlanned, initial, out };
}

/** An interrupted run, or one that is done and gets more epochs, its folder held. */
async function resumedRun(
  { resume: folder, typed = {}, fromStart = false }: ResumeRequest,
): Promise<ResumedRun> {
  if (basename(folder) === LONGER && await exists(join(dirname(folder), "run.json"))) {
    const run = dirname(folder);
    throw new Error(
      `Cannot resume ${folder}: it holds the longer training of ${run}; resume ${run}`,
    );
  }
  // not even a lock is written to a folder that is no run
  await readBegunRun(folder);
  const held = await holdRunFolder(folder);
  try {
    const from = await folderToResume(folder, fromStart);
    // a process that held it until now may have changed it
    const run = await readBegunRun(from);
    const { record: { status } } = run, moved = elsewhereOf(typed);
    refuseContradictions(typed, run.settings, status === "done");
    const settings = { ...run.settings, ...moved };
    checkSettings(settings);
    await refuseMissing(folder, settings);
    const { epochs = settings.epochs, backend } = typed;
    const resumed = { ...run, settings, held, folder: from, backend, fromStart, moved };
    await refuseMembersLonger(from, run, { epochs, fromStart });
    if (status !== "done") return resumed;
    if (fromStart) return { ...resumed, settings: { ...settings, epochs } };
    if (epochs === settings.epochs) {
      throw new Error(
        `Cannot resume ${folder}: the run is done, nothing is left to train; to train it further, add ` +
          `--epochs with more than its ${epochs}`,
      );
    }
    return { ...resumed, settings: { ...settings, epochs }, doneAt: settings.epochs };
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

/** Refuses to go on without the images; they may lie elsewhere by now. */
async function refuseMissing(folder: string, { data, testData }: Settings): Promise<void> {
  for (const [flag, path] of [["--data", data], ["--test-data", testData]]) {
    if (path === undefined || isBuiltIn(path) || await exists(path)) continue;
    throw new Error(
      `Cannot resume ${folder}: its images must be in ${path}, and there is no such folder; if they ` +
        `lie elsewhere, add ${flag} DIR`,
    );
  }
}

/**
 * Refuses to train members on, or one of them again: their folds and their mean would be those of other
 * models.
 */
async function refuseMembersLonger(
  folder: string,
  { settings, record: { status } }: BegunRun,
  { epochs, fromStart }: { epochs: number; fromStart: boolean },
): Promise<void> {
  if (status !== "done") return;
  const isSame = epochs === settings.epochs, count = membersOf(settings);
  if (count !== undefined && isSame) {
    if (fromStart) return;
    throw new Error(
      `Cannot resume ${folder}: the run is done, nothing is left to train of its ${count} members`,
    );
  }
  const parent = count === undefined ? await runOfMember(folder) : folder;
  if (parent === undefined || isSame && !fromStart) return;
  throw new Error(
    isSame
      ? `Cannot train ${folder} again: it is a member of a run; deno task train --resume ` +
        `${quote(parent)} --from-start trains all of them again`
      : `Cannot train ${folder} further: the models of a run must all have the same number of epochs; ` +
        "start a new run with more",
  );
}

/** Where a run goes on; a longer training that was killed when it had come to its end takes its place. */
async function folderToResume(folder: string, fromStart: boolean): Promise<string> {
  if (fromStart || !await isLonger(folder)) return folder;
  const longer = longerFolder(folder);
  if ((await readBegunRun(longer)).record.status !== "done") return longer;
  await takePlace(folder);
  return folder;
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
    // runs of versions without the setting were measured so
    const settings = {
      measure: "model" as const,
      ...checkedSettings(ALL_SETTINGS, record.settings),
    };
    return { settings, record };
  } catch (error) {
    const message = `Cannot resume ${folder}: ${(error as Error).message}`;
    throw new Error(message, { cause: error });
  }
}
