import { basename, join } from "node:path";
import type { Skipped } from "../../core/mod.ts";
import { compilePattern, endingsOf, LABEL_FILES, listFolder } from "../../io/mod.ts";
import { divided } from "./predicted_files.ts";

/** The mask files of a folder or a pattern, and what else is there. */
export interface MaskFiles {
  /** What was given, for messages. */
  source: string;
  /** The folder that is read. */
  folder: string;
  /** Paths of masks, relative to the folder, in code-point order, arrays last. */
  masks: string[];
  /** Paths of other files. */
  others: string[];
  /** What names the case in a path; undefined for a path that the pattern doesn't match. */
  idOf: (path: string) => string | undefined;
  /** The class that a path names, where each has a file of its own. */
  classOf?: (path: string) => string | undefined;
}

/** Folders in folders are followed so far; links could lead in circles. */
const DEEPEST = 12;

/**
 * Lists the masks of a folder, those in its subfolders included, or of a pattern such as
 * `patients/*&#47;liver.nii.gz`, whose `*` names the case.
 *
 * @param source The folder or the pattern.
 * @returns The files.
 * @throws {Error} If the folder can't be read.
 * @throws {TypeError} If the pattern can't be used.
 */
export async function listMasks(source: string): Promise<MaskFiles> {
  if (!isPattern(source)) {
    const files = await filesBelow(source);
    const { masks, others } = divided(files.filter((file) => LABEL_FILES.test(file)));
    return {
      source,
      folder: source,
      masks,
      others: [...files.filter((file) => !LABEL_FILES.test(file)), ...others],
      idOf: (path) => path.replace(LABEL_FILES, "").normalize("NFC"),
    };
  }
  const parts = source.split("/"), first = parts.findIndex(isPattern);
  const folder = parts.slice(0, first).join("/") || (first > 0 ? "/" : ".");
  // **/* is any file below; to the patterns of paths both stand for the id, and ** alone does
  const match = compilePattern(parts.slice(first).join("/").replaceAll("**/*", "**"));
  const files = await filesBelow(folder), matching = files.filter((file) => match(file));
  return {
    source,
    folder,
    ...divided(matching),
    idOf: (path) => match(path)?.id,
    classOf: (path) => match(path)?.class,
  };
}

/** Whether a path is a pattern. */
export function isPattern(path: string): boolean {
  return /[*{]/.test(path);
}

/** All files below a folder, relative to it. */
export async function filesBelow(folder: string, depth = 0): Promise<string[]> {
  const { files, folders } = await listFolder(folder), found = [...files];
  if (depth === DEEPEST) return found;
  for (const name of folders) {
    const inside = await filesBelow(join(folder, name), depth + 1);
    for (const file of inside) found.push(`${name}/${file}`);
  }
  return found;
}

/** Masks by their ids; of two with the same id the second is skipped. */
export function masksById(
  masks: readonly string[],
  ids: readonly string[],
  skipped: Skipped[],
): Map<string, string> {
  const byId = new Map<string, string>();
  for (const [i, file] of masks.entries()) {
    const first = byId.get(ids[i]);
    if (first === undefined) byId.set(ids[i], file);
    else skipped.push({ file, reason: `another file has the same name: ${first}` });
  }
  return byId;
}

/** A line about the files of a folder that can't be masks. */
export function leftOut({ source, others }: MaskFiles): string[] {
  if (others.length === 0) return [];
  const noun = others.length === 1 ? "other file" : "other files";
  return [`${others.length} ${noun} in ${source} left out: ${endingsOf(others)}`];
}

/** `true/ contains 3 masks (a, b, c), 12 other files (.txt)`. */
export function contentOf({ source, masks, others, idOf }: MaskFiles): string {
  const some = masks.slice(0, 3).map((file) => basename(idOf(file)!)).join(", ");
  const parts = [
    ...(masks.length > 0
      ? [
        `${masks.length} mask${masks.length > 1 ? "s" : ""} (${some}${
          masks.length > 3 ? ", …" : ""
        })`,
      ]
      : []),
    ...(others.length > 0
      ? [`${others.length} other file${others.length > 1 ? "s" : ""} (${endingsOf(others)})`]
      : []),
  ];
  return `${source} contains ${parts.join(", ") || "nothing"}`;
}
