import {
  createFreeRunFolder,
  createRunFolder,
  type DataSource,
  type HeldFolder,
  holdRunFolder,
  readRun,
  type Run,
} from "../evaluation/mod.ts";
import { exists, keepApart } from "../io/mod.ts";
import type { Backend } from "@triptych/engine";
import type { Training } from "../model/mod.ts";
import { idsOf, type Split, type Subset } from "./split.ts";
import { hardware, versionsOf } from "./provenance.ts";
import { DEFAULTS } from "./presets.ts";
import { RunWriter } from "./run.ts";
import { commandOf, type Request } from "./request.ts";
import { describePreset } from "./published.ts";
import type { Settings } from "./settings.ts";

/** A run that a command line asks for, before its data is read. */
export interface OpenedRun {
  /** All settings. */
  settings: Settings;
  /**
   * Makes the run folder, or takes the training back to where the folder's run was broken off.
   *
   * @param training At its first step
   * @param described What `run.json` says
   * @returns What writes to the folder, and holds it
   */
  begin(training: Training, described: Run): Promise<RunWriter>;
  /** Lets go of the folder, where it was held to be resumed; to be called where nothing is begun. */
  abandon(): void;
}

/**
 * Opens a new run or one to go on with. No folder is made yet, so that data that can't be read leaves
 * none behind.
 *
 * @param request What the command line asks for
 * @returns Its settings, and how to begin
 * @throws {Error} If the run to resume can't be read, is done, or is of another program
 */
export async function openRun(request: Request): Promise<OpenedRun> {
  if (request.resume === undefined) return newRun(request.settings, request.out);
  // not even a lock goes into a folder that is no run's
  await readOwnRun(request.resume);
  const held = await holdRunFolder(request.resume);
  try {
    return await resumedRun(held, request);
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

/** A run folder is not made inside the data folder, nor around it. */
async function keepFromData(out: string | undefined, { data }: Settings): Promise<void> {
  if (out === undefined || data === "menagerie" || data === "oxford") return;
  const read = { path: data, what: "the data", whole: true };
  await keepApart([read], [{ path: out, what: "the run folder", whole: true }]);
}

function newRun(settings: Settings, out: string | undefined): OpenedRun {
  return {
    settings,
    async begin(training, described) {
      await keepFromData(out, settings);
      const held =
        await (out === undefined
          ? createFreeRunFolder("runs", settings.preset)
          : createRunFolder(out));
      const writer = new RunWriter(held, described, training);
      await writer.write("running");
      return writer;
    },
    abandon() {},
  };
}

/** What is asked for of a run that is there. */
type Resumption = Exclude<Request, { resume: undefined }>;

async function resumedRun(
  held: HeldFolder,
  { check, fromStart = false }: Resumption,
): Promise<OpenedRun> {
  const folder = held.path;
  const old = await readOwnRun(folder);
  const settings = settingsOfRun(old);
  check(settings);
  if (old.status === "done") {
    throw new Error(`Cannot resume ${folder}: the run must have been broken off, and is done`);
  }
  return {
    settings,
    async begin(training, described) {
      refuseOtherData(folder, old, described);
      const { backend, versions, hardware, notes } = described;
      const now = { ...old, backend, versions, hardware, notes };
      const writer = new RunWriter(held, now, training);
      if (fromStart) {
        await writer.startOver();
      } else {
        for (const problem of await writer.restore()) {
          console.log(`note: ${problem}; it was written anew from the checkpoint`);
        }
      }
      await writer.write("running", { error: undefined });
      return writer;
    },
    abandon: () => held[Symbol.dispose](),
  };
}

/**
 * What `run.json` says of a training, before its first step.
 *
 * @param settings All settings
 * @param split The data
 * @param backend The engine
 * @returns The run, all but the time it takes
 */
export function describeRun(settings: Settings, split: Split, backend: Backend): Run {
  const { train, validation, test } = split;
  return {
    status: "running",
    settings: { ...settings },
    ...describePreset(settings),
    command: commandOf(settings),
    startedAt: new Date().toISOString(),
    backend: backend.name,
    versions: versionsOf(backend),
    hardware: hardware(),
    data: {
      ...sourceOf(train),
      train: idsOf(train),
      validation: idsOf(validation),
      test: idsOf(test),
      ...test.data === train.data ? {} : { testData: sourceOf(test) },
    },
    curvesOn: validation.indices.length > 0 ? "validation" : "test",
    seconds: 0,
  };
}

/**
 * The settings that a run was begun with.
 *
 * @param folder The run folder
 * @returns The settings; undefined where no run was begun
 * @throws {Error} If the folder holds a run of another program
 */
export async function readSettings(folder: string): Promise<Settings | undefined> {
  if (!await exists(`${folder}/run.json`)) return undefined;
  return settingsOfRun(await readOwnRun(folder));
}

/**
 * Whether a run came to its end.
 *
 * @param folder The run folder
 * @returns Whether it is measured and says so
 */
export async function isDone(folder: string): Promise<boolean> {
  return (await readOwnRun(folder)).status === "done";
}

/** All settings of a run: those that its version didn't have are what they were, the defaults. */
function settingsOfRun({ settings }: Run): Settings {
  return { ...DEFAULTS, ...settings } as Settings;
}

function sourceOf({ data: { name, fingerprint, skipped } }: Subset): DataSource {
  return { name, fingerprint, skipped };
}

async function readOwnRun(folder: string): Promise<Run> {
  const { run } = await readRun(folder);
  if (typeof run?.settings.preset !== "string") {
    throw new Error(`Cannot resume ${folder}: it must be a run of deno task train, and is not`);
  }
  return run;
}

function refuseOtherData(folder: string, old: Run, described: Run): void {
  const key = ({ data }: Run) =>
    JSON.stringify([data.fingerprint, data.train, data.validation, data.test]);
  if (key(old) !== key(described)) {
    throw new Error(
      `Cannot resume ${folder}: the data must be what the run began with ` +
        `(${old.data.name}, fingerprint ${old.data.fingerprint}), ` +
        `got ${described.data.name}, fingerprint ${described.data.fingerprint}`,
    );
  }
}
