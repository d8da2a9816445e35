import { basename, dirname, join, resolve } from "node:path";
import { compareCodePoints, counted, listed, type Skipped } from "../../core/mod.ts";
import { describeAffix, fittingAffixes, withoutAffix } from "./affixes.ts";
import type { CasePaths } from "./case_paths.ts";
import { classPatterns, findClassFiles, hasClassFiles } from "./find_class_files.ts";
import { withoutProbabilities } from "./find_probabilities.ts";
import { contentOf, leftOut, listMasks, type MaskFiles, masksById } from "./mask_files.ts";
import { readPairs } from "./pairs_file.ts";

/** Where masks are: two folders or patterns, or a list of both. */
export type MaskSources = { truth: string; prediction: string } | { pairs: string };

/** The cases of two sets of masks. */
export interface FoundCases {
  /** The cases, in code-point order of their ids. */
  cases: CasePaths[];
  /** Files that can't be used, and why. */
  skipped: Skipped[];
  /** Lines to print. */
  notes: string[];
  /** What both sides contain, in words, for an error. */
  contents: string;
  /** The names of the classes, where each has a file of its own. */
  classes?: string[];
}

/**
 * Finds which true and which predicted mask belong together: those of the same path in their folders,
 * else of the same name, if each occurs once on a side, else of the same name without what all names of a
 * side begin with or end in.
 *
 * @param sources Folders, patterns or a list.
 * @param options How to treat what has no partner.
 * @param options.allowMissing Whether a truth without a prediction is left out instead of counted as
 *   missed.
 * @param options.probabilities A folder whose arrays are probabilities.
 * @param options.raters Where other people's masks are.
 * @param options.ignore Values of labels; where there are any, or raters or probabilities, a file per class
 *   is looked for only where a pattern says so.
 * @returns The cases; a truth without a prediction has none.
 * @throws {Error} If a folder or the list can't be read, or different folders have masks of the same name.
 */
export async function findCases(
  sources: MaskSources,
  { allowMissing, probabilities, ...job }: {
    allowMissing: boolean;
    probabilities?: string;
    raters?: readonly string[];
    ignore?: readonly number[];
  },
): Promise<FoundCases> {
  const { raters = [], ignore = [] } = job;
  const areLabels = raters.length + ignore.length > 0 || probabilities !== undefined;
  const found = "pairs" in sources
    ? await readPairs(sources.pairs)
    : [sources.truth, sources.prediction].some(hasClassFiles)
    ? await findClassFiles(sources)
    : await findPairs(sources, { areLabels, probabilities });
  const missing = found.cases.filter(({ prediction }) => prediction === undefined);
  // where nothing fits together, the names are at fault, and nothing was missed
  if (missing.length === found.cases.length && !("pairs" in sources)) {
    return { ...found, cases: [] };
  }
  if (missing.length === 0) return { ...found, notes: [...found.notes, ...sameNote(found.cases)] };
  const masks = missing.length === 1 ? "true mask has" : "true masks have";
  const rule = allowMissing
    ? "left out (--allow-missing)"
    : "counted as missed (--allow-missing leaves such cases out)";
  const ids = listed(missing.slice(0, MOST_NAMED).map(({ id }) => id));
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : "";
  return {
    ...found,
    cases: allowMissing
      ? found.cases.filter(({ prediction }) => prediction !== undefined)
      : found.cases,
    notes: [...found.notes, `${missing.length} ${masks} no prediction, ${rule}: ${ids}${more}`],
  };
}

const MOST_NAMED = 5;

/** A note where a file is both masks of a case, whose figures are perfect. */
function sameNote(cases: readonly CasePaths[]): string[] {
  const folders = new Map<string, string>();
  const folderOf = (path: string): string => {
    const folder = dirname(path), known = folders.get(folder) ?? resolve(folder);
    folders.set(folder, known);
    return known;
  };
  const same = cases.filter(({ truth, prediction = "" }) =>
    basename(truth) === basename(prediction) && folderOf(truth) === folderOf(prediction)
  );
  if (same.length === 0) return [];
  return [
    `true and predicted mask are the same file in ${counted(same.length, "case")}; ` +
    'patterns tell masks in one folder apart, such as --truth "masks/*_gt.png"',
  ];
}

