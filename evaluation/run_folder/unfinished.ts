import { isPart, writing } from "../../io/mod.ts";
import { EXPORTS } from "../export/write_exports.ts";
import { createRunFolder, type HeldFolder, holdRunFolder, LOCK } from "./held_folder.ts";
import { fileNames, PICTURE_ENDINGS } from "./pictures.ts";
import { readRun } from "./read_run.ts";

/** The file that has the cases measured so far; removed when all are. */
export const JOURNAL = "cases.jsonl";

/** The backend in `run.json` of an evaluation of mask files. */
export const FILES_BACKEND = "files";

/**
 * Creates the run folder of an evaluation and locks it. A folder that an earlier evaluation left
 * unfinished is cleared and used again; any other that contains something is never written to.
 *
 * @param path Its path.
 * @returns The folder; keep it as long as you write to it.
 * @throws {Error} What `createRunFolder` throws.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const run = { status: "stopped", backend: "files", data: { test: ["a"] } };
 * await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(run));
 * await Deno.mkdir(`${folder}/pictures`);
 * await Deno.writeTextFile(`${folder}/pictures/a.truth.png`, "half of the evaluation");
 * {
 *   using _folder = await createEvaluationFolder(folder);
 *   assert.deepEqual([...Deno.readDirSync(`${folder}/pictures`)], []);
 * }
 * await Deno.writeTextFile(`${folder}/notes.txt`, "not to be lost");
 * await assert.rejects(createEvaluationFolder(folder), /it must not exist yet/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function createEvaluationFolder(path: string): Promise<HeldFolder> {
  if (await unfinishedFiles(path) === undefined) return await createRunFolder(path);
  const held = await holdRunFolder(path);
  try {
    // another process may have finished the evaluation before this one had the lock
    const files = await unfinishedFiles(path);
    if (files === undefined) return await createRunFolder(path);
    for (const file of files) await writing(file, () => Deno.remove(file));
    return held;
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

/** Whether a folder is an evaluation of mask files that was ended before it was done. */
export async function isUnfinished(path: string): Promise<boolean> {
  const run = await readRun(path).then(({ run }) => run, () => null);
  return run !== null && run.backend === FILES_BACKEND && run.status !== "done";
}

/** The files of an unfinished evaluation; undefined if the folder contains anything else. */
async function unfinishedFiles(path: string): Promise<string[] | undefined> {
  if (!await isUnfinished(path)) return undefined;
  const { run } = await readRun(path);
  const pictures = new Set(
    [...fileNames(run!.data.test).values()].flatMap((name) =>
      PICTURE_ENDINGS.map((ending) => name + ending)
    ),
  );
  const files: string[] = [];
  for await (const { name } of Deno.readDir(path)) {
    if (name === "evaluation.json" || name === JOURNAL || Object.hasOwn(EXPORTS, name)) {
      files.push(`${path}/${name}`);
    } else if (![LOCK, "run.json", "pictures"].includes(name) && !isPart(name)) return undefined;
  }
  try {
    for await (const { name } of Deno.readDir(`${path}/pictures`)) {
      if (!pictures.has(name) && !isPart(name)) return undefined;
      if (!isPart(name)) files.push(`${path}/pictures/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}
