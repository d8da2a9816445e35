import { basename, dirname, join, resolve } from "node:path";
import { counted } from "../core/mod.ts";
import { endingsOf, listFolder } from "./list_folder.ts";

/** An image that was found. */
export interface FoundImage {
  /** Its path. */
  path: string;
  /** The folder that was named; for an image that was named itself, the folder that it lies in. */
  root: string;
}

/** What {@linkcode findPhotographs} leaves out, and whom it tells. */
export interface FindOptions {
  /** A folder that is not searched where it lies in one that is named. */
  except?: string;
  /** Told which files are left out, so that nobody thinks they were read. */
  onOthers?: (note: string) => void;
}

/**
 * The images and volumes that are named, and those in and below the folders that are named, each once; a
 * folder's own are in code-point order, before those of its subfolders. What Triptych wrote about an
 * picture doesn't count: masks, overlays and confidence of predictions, and a run's masks. Masks of volumes
 * and of stacks of pages can't be told from images.
 *
 * @param paths Images and folders.
 * @param options What to leave out.
 * @returns The images.
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
  { except, onOthers = () => {} }: FindOptions = {},
): Promise<FoundImage[]> {
  const files = new Map<string, FoundImage>();
  const left = except === undefined ? undefined : resolve(except);
  for (const path of paths) {
    const found = await isFolder(path)
      ? await imagesBelow(path, { left, onOthers })
      : [{ path, root: dirname(path) }];
    for (const file of found) files.set(resolve(file.path), file);
  }
  if (files.size > 0) return [...files.values()];
  throw new Error(
    "Cannot find an image: there must be a .jpg, .png, .gif, .webp, .bmp, .avif, .tif or .nii in " +
      `${paths.join(", ")}, got none`,
  );
}

async function imagesBelow(
  root: string,
  { left, onOthers }: { left?: string; onOthers: (note: string) => void },
): Promise<FoundImage[]> {
  const found: FoundImage[] = [], seen = new Set<string>();
  const search = async (folder: string): Promise<void> => {
    // a link to a folder above would lead round in a circle
    const real = await Deno.realPath(folder);
    if ((folder !== root && resolve(folder) === left) || seen.has(real)) return;
    seen.add(real);
    const { files, folders } = await listFolder(folder);
    const images = files.filter(isImage), isOwn = ownOf(images);
    tell(folder, files.filter((name) => !isImage(name)), onOthers);
    const written = images.filter(isOwn);
    if (written.length > 0) {
      onOthers(`${counted(written.length, "mask")} and overlays of Triptych in ${folder} left out`);
    }
    for (const name of images) if (!isOwn(name)) found.push({ path: join(folder, name), root });
    const isRun = files.includes("run.json");
    for (const name of folders) if (!isRun || name === "pictures") await search(join(folder, name));
  };
  await search(root);
  return found;
}

function tell(folder: string, others: readonly string[], onOthers: (note: string) => void): void {
  if (others.length === 0) return;
  const noun = others.length === 1 ? "other file" : "other files";
  onOthers(`${others.length} ${noun} in ${folder} left out: ${endingsOf(others)}`);
}

/** Tells which of a folder's images Triptych wrote about others. */
function ownOf(images: readonly string[]): (name: string) => boolean {
  const all = new Set(images);
  return (name) =>
    /\.(truth|prediction|confidence|class-\d+)\.png$|\.overlay\.jpg$/.test(name) ||
    all.has(`${basename(name, ".png")}.overlay.jpg`);
}

async function isFolder(path: string): Promise<boolean> {
  const { isDirectory, isFile } = await Deno.stat(path)
    .catch(() => ({ isDirectory: false, isFile: false }));
  if (isDirectory || isFile) return isDirectory;
  throw new Error(`Cannot read ${path}: it must be an image or a folder that exists`);
}

function isImage(name: string): boolean {
  return /\.(jpe?g|png|gif|webp|bmp|avif|tiff?|nii|nii\.gz)$/i.test(name);
}
