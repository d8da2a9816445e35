/**
 * Run folders to write to: created, and locked by one process at a time.
 *
 * @module
 */
import {
  isPart,
  type Lock,
  Locked,
  lockFile,
  makeFolder as makeFolders,
  sweepParts,
  WriteError,
} from "../../io/mod.ts";

/** The lock file of a run folder; its content is for people. */
export const LOCK = ".lock";

/** A run folder that only this process writes to, until it is disposed of or the process ends. */
export interface HeldFolder extends Disposable {
  /** The folder. */
  readonly path: string;
}

/**
 * Creates a run folder, with the folders above it, and locks it. A folder that contains anything is
 * never written to.
 *
 * @param path Its path: `runs/NAME`.
 * @returns The folder; keep it as long as you write to it.
 * @throws {Error} If the path is a file, or a folder that contains something or is locked by another
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
  // not even a lock is written to somebody else's folder
  if (!await makeFolder(path) && !await isEmptyFolder(path)) throw notEmpty(path);
  return await holdEmptyFolder(path);
}

/**
 * Creates a run folder under the first free name, `runs/NAME`, `runs/NAME-2`, …, and locks it.
 *
 * @param parent The folder of all runs, created if necessary.
 * @param name The first name to try.
 * @returns The folder; keep it as long as you write to it.
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
 * Locks an existing run folder, so that no other process writes to it at the same time, and removes
 * the unfinished files that killed programs left in it.
 *
 * @param path The folder.
 * @returns The folder; keep it as long as you write to it.
 * @throws {Error} If another process has locked it; the message says which.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readRun } from "../mod.ts";
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
 * Locks a folder of run folders, each of which has a lock of its own while it is written to.
 *
 * @param path The folder, which exists.
 * @returns The folder; keep it as long as you create runs in it.
 * @throws {Error} If another process has locked it; the message says which.
 */
export async function holdFolder(path: string): Promise<HeldFolder> {
  try {
    return heldBy(path, await lockFile(`${path}/${LOCK}`));
  } catch (error) {
    if (!(error instanceof Locked)) throw error;
    throw new Error(
      `Cannot write to ${path}: ${error.holder} is writing to it; ` +
        "wait until it has ended, or choose another folder",
      { cause: error },
    );
  }
}

/**
 * Locks a folder that several processes share, once no other has it.
 *
 * @param path The folder, which exists.
 * @returns The folder; nobody else changes it until it is disposed of.
 */
export async function awaitFolder(path: string): Promise<HeldFolder> {
  return heldBy(path, await lockFile(`${path}/${LOCK}`, { onWait: () => {} }));
}

function heldBy(path: string, lock: Lock): HeldFolder {
  return { path, [Symbol.dispose]: () => lock.release() };
}

/** Creates a folder; false if something of that name already exists. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw new WriteError(path, error);
  }
}

/** Whether a folder contains at most a lock and unfinished files of a killed program. */
async function isEmptyFolder(path: string): Promise<boolean> {
  if (!(await Deno.stat(path)).isDirectory) return false;
  for await (const { name } of Deno.readDir(path)) if (name !== LOCK && !isPart(name)) return false;
  return true;
}

/** Locks a folder, which must still be empty then: another process may have written to it and ended. */
async function holdEmptyFolder(path: string): Promise<HeldFolder> {
  const held = await holdRunFolder(path);
  if (await isEmptyFolder(path)) return held;
  held[Symbol.dispose]();
  throw notEmpty(path);
}

function notEmpty(path: string): Error {
  return new Error(
    `Cannot make the run folder ${path}: it must not exist yet, but already contains something`,
  );
}

function parentOf(path: string): string {
  return path.replace(/[/\\]+$/, "").replace(/[^/\\]+$/, "") || ".";
}
