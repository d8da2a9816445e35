/**
 * A run that a command for several needs: it is trained unless it is done, and resumed if it was
 * interrupted.
 *
 * @module
 */
import { basename, resolve } from "node:path";
import { exists } from "../io/mod.ts";
import { type BegunRun, openRun, readBegunRun } from "./open_run.ts";
import { prepare } from "./prepare.ts";
import { elsewhereOf, type Request } from "./request.ts";
import type { SettingName, Settings } from "./settings.ts";
import { openEncoderWeights, RANDOM } from "./encoder_weights.ts";
import { type Trained, work } from "./work.ts";

/** A run, begun or not. */
export interface WantedRun {
  /** Its run folder. */
  folder: string;
  /** Its settings. */
  settings: Settings;
}

/**
 * Trains what is left of a run.
 *
 * @returns The result; undefined if the run was done before.
 * @throws {Error} If the folder has a run with other settings, or the signal was raised.
 */
export async function trainWhatIsLeft(
  wanted: WantedRun,
  signal: AbortSignal,
): Promise<Trained | undefined> {
  const request = await requestFor(wanted, signal);
  if (request === undefined) {
    console.log(`done    ${wanted.folder}`);
    return undefined;
  }
  const run = await openRun(request);
  const job = await prepare(run, signal);
  const trained = await work(job);
  if (trained !== undefined) return trained;
  console.log("\nStopped. To resume, run the same command again");
  throw signal.reason;
}

/** Settings that a training decides for its data where none is asked for, and `run.json` then has. */
const DECIDED: readonly string[] = ["measure", "microBatch"] satisfies SettingName[];

async function requestFor(
  wanted: WantedRun,
  signal: AbortSignal,
): Promise<Request | undefined> {
  const { folder, settings } = wanted, begun = await begunRun(wanted);
  if (begun === undefined) return { settings: await withWeights(settings, signal), out: folder };
  if (begun.record.status === "done") return undefined;
  const { weights: _, ...moved } = elsewhereOf(settings);
  return { resume: folder, typed: moved };
}

/**
 * A run as far as it has begun; undefined if it hasn't. Its data may lie elsewhere by now, if it is called the
 * same.
 *
 * @throws {Error} If its settings aren't those that are wanted.
 */
export async function begunRun({ folder, settings }: WantedRun): Promise<BegunRun | undefined> {
  if (!await exists(`${folder}/run.json`)) return undefined;
  const begun = await readBegunRun(folder);
  const known: Record<string, unknown> = { ...begun.settings };
  const all: Record<string, unknown> = { ...settings };
  const free = Object.keys(elsewhereOf({ ...begun.settings, ...settings }));
  for (const name of new Set([...Object.keys(known), ...Object.keys(all)])) {
    const [found, wanted] = [known[name], all[name]];
    // any engine will do, and it keeps the weights that it began with
    if (name === "backend" || name === "weightsFormat" || found === wanted) continue;
    if (isPlace(name) ? nameOf(found) === nameOf(wanted) : free.includes(name)) continue;
    if (wanted === undefined && DECIDED.includes(name)) continue;
    throw new Error(
      `Cannot resume ${folder}: it must have the settings asked for, and has ${name} ` +
        `${found ?? "left out"}, got ${wanted ?? "none"}; --out names another folder`,
    );
  }
  return begun;
}

/** Whether a setting says where images lie. */
function isPlace(name: string): boolean {
  return name === "data" || name === "testData";
}

/** What a folder is called, wherever it lies. */
function nameOf(place: unknown): unknown {
  return typeof place === "string" ? basename(resolve(place)) : place;
}

/**
 * Replaces published weights that can't be downloaded by random ones; the terminal and `run.json` say so.
 * Everything else can still be compared.
 *
 * @throws {Error} If weights that were named can't be opened.
 */
export async function withWeights(settings: Settings, signal: AbortSignal): Promise<Settings> {
  try {
    await openEncoderWeights(settings, signal);
    return settings;
  } catch (error) {
    // a file that was named must not be replaced
    if (settings.weights !== undefined || signal.aborted) throw error;
    console.log(`note    ${(error as Error).message}`);
    console.log(`note    ${settings.encoder} starts from random weights, and its pages say so`);
    return { ...settings, weights: RANDOM };
  }
}
