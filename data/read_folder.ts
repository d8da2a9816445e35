import { classColor, type LabelClass, type PixelFormat, type Shape } from "../core/mod.ts";
import { compilePattern } from "../io/mod.ts";
import { shapeFor } from "./fit.ts";
import type { ClassDescription } from "./look/description.ts";
import { groupOf } from "./look/groups.ts";
import type { Look } from "./look/look.ts";
import { inIndices } from "./look/indices.ts";
import { type Part, partsOf } from "./look/splits.ts";
import { valueOf } from "./look/values.ts";
import type { Meaning } from "./meaning.ts";
import type { PairSource } from "./own_pairs.ts";
import {
  checkShape,
  type ReadOptions,
  readPairs,
  readPairsAtOwnSize,
  type RoomOptions,
} from "./read_pairs.ts";
import type { Dataset, FolderDataset } from "./types.ts";

/** How {@linkcode readFolder} reads. */
export interface FolderOptions extends ReadOptions, RoomOptions {
  /**
   * The side of a square of as many pixels as the images get, in their median proportions; or rows and
   * columns, which images fill whatever their proportions.
   */
  size: number | Shape;
  /**
   * Rows and columns of pieces, which a model is trained on in place of whole images; these keep their own
   * size, whatever `size` says.
   */
  piece?: Shape;
  /** What pixels become. @default {as the look decided} */
  pixels?: PixelFormat;
  /** What both sides are divisible by. @default {32} */
  multiple?: number;
}

/** The label of pixels that count for nothing: ignored, or padding. */
const NOTHING = 0;

/** Options of a set that is in memory. */
export type InMemory = { piece?: undefined; memory?: undefined };

/**
 * Reads a data folder that was looked at. Images are turned upright as EXIF says, unless their masks fit
 * only the stored pixels, and resized with an antialiased filter, masks by nearest neighbour. What an
 * image leaves free of the shape is padding, which counts for nothing.
 *
 * @param look What was found in the folder.
 * @param options How large images get, and how to go about bad files.
 * @returns The images that can be used, labels 1, 2, … in the order of the classes.
 * @throws {RangeError} If the size is not of whole numbers of 1 or more.
 * @throws {Error} If no image can be used, or `strict` is set and a file can't be.
 */
export function readFolder(
  look: Look,
  options: FolderOptions & InMemory,
): Promise<Dataset & FolderDataset>;
export function readFolder(look: Look, options: FolderOptions): Promise<FolderDataset>;
export async function readFolder(look: Look, options: FolderOptions): Promise<FolderDataset> {
  const { folder, description, pairs, survey } = look;
  const { size, piece, multiple = 32, pixels = survey.pixels } = options;
  const shape = piece ??
    (typeof size === "number" ? shapeFor(sizesOf(look), size, multiple) : size);
  checkShape(folder, shape);
  const classes = description.classes.map(classOf),
    fit = typeof size === "number" ? "pad" : "squash";
  const how = {
    format: pixels,
    meaning: meaningOf(look),
    unpaired: look.skipped,
    hashes: survey.hashes,
    labels: classes.map(({ label }) => label),
  };
  const sizes = () => sizesOf(look).map(({ width, height }): Shape => [height, width]);
  const set = piece === undefined
    ? await readPairs(folder, pairs, { ...how, shape, fit }, options)
    : {
      ...await readPairsAtOwnSize(folder, pairs, { ...how, sizes: sizes() }, options),
      shape,
      inPieces: true,
    };
  const groups = description.groups === undefined ? undefined : new RegExp(description.groups, "i");
  const parts = await partsById(look);
  const { spacing, unit = spacing && "mm", slices } = description;
  return {
    ...set,
    source: {
      ...set.source,
      spacing,
      // of pictures whose spacing nobody says a unit says nothing
      unit: spacing || slices ? unit : undefined,
      slices,
      channelFiles: channelFilesOf(look),
      maskValues: maskValuesOf(look),
    },
    name: folder,
    groups: set.ids.map((id) => groupOf(id, groups)),
    isGrouped: groups !== undefined,
    areSlices: set.source.pairs.every(({ slice }) => slice !== undefined),
    parts: parts && set.ids.map((id) => parts.get(id)),
    classes,
    ignore: [NOTHING],
  };
}

/** Widths and heights of the images, as often as they occur. */
function sizesOf({ survey: { sizes } }: Look): { width: number; height: number }[] {
  return sizes.flatMap(([size, count]) => {
    const [width, height] = size.split("x").map(Number);
    return Array.from({ length: count }, () => ({ width, height }));
  });
}

async function partsById(
  { folder, description: { split }, pairs }: Look,
): Promise<Map<string, Part | undefined> | undefined> {
  if (split === undefined) return undefined;
  const parts = await partsOf(folder, split, pairs);
  return new Map(pairs.map(({ id }, i) => [id, parts[i]]));
}

/** How the files of one image are named; undefined where each image is one file. */
function channelFilesOf({ description: { images }, pairs }: Look): PairSource["channelFiles"] {
  if (!images.includes("{channel}")) return undefined;
  const partsOf = compilePattern(images);
  return { pattern: images, channels: pairs[0].images.map((file) => partsOf(file)!.channel!) };
}

/** The value of each class in the masks, the first of several; undefined where they have none, or colours. */
function maskValuesOf(
  { description: { masks, classes: read }, survey: { indices } }: Look,
): PairSource["maskValues"] {
  const { classes } = inIndices({ classes: read }, indices);
  if (masks.includes("{class}") || classes.some(({ values }) => values.length === 0)) {
    return undefined;
  }
  const values = classes.map(({ values: [value] }) => Number(value));
  const arePixels = values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255);
  return arePixels && values.some((value, i) => value !== i + 1) ? values : undefined;
}

function classOf({ name, color }: ClassDescription, index: number): LabelClass {
  return { label: index + 1, name, color: color ?? classColor(index) };
}

/** What the values in the masks mean, with a label for each class. */
export function meaningOf(
  { description: { masks, classes, ignore = [] }, survey: { isBlurred, tallies } }: Pick<
    Look,
    "description" | "survey"
  >,
): Meaning {
  const labels = classes.flatMap(({ values }, i) =>
    values.map((value) => [valueOf(value), i + 1] as const)
  );
  const ignored = ignore.map((value) => [valueOf(value), NOTHING] as const);
  const isColor = classes.some(({ values }) => values.some((value) => typeof value === "string"));
  if (!masks.includes("{class}")) {
    // without a word of it where there is none, so that what is kept of such sets stays good
    return { labels: [...labels, ...ignored], isColor, ...isBlurred && { isBlurred } };
  }
  const background = 1 + classes.findIndex(({ name }) => name === "background");
  const byName = Object.fromEntries(classes.map(({ name }, i) => [name, i + 1]));
  return {
    labels: [],
    perClass: {
      masks,
      labels: byName,
      background,
      ...isBlurred && { above: tallies.at(-1)!.value / 2 },
    },
  };
}
