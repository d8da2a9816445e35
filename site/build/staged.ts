/** Building a folder aside, so that its place never holds half of it. */
import { dirname, join } from "node:path";
import { isLocked, lockFile, makeFolder, writing } from "../../io/mod.ts";

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

/** Moves all files; the first page comes last, when all it leads to is there. */
async function moveAll(from: string, to: string): Promise<void> {
  const files = (await filesIn(from)).filter((path) => path !== LOCK && path !== "index.html");
  const made = new Set<string>();
  for (const path of [...files, "index.html"]) {
    const target = join(to, path), folder = dirname(target);
    if (!made.has(folder)) await makeFolder(folder);
    made.add(folder);
    await writing(target, () => Deno.rename(join(from, path), target));
  }
}

async function filesIn(folder: string, below = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(folder, below))) {
    const path = join(below, name);
    // no spread: a call takes some 100,000 arguments at most
    if (isDirectory) { for (const file of await filesIn(folder, path)) files.push(file); }
    else files.push(path);
  }
  return files;
}
