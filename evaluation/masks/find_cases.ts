import { basename, join, resolve } from "node:path";
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
 * else of the same name, else of the same name without what all names of a side begin with or end in.
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
 * @throws {Error} If a folder or the list can't be read.
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
  const same = cases.filter(({ truth, prediction }) => resolve(truth) === resolve(prediction!));
  if (same.length === 0) return [];
  return [
    `true and predicted mask are the same file in ${counted(same.length, "case")}; ` +
    'patterns tell those of one folder apart, --truth "masks/*_gt.png"',
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
  const { change, notes } = fittingNames(truth, prediction);
  const skipped: Skipped[] = [];
  const truths = masksById(truth, change.truth, skipped);
  const predictions = masksById(prediction, change.prediction, skipped);
  const alike = new Map([...truths].map(([id, file]) => [id.toLowerCase(), file]));
  for (const [id, file] of predictions) {
    if (truths.has(id)) continue;
    const near = alike.get(id.toLowerCase());
    const hint = near === undefined ? "" : `; ${near} differs only in upper and lower case`;
    skipped.push({ file, reason: `has no true mask${hint}` });
  }
  const cases = [...truths].map(([id, file]): CasePaths => {
    const partner = predictions.get(id);
    return {
      id,
      truth: join(truth.folder, file),
      ...(partner !== undefined && { prediction: join(prediction.folder, partner) }),
    };
  });
  return {
    cases: cases.sort((a, b) => compareCodePoints(a.id, b.id)),
    skipped,
    notes: [...leftOut(truth), ...leftOut(prediction), ...notes],
    contents: `${contentOf(truth)}, ${contentOf(prediction)}`,
  };
}

/** How the names of both sides are changed to be equal, and a note where they were not. */
function fittingNames(truth: MaskFiles, prediction: MaskFiles): {
  change: Record<"truth" | "prediction", (id: string) => string>;
  notes: string[];
} {
  const idsOf = ({ masks, idOf }: MaskFiles): string[] => masks.map((file) => idOf(file)!);
  const theirs = idsOf(truth), ours = idsOf(prediction), same = (id: string): string => id;
  const none = { change: { truth: same, prediction: same }, notes: [] };
  const isEqual = (change: (id: string) => string): boolean => {
    const known = new Set(theirs.map(change));
    return ours.some((id) => known.has(change(id)));
  };
  if (isEqual(same)) return none;
  const name = (id: string): string => basename(id);
  if (isEqual(name)) {
    return {
      change: { truth: name, prediction: name },
      notes: ["the folders differ; masks of the same name are taken for pairs"],
    };
  }
  for (const change of [same, name]) {
    const affixes = fittingAffixes(theirs.map(change), ours.map(change));
    if (affixes === undefined) continue;
    const words = [
      describeAffix(affixes.truth) && `true masks ${describeAffix(affixes.truth)}`,
      describeAffix(affixes.prediction) && `predicted ones ${describeAffix(affixes.prediction)}`,
    ].filter(Boolean).join(", ");
    return {
      change: {
        truth: (id) => withoutAffix(change(id), affixes.truth),
        prediction: (id) => withoutAffix(change(id), affixes.prediction),
      },
      notes: [
        `the names differ, and are taken for pairs without what all have in common: ${words}`,
      ],
    };
  }
  return none;
}
