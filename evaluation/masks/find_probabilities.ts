import { basename, join, resolve } from "node:path";
import type { CasePaths } from "./case_paths.ts";
import { refuseClassFiles } from "./class_files.ts";
import { filesBelow, type MaskFiles } from "./mask_files.ts";
import { nameOf, PROBABILITY_ARRAY, PROBABILITY_PICTURE } from "./predicted_files.ts";

/**
 * Gives each case the files of its probabilities: `NAME.npy`, `NAME.npz`, or `NAME.class-LABEL.png` of each class,
 * where the name is the case's id or that of its predicted or true mask, unless another case has that, too.
 *
 * @param cases The cases.
 * @param folder The folder with the probabilities; none when left out.
 * @returns The cases; those without probabilities have no file.
 * @throws {Error} If the folder can't be read, or contains no probabilities of any case.
 */
export async function withProbabilities(
  cases: readonly CasePaths[],
  folder: string | undefined,
): Promise<CasePaths[]> {
  if (folder === undefined) return [...cases];
  refuseClassFiles(cases, "--probabilities");
  const files = await filesBelow(folder), byName = new Map<string, string[]>();
  for (const file of files.filter((file) => PROBABILITY_ARRAY.test(file))) {
    byName.set(nameOf(file), [join(folder, file)]);
  }
  const pictures = files.filter((file) => PROBABILITY_PICTURE.test(file))
    .sort((a, b) => labelOf(a)! - labelOf(b)!);
  for (const [name, ofName] of Map.groupBy(pictures, nameOf)) {
    if (!byName.has(name)) byName.set(name, ofName.map((file) => join(folder, file)));
  }
  const owners = new Map<string, number>();
  for (const name of cases.flatMap(namesOf)) owners.set(name, (owners.get(name) ?? 0) + 1);
  const found = cases.map((one): CasePaths => {
    const name = namesOf(one).find((name) =>
      byName.has(name) && (name === one.id || owners.get(name) === 1)
    );
    return { ...one, probabilities: name === undefined ? [] : byName.get(name)! };
  });
  if (found.every(({ probabilities }) => probabilities!.length === 0)) {
    throw new Error(
      "Cannot measure probabilities: there must be NAME.npy, NAME.npz or NAME.class-1.png, … of the cases' " +
        `names in ${folder}, got ${byName.size === 0 ? "none" : [...byName.keys()][0]}`,
    );
  }
  return found;
}

/**
 * The predicted masks of a folder that contains their probabilities, too, without these.
 *
 * @param files What the folder contains.
 * @param folder The folder with the probabilities, if there are any.
 */
export function withoutProbabilities(files: MaskFiles, folder: string | undefined): MaskFiles {
  if (folder === undefined || resolve(files.folder) !== resolve(folder)) return files;
  const isArray = (file: string): boolean => PROBABILITY_ARRAY.test(file);
  const names = new Set(files.masks.filter((file) => !isArray(file)).map(nameOf));
  const masks = files.masks.filter((file) => !isArray(file) || !names.has(nameOf(file)));
  return { ...files, masks };
}

/** The label of a picture of one class's probabilities; undefined for an array. */
export function labelOf(file: string): number | undefined {
  const [, label] = PROBABILITY_PICTURE.exec(file) ?? [];
  return label === undefined ? undefined : Number(label);
}

function namesOf({ id, truth, prediction }: CasePaths): string[] {
  const files = [prediction, truth].flatMap((file) => file ? [nameOf(basename(file))] : []);
  return [...new Set([id, ...files])];
}
