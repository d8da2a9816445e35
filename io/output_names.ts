import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { keyOf } from "./outputs.ts";

/**
 * Names for outputs, one per input file, unique even on a disk that ignores case: the file's path below
 * the folder that was named, without its ending. Where files of different folders would collide, all go into folders named after
 * theirs; where two files of one folder would, they keep their endings (`a.jpg`, `a.png`) or get a
 * number.
 *
 * @param paths The files, none twice.
 * @param roots The folder of each that was named; its own when left out.
 * @returns One path per file, without an ending, with forward slashes, in the order of the files.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(outputNames(["x/a.jpg", "x/b.jpg"]), ["a", "b"]);
 * assert.deepEqual(outputNames(["x/a.jpg", "y/a.jpg"]), ["x/a", "y/a"]);
 * assert.deepEqual(outputNames(["x/a.jpg", "x/a.png"]), ["a.jpg", "a.png"]);
 * ```
 */
export function outputNames(
  paths: readonly string[],
  roots: readonly string[] = paths.map(dirname),
): string[] {
  const folders = roots.map((root) => resolve(root));
  const stems = paths.map((path, i) => {
    const below = relative(folders[i], dirname(resolve(path)));
    const parts = below === "" ? [] : below.split(sep);
    return [...parts, basename(path, endingOf(path))].map(safe).join("/");
  });
  if (!meetAcross(folders, stems)) return distinct(paths, stems);
  const different = [...new Set(folders)];
  const labels = distinct(different, different.map((folder) => safe(basename(folder) || "root")));
  const labelOf = new Map(different.map((folder, i) => [folder, labels[i]]));
  return distinct(paths, stems.map((stem, i) => `${labelOf.get(folders[i])}/${stem}`));
}

/** Whether two files of different folders have the same name. */
function meetAcross(folders: readonly string[], stems: readonly string[]): boolean {
  const folderOf = new Map<string, string>();
  return stems.some((stem, i) => {
    const other = folderOf.get(keyOf(stem));
    folderOf.set(keyOf(stem), folders[i]);
    return other !== undefined && other !== folders[i];
  });
}

/** The names; those that collide get their path's ending, or a number. */
function distinct(paths: readonly string[], names: readonly string[]): string[] {
  const groups = Map.groupBy(names.keys(), (i) => keyOf(names[i]));
  const taken = new Set(groups.keys());
  const found = [...names];
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const byEnding = new Set(group.map((i) => keyOf(extname(paths[i])))).size > 1;
    const numbers = new Map<string, number>();
    for (const i of byEnding ? group : group.slice(1)) {
      const base = byEnding ? names[i] + extname(paths[i]) : names[i];
      found[i] = base;
      while (taken.has(keyOf(found[i]))) {
        const number = (numbers.get(keyOf(base)) ?? 1) + 1;
        numbers.set(keyOf(base), number);
        found[i] = `${base}-${number}`;
      }
      taken.add(keyOf(found[i]));
    }
  }
  return found;
}

/** A file's ending; both of `.nii.gz`. */
function endingOf(path: string): string {
  return /\.nii\.gz$/i.exec(path)?.[0] ?? extname(path);
}

/** A name that every file system accepts and keeps: no device of Windows, not too long. */
function safe(name: string): string {
  const plain = name.replace(/[. ]+$/, (end) => "_".repeat(end.length)).replace(DEVICE, "_$&");
  let short = plain;
  while (new TextEncoder().encode(short).length > MOST_BYTES) {
    short = [...short].slice(0, -1).join("");
  }
  return short;
}

/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)/i;

/** 255, less what a name gets while its file is being written. */
const MOST_BYTES = 180;
