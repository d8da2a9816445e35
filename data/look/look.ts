/**
 * A look at a data folder before training: what it holds, what its masks mean, and what was decided.
 *
 * @module
 */
import { compareCodePoints, listed, type Skipped } from "../../core/mod.ts";
import { decideClasses, type DecidedClasses, shortened } from "./classes.ts";
import {
  type ClassDescription,
  type DataDescription,
  DESCRIPTION,
  readDescription,
} from "./description.ts";
import { manyRare } from "./doubts.ts";
import { findGroups, saidGroups } from "./groups.ts";
import { petsLegend, readLegend } from "./legends.ts";
import { listFiles } from "./list_files.ts";
import { compilePattern, CROWD_LABEL } from "../../io/mod.ts";
import type { AreaClasses } from "./area_classes.ts";
import { type FindOptions, findPairs } from "./find_pairs.ts";
import type { FolderPair } from "../pair_files.ts";
import { indicesReasons, inLevels } from "./indices.ts";
import { findSplit } from "./splits.ts";
import { type MaskSurvey, surveyMasks } from "./survey.ts";
import { nothingIn } from "../unusable.ts";
import { named, valueOf } from "./values.ts";

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
  const { maxMegapixels } = options;
  const found = await findPairs({ folder, files, known, maxMegapixels });
  const { images, masks, pairs } = found;
  const survey = await surveyMasks(folder, pairs, { ...options, channels: known.channels });
  signal?.throwIfAborted();
  const skipped = [...survey.skipped, ...found.skipped];
  if (survey.pairs.length === 0) {
    throw new Error(`Cannot read data folder ${folder}: ${nothingIn(skipped)}`);
  }
  const split = known.split ? undefined : await findSplit(folder, files, pairs);
  // a split that comes with the data is taken as it is
  const isSplit = split !== undefined || known.split !== undefined;
  const ids = pairs.map(({ id }) => id), areSlices = pairs.every(({ slice }) => slice);
  // but a validation set may be taken from its training set, and must not halve a volume
  const groups = known.groups !== undefined
    ? saidGroups(folder, ids, known.groups)
    : isSplit && !areSlices
    ? undefined
    : findGroups(ids, { areSlices });
  const said = inLevels(known, survey.indices).regions;
  const { classes, ignore, regions = said, reasons } = masks.includes("{class}")
    ? perClass(folder, pairs, { ...known, masks })
    : await decideMeaning({ folder, files, known, areas: found.areas }, survey);
  return {
    folder,
    description: {
      images,
      channels: known.channels,
      masks,
      classes,
      ignore: ignore.length > 0 ? ignore : undefined,
      regions,
      groups: groups?.groups,
      split: known.split ?? split?.split,
      slices: found.slices,
      // in px there is none
      spacing: known.spacing ?? (known.unit === "px" ? undefined : found.spacing),
      unit: known.unit ?? found.unit,
    },
    pairs: survey.pairs,
    survey,
    decisions: [
      ...written ? [`${DESCRIPTION}: ${listed(Object.keys(written))} as it says`] : [],
      ...found.reasons,
      `sizes: ${sizesText(survey.sizes)}`,
      survey.reason,
      ...reasons,
      ...groups ? [groups.reason] : [],
      ...split ? [split.reason] : [],
    ],
    // outlines are drawn in labels of their own
    warnings: [...survey.warnings, ...found.areas ? [] : rareWarnings(classes, survey)],
    skipped,
  };
}

function rareWarnings(classes: readonly ClassDescription[], survey: MaskSurvey): string[] {
  const counted = classes.map((one) => ({ ...one, images: imagesOf(one, survey) }));
  return manyRare(counted, survey.pairs.length);
}

/** In how many images a class is; in all where none of its values is seen, as a legend's may be others. */
function imagesOf({ values }: ClassDescription, { tallies, pairs }: MaskSurvey): number {
  const own = values.map(valueOf);
  const seen = tallies.filter(({ value }) => own.includes(value));
  return seen.length === 0 ? pairs.length : Math.max(...seen.map(({ images }) => images));
}

