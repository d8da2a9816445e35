import { basename, extname } from "node:path";
import type { Skipped } from "../../core/mod.ts";
import { endingsOf, type FolderListing, listFolder } from "../../io/mod.ts";
import { type MaskFolders, type MaskNames, readMasks } from "./folders.ts";

/** What two folders of masks contain. */
export interface MaskSurvey {
  /** The pairs that can be measured, in code-point order of their ids. */
  pairs: MaskNames[];
  /** The labels found in these, ascending, without those of ignored pixels. */
  labels: Record<Side, number[]>;
  /** Whether a true mask contains a value to ignore. */
  ignores: boolean;
  /** File names that can't be used, and why. */
  skipped: Skipped[];
  /** What else the folders contain, in words. */
  notes: string[];
  /** What both folders contain, in words, for an error. */
  contents: string;
}

/** The two folders. */
export type Side = "truth" | "prediction";

/** How to read the masks. */
export interface SurveyOptions {
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
  /** Stops the survey. */
  signal?: AbortSignal;
}

/**
 * Surveys two folders of masks: which can be measured, which labels they contain, and which files can't
 * be used, because they have no partner, can't be read, or differ in size. A true and a predicted mask
 * are a pair if their names are the same, in any form of Unicode.
 *
 * @param folders The two folders.
 * @param options Values to ignore, and a signal to stop.
 * @returns What can be measured and what can't.
 * @throws {Error} If a folder can't be read; the text names it.
 */
export async function surveyMasks(
  folders: MaskFolders,
  { ignore = [], signal }: SurveyOptions = {},
): Promise<MaskSurvey> {
  const skipped: Skipped[] = [];
  const listings = {
    truth: await listFolder(folders.truth),
    prediction: await listFolder(folders.prediction),
  };
  const truths = masksById(listings.truth, skipped);
  const predictions = masksById(listings.prediction, skipped);
  for (const [id, file] of predictions) {
    if (!truths.has(id)) skipped.push({ file, reason: "has no true mask" });
  }
  const values = new LabelsFound(ignore);
  const pairs: MaskNames[] = [];
  for (const [id, truth] of truths) {
    signal?.throwIfAborted();
    const prediction = predictions.get(id);
    if (prediction === undefined) {
      skipped.push({ file: truth, reason: "has no predicted mask" });
      continue;
    }
    try {
      const masks = await readMasks(folders, { id, truth, prediction });
      values.add(masks.truth.labels, masks.prediction.labels);
      pairs.push({ id, truth, prediction });
    } catch (error) {
      skipped.push({ file: truth, reason: (error as Error).message });
    }
  }
  const notes = (["truth", "prediction"] as const)
    .flatMap((side) => leftOut(folders[side], listings[side]));
  const { ignores } = values, contents = contentsOf(folders, listings);
  return { pairs, labels: values.labels(), ignores, skipped, notes, contents };
}

/** The values in masks, without ignored pixels. */
class LabelsFound {
  readonly #isIgnored = new Uint8Array(256);
  readonly #found = { truth: new Uint8Array(256), prediction: new Uint8Array(256) };
  /** Whether an ignored pixel was among them. */
  ignores = false;

  constructor(ignore: readonly number[]) {
    for (const value of ignore) this.#isIgnored[value] = 1;
  }

  add(truth: Uint8Array, prediction: Uint8Array): void {
    const isIgnored = this.#isIgnored, found = this.#found;
    for (let i = 0; i < truth.length; i++) {
      if (isIgnored[truth[i]] === 1) {
        this.ignores = true;
        continue;
      }
      found.truth[truth[i]] = 1;
      found.prediction[prediction[i]] = 1;
    }
  }

  labels(): Record<Side, number[]> {
    const listed = (found: Uint8Array): number[] =>
      [...found.keys()].filter((label) => found[label] === 1);
    return { truth: listed(this.#found.truth), prediction: listed(this.#found.prediction) };
  }
}

/** The PNGs of a folder by their ids; of two with the same id the second is skipped. */
function masksById(
  { files }: FolderListing,
  skipped: Skipped[],
): Map<string, string> {
  const masks = new Map<string, string>();
  for (const file of files.filter(isPng)) {
    const id = basename(file, extname(file)).normalize("NFC");
    if (masks.has(id)) {
      skipped.push({ file, reason: "another file in its folder has the same name" });
    } else masks.set(id, file);
  }
  return masks;
}

function isPng(file: string): boolean {
  return /\.png$/i.test(file);
}

/** A line about the files of a folder that aren't PNGs. */
function leftOut(folder: string, { files }: FolderListing): string[] {
  const others = files.filter((file) => !isPng(file));
  if (others.length === 0) return [];
  const noun = others.length === 1 ? "other file" : "other files";
  return [`${others.length} ${noun} in ${folder} left out: ${endingsOf(others)}`];
}

/** What the folders contain, and what to do if there are no PNGs. */
function contentsOf(folders: MaskFolders, listings: Record<Side, FolderListing>): string {
  const found: string[] = [], advice: string[] = [], deeper: string[] = [];
  for (const side of ["truth", "prediction"] as const) {
    const listing = listings[side];
    found.push(`${folders[side]} contains ${contentOf(listing)}`);
    if (listing.files.some(isPng)) continue;
    const [inner] = listing.folders;
    if (inner) deeper.push(`--${side} ${folders[side]}/${inner}`);
    else if (listing.files.length > 0) {
      advice.push("masks of other kinds must be converted to PNG");
    }
  }
  if (deeper.length > 0) advice.push(`subfolders are measured one at a time, ${deeper.join(" ")}`);
  return [found.join(", "), ...new Set(advice)].join("; ");
}

/** `3 PNGs, 12 other files (.tif), 2 folders (city, village)`. */
function contentOf({ files, folders }: FolderListing): string {
  const pngs = files.filter(isPng), others = files.filter((file) => !isPng(file));
  const counted = (count: number, noun: string): string =>
    `${count} ${noun}${count > 1 ? "s" : ""}`;
  const names = folders.slice(0, 3).join(", ") + (folders.length > 3 ? ", …" : "");
  const parts = [
    ...(pngs.length > 0 ? [counted(pngs.length, "PNG")] : []),
    ...(others.length > 0
      ? [`${counted(others.length, "other file")} (${endingsOf(others)})`]
      : []),
    ...(folders.length > 0 ? [`${counted(folders.length, "folder")} (${names})`] : []),
  ];
  return parts.join(", ") || "nothing";
}
