import {
  decodeLabelPng,
  decodePhotograph,
  type LabelPicture,
  orientationFor,
  readPhotographHeader,
  resizePhotograph,
} from "../io/mod.ts";
import type { EvaluatedClass } from "./types.ts";

/** Two folders of mask PNGs, a true and a predicted one under the same file name. */
export interface MaskFolders {
  /** The folder of true masks. */
  truth: string;
  /** The folder of predicted masks. */
  prediction: string;
  /** The most millions of pixels that a mask may have; 100 when left out. */
  maxMegapixels?: number;
}

/** What two folders of masks hold. */
export interface MaskSurvey {
  /** File names of the pairs that can be measured, in code-point order. */
  names: string[];
  /** The labels found in them, ascending. */
  labels: number[];
  /** File names that can't be used, and why. */
  skipped: { file: string; reason: string }[];
}

/** A true and a predicted mask of the same shape. */
export interface MaskPair {
  /** The true mask. */
  truth: LabelPicture;
  /** The predicted mask. */
  prediction: LabelPicture;
}

/**
 * Looks through two folders of masks: which can be measured, which labels they hold, and which files
 * can't be used, for want of a partner, because they can't be read, or because their sizes differ.
 *
 * @param folders The two folders.
 * @returns What can be measured and what can't.
 * @throws {Error} When a folder can't be read; the text names it.
 */
export async function surveyMasks(folders: MaskFolders): Promise<MaskSurvey> {
  const truths = await pngNames(folders.truth);
  const predictions = await pngNames(folders.prediction);
  const partners = new Set(predictions);
  const skipped = predictions.filter((name) => !truths.includes(name))
    .map((name) => ({ file: name, reason: "has no true mask" }));
  const names: string[] = [];
  const isFound = new Uint8Array(256);
  for (const name of truths) {
    if (!partners.has(name)) {
      skipped.push({ file: name, reason: "has no predicted mask" });
      continue;
    }
    try {
      const { truth, prediction } = await readMasks(folders, name);
      for (const label of truth.labels) isFound[label] = 1;
      for (const label of prediction.labels) isFound[label] = 1;
      names.push(name);
    } catch (error) {
      skipped.push({ file: name, reason: (error as Error).message });
    }
  }
  const labels = [...isFound.keys()].filter((label) => isFound[label] === 1);
  return { names, labels, skipped };
}

/**
 * Reads a true mask and its prediction.
 *
 * @param folders The two folders.
 * @param name The file name of both.
 * @returns Both masks.
 * @throws {Error} When one can't be read, or their sizes differ.
 */
export async function readMasks(folders: MaskFolders, name: string): Promise<MaskPair> {
  const truth = await readLabels(`${folders.truth}/${name}`, folders);
  const prediction = await readLabels(`${folders.prediction}/${name}`, folders);
  if (truth.width !== prediction.width || truth.height !== prediction.height) {
    throw new RangeError(
      `truth and prediction must have the same size, got ${sizeOf(truth)} and ${
        sizeOf(prediction)
      }`,
    );
  }
  return { truth, prediction };
}

/** How {@linkcode readImage} reads. */
export interface ImageOptions {
  /** The most millions of pixels that a photograph may have; 100 when left out. */
  maxMegapixels?: number;
  /** Called when the mask fits only the pixels as they are stored, without the turn that EXIF asks for. */
  onStored?: () => void;
}

/**
 * Reads the photograph of a mask, `NAME.jpg` or any other kind, resized to the mask where it is larger
 * or smaller. It is turned upright as EXIF says, unless the mask's shape fits only the pixels as they
 * are stored.
 *
 * @param folder The folder of photographs.
 * @param id The mask's file name without `.png`.
 * @param size The mask's size, in pixels.
 * @param options How large it may be, and who hears of one that is not turned.
 * @returns RGB, shape [height, width, 3].
 * @throws {Error} When there is no such photograph, or it can't be read.
 */
export async function readImage(
  folder: string,
  id: string,
  size: { width: number; height: number },
  { maxMegapixels, onStored = () => {} }: ImageOptions = {},
): Promise<Uint8Array> {
  for (const extension of PHOTOGRAPH_EXTENSIONS) {
    const path = `${folder}/${id}${extension}`;
    try {
      const bytes = await Deno.readFile(path);
      const orientation = orientationFor(readPhotographHeader(bytes), size);
      const photograph = await decodePhotograph(bytes, { orientation, maxMegapixels });
      if (orientation === "stored") onStored();
      return resizePhotograph(photograph, size.width, size.height).data;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
    }
  }
  const names = PHOTOGRAPH_EXTENSIONS.slice(0, 3).map((extension) => id + extension).join(", ");
  throw new Error(`Cannot show the photograph of ${id}: ${folder} holds no ${names}`);
}

/**
 * Names and colours for labels that nobody named. 0 is taken for what belongs to no class.
 *
 * @param labels The labels found.
 * @returns One class a label but 0: `foreground` when there is only one, otherwise `label 1`, …
 */
export function nameLabels(labels: readonly number[]): EvaluatedClass[] {
  const classes = labels.filter((label) => label !== 0);
  return classes.map((label, index) => ({
    label,
    name: classes.length === 1 ? "foreground" : `label ${label}`,
    color: classColor(index),
  }));
}

/**
 * A colour for a class, by its place among them.
 *
 * @param index 0 for the first class.
 * @returns `#rrggbb`; after ten they come again.
 */
export function classColor(index: number): string {
  return CLASS_COLORS[index % CLASS_COLORS.length];
}

const CLASS_COLORS = [
  "#e07a3f",
  "#3f6fb5",
  "#3a9d7c",
  "#b5487d",
  "#c9a227",
  "#6a5acd",
  "#4aa8c0",
  "#a0522d",
  "#7a8b3c",
  "#8c8c8c",
];

const PHOTOGRAPH_EXTENSIONS = [".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG"];

async function pngNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      const isHidden = entry.name.startsWith(".");
      if (!entry.isDirectory && !isHidden && /\.png$/i.test(entry.name)) names.push(entry.name);
    }
  } catch (error) {
    throw new Error(`Cannot read the folder ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return names.sort();
}

async function readLabels(
  path: string,
  { maxMegapixels }: Pick<MaskFolders, "maxMegapixels">,
): Promise<LabelPicture> {
  try {
    return decodeLabelPng(await Deno.readFile(path), { maxMegapixels });
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function sizeOf({ width, height }: LabelPicture): string {
  return `${width}x${height}`;
}