/** Pairs of two folders or patterns. */
async function findPairs(
  { truth: trueSource, prediction: predictedSource }: { truth: string; prediction: string },
  { areLabels, probabilities }: { areLabels: boolean; probabilities?: string },
): Promise<FoundCases> {
  const truth = await listMasks(trueSource);
  const prediction = withoutProbabilities(await listMasks(predictedSource), probabilities);
  const patterns = areLabels ? undefined : classPatterns(truth, prediction);
  if (patterns !== undefined) {
    const found = await findClassFiles(patterns), classes = listed(found.classes!.slice(0, 5));
    const note =
      `each folder of ${trueSource} is taken for a case and each file for a class, ${classes}` +
      `${found.classes!.length > 5 ? ", …" : ""}; --truth "${
        join(trueSource, "**/*")
      }" takes each for a mask`;
    return { ...found, notes: [note, ...found.notes] };
  }
  const { ids, notes } = fittingNames(idsOf(truth), idsOf(prediction));
  const skipped: Skipped[] = [];
  const truths = masksById(truth.masks, ids.truth, skipped);
  const predictions = masksById(prediction.masks, ids.prediction, skipped);
  let alike: Map<string, string> | undefined;
  for (const [id, file] of predictions) {
    if (truths.has(id)) continue;
    alike ??= new Map(Array.from(truths, ([id, file]) => [id.toLowerCase(), file]));
    const near = alike.get(id.toLowerCase());
    const hint = near === undefined ? "" : `; ${near} differs only in upper and lower case`;
    skipped.push({ file, reason: `has no true mask${hint}` });
  }
  const [below, belowOther] = [truth, prediction].map(({ folder }) =>
    join(folder, "_").slice(0, -1)
  );
  const cases = Array.from(truths, ([id, file]): CasePaths => {
    const partner = predictions.get(id), path = below + file;
    if (partner === undefined) return { id, truth: path };
    // neither join nor a spread: both would give each of 100,000 cases some hundred bytes more
    return { id, truth: path, prediction: belowOther + partner };
  });
  return {
    cases: cases.sort((a, b) => compareCodePoints(a.id, b.id)),
    skipped,
    notes: [...leftOut(truth), ...leftOut(prediction), ...notes],
    contents: `${contentOf(truth)}, ${contentOf(prediction)}`,
  };
}

function idsOf({ masks, idOf }: MaskFiles): string[] {
  return masks.map((file) => idOf(file)!);
}

/** The names of both sides, changed to be equal, and a note where they were not. */
function fittingNames(theirs: string[], ours: string[]): {
  ids: Record<"truth" | "prediction", string[]>;
  notes: string[];
} {
  const areEqual = (theirs: readonly string[], ours: readonly string[]): boolean => {
    const known = new Set(theirs);
    return ours.some((id) => known.has(id));
  };
  const none = { ids: { truth: theirs, prediction: ours }, notes: [] };
  if (areEqual(theirs, ours)) return none;
  const names = (ids: readonly string[]): string[] => ids.map((id) => basename(id));
  const bare = { truth: names(theirs), prediction: names(ours) };
  // what has no partner by its name may occur in many folders
  const shared = new Set(bare.truth).intersection(new Set(bare.prediction));
  const ofPairs = (ids: string[]) => ids.filter((id) => shared.has(basename(id)));
  const isPaired = shared.size > 0;
  const same = sameName(ofPairs(theirs)) ?? sameName(ofPairs(ours));
  if (isPaired && same === undefined) {
    return {
      ids: bare,
      notes: ["the folders differ; masks of the same name are taken for pairs"],
    };
  }
  const areDistinct = (sameName(theirs) ?? sameName(ours)) === undefined;
  for (const { truth, prediction } of areDistinct ? [none.ids, bare] : [none.ids]) {
    const affixes = fittingAffixes(truth, prediction);
    if (affixes === undefined) continue;
    const words = [
      describeAffix(affixes.truth) && `true masks ${describeAffix(affixes.truth)}`,
      describeAffix(affixes.prediction) && `predicted ones ${describeAffix(affixes.prediction)}`,
    ].filter(Boolean).join(", ");
    return {
      ids: {
        truth: truth.map((id) => withoutAffix(id, affixes.truth)),
        prediction: prediction.map((id) => withoutAffix(id, affixes.prediction)),
      },
      notes: [
        `the names differ; masks are paired by their names without what all have in common: ${words}`,
      ],
    };
  }
  if (!isPaired) return none;
  throw new Error(
    "Cannot pair masks: their folders differ, so each name must occur once on a side, got " +
      `${same!.join(" and ")}; patterns say what names a case, such as --truth "masks/*/mask.png"`,
  );
}

/** Two paths that have the same name in different folders; undefined if there are none. */
function sameName(ids: readonly string[]): [string, string] | undefined {
  const byName = new Map<string, string>();
  for (const id of ids) {
    const name = basename(id), other = byName.get(name);
    // a picture and an array of one mask have one path
    if (other !== undefined && other !== id) return [other, id];
    byName.set(name, id);
  }
  return undefined;
}
