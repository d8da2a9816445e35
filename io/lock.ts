import { setTimeout as pause } from "node:timers/promises";

/** A lock that this process holds until it is released or the process ends, however it ends. */
export interface Lock extends Disposable {
  /** Whether another holder had to be waited for. */
  readonly waited: boolean;
  /** Releases the lock; a second call does nothing. */
  release(): void;
}

/** Options of {@linkcode lockFile}. */
export interface LockOptions {
  /**
   * Called once, with a description of the holder, if the lock isn't free within a second; it is then
   * waited for. Without this option a lock that another process holds is an error.
   */
  onWait?: (holder: string) => void;
  /** Stops the waiting. */
  signal?: AbortSignal;
}

/** A lock that another process holds. */
export class Locked extends Error {
  /** The class's name. */
  override name = "Locked";

  /**
   * @param path The lock's file.
   * @param holder Who holds it, in words.
   */
  constructor(path: string, readonly holder: string) {
    super(`Cannot lock ${path}: ${holder} holds it`);
  }
}

/** Milliseconds for which a process that is being killed, or one that only looks, may still hold it. */
const GRACE = 1000;

/**
 * Takes the operating system's exclusive lock on a file that serves nothing else; it is made if missing,
 * and never removed. The system releases the lock when the process ends, even by a power cut. The file
 * says who took it last. Where the file system has no locks (some network mounts), a note on the terminal
 * says so, and the lock counts as taken.
 *
 * @param path The file; its folder must exist.
 * @param options Whether to wait for another holder.
 * @returns The lock.
 * @throws {Locked} If another process, or another part of this one, holds it.
 * @throws {Error} If the path is a link, a folder or another thing that is no file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * {
 *   using _lock = await lockFile(path);
 *   assert.equal(await isLocked(path), true);
 *   await assert.rejects(lockFile(path), Locked);
 * }
 * assert.equal(await isLocked(path), false);
 * ```
 */
export async function lockFile(
  path: string,
  { onWait, signal }: LockOptions = {},
): Promise<Lock> {
  const file = await open(path);
  try {
    const waited = await acquire(file, path, { onWait, signal });
    // naming the holder is a courtesy that a full disk may prevent
    await introduce(file).catch(() => {});
    return lockOf(file, waited);
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Whether a process holds the lock on a file. Nothing is written, and a process that wants the lock at
 * that moment still gets it.
 *
 * @param path The file.
 * @returns Undefined if it can't be known: there is no such file, or its file system has no locks.
 */
export async function isLocked(path: string): Promise<boolean | undefined> {
  try {
    // opening a pipe, in a folder from elsewhere, would wait forever
    if (!(await Deno.lstat(path)).isFile) return undefined;
    using file = await Deno.open(path);
    return !await file.tryLock(false);
  } catch {
    return undefined;
  }
}

/** Opens the file; what a link in a folder from elsewhere leads to would be overwritten. */
async function open(path: string): Promise<Deno.FsFile> {
  const found = await Deno.lstat(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  if (found && !found.isFile) {
    const kind = found.isSymlink ? "a link" : found.isDirectory ? "a folder" : "a pipe or device";
    throw new Error(`Cannot lock ${path}: it must be a file of its own, got ${kind}`);
  }
  return await Deno.open(path, { read: true, write: true, create: true });
}

/** Waits for the lock; returns whether another process held it. */
async function acquire(
  file: Deno.FsFile,
  path: string,
  { onWait, signal }: LockOptions,
): Promise<boolean> {
  const patientUntil = performance.now() + GRACE;
  for (let waits = false;; await pause(waits ? 200 : 20, undefined, { signal })) {
    if (await tryLock(file, path)) return waits;
    if (waits || performance.now() < patientUntil) continue;
    const holder = await holderOf(path);
    if (onWait === undefined) throw new Locked(path, holder);
    onWait(holder);
    waits = true;
  }
}

/** Tries to take the lock; where there are no locks, it counts as taken. */
async function tryLock(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    return await file.tryLock(true);
  } catch (error) {
    console.error(
      `note: ${path} can't be locked here (${(error as Error).message}): ` +
        "nothing keeps a second program from writing to the same place",
    );
    return true;
  }
}

/** Writes who holds the lock, for others to read. */
async function introduce(file: Deno.FsFile): Promise<void> {
  const text = `process ${Deno.pid} (${programName()}, since ${new Date().toISOString()})\n`;
  await file.truncate(0);
  await file.seek(0, Deno.SeekMode.Start);
  await file.write(new TextEncoder().encode(text));
}

async function holderOf(path: string): Promise<string> {
  // Windows lets nobody read a locked file
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.trim() || "another process";
}

function programName(): string {
  return Deno.mainModule.replace(/^.*[/\\]/, "");
}

function lockOf(file: Deno.FsFile, waited: boolean): Lock {
  let isHeld = true;
  const release = (): void => {
    if (isHeld) file.close();
    isHeld = false;
  };
  return { waited, release, [Symbol.dispose]: release };
}
