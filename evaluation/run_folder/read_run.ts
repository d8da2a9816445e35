import type { EpochRecord } from "../../core/mod.ts";
import { isLocked } from "../../io/mod.ts";
import type { Evaluation } from "./evaluation.ts";
import { checkEvaluation } from "./evaluation_file.ts";
import { LOCK } from "./held_folder.ts";
import { readHistory } from "./history.ts";
import { fileName, fileNames } from "./pictures.ts";
import { parseJsonFile, readTextIfThere } from "./read_file.ts";
import type { Run } from "./run.ts";
import { checkRun } from "./run_file.ts";

/** A picture of a prediction after an epoch. */
export interface EpochPicture {
  /** The image's id. */
  id: string;
  /** The epoch, 1 for the first. */
  epoch: number;
  /** The path relative to the run folder. */
  path: string;
}

/** What a run folder contains at the moment, whatever its state. */
export interface RunFolder {
  /** The folder's own name. */
  name: string;
  /** The folder's path, as given. */
  path: string;
  /** `run.json`, or null if an evaluation stands alone. */
  run: Run | null;
  /** The epochs so far. */
  history: EpochRecord[];
  /** `evaluation.json`, or null before there is one. */
  evaluation: Evaluation | null;
  /** The pictures of `epochs/`, by id and epoch. */
  epochPictures: EpochPicture[];
  /** Whether a process is writing to the folder. */
  writer: Writer;
  /** What is damaged or missing and was left out, in words, for people to read. */
  problems: string[];
}

/**
 * Whether a process holds a run folder's lock: `alive` while one writes to the folder, `gone` when none
 * does, however it ended, `unknown` if there is no lock, as in another program's run.
 */
export type Writer = "alive" | "gone" | "unknown";

/**
 * Reads a run folder in any state: still training, interrupted, evaluated without training, or with
 * nothing but an `evaluation.json`.
 *
 * @param path The folder.
 * @returns What the folder contains.
 * @throws {Error} If the folder doesn't exist, contains no run, or a file in it is broken; the message
 *   names the file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/run.json`, `{ "status": "running", "backend": "simd" }`);
 * const { run, history, evaluation } = await readRun(folder);
 * assert.deepEqual([run?.backend, history, evaluation], ["simd", [], null]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function readRun(path: string): Promise<RunFolder> {
  const evaluation = await readJson(path, "evaluation.json", checkEvaluation);
  const described = await readJson(
    path,
    "run.json",
    (value) => checkRun(value, evaluation !== null),
  );
  const run = described?.run ?? null;
  if (run === null && evaluation === null) {
    throw new Error(
      `Cannot read the run folder ${path}: it must contain run.json or evaluation.json, ` +
        `got ${await describe(path)}`,
    );
  }
  const ids = [
    ...(run?.data.validation ?? []),
    ...(run?.data.test ?? []),
    ...(evaluation?.cases.map(({ id }) => id) ?? []),
  ];
  const { epochs: history, problems } = await readHistory(path);
  const ofRun = described?.problems.map((problem) => `run.json: ${problem}`) ?? [];
  return {
    name: nameOf(path),
    path,
    run,
    history,
    evaluation,
    epochPictures: await listEpochPictures(path, ids),
    writer: await writerOf(path),
    problems: [...problems, ...ofRun],
  };
}

/**
 * Whether a process is writing to a run folder.
 *
 * @param path The folder.
 */
export async function writerOf(path: string): Promise<Writer> {
  const locked = await isLocked(`${path}/${LOCK}`);
  return locked === undefined ? "unknown" : locked ? "alive" : "gone";
}

/** A JSON file, checked; null if it doesn't exist. */
async function readJson<Content>(
  folder: string,
  name: string,
  check: (value: unknown) => Content,
): Promise<Content | null> {
  const text = await readTextIfThere(folder, name);
  return text === undefined ? null : parseJsonFile(`${folder}/${name}`, text, check);
}

async function describe(path: string): Promise<string> {
  try {
    return (await Deno.stat(path)).isDirectory ? "neither" : "a file instead of a folder";
  } catch {
    return "no such folder";
  }
}

/** The pictures of `epochs/`, `ID.NNN.png`; other files are ignored. */
async function listEpochPictures(path: string, ids: readonly string[]): Promise<EpochPicture[]> {
  // earlier versions gave ids that differ only in case their plain names
  const plain = ids.map((id) => [fileName(id), id] as const);
  const idOfFile = new Map([
    ...plain,
    ...fileNames(ids).entries().map(([id, file]) => [file, id] as const),
  ]);
  const pictures: EpochPicture[] = [];
  try {
    for await (const { name } of Deno.readDir(`${path}/epochs`)) {
      const [, file, epoch] = /^(.+)\.(\d{3,})\.png$/.exec(name) ?? [];
      if (file === undefined) continue;
      const id = idOfFile.get(file) ?? file;
      pictures.push({ id, epoch: Number(epoch), path: `epochs/${name}` });
    }
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
  }
  return pictures.sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : a.epoch - b.epoch);
}

function nameOf(path: string): string {
  return Deno.realPathSync(path).replace(/^.*[/\\]/, "");
}
