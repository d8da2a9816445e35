import { isAbsolute, join, relative, sep } from "node:path";

/** The most bytes that `readInside` reads unless told otherwise: 128 MiB. */
const MOST_BYTES = 128 * 2 ** 20;

/**
 * Opens a file of an untrusted folder: only a regular file that lies inside the folder once every
 * symbolic link is resolved. The folder itself may be a link. The seven system calls are made
 * synchronously: asking another thread for each would take ten times as long.
 *
 * @param folder The folder.
 * @param path The file's path within it, with forward slashes.
 * @returns The open file, for reading.
 * @throws {TypeError} If the path leads out of the folder, or to a folder, FIFO, socket or device;
 *   the text never says where a link leads.
 * @throws {Deno.errors.NotFound} If nothing is there.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.symlink("/etc/hosts", `${folder}/run.json`);
 * await assert.rejects(openInside(folder, "run.json"), /must lie inside the folder, got a link/);
 * await assert.rejects(openInside(folder, "../hosts"), /must be a path inside the folder/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openInside(folder: string, path: string): Promise<Deno.FsFile> {
  return Promise.try(openAtOnce, folder, path);
}

function openAtOnce(folder: string, path: string): Deno.FsFile {
  const refuse = (what: string): TypeError =>
    new TypeError(`Cannot read ${join(folder, printable(path))}: it must ${what}`);
  if (!isPathInside(path)) throw refuse(`be a path inside the folder, got "${printable(path)}"`);
  const root = Deno.realPathSync(folder);
  const real = Deno.realPathSync(join(root, path));
  const way = relative(root, real);
  if (way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw refuse("lie inside the folder, got a link that leads out of it");
  }
  // checked before it is opened: opening a FIFO would wait for a writer forever
  const before = Deno.lstatSync(real);
  if (!before.isFile) throw refuse(`be a file, got ${kindOf(before)}`);
  const file = Deno.openSync(real);
  const after = file.statSync();
  if (after.isFile && after.ino === before.ino && after.dev === before.dev) return file;
  file.close();
  throw refuse("stay the same file while it is opened, got another one");
}

/**
 * Reads a file of an untrusted folder, opened by `openInside`.
 *
 * @param folder The folder.
 * @param path The file's path within it.
 * @param options How much to read.
 * @param options.most The most bytes it may have; 128 MiB when left out.
 * @returns The file's content.
 * @throws {TypeError} If it is too large, and what `openInside` throws.
 */
export function readInside(
  folder: string,
  path: string,
  { most = MOST_BYTES }: { most?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.try(readAtOnce, folder, path, most);
}

function readAtOnce(folder: string, path: string, most: number): Uint8Array<ArrayBuffer> {
  using file = openAtOnce(folder, path);
  const { size } = file.statSync();
  if (size > most) {
    throw new TypeError(
      `Cannot read ${join(folder, path)}: it must have at most ${most} bytes, got ${size}`,
    );
  }
  const bytes = new Uint8Array(size);
  let end = 0;
  while (end < size) {
    const read = file.readSync(bytes.subarray(end));
    if (read === null) break;
    end += read;
  }
  return bytes.subarray(0, end);
}

/**
 * Whether a path names something below a folder: relative, with forward slashes, without `..` and
 * without control characters.
 *
 * @param path The path.
 */
function isPathInside(path: string): boolean {
  // deno-lint-ignore no-control-regex
  return path !== "" && !/^(\/|[A-Za-z]:)|[\\\0-\x1f\x7f]/.test(path) &&
    !path.split("/").includes("..");
}

/** Untrusted text as a message may show it: on one line, and short. */
function printable(text: string): string {
  const line = text.replace(/\p{Cc}/gu, "\ufffd");
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function kindOf(info: Deno.FileInfo): string {
  if (info.isDirectory) return "a folder";
  if (info.isFifo) return "a FIFO";
  if (info.isSocket) return "a socket";
  return "a device";
}
