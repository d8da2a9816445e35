import { dirname, join } from "node:path";

/** What could not be written, and why: `Cannot write runs/a/x.png: the disk is full`. */
export class WriteError extends Error {
  /** The class's name, for messages and tests. */
  override name = "WriteError";

  /**
   * @param path The file or folder that was to be written.
   * @param cause What the file system threw.
   */
  constructor(readonly path: string, cause: unknown) {
    super(`Cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Runs what writes to a path, so that an error names the path and the reason in words. The file
 * system's own errors name neither when a disk fills up halfway.
 *
 * @param path The file or folder that is written.
 * @param write Writes it.
 * @returns What `write` returns.
 * @throws {WriteError} If it fails.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(
 *   writing("/nowhere/a.txt", () => Deno.writeTextFile("/nowhere/a.txt", "")),
 *   /^WriteError: Cannot write \/nowhere\/a\.txt: its folder does not exist$/,
 * );
 * ```
 */
export async function writing<Result>(
  path: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof WriteError ? error : new WriteError(path, error);
  }
}

/**
 * Writes a file atomically: the content is written aside, in the same folder, synced to the disk, and
 * renamed. A kill at any moment, a full disk and a power cut leave the old file or the new one. The
 * folder must exist.
 *
 * @param path The file; one that exists is replaced.
 * @param content The whole content: bytes, pieces of bytes in their order, possibly made as they are
 *   written, or a string, written as UTF-8.
 * @param options How durable it is to be.
 * @param options.durable Whether to sync the new name too, so that after a power cut it is the new
 *   file, not the old one. Takes up to twice the time.
 * @param options.synced Whether to wait until the disk has the content. Without it a power cut, though
 *   not a kill, may leave an empty file: for files that can be made again, and are many. @default {true}
 * @throws {WriteError} What the file system throws; what was written aside is removed first.
 */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | Iterable<Uint8Array> | string,
  { durable = false, synced = true }: { durable?: boolean; synced?: boolean } = {},
): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}.part`;
  await writing(path, async () => {
    try {
      await writeNew(aside, piecesOf(content), synced);
      await Deno.rename(aside, path);
      if (durable) await syncFolder(dirname(path));
    } catch (error) {
      // the first error is the one to report, even if the file aside was never made
      await Deno.remove(aside).catch(() => {});
      throw error;
    }
  });
}

/**
 * Writes several files side by side, each as `writeFileAtomic` writes one: for what is read once and
 * written in several forms. None takes its name before all are on the disk.
 *
 * @param paths The files, in existing folders.
 * @param rounds Their content: in each round the next bytes of each file.
 * @throws {WriteError} What the file system throws; what was written aside is removed first.
 */
export async function writeFilesAtomic(
  paths: readonly string[],
  rounds: Iterable<readonly Uint8Array[]>,
): Promise<void> {
  const asides = paths.map((path) => `${path}.${crypto.randomUUID()}.part`);
  const each = async (write: (i: number) => Promise<unknown>): Promise<void> => {
    for (const [i, path] of paths.entries()) await writing(path, () => write(i));
  };
  try {
    using open = new DisposableStack();
    const files: Deno.FsFile[] = [];
    const options = { write: true, createNew: true };
    await each(async (i) => files.push(open.use(await Deno.open(asides[i], options))));
    for (const pieces of rounds) await each((i) => writeAll(files[i], pieces[i]));
    await each((i) => files[i].sync());
    open.dispose();
    await each((i) => Deno.rename(asides[i], paths[i]));
  } catch (error) {
    for (const aside of asides) await Deno.remove(aside).catch(() => {});
    throw error;
  }
}

/**
 * Writes a file at once, without waiting for the disk: for many small files that can be made again, each
 * of which takes less time to write than asking a thread to write it. One that exists is replaced
 * atomically; a kill may leave a new one cut short, and a power cut an empty one, so that it counts for
 * nothing until something that is written later names it.
 *
 * @param path The file; one that exists is replaced.
 * @param content The whole content; a string is written as UTF-8.
 * @throws {WriteError} What the file system throws; what was begun is removed first.
 */
export function writeFileAtOnce(path: string, content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (writeUnlessThere(path, bytes)) return;
  const aside = `${path}.${crypto.randomUUID()}.part`;
  try {
    writeUnlessThere(aside, bytes);
    Deno.renameSync(aside, path);
  } catch (error) {
    tryToRemove(aside);
    throw error instanceof WriteError ? error : new WriteError(path, error);
  }
}

/** Writes a new file; false where there is one. A name in a large folder costs more than its content. */
function writeUnlessThere(path: string, content: Uint8Array): boolean {
  let file;
  try {
    file = Deno.openSync(path, { write: true, createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw new WriteError(path, error);
  }
  try {
    for (let at = 0; at < content.length;) at += file.writeSync(content.subarray(at));
  } catch (error) {
    tryToRemove(path);
    throw new WriteError(path, error);
  } finally {
    file.close();
  }
  return true;
}

function tryToRemove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch { /* it was never made */ }
}

/**
 * Makes a folder, and those above it, unless it exists.
 *
 * @param path The folder.
 * @throws {WriteError} If it can't be made.
 */
export async function makeFolder(path: string): Promise<void> {
  await writing(path, () => Deno.mkdir(path, { recursive: true }));
}

/**
 * Whether a file is one that `writeFileAtomic` wrote aside; one that remains was left by a program that
 * was killed.
 *
 * @param name The file's name.
 */
export function isPart(name: string): boolean {
  return PART.test(name);
}

/**
 * Removes what killed programs left aside in a folder and its subfolders. Only for a folder that no
 * other program is writing to.
 *
 * @param folder The folder; it need not exist.
 * @returns How many files were removed.
 * @throws {WriteError} If one can't be removed.
 */
export async function sweepParts(folder: string): Promise<number> {
  let removed = 0;
  for (const { name, isFile, isDirectory } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (isDirectory) removed += await sweepParts(path);
    if (!isFile || !isPart(name)) continue;
    await writing(path, () => Deno.remove(path));
    removed++;
  }
  return removed;
}

/**
 * Removes what killed programs left aside of files that are about to be written again, and nothing else
 * in their folders.
 *
 * @param paths The files.
 * @throws {WriteError} If one can't be removed.
 */
export async function sweepPartsOf(paths: readonly string[]): Promise<void> {
  const wanted = new Set(paths);
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    for (const { name } of await entriesOf(folder)) {
      const path = join(folder, name);
      if (!isPart(name) || !wanted.has(path.replace(PART, ""))) continue;
      await writing(path, () => Deno.remove(path));
    }
  }
}

/**
 * Removes what killed programs left aside in a folder that others may be writing to: only files older
 * than a day.
 *
 * @param folder The folder; its subfolders are left alone.
 */
export async function sweepStaleParts(folder: string): Promise<void> {
  for (const { name } of (await entriesOf(folder)).filter(({ name }) => isPart(name))) {
    const path = join(folder, name);
    const { mtime } = await Deno.stat(path);
    if (mtime !== null && Date.now() - mtime.getTime() > DAY) await Deno.remove(path);
  }
}

const DAY = 24 * 60 * 60 * 1000;

const PART = /\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.part$/;

async function entriesOf(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** The most common reasons in words, by the system's code. */
const REASONS: Record<string, string> = {
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  EACCES: "no permission",
  EPERM: "no permission",
  ENAMETOOLONG: "the name is too long for this disk",
  ENOENT: "its folder does not exist",
  ENOTDIR: "a file is where one of its folders should be",
  EISDIR: "a folder has this name",
  EEXIST: "a file has this name",
  // Deno has no name for these
  "os error 27": "the file is too large for this disk",
  "os error 122": "the disk quota is used up",
};

/** Why it failed; the system's own words if there are none here. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  const number = /os error \d+/.exec(message ?? "")?.[0];
  return REASONS[code ?? ""] ?? REASONS[number ?? ""] ?? message ?? String(cause);
}

function piecesOf(content: Uint8Array | Iterable<Uint8Array> | string): Iterable<Uint8Array> {
  if (typeof content === "string") return [new TextEncoder().encode(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** Writes all bytes to a new file and waits until the disk has them. */
async function writeNew(
  path: string,
  pieces: Iterable<Uint8Array>,
  synced: boolean,
): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (const bytes of pieces) await writeAll(file, bytes);
  if (synced) await file.sync();
}

/** Syncs a folder's names to the disk. Windows can't open folders, and keeps names in order. */
async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  await folder.sync();
}

/**
 * Writes all bytes; a single `write` may write fewer.
 *
 * @param file The open file.
 * @param bytes What to write at its place.
 */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}
