import { join, resolve } from "node:path";
import { endingsOf, listFolder } from "./list_folder.ts";

/**
 * The images that are named, and those in the folders that are named, each once; a folder's are in
 * code-point order.
 *
 * @param paths Images and folders.
 * @param onOthers Told which files of a folder are no images, so that nobody thinks they were read.
 * @returns The images' paths.
 * @throws {Error} If a path is neither, or there is no image.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(findPhotographs(["no/where"]), /it must be an image or a folder/);
 * ```
 */
export async function findPhotographs(
  paths: readonly string[],
  onOthers: (note: string) => void = () => {},
): Promise<string[]> {
  const files = new Map<string, string>();
  for (const path of paths) {
    const found = await isFolder(path) ? await photographsIn(path, onOthers) : [path];
    for (const file of found) files.set(resolve(file), file);
  }
  if (files.size > 0) return [...files.values()];
  throw new Error(
    `Cannot find an image: there must be a .jpg, .png, .gif, .webp, .bmp, .avif or .tif in ${
      paths.join(", ")
    }, got none`,
  );
}

async function photographsIn(folder: string, onOthers: (note: string) => void): Promise<string[]> {
  const { files } = await listFolder(folder);
  const others = files.filter((name) => !isPicture(name));
  if (others.length > 0) {
    const noun = others.length === 1 ? "other file" : "other files";
    onOthers(`${others.length} ${noun} in ${folder} left out: ${endingsOf(others)}`);
  }
  return files.filter(isPicture).map((name) => join(folder, name));
}

async function isFolder(path: string): Promise<boolean> {
  const { isDirectory, isFile } = await Deno.stat(path)
    .catch(() => ({ isDirectory: false, isFile: false }));
  if (isDirectory || isFile) return isDirectory;
  throw new Error(`Cannot read ${path}: it must be an image or a folder that exists`);
}

function isPicture(name: string): boolean {
  return /\.(jpe?g|png|gif|webp|bmp|avif|tiff?)$/i.test(name);
}
