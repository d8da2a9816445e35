/** Building a folder aside, so that its place never holds half of it. */
import { join } from "node:path";
import { exists, isLocked, lockFile, makeFolder, WriteError, writing } from "../../io/mod.ts";

const ASIDE = ".building-", LOCK = ".lock";

/** A folder aside whose lock can't be asked is of a killed build when it is so old. */
const DAY = 24 * 3600 * 1000;

/**
 * Lets a folder be built aside, within its place, and then moves every file to where it belongs. Where
 * the build fails, or the program is killed while it builds, the place stays as it was; what killed
 * builds left aside is removed. Files that the build doesn't have stay.
 *
 * @param out The folder's place, made when it is not there.
 * @param build Writes all files to the folder it is given.
 * @returns What `build` gives.
 */
export async function buildAside<Result>(
  out: string,
  build: (folder: string) => Promise<Result>,
): Promise<Result> {
  await makeFolder(out);
  await sweep(out);
  const aside = join(out, `${ASIDE}${crypto.randomUUID()}`);
  await makeFolder(aside);
  const lock = await lockFile(join(aside, LOCK));
  try {
    const result = await build(aside);
    await moveAll(aside, out);
    return result;
  } finally {
    lock.release();
    await Deno.remove(aside, { recursive: true });
  }
}

/** Removes what builds left that nobody goes on with. */
async function sweep(out: string): Promise<void> {
  for (const { name, isDirectory } of await Array.fromAsync(Deno.readDir(out))) {
    if (!isDirectory || !name.startsWith(ASIDE)) continue;
    const path = join(out, name), { mtime } = await Deno.stat(path);
    const isLeft = await isLocked(join(path, LOCK)) === false ||
      Date.now() - (mtime?.getTime() ?? 0) > DAY;
    if (isLeft) await writing(path, () => Deno.remove(path, { recursive: true }));
  }
}

/** Moves all files, of which the first page comes last, when all it leads to is there. */
async function moveAll(from: string, to: string): Promise<void> {
  const first = join(from, "index.html");
  await moveInto(from, to, (path) => path !== first && path !== join(from, LOCK));
  move(first, join(to, "index.html"));
}

/** Moves what is in a folder; a folder that is new there moves as a whole. */
async function moveInto(
  from: string,
  to: string,
  isMoved: (path: string) => boolean = () => true,
): Promise<void> {
  for (const { name, isDirectory } of await Array.fromAsync(Deno.readDir(from))) {
    const path = join(from, name), target = join(to, name);
    if (isDirectory && await exists(target)) await moveInto(path, target);
    else if (isMoved(path)) move(path, target);
  }
}

function move(path: string, target: string): void {
  try {
    Deno.renameSync(path, target);
  } catch (error) {
    throw new WriteError(target, error);
  }
}
