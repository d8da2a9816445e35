import { extname, join } from "node:path";
import { compareCodePoints } from "../core/mod.ts";
import { whyUnread } from "./unread.ts";

/** What a folder itself contains, except hidden files. */
export interface FolderListing {
  /** Names of files, symbolic links to files included, in code-point order. */
  files: string[];
  /** Names of folders, in code-point order. */
  folders: string[];
}

/**
 * Lists a folder. Pipes, devices and broken links are left out: reading a pipe would wait forever.
 *
 * @param path The folder.
 * @returns What it contains.
 * @throws {Error} If it can't be read; the text names it.
 */
export async function listFolder(path: string): Promise<FolderListing> {
  const listing: FolderListing = { files: [], folders: [] };
  try {
    for await (const entry of Deno.readDir(path)) {
      if (entry.name.startsWith(".")) continue;
      const { isFile, isDirectory } = entry.isSymlink ? await behind(path, entry.name) : entry;
      if (isFile) listing.files.push(entry.name);
      if (isDirectory) listing.folders.push(entry.name);
    }
  } catch (cause) {
    throw new Error(`Cannot read the folder ${path}: ${whyUnread(cause, "folder")}`, { cause });
  }
  listing.files.sort(compareCodePoints);
  listing.folders.sort(compareCodePoints);
  return listing;
}

/**
 * The endings of files, for a message: `.tif, .txt`.
 *
 * @param names The files' names.
 * @returns The endings, in lower case, the most common first, at most five.
 */
export function endingsOf(names: readonly string[]): string {
  const groups = Map.groupBy(names, (name) => extname(name).toLowerCase() || "no ending");
  const endings = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  const shown = endings.slice(0, 5).map(([ending]) => ending);
  return [...shown, ...(endings.length > 5 ? ["…"] : [])].join(", ");
}

async function behind(
  folder: string,
  name: string,
): Promise<{ isFile: boolean; isDirectory: boolean }> {
  try {
    return await Deno.stat(join(folder, name));
  } catch {
    return { isFile: false, isDirectory: false };
  }
}
