/**
 * Run folders to be written to: made, and held by one process at a time.
 *
 * @module
 */
import {
  isPart,
  Locked,
  lockFile,
  makeFolder as makeFolders,
  sweepParts,
  WriteError,
} from "../io/mod.ts";

/** In every run folder that was ever written to; what it says is for people. */
export const LOCK = ".lock";

/** A run folder that this process alone writes to, until it lets go of it or ends, however it ends. */
export interface HeldFolder extends Disposable {
  /** The folder. */
  readonly path: string;
}

/**
 * Makes a new run folder, with the folders above it, and holds it. One that holds anything is never
 * written to.
 *
 * @param path Where it is to be: `runs/NAME`.
 * @returns The folder, to be kept as long as it is written to.
 * @throws {Error} When the path is a file, or a folder that holds something or is held by another
 *   process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const runs = await Deno.makeTempDir();
 * {
 *   using _folder = await createRunFolder(`${runs}/mine`);
 *   await Deno.writeTextFile(`${runs}/mine/notes.txt`, "not to be lost");
 * }
 * await assert.rejects(createRunFolder(`${runs}/mine`), /it must not exist yet/);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function createRunFolder(path: string): Promise<HeldFolder> {
  await makeFolders(parentOf(path));
  // not even a lock goes into a folder of somebody else's
  if (!await makeFolder(path) && !await isEmptyFolder(path)) throw notEmpty(path);
  return await holdEmptyFolder(path);
}

/**
 * Makes a new run folder under the first name that is free, `runs/NAME`, `runs/NAME-2`, …, and holds
 * it.
 *
 * @param parent The folder of all runs, made when it is not there.
 * @param name The name to begin with.
 * @returns The folder, to be kept as long as it is written to.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const runs = await Deno.makeTempDir();
 * using first = await createFreeRunFolder(runs, "sample");
 * using second = await createFreeRunFolder(runs, "sample");
 * assert.equal(first.path, `${runs}/sample`);
 * assert.equal(second.path, `${runs}/sample-2`);
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export async function createFreeRunFolder(parent: string, name: string): Promise<HeldFolder> {
  await makeFolders(parent);
  for (let number = 1;; number++) {
    const path = `${parent}/${number === 1 ? name : `${name}-${number}`}`;
    if (await makeFolder(path)) return await holdEmptyFolder(path);
  }
}

/**
 * Holds a run folder that is there, so that no other process writes to it at the same time, and removes
 * what killed programs left aside in it.
 *
 * @param path The folder.
 * @returns The folder, to be kept as long as it is written to.
 * @throws {Error} When another process holds it; the text says which.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readRun } from "./mod.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/run.json`, `{ "status": "running" }`);
 * {
 *   using _held = await holdRunFolder(folder);
 *   assert.equal((await readRun(folder)).writer, "alive");
 *   await assert.rejects(holdRunFolder(folder), /is writing to it/);
 * }
 * assert.equal((await readRun(folder)).writer, "gone");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function holdRunFolder(path: string): Promise<HeldFolder> {
  const held = await holdFolder(path);
  await sweepParts(path);
  return held;
}

/**
 * Holds a folder of run folders, each of which is held by itself while it is written to.
 *
 * @param path The folder, which is there.
 * @returns The folder, to be kept as long as runs are made in it.
 * @throws {Error} When another process holds it; the text says which.
 */
export async function holdFolder(path: string): Promise<HeldFolder> {
  try {
    const lock = await lockFile(`${path}/${LOCK}`);
    return { path, [Symbol.dispose]: () => lock.release() };
  } catch (error) {
    if (!(error instanceof Locked)) throw error;
    throw new Error(
      `Cannot write to ${path}: ${error.holder} is writing to it; ` +
        "wait until it has ended, or choose another folder",
      { cause: error },
    );
  }
}

/** Whether the folder was made now; false when something has that name already. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw new WriteError(path, error);
  }
}

/** Whether a folder holds nothing but, at most, a lock and what a killed program left aside. */
async function isEmptyFolder(path: string): Promise<boolean> {
  if (!(await Deno.stat(path)).isDirectory) return false;
  for await (const { name } of Deno.readDir(path)) if (name !== LOCK && !isPart(name)) return false;
  return true;
}

/** Holds a folder that is still empty then: somebody may have written to it, and ended, before. */
async function holdEmptyFolder(path: string): Promise<HeldFolder> {
  const held = await holdRunFolder(path);
  if (await isEmptyFolder(path)) return held;
  held[Symbol.dispose]();
  throw notEmpty(path);
}

function notEmpty(path: string): Error {
  return new Error(
    `Cannot make the run folder ${path}: it must not exist yet, and holds something already`,
  );
}

function parentOf(path: string): string {
  return path.replace(/[/\\]+$/, "").replace(/[^/\\]+$/, "") || ".";
}
