/**
 * A look at a data folder before training: what it holds, what its masks mean, and what was decided.
 *
 * @module
 */
import { join } from "node:path";
import { compareCodePoints, counted, listed, type Skipped } from "../../core/mod.ts";
import { findCandidates } from "./candidates.ts";
import { choose } from "./choose.ts";
import { decideClasses, type DecidedClasses } from "./classes.ts";
import { type DataDescription, DESCRIPTION, readDescription } from "./description.ts";
import { findGroups } from "./groups.ts";
import { readLegend } from "./legends.ts";
import { listFiles } from "./list_files.ts";
import { compilePattern, type FilePair, pairFiles, type Pairing } from "../../io/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { readMaskFile } from "./read_mask_file.ts";
import { noPairs } from "./refusals.ts";
import { findSplit } from "./splits.ts";
import { type MaskSurvey, surveyMasks } from "./survey.ts";
import { valueOf } from "./values.ts";

/** How {@linkcode lookAt} looks. */
export interface LookOptions {
  /** What is known already; it stands before `triptych.json`, and that before what is found. */
  given?: Partial<DataDescription>;
  /** The most millions of pixels that a picture may have. */
  maxMegapixels: number;
  /** Where what is seen is kept, so that the next look is quick; left out, it isn't kept. */
  cacheFolder?: string;
  /** Called with how many masks were read, of how many. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the look when it is raised. */
  signal?: AbortSignal;
}

/** What a look at a data folder found. */
export interface Look {
  /** The data folder. */
  folder: string;
  /** What `triptych.json` would say. */
  description: DataDescription;
  /** Images with masks that can be used. */
  pairs: FolderPair[];
  /** What the masks hold. */
  survey: MaskSurvey;
  /** A sentence per decision, with its reason. */
  decisions: string[];
  /** A sentence per thing that looks wrong. */
  warnings: string[];
  /** Files that can't be used, and why. */
  skipped: Skipped[];
}

/**
 * Looks at a data folder.
 *
 * @param folder The data folder.
 * @param options What is known already, and how to look.
 * @returns What was found and decided.
 * @throws {Error} If there are no images with masks, or their values can't be classes; the text says
 *   what would help.
 */
export async function lookAt(folder: string, options: LookOptions): Promise<Look> {
  const { given = {}, signal } = options;
  const files = (await listFiles(folder)).filter((file) => file !== DESCRIPTION);
  const written = await readDescription(folder);
  const known = { ...written, ...given };
  const { images, masks, pairing, notes } = await findPairs(folder, files, known, options);
  const survey = await surveyMasks(folder, pairing.pairs, options);
  signal?.throwIfAborted();
  const split = known.split ? undefined : await findSplit(folder, files, pairing.pairs);
  // a split that comes with the data is taken as it is
  const isSplit = split !== undefined || known.split !== undefined;
  const ids = pairing.pairs.map(({ id }) => id);
  const groups = known.groups || isSplit ? undefined : findGroups(ids);
  const { classes, ignore, reasons } = masks.includes("{class}")
    ? perClass(pairing.pairs, masks, known)
    : await meaningOf(folder, files, known, survey);
  return {
    folder,
    description: {
      images,
      masks,
      classes,
      ignore: ignore.length > 0 ? ignore : undefined,
      groups: known.groups ?? groups?.groups,
      split: known.split ?? split?.split,
      spacing: known.spacing,
      unit: known.unit,
    },
    pairs: survey.pairs,
    survey,
    decisions: [
      ...written ? [`${DESCRIPTION}: ${listed(Object.keys(written))} as it says`] : [],
      `images: ${images}, masks: ${masks}, ${counted(pairing.pairs.length, "pair")}`,
      ...notes,
      `sizes: ${sizesText(survey.sizes)}`,
      ...reasons,
      ...groups ? [groups.reason] : [],
      ...split ? [split.reason] : [],
    ],
    warnings: survey.warnings,
    skipped: [...survey.skipped, ...unpaired(pairing)],
  };
}

/** What values mean: as is known, else by what the masks hold. */
async function meaningOf(
  folder: string,
  files: readonly string[],
  { classes, ignore }: Partial<DataDescription>,
  survey: MaskSurvey,
): Promise<DecidedClasses> {
  if (classes) return { classes, ignore: ignore ?? [], reasons: [] };
  const legend = await readLegend(folder, files);
  const ignored = ignore?.map(valueOf);
  const tallies = survey.tallies.filter(({ value }) => !ignored?.includes(value));
  try {
    const decided = decideClasses({ ...survey, tallies, legend });
    return { ...decided, ignore: [...ignore ?? [], ...decided.ignore] };
  } catch (cause) {
    throw new Error(`Cannot read data folder ${folder}: ${(cause as Error).message}`, { cause });
  }
}

/** The classes of a folder per class: background is what none of its masks covers. */
function perClass(
  pairs: readonly FilePair[],
  masks: string,
  { classes }: Partial<DataDescription>,
): DecidedClasses {
  const nameOf = compilePattern(masks);
  const names = new Set(pairs.flatMap((pair) => pair.masks.map((mask) => nameOf(mask)!.class!)));
  names.delete("background");
  const found = ["background", ...[...names].sort(compareCodePoints)]
    .map((name) => ({ name, values: [] }));
  const reason =
    `classes: the folders ${listed([...names].sort(compareCodePoints))}; what none of ` +
    "their masks covers is background, of two that overlap the later counts";
  return { classes: classes ?? found, ignore: [], reasons: [reason] };
}

/** The commonest sizes, as width × height. */
function sizesText(sizes: MaskSurvey["sizes"]): string {
  if (sizes.length === 1) return `all ${sizes[0][0]}`;
  const shown = sizes.slice(0, 3).map(([size, count]) => `${count} of ${size}`);
  const others = sizes.slice(3).reduce((sum, [, count]) => sum + count, 0);
  return listed(others > 0 ? [...shown, `${others} of others`] : shown);
}

/** What has no partner. */
function unpaired({ images, masks }: Pairing): Skipped[] {
  return [
    ...images.map((file) => ({ file, reason: "image without a mask" })),
    ...masks.map((file) => ({ file, reason: "mask without an image" })),
  ];
}

/** Images and their masks: by the patterns that are known, else by the likeliest. */
async function findPairs(
  folder: string,
  files: readonly string[],
  { images, masks }: Partial<DataDescription>,
  { maxMegapixels }: LookOptions,
): Promise<{ images: string; masks: string; pairing: Pairing; notes: string[] }> {
  if (images !== undefined && masks !== undefined) {
    const pairing = pairFiles(files, images, masks);
    if (pairing.pairs.length === 0) throw noPairs(folder, files, { images, masks });
    return { images, masks, pairing, notes: [] };
  }
  const candidates = findCandidates(files).filter((one) =>
    (images ?? one.images) === one.images && (masks ?? one.masks) === one.masks
  );
  if (candidates.length === 0) throw noPairs(folder, files, { images, masks });
  const read = (file: string) => readMaskFile(join(folder, file), maxMegapixels);
  const { taken, others } = await choose(candidates, read).catch((cause: Error) => {
    throw new Error(`Cannot read data folder ${folder}: ${cause.message}`, { cause });
  });
  const notes = others.slice(0, 4).map(({ candidate, reason }) =>
    `not taken: --masks '${candidate.masks}', ${reason}`
  );
  return { ...taken, notes };
}
