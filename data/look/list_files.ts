import { join } from "node:path";
import { listFolder } from "../../io/mod.ts";

/** Folders below folders, at most: a data set is no disk. */
const DEEPEST = 8;

/** More files than this are no data set either. */
const MOST_FILES = 2_000_000;

/**
 * All files of a folder and of the folders in it, hidden ones left out.
 *
 * @param folder The folder.
 * @returns Their paths relative to it, with `/` between folders.
 * @throws {Error} If a folder can't be read, or there are more than two million files.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [], seen = new Set<string>();
  const walk = async (below: string, depth: number): Promise<void> => {
    const path = join(folder, below), real = await Deno.realPath(path).catch(() => path);
    // a link may lead back up
    if (depth > DEEPEST || seen.has(real)) return;
    seen.add(real);
    const listing = await listFolder(path);
    for (const name of listing.files) files.push(below + name);
    if (files.length > MOST_FILES) {
      throw new Error(`Cannot read data folder ${folder}: it holds more than ${MOST_FILES} files`);
    }
    for (const name of listing.folders) await walk(`${below}${name}/`, depth + 1);
  };
  await walk("", 0);
  return files;
}
