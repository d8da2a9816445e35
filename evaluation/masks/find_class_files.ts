import { join } from "node:path";
import { compareCodePoints, counted, listed, type Skipped } from "../../core/mod.ts";
import { LABEL_FILES } from "../../io/mod.ts";
import type { CasePaths } from "./case_paths.ts";
import type { ClassFiles } from "./class_files.ts";
import type { FoundCases } from "./find_cases.ts";
import { isPattern, listMasks, type MaskFiles } from "./mask_files.ts";

/** Whether a pattern says that each class has a file of its own. */
export function hasClassFiles(source: string): boolean {
  return source.includes("{class}");
}

/**
 * The patterns of two folders where each case is a folder and each file in it a class:
 * `truth/case_1/liver.nii.gz`.
 *
 * @param truth The files of the true masks.
 * @param prediction The files of the predicted masks.
 * @returns The patterns; undefined where files are masks of their own.
 */
export function classPatterns(
  truth: MaskFiles,
  prediction: MaskFiles,
): { truth: string; prediction: string } | undefined {
  const theirs = classPattern(truth), ours = classPattern(prediction);
  return theirs && ours ? { truth: theirs, prediction: ours } : undefined;
}

/** A case's folder, perhaps folders that all cases have, and a class. */
const CLASS_FILE = /^([^/]+\/)(.*\/)?([^/]+)$/;

/**
 * The pattern of a folder. Slices and patients have numbers; that two names without any occur in most of
 * several folders is what only classes do.
 */
function classPattern({ source, folder, masks }: MaskFiles): string | undefined {
  if (isPattern(source)) return undefined;
  const cases = new Set<string>(), counts = new Map<string, number>(), rests = new Set<string>();
  for (const file of masks) {
    const [ending = ""] = LABEL_FILES.exec(file) ?? [], path = file.slice(0, -ending.length);
    const [, one, between = "", name] = CLASS_FILE.exec(path) ?? [];
    if (one === undefined) return undefined;
    cases.add(one);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    rests.add(`${between}{class}${ending}`);
  }
  const common = [...counts].filter(([name, n]) => !/\d/.test(name) && n > cases.size / 2);
  if (cases.size < 2 || common.length < 2 || rests.size !== 1) return undefined;
  return join(folder, "*", ...rests);
}

/** The files of one side, by case and class. */
interface Side {
  cases: Map<string, Record<string, string>>;
  classes: Set<string>;
}

/**
 * Finds masks of one file per class: `truth/*&#47;{class}.nii.gz`, `truth/{class}/*.png`.
 *
 * @param sources The patterns of both sides.
 * @returns The cases, with the files of each, and the names of all classes.
 * @throws {Error} If only one of the patterns has `{class}`, or a folder can't be read.
 */
export async function findClassFiles(
  { truth: trueSource, prediction: predictedSource }: { truth: string; prediction: string },
): Promise<FoundCases> {
  for (const [source, other] of [[trueSource, predictedSource], [predictedSource, trueSource]]) {
    if (hasClassFiles(source)) continue;
    throw new Error(
      "Cannot pair masks: true and predicted ones must both have a file per class, {class} in the " +
        `pattern, or neither, got ${other} and ${source}`,
    );
  }
  const truth = await filesOf(trueSource), prediction = await filesOf(predictedSource);
  const skipped: Skipped[] = [...prediction.cases].filter(([id]) => !truth.cases.has(id))
    .flatMap(([, files]) =>
      Object.values(files).map((file) => ({ file, reason: "has no true mask" }))
    );
  const cases = [...truth.cases].map(([id, files]): CasePaths => {
    const predicted = prediction.cases.get(id);
    return {
      id,
      truth: pathText(trueSource, id),
      ...(predicted && { prediction: pathText(predictedSource, id) }),
      classFiles: { truth: files, ...(predicted && { prediction: predicted }) },
    };
  }).sort((a, b) => compareCodePoints(a.id, b.id));
  const classes = [...truth.classes.union(prediction.classes)].sort(compareCodePoints);
  return {
    cases,
    skipped,
    classes,
    notes: [...fewerNotes("true", truth, classes), ...fewerNotes("predicted", prediction, classes)],
    contents: `${trueSource} finds ${counted(truth.cases.size, "case")}, ` +
      `${predictedSource} ${counted(prediction.cases.size, "case")}`,
  };
}

async function filesOf(source: string): Promise<Side> {
  const { folder, masks, idOf, classOf } = await listMasks(source);
  const side: Side = { cases: new Map(), classes: new Set() };
  for (const file of masks) {
    const id = idOf(file)!, name = classOf!(file)!;
    const files: Record<string, string> = side.cases.get(id) ?? {};
    if (!Object.hasOwn(files, name)) files[name] = join(folder, file);
    side.cases.set(id, files);
    side.classes.add(name);
  }
  return side;
}

/** Where files are, for messages and `summary.json`: `truth/case_1/{class}.nii.gz`. */
function pathText(source: string, id: string): string {
  return source.replace(/\*\*\/\*|\*\*|\*|\{id\}/g, () => id);
}

/** A note about classes that some cases have no file of. */
function fewerNotes(which: string, { cases }: Side, classes: readonly string[]): string[] {
  const all = [...cases.values()] as ClassFiles[];
  const lacking = classes.filter((name) => all.some((files) => !Object.hasOwn(files, name)));
  if (lacking.length === 0) return [];
  const some = lacking.length > 5 ? counted(lacking.length, "class", "classes") : listed(lacking);
  return [`some ${which} masks have no file of ${some}, which counts as empty`];
}
