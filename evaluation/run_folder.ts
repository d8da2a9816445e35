import { checkEvaluation } from "./evaluation_file.ts";
import { readHistory } from "./history.ts";
import { fileName } from "./pictures.ts";
import { parseJsonFile, readTextIfThere } from "./read_file.ts";
import { checkRun } from "./run_file.ts";
import type { EpochPicture, RunFolder } from "./types.ts";

/**
 * Makes a new run folder, with the folders above it. One that holds anything is never written to.
 *
 * @param path Where it is to be: `runs/NAME`.
 * @throws {Error} When the path is a file, or a folder that holds something.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const runs = await Deno.makeTempDir();
 * await createRunFolder(`${runs}/mine`);
 * await Deno.writeTextFile(`${runs}/mine/notes.txt`, "not to be lost");
 * await assert.rejects(createRunFolder(`${runs}/mine`), /it must not exist yet/);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function createRunFolder(path: string): Promise<void> {
  await Deno.mkdir(parentOf(path), { recursive: true });
  if (await makeFolder(path) || await isEmptyFolder(path)) return;
  throw new Error(
    `Cannot make the run folder ${path}: it must not exist yet, and holds something already`,
  );
}

/**
 * Makes a new run folder under the first name that is free: `runs/NAME`, `runs/NAME-2`, …
 *
 * @param parent The folder of all runs, made when it is not there.
 * @param name The name to begin with.
 * @returns The folder's path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const runs = await Deno.makeTempDir();
 * assert.equal(await createFreeRunFolder(runs, "sample"), `${runs}/sample`);
 * assert.equal(await createFreeRunFolder(runs, "sample"), `${runs}/sample-2`);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function createFreeRunFolder(parent: string, name: string): Promise<string> {
  await Deno.mkdir(parent, { recursive: true });
  for (let number = 1;; number++) {
    const path = `${parent}/${number === 1 ? name : `${name}-${number}`}`;
    if (await makeFolder(path)) return path;
  }
}

/**
 * Reads a run folder in whatever state it is: still training, stopped, evaluated without training, or
 * a lone `evaluation.json`.
 *
 * @param path The folder.
 * @returns What the folder holds.
 * @throws {Error} When the folder is not there, holds no run, or a file in it is broken; the text
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
  const run = await readJson(
    path,
    "run.json",
    (value) => checkRun(value, evaluation !== null),
  );
  if (run === null && evaluation === null) {
    throw new Error(
      `Cannot read the run folder ${path}: it must hold run.json or evaluation.json, ` +
        `got ${await describe(path)}`,
    );
  }
  const ids = [
    ...(run?.data.validation ?? []),
    ...(run?.data.test ?? []),
    ...(evaluation?.cases.map(({ id }) => id) ?? []),
  ];
  return {
    name: nameOf(path),
    path,
    run,
    history: await readHistory(path),
    evaluation,
    epochPictures: await listEpochPictures(path, ids),
  };
}

/** Whether the folder was made now; false when something has that name already. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

async function isEmptyFolder(path: string): Promise<boolean> {
  if (!(await Deno.stat(path)).isDirectory) return false;
  for await (const _ of Deno.readDir(path)) return false;
  return true;
}

/** A JSON file, checked; null when it is not there. */
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
    return (await Deno.stat(path)).isDirectory ? "neither" : "a file in place of a folder";
  } catch {
    return "no such folder";
  }
}

/** The pictures of `epochs/`, `ID.NNN.png`; other files there are none of ours. */
async function listEpochPictures(path: string, ids: readonly string[]): Promise<EpochPicture[]> {
  const idOfFile = new Map(ids.map((id) => [fileName(id), id]));
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

function parentOf(path: string): string {
  return path.replace(/[/\\]+$/, "").replace(/[^/\\]+$/, "") || ".";
}

function nameOf(path: string): string {
  return Deno.realPathSync(path).replace(/^.*[/\\]/, "");
}