/** What values mean: as is known, else by what the masks hold. */
async function decideMeaning(
  { folder, files, known, areas }: Pick<FindOptions, "folder" | "files" | "known"> & {
    areas?: AreaClasses;
  },
  survey: MaskSurvey,
): Promise<DecidedClasses> {
  const crowds = areas?.isCrowded ? [CROWD_LABEL] : [];
  const { classes, ignore = crowds } = inLevels(known, survey.indices);
  const notes = [
    ...indicesReasons(survey.indices),
    ...ignore === crowds && crowds.length > 0
      ? ["ignored: crowds, in which nobody has marked the single objects"]
      : [],
  ];
  if (classes) {
    return withSaid(classes, known.ignore === undefined, { ignore, notes, survey, areas });
  }
  const legend = areas
    ? { file: areas.source, classes: areas.classes }
    : await readLegend(folder, files) ?? petsLegend(files, survey.tallies);
  const ignored = ignore.map(valueOf);
  const tallies = survey.tallies.filter(({ value }) => !ignored.includes(value));
  try {
    const decided = decideClasses({ ...survey, tallies, legend });
    return {
      ...decided,
      ignore: [...ignore, ...decided.ignore],
      reasons: [...decided.reasons, ...notes],
    };
  } catch (cause) {
    throw new Error(`Cannot read data folder ${folder}: ${(cause as Error).message}`, { cause });
  }
}

/** Classes that are said, with what is ignored beside them, and the values that nobody named. */
function withSaid(
  classes: DecidedClasses["classes"],
  mayIgnore: boolean,
  { ignore, notes, survey, areas }: {
    ignore: DecidedClasses["ignore"];
    notes: string[];
    survey: MaskSurvey;
    areas?: AreaClasses;
  },
): DecidedClasses {
  const { lining, isColor, isLossy, isBlurred } = survey;
  const said = new Set([...classes.flatMap(({ values }) => values), ...ignore].map(valueOf));
  // blurred values are snapped, and outlines' labels and a palette's colours have other values here
  const isSame = !areas && !isLossy && !isBlurred &&
    isColor === classes.some(({ values }) => values.some((value) => typeof value === "string"));
  const isLined = isSame && mayIgnore && lining !== undefined && !said.has(lining);
  const unnamed = (isSame ? survey.tallies : [])
    .filter(({ value }) => !said.has(value) && !(isLined && value === lining))
    .map(({ value }) => String(named(value, isColor)));
  const are = unnamed.length === 1 ? "value in no class, whose" : "values in no class, whose";
  return {
    classes,
    ignore: isLined ? [...ignore, lining] : ignore,
    reasons: [
      ...notes,
      ...isLined ? [`ignored: value ${lining}, since it only lines the borders of others`] : [],
      ...unnamed.length > 0
        ? [
          `unnamed: ${
            listed(shortened(unnamed))
          }, ${are} masks are skipped; name them, or --ignore`,
        ]
        : [],
    ],
  };
}

/** The classes of a folder per class: background is what none of its masks covers. */
function perClass(
  folder: string,
  pairs: readonly FolderPair[],
  { masks, classes, ignore = [] }: Partial<DataDescription> & { masks: string },
): DecidedClasses {
  const nameOf = compilePattern(masks);
  const found = new Set(pairs.flatMap((pair) => pair.masks.map((mask) => nameOf(mask)!.class!)));
  found.delete("background");
  const folders = [...found].sort(compareCodePoints), names = ["background", ...folders];
  const said = classes?.map(({ name }) => name) ?? names;
  const refuse = (must: string, got: readonly (number | string)[]): never => {
    const is = `where each class has masks of its own, ${must}, got ${listed(got.map(String))}`;
    throw new Error(`Cannot read data folder ${folder}: ${is}`);
  };
  // pixels of one that isn't named would be of no class
  if (names.some((name) => !said.includes(name))) {
    refuse(`classes must name background and the folders ${listed(folders)}`, said);
  }
  if (ignore.length > 0) refuse("no value can be ignored", ignore);
  const reason = `classes: the folders ${listed(folders)}; what none of their masks covers is ` +
    "background; where two overlap, the later counts";
  return {
    classes: classes ?? names.map((name) => ({ name, values: [] })),
    ignore: [],
    reasons: [reason],
  };
}

/** The commonest sizes, as width × height. */
function sizesText(sizes: MaskSurvey["sizes"]): string {
  if (sizes.length === 1) return `all ${sizes[0][0]}`;
  const shown = sizes.slice(0, 3).map(([size, count]) => `${count} of ${size}`);
  const others = sizes.slice(3).reduce((sum, [, count]) => sum + count, 0);
  return listed(others > 0 ? [...shown, `${others} of others`] : shown);
}
