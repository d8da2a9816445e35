import { counted, type LabelClass } from "../../core/mod.ts";
import { keepApart } from "../../io/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { createFreeRunFolder } from "../run_folder/held_folder.ts";
import { recordRun } from "../run_folder/record_run.ts";
import type { Run } from "../run_folder/run.ts";
import { createEvaluationFolder, FILES_BACKEND } from "../run_folder/unfinished.ts";
import { chooseClasses } from "./choose_classes.ts";
import { type CaseMasks, evaluateCases } from "./evaluate_cases.ts";
import { type MaskFolders, type MaskNames, readImage, readMasks } from "./folders.ts";
import { type MaskSurvey, surveyMasks } from "./survey.ts";

/** Two folders of masks to measure, how, and callbacks. */
export interface MaskEvaluation {
  /** The two folders. */
  folders: MaskFolders;
  /** A folder of images to show beside the masks. */
  images?: string;
  /** The run folder to write; by default the first free one of `runs/evaluation`, `runs/evaluation-2`, … */
  out?: string;
  /** The classes; by default all labels that occur but 0. */
  classes?: LabelClass[];
  /** Values of the true masks whose pixels are left out of every figure. */
  ignore: readonly number[];
  /** The height and width of a pixel. */
  spacing: readonly [number, number];
  /** Whether a file that can't be used is an error. */
  strict: boolean;
  /** The settings for `run.json`. */
  settings: Record<string, unknown>;
  /** Stops between two cases. */
  signal: AbortSignal;
  /** Called once with the files that can't be used. */
  onSkipped: (skipped: MaskSurvey["skipped"]) => void;
  /** Called with each note, a sentence. */
  onNote: (note: string) => void;
  /** Called with the id of each image that is shown without its EXIF rotation. */
  onStored: (id: string) => void;
  /** Called with the number of cases, before the first is measured. */
  onStart: (total: number) => void;
  /** Called after each case with the number of cases done. */
  onCase: (done: number) => void;
}

/**
 * Measures a folder of predicted masks against a folder of true ones, and writes a run folder: `run.json`
 * first, pictures, `evaluation.json`. However it ends, `run.json` says so.
 *
 * @param job What to measure, and how.
 * @returns The run folder and its evaluation.
 * @throws {Error} The signal's reason, or what can't be measured, read or written.
 */
export async function evaluateMasks(
  job: MaskEvaluation,
): Promise<{ folder: string; evaluation: Evaluation }> {
  const { folders, out, ignore, signal, onNote, onCase } = job;
  await refuseOverwriting(job);
  const survey = await surveyMasks(folders, { ignore, signal });
  reportSkipped(survey, job);
  const { classes, notes } = chooseClasses(survey, { folders, named: job.classes, ignore });
  for (const note of notes) onNote(note);

  using held =
    await (out === undefined
      ? createFreeRunFolder("runs", "evaluation")
      : createEvaluationFolder(out));
  const { path: folder } = held;
  const ids = survey.pairs.map(({ id }) => id);
  job.onStart(ids.length);
  const evaluation = await recordRun(
    folder,
    describeRun(survey, classes, job),
    () =>
      evaluateCases(folder, readCases(survey.pairs, job), {
        ids,
        classes,
        ignore,
        signal,
        onCase,
      }),
    signal,
  );
  return { folder, evaluation };
}

/** The run folder is cleared before it is written, so it must not overlap what is read. */
async function refuseOverwriting({ folders, images, out }: MaskEvaluation): Promise<void> {
  if (out === undefined) return;
  await keepApart([
    { path: folders.truth, what: "the true masks", whole: true },
    { path: folders.prediction, what: "the predicted masks", whole: true },
    ...(images === undefined ? [] : [{ path: images, what: "the images", whole: true }]),
  ], [{ path: out, what: "the run folder", whole: true }]);
}

/** Reports the files that can't be used, and refuses if nothing is left to measure. */
function reportSkipped(
  { pairs, skipped, notes, contents }: MaskSurvey,
  { strict, onSkipped, onNote }: MaskEvaluation,
): void {
  if (strict && skipped.length > 0) {
    const lines = skipped.map(({ file, reason }) => `${file}: ${reason}`);
    const files = counted(lines.length, "file");
    throw new Error(`${files} can't be used:\n${lines.join("\n")}`);
  }
  onSkipped(skipped);
  if (pairs.length === 0) {
    throw new Error(
      "Nothing to measure: both folders must contain readable PNGs of the same name and size, " +
        `got no such pair: ${contents}`,
    );
  }
  for (const note of notes) onNote(note);
}

function describeRun(
  { pairs, skipped }: MaskSurvey,
  classes: readonly LabelClass[],
  { folders, settings }: MaskEvaluation,
): Run {
  const named = classes.map(({ label, name }) => `${label}=${name}`).join(",");
  const threads = navigator.hardwareConcurrency;
  return {
    status: "running",
    settings: { ...settings, classes: named },
    backend: FILES_BACKEND,
    versions: { deno: Deno.version.deno },
    hardware: counted(threads, "CPU thread"),
    data: {
      name: folders.truth,
      train: [],
      validation: [],
      test: pairs.map(({ id }) => id),
      skipped,
    },
    curvesOn: "test",
    seconds: 0,
  };
}

/** Reads the pairs one by one, each with its image. */
async function* readCases(
  pairs: readonly MaskNames[],
  job: MaskEvaluation,
): AsyncGenerator<CaseMasks> {
  const { folders, spacing } = job;
  for (const names of pairs) {
    const { truth, prediction } = await readMasks(folders, names);
    const { width, height } = truth;
    yield {
      id: names.id,
      shape: [height, width],
      spacing,
      image: await imageOf(names.id, { width, height }, job),
      truth: truth.labels,
      prediction: prediction.labels,
    };
  }
}

/** The image of a case, if there is one that can be shown. */
async function imageOf(
  id: string,
  size: { width: number; height: number },
  { images, strict, folders: { maxMegapixels }, onNote, onStored }: MaskEvaluation,
): Promise<Uint8Array | undefined> {
  if (images === undefined) return undefined;
  try {
    return await readImage(images, id, size, { maxMegapixels, onStored: () => onStored(id) });
  } catch (error) {
    // the figures don't depend on it
    if (strict) throw error;
    onNote((error as Error).message);
  }
}
