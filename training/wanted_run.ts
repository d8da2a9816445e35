/**
 * A run that a command for several needs: it is trained unless it is done, and resumed if it was
 * interrupted.
 *
 * @module
 */
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
  // it keeps the weights that it began with
  const { weights: _, weightsFormat: __, ...moved } = elsewhereOf(settings);
  return { resume: folder, typed: moved };
}

/**
 * A run as far as it has begun; undefined if it hasn't.
 *
 * @throws {Error} If its settings aren't those that are wanted.
 */
export async function begunRun({ folder, settings }: WantedRun): Promise<BegunRun | undefined> {
  if (!await exists(`${folder}/run.json`)) return undefined;
  const begun = await readBegunRun(folder);
  const found: Record<string, unknown> = { ...begun.settings, ...elsewhereOf(settings) };
  for (const [name, wanted] of Object.entries(settings)) {
    // any engine will do
    if (name === "backend" || found[name] === wanted) continue;
    if (wanted === undefined && DECIDED.includes(name)) continue;
    throw new Error(
      `Cannot resume ${folder}: it must have the settings asked for, and has ${name} ` +
        `${found[name]}, got ${wanted}; --out names another folder`,
    );
  }
  return begun;
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
    console.log(`note: ${(error as Error).message}`);
    console.log(`note: ${settings.encoder} starts from random weights, and its pages say so`);
    return { ...settings, weights: RANDOM };
  }
}
