/**
 * Which images train and which test, where a folder says so: by folders or by lists.
 *
 * @module
 */
import { isAbsolute, join, normalize } from "node:path";
import { counted } from "../../core/mod.ts";
import type { DataDescription } from "./description.ts";
import { linesOf } from "./lines.ts";
import { listFinder } from "./listed.ts";
import type { FolderPair } from "../pair_files.ts";

/** A part of the set. */
export type Part = "train" | "validation" | "test";

/** What a folder says of its parts. */
export interface FoundSplit {
  /** For `triptych.json`. */
  split: NonNullable<DataDescription["split"]>;
  /** Why, in words. */
  reason: string;
}

/** What parts are called. */
const NAMES: Record<Part, RegExp> = {
  train: /^(train|training|tr)$/i,
  validation: /^(val|valid|validation|dev)$/i,
  test: /^(test|testing|ts)$/i,
};

const PARTS = Object.keys(NAMES) as Part[];

/** Whether a word names a part. */
export function isPart(word: string | undefined): boolean {
  return word !== undefined && PARTS.some((part) => NAMES[part].test(word));
}

/**
 * Finds what a folder says of its parts.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @param pairs The images with masks.
 * @returns The parts that have a pair; undefined where the folder says nothing.
 */
export async function findSplit(
  folder: string,
  files: readonly string[],
  pairs: readonly FolderPair[],
): Promise<FoundSplit | undefined> {
  const byFolder = fromFolders(pairs);
  if (byFolder) return { split: byFolder, reason: `split: by the folders ${says(byFolder)}` };
  const byList = await fromLists(folder, files, pairs);
  return byList && { split: byList, reason: `split: by the lists ${says(byList)}` };
}

/** The parts with their sources, and what a missing test set means. */
function says(split: FoundSplit["split"]): string {
  const parts = Object.entries(split).map(([part, source]) => `${source} (${part})`).join(", ");
  return split.test === undefined
    ? `${parts}; without a test set, figures are of the validation set, which then chooses no epoch`
    : parts;
}

/** What `{split}` stood for, as the parts that it names. */
function fromFolders(pairs: readonly FolderPair[]): FoundSplit["split"] | undefined {
  const words = new Set(pairs.map(({ split }) => split));
  const split: FoundSplit["split"] = {};
  for (const word of words) {
    const part = PARTS.find((part) => word !== undefined && NAMES[part].test(word));
    if (part) split[part] = word;
  }
  return split.train !== undefined && Object.keys(split).length > 1 ? split : undefined;
}

/** Text files named for a part, whose lines name images. */
async function fromLists(
  folder: string,
  files: readonly string[],
  pairs: readonly FolderPair[],
): Promise<FoundSplit["split"] | undefined> {
  const find = listFinder(pairs);
  const split: FoundSplit["split"] = {};
  // VOC has lists of other tasks beside those of segmentation
  const lists = files.filter((file) => file.endsWith(".txt"))
    .sort((a, b) => Number(/segmentation/i.test(b)) - Number(/segmentation/i.test(a)));
  for (const part of PARTS) {
    for (const file of lists) {
      const name = file.slice(file.lastIndexOf("/") + 1, -".txt".length);
      if (split[part] !== undefined || !NAMES[part].test(name)) continue;
      if (find(await readNames(join(folder, file))).size > 0) split[part] = file;
    }
  }
  return split.train !== undefined && Object.keys(split).length > 1 ? split : undefined;
}

/** The names in a list: the first word per line. */
async function readNames(path: string): Promise<string[]> {
  return linesOf(await Deno.readTextFile(path)).map((line) => line.split(/\s+/, 1)[0]);
}

/**
 * The part of each image.
 *
 * @param folder The data folder.
 * @param split What `triptych.json` says.
 * @param pairs The images.
 * @returns For each, its part; undefined for one that no part names.
 * @throws {Error} If a list can't be read or lies outside the folder, a part has no image, or an image
 *   is in two parts.
 */
export async function partsOf(
  folder: string,
  split: NonNullable<DataDescription["split"]>,
  pairs: readonly FolderPair[],
): Promise<(Part | undefined)[]> {
  const lists = new Map<Part, Set<FolderPair>>(), find = listFinder(pairs);
  for (const [part, source] of Object.entries(split) as [Part, string][]) {
    if (/\.(txt|csv)$/i.test(source)) {
      lists.set(part, find(await readList(folder, source)));
    }
  }
  const parts = pairs.map((pair) => {
    const own = PARTS.filter((part) =>
      lists.get(part)?.has(pair) ?? (split[part] !== undefined && pair.split === split[part])
    );
    if (own.length > 1) {
      throw new Error(
        `Cannot split ${folder}: an image must be in one part, ${pair.images[0]} is in ${
          own.join(" and ")
        }`,
      );
    }
    return own[0];
  });
  for (const [part, source] of Object.entries(split)) {
    if (parts.includes(part as Part)) continue;
    const what = lists.has(part as Part)
      ? `lines of ${source}`
      : `what {split} stands for, ${source},`;
    throw new Error(
      `Cannot read data folder ${folder}: ${what} must name images for ${part}, and name none of ` +
        `${counted(pairs.length, "image")}, ${pairs[0].id} for example`,
    );
  }
  return parts;
}

/** The names in a list that a description names; it must lie in the data folder. */
async function readList(folder: string, source: string): Promise<string[]> {
  if (isAbsolute(source) || /^\.\.([/\\]|$)/.test(normalize(source))) {
    throw new Error(
      `Cannot read data folder ${folder}: lists of its parts must lie in it, got ${source}`,
    );
  }
  try {
    return await readNames(join(folder, source));
  } catch (cause) {
    const fault = cause instanceof Deno.errors.NotFound
      ? "there is none"
      : (cause as Error).message;
    throw new Error(
      `Cannot read data folder ${folder}: ${source} must be a list of images, ${fault}`,
      {
        cause,
      },
    );
  }
}
