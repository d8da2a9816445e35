import { basename, resolve } from "node:path";
import type { LabelClass } from "../core/mod.ts";
import { writeEvaluation } from "./evaluation_file.ts";
import { type MaskFolders, type MaskNames, readImage, readMasks } from "./mask_folders.ts";
import { buildEvaluation, ConfusionTotals, evaluateCase } from "./measure.ts";
import { fileNames, writePictures } from "./pictures.ts";
import { writeRun } from "./run_file.ts";
import type { Case, Evaluation, Run } from "./types.ts";

/** Pairs of masks to measure. */
export interface MaskEvaluation {
  /** The two folders. */
  folders: MaskFolders;
  /** What is measured, of `surveyMasks`. */
  pairs: readonly MaskNames[];
  /** The classes. */
  classes: readonly LabelClass[];
  /** Values whose pixels are left out. */
  ignore: readonly number[];
  /** The height and width of a pixel. */
  spacing: readonly [number, number];
  /** A folder of photographs to be shown. */
  images?: string;
  /** Whether a photograph that can't be shown is an error. */
  strict: boolean;
  /** What `run.json` says. */
  run: Run;
  /** Stops the measuring between two cases. */
  signal: AbortSignal;
  /** Hears how many cases are done. */
  onCase: (done: number) => void;
  /** Hears which photographs can't be shown. */
  onNote: (note: string) => void;
  /** Hears which photographs are not turned upright, by their id. */
  onStored: (id: string) => void;
}

/**
 * Measures pair after pair and fills a run folder: `run.json` first, pictures, `evaluation.json`. However
 * it ends, `run.json` says so.
 *
 * @param folder The run folder, which is held.
 * @param options What is measured.
 * @returns The evaluation.
 * @throws What stops it: the signal's reason, or what can't be read or written.
 */
export async function evaluateMasks(folder: string, options: MaskEvaluation): Promise<Evaluation> {
  const { pairs, classes, ignore, run, signal, onCase } = options;
  const startedAt = performance.now();
  const end = async (status: Run["status"], fields: Partial<Run> = {}): Promise<void> => {
    const seconds = (performance.now() - startedAt) / 1000;
    await writeRun(folder, { ...run, ...fields, status, seconds });
  };
  await writeRun(folder, run);
  try {
    const totals = new ConfusionTotals(classes, ignore);
    const files = fileNames(pairs.map(({ id }) => id));
    const cases: Case[] = [];
    for (const names of pairs) {
      signal.throwIfAborted();
      cases.push(await evaluatePair(folder, names, { ...options, totals, files }));
      onCase(cases.length);
    }
    const evaluation = buildEvaluation(cases, { name: basename(resolve(folder)), ...totals });
    await writeEvaluation(`${folder}/evaluation.json`, evaluation);
    await end("done");
    return evaluation;
  } catch (error) {
    const why = signal.aborted ? {} : { error: (error as Error).message };
    await end("stopped", why).catch(async () => {
      // the disk is full: pictures without figures, which the next attempt clears, make room
      await Deno.remove(`${folder}/pictures`, { recursive: true });
      await end("stopped", why);
    }).catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

/** Measures one pair and writes its pictures; its pixels are added to the totals. */
async function evaluatePair(
  folder: string,
  names: MaskNames,
  options: MaskEvaluation & { totals: ConfusionTotals; files: Map<string, string> },
): Promise<Case> {
  const { folders, classes, ignore, spacing, totals, files } = options;
  const { id } = names;
  const masks = await readMasks(folders, names);
  const { width, height } = masks.truth;
  const [truth, prediction] = [masks.truth.labels, masks.prediction.labels];
  const shape = [height, width] as const;
  const figures = evaluateCase(truth, prediction, { id, shape, spacing, classes, ignore });
  totals.add(truth, prediction);
  const image = await imageOf(id, { width, height }, options);
  const set = { id, file: files.get(id), shape, image, truth, prediction, classes };
  return { ...figures, pictures: await writePictures(folder, set) };
}

/** The photograph of a case, where there is one that can be shown. */
async function imageOf(
  id: string,
  size: { width: number; height: number },
  { images, strict, folders: { maxMegapixels }, onNote, onStored }: MaskEvaluation,
): Promise<Uint8Array | undefined> {
  if (images === undefined) return undefined;
  try {
    return await readImage(images, id, size, { maxMegapixels, onStored: () => onStored(id) });
  } catch (error) {
    // the figures do not depend on it
    if (strict) throw error;
    onNote((error as Error).message);
  }
}
