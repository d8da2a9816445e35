/**
 * Layouts in which each image has a folder of masks of its own, one per object, as in the Data Science
 * Bowl 2018: `ID/images/ID.png`, `ID/masks/*.png`.
 *
 * @module
 */
import { counted } from "../../core/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { maskWords, PICTURE, splitOf } from "./words.ts";

/** Patterns of images and masks. */
export interface Patterns {
  /** The images' pattern. */
  images: string;
  /** The masks' pattern. */
  masks: string;
}

/** Of the images that have a folder of masks, how many must be found under one pattern. */
const LEAST_FOUND = 0.5;

/** A folder of masks that is one image's own. */
interface OwnFolder {
  /** What names the image. */
  id: string;
  /** The folder, with `{id}` in the id's place. */
  pattern: string;
}

/**
 * Finds folders of masks that are one image's own, and the images whose names or folders these have.
 *
 * @param files All paths of the data folder.
 * @returns Patterns with `{object}`; none where no folder of masks is one image's.
 */
export function findObjectMasks(files: readonly string[]): Patterns[] {
  const pictures = files.filter((file) => PICTURE.test(file));
  const byFolder = Map.groupBy(pictures, folderOf);
  const own = [...byFolder.keys()].flatMap((folder) => ownFolder(folder) ?? []);
  return [...Map.groupBy(own, ({ pattern }) => pattern)].flatMap(([pattern, folders]) => {
    const ids = new Set(folders.map(({ id }) => id));
    const isMask = (folder: string) => ownFolder(folder)?.pattern === pattern;
    const templates = [...byFolder].filter(([folder]) => !isMask(folder))
      .flatMap(([, inside]) =>
        inside.flatMap((file) => templateOf(file, ids, inside.length) ?? [])
      );
    const masks = `${pattern}{object}.${
      endingOf(pictures.filter((file) => isMask(folderOf(file))))
    }`;
    return [...Map.groupBy(templates, ({ template }) => template)]
      .filter(([, found]) => found.length >= LEAST_FOUND * ids.size)
      .map(([template, found]) => {
        return { images: `${template}.${endingOf(found.map(({ file }) => file))}`, masks };
      });
  });
}

/** `ID/masks` and `masks/ID`, where the id is no word that folders have. */
function ownFolder(folder: string): OwnFolder | undefined {
  const parts = folder.split("/"), [above, last] = parts.slice(-2);
  if (parts.length < 2) return undefined;
  const isId = (name: string) => maskWords(name) === 0 && splitOf(name) === undefined;
  const place = maskWords(last) > 0 && isId(above)
    ? parts.length - 2
    : maskWords(above) > 0 && isId(last)
    ? parts.length - 1
    : undefined;
  if (place === undefined) return undefined;
  const pattern = parts.map((part, i) => i === place ? "{id}" : withSplit(part)).join("/");
  return { id: parts[place], pattern: `${pattern}/` };
}

/**
 * An image's path with `*` for the id, without its ending. A name of its own says which image it is only
 * where the folder has no other.
 */
function templateOf(
  file: string,
  ids: ReadonlySet<string>,
  siblings: number,
): { template: string; file: string } | undefined {
  const parts = file.replace(PICTURE, "").split("/");
  const id = parts.findLast((part) => ids.has(part));
  if (id === undefined || parts.at(-1) !== id && siblings > 1) return undefined;
  const template = parts.map((part) => part === id ? "*" : withSplit(part)).join("/");
  return { template, file };
}

function withSplit(folder: string): string {
  return splitOf(folder)?.pattern ?? folder;
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

function endingOf(files: readonly string[]): string {
  const endings = new Set(files.map((file) => PICTURE.exec(file)![1].toLowerCase()));
  return endings.size === 1 ? [...endings][0] : `{${[...endings].sort().join(",")}}`;
}

/**
 * Marks pairs whose masks are single objects, and says so. Where no image has several, masks mean what
 * their values say.
 *
 * @param pairs Images with masks.
 * @param masks The masks' pattern; with `{class}` each mask is its class's.
 */
export function withObjects(
  pairs: readonly FolderPair[],
  masks: string,
): { pairs: readonly FolderPair[]; reasons: string[] } {
  const hasObjects = masks.includes("{object}") && !masks.includes("{class}") &&
    pairs.some((pair) => pair.masks.length > 1);
  if (!hasObjects) return { pairs, reasons: [] };
  const count = pairs.reduce((sum, pair) => sum + pair.masks.length, 0);
  const reason =
    `objects: ${counted(count, "mask")} of ${counted(pairs.length, "image")}, one per ` +
    "object; an image's become one mask, 1 on objects and 0 elsewhere, in which objects that touch " +
    "are one area";
  return { pairs: pairs.map((pair) => ({ ...pair, objects: true })), reasons: [reason] };
}
