import { basename, extname } from "node:path";
import type { Skipped } from "../../core/mod.ts";
import { endingsOf, type FolderListing, listFolder } from "../../io/mod.ts";
import { type MaskFolders, type MaskNames, readMasks } from "./folders.ts";

/** What two folders of masks hold. */
export interface MaskSurvey {
  /** The pairs that can be measured, in code-point order of their ids. */
  pairs: MaskNames[];
  /** The labels found in these, ascending, those of ignored pixels left out. */
  labels: Record<Side, number[]>;
  /** Whether a true mask holds a value to ignore. */
  ignores: boolean;
  /** File names that can't be used, and why. */
  skipped: Skipped[];
  /** What else the folders hold, in words. */
  notes: string[];
  /** What both folders hold, in words, for an error. */
  contents: string;
}

/** The two folders. */
export type Side = "truth" | "prediction";

/** How the masks are to be read. */
export interface SurveyOptions {
  /** Values whose pixels are left out. */
  ignore?: readonly number[];
  /** Stops the survey when it is raised. */
  signal?: AbortSignal;
}

/**
 * Looks through two folders of masks: which can be measured, which labels they hold, and which files
 * can't be used, for want of a partner, because they can't be read, or because their sizes differ. A
 * true and a predicted mask are a pair where their names are the same, in whatever form of Unicode.
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

/** Which values two masks hold, the ignored pixels left out. */
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

/** The PNGs of a folder by their ids; of two with one id the second is skipped. */
function masksById(
  { files }: FolderListing,
  skipped: Skipped[],
): Map<string, string> {
  const masks = new Map<string, string>();
  for (const file of files.filter(isPng)) {
    const id = basename(file, extname(file)).normalize("NFC");
    if (masks.has(id)) skipped.push({ file, reason: "another file of its folder has its name" });
    else masks.set(id, file);
  }
  return masks;
}

function isPng(file: string): boolean {
  return /\.png$/i.test(file);
}

/** A line about the files of a folder that are no PNGs. */
function leftOut(folder: string, { files }: FolderListing): string[] {
  const others = files.filter((file) => !isPng(file));
  if (others.length === 0) return [];
  const noun = others.length === 1 ? "other file" : "other files";
  return [`${others.length} ${noun} in ${folder} left out: ${endingsOf(others)}`];
}

/** What the folders hold, and what to do where that is no PNG. */
function contentsOf(folders: MaskFolders, listings: Record<Side, FolderListing>): string {
  const found: string[] = [], advice: string[] = [], deeper: string[] = [];
  for (const side of ["truth", "prediction"] as const) {
    const listing = listings[side];
    found.push(`${folders[side]} holds ${contentOf(listing)}`);
    if (listing.files.some(isPng)) continue;
    const [inner] = listing.folders;
    if (inner) deeper.push(`--${side} ${folders[side]}/${inner}`);
    else if (listing.files.length > 0) {
      advice.push("masks of other kinds must be converted to PNG");
    }
  }
  if (deeper.length > 0) advice.push(`sub-folders are measured one at a time, ${deeper.join(" ")}`);
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
