import { counted, type LabelClass, type Skipped } from "../../core/mod.ts";
import { keepApart } from "../../io/mod.ts";
import { fileNames } from "../run_folder/pictures.ts";
import { readRun } from "../run_folder/read_run.ts";
import { recordRun } from "../run_folder/record_run.ts";
import type { Run } from "../run_folder/run.ts";
import { FILES_BACKEND } from "../run_folder/unfinished.ts";
import { withClassFiles } from "./class_files_job.ts";
import { CasePool, workersFor } from "./case_pool.ts";
import { checkValuation, lackOf, type Valuation } from "./conventions.ts";
import { findCases, type MaskSources } from "./find_cases.ts";
import { withImages } from "./find_images.ts";
import { withProbabilities } from "./find_probabilities.ts";
import { withRaters } from "./find_raters.ts";
import { fingerprintOf, fingerprintOfIds } from "./fingerprint.ts";
import { withGroups } from "./groups.ts";
import type { JoinedValues } from "./join_values.ts";
import { measureCases } from "./measure_cases.ts";
import { openEvaluation } from "./open_evaluation.ts";
import { makePlan } from "./plan.ts";
import { type Shard, shardOf } from "./shards.ts";
import type { MeasuredFigures } from "./write_measured.ts";

/** Masks to measure, how, and callbacks. */
export interface MaskEvaluation extends Valuation {
  /** Where the masks are. */
  sources: MaskSources;
  /** A folder or a pattern of images to show beside the masks. */
  images?: string;
  /** The run folder to write; by default the first free one of `runs/evaluation`, `runs/evaluation-2`, … */
  out?: string;
  /** The classes; by default all labels that occur but 0, or all that have a file of their own. */
  classes?: LabelClass[];
  /** The classes that have a file each, numbered as regions name them; found, not given. */
  classFiles?: readonly LabelClass[];
  /** Values of the masks that mean one class, the first its label: 1 and 255, say. */
  joined?: JoinedValues;
  /** Regions to measure beside the classes. */
  regions: LabelClass[];
  /** Values of the true masks whose pixels are left out of every figure. */
  ignore: readonly number[];
  /** The size of a pixel along each axis, or `auto`: what the files say. */
  spacing: "auto" | readonly number[];
  /** A pattern or a CSV of the cases' groups. */
  groups?: string;
  /** A folder or pattern per rater, whose masks are compared with each other and the prediction. */
  raters?: readonly string[];
  /** A folder with the predicted probabilities, to measure their calibration. */
  probabilities?: string;
  /** The part of the cases to measure; all when left out. */
  shard?: Shard;
  /** Whether a truth without a prediction that can be used is left out instead of counted as missed. */
  allowMissing: boolean;
  /** The most pixels that a mask may have, in millions. */
  maxMegapixels?: number;
  /** How many workers share the cases; as many as are worth it when left out. */
  workers?: number;
  /** Whether a file that can't be used, or a prediction that is missing, is an error. */
  strict: boolean;
  /** The settings for `run.json`. */
  settings: Record<string, unknown>;
  /** Stops between two cases. */
  signal: AbortSignal;
  /** Called once with the files that can't be used. */
  onSkipped: (skipped: readonly Skipped[]) => void;
  /** Called with each note, a sentence. */
  onNote: (note: string) => void;
  /** Called with the id of each image that is shown without its EXIF rotation. */
  onStored: (id: string) => void;
  /** Called with the number of cases before they are read, and again before they are measured. */
  onStart: (total: number, job: "read" | "measure") => void;
  /** Called with the number of cases done. */
  onCase: (done: number) => void;
}

/**
 * Measures predicted masks against true ones, and writes a run folder: `run.json` first, pictures,
 * `evaluation.json`. However it ends, `run.json` says so. An evaluation that was ended before continues
 * where it was, if its files and settings are the same.
 *
 * @param given What to measure, and how.
 * @returns The run folder, and what a table of its figures needs; the cases are in `evaluation.json`.
 * @throws {Error} The signal's reason, or what can't be measured, read or written.
 */
export async function evaluateMasks(
  given: MaskEvaluation,
): Promise<{ folder: string; figures: MeasuredFigures }> {
  checkValuation(given);
  await refuseOverwriting(given);
  const all = await findCases(given.sources, given);
  const job = all.classes === undefined ? given : withClassFiles(all.classes, given);
  const rated = await withRaters(await withImages(all.cases, job.images), job);
  const grouped = await withGroups(await withProbabilities(rated, job.probabilities), job.groups);
  const cases = job.shard === undefined
    ? grouped.cases
    : grouped.cases.filter(({ id }) => shardOf(id, job.shard!.of) === job.shard!.part);
  const found = { ...all, cases };
  const { key, sizes } = fingerprintOf(cases, job);
  const bytes = sizes.reduce((a, b) => a + b, 0);
  const workers = Math.min(job.workers ?? workersFor(cases.length, bytes), cases.length);
  using pool = new CasePool(workers);
  using opened = await openEvaluation(job.out, key, {
    onNote: job.onNote,
    plan: () => makePlan(found, { ...job, key, pool, sizes }),
  });
  const { path: folder, plan } = opened;
  for (const note of [...all.notes, ...grouped.notes, ...lackOf(job)]) job.onNote(note);
  const ids = grouped.cases.map(({ id }) => id);
  // over all parts, so that each names its pictures as a whole run would
  const measuring = { ...job, found, pool, names: fileNames(ids) };
  const earlier = opened.isContinued ? (await readRun(folder)).run : null;
  const known = { classes: plan.classes, seconds: earlier?.seconds ?? 0 };
  const run = describeRun(cases.map(({ id }) => id), ids, { ...job, ...known });
  const { figures } = await recordRun(folder, run, () => measureCases(opened, measuring), {
    signal: job.signal,
    known: (measured) => ({
      settings: { ...run.settings, classes: named(job.classFiles ?? measured.classes) },
      data: { ...run.data, test: measured.ids, skipped: measured.skipped },
    }),
  });
  // the parts of an evaluation are put together from their journals
  if (job.shard === undefined) await opened.removeJournal();
  return { folder, figures };
}

/** The run folder is cleared before it is written, so it must not overlap what is read. */
async function refuseOverwriting(
  { sources, images, out, raters = [], probabilities }: MaskEvaluation,
): Promise<void> {
  if (out === undefined) return;
  // of a pattern, the folder above its first *
  const folderOf = (source: string): string => source.replace(/(^|\/)[^/]*[*{].*$/, "$1") || ".";
  const masks = "pairs" in sources ? [] : [
    { path: folderOf(sources.truth), what: "the true masks", whole: true },
    { path: folderOf(sources.prediction), what: "the predicted masks", whole: true },
  ];
  await keepApart([
    ...masks,
    ...("pairs" in sources ? [{ path: sources.pairs, what: "the list of masks" }] : []),
    ...raters.map((rater) => ({ path: folderOf(rater), what: "a rater's masks", whole: true })),
    ...(probabilities === undefined
      ? []
      : [{ path: probabilities, what: "the probabilities", whole: true }]),
    ...(images === undefined ? [] : [{ path: folderOf(images), what: "the images", whole: true }]),
  ], [{ path: out, what: "the run folder", whole: true }]);
}

/** What is known of a run before it is measured. */
function describeRun(
  ids: string[],
  all: readonly string[],
  { sources, settings, shard, regions, classFiles, classes, seconds }:
    & MaskEvaluation
    & Pick<Run, "seconds">,
): Run {
  return {
    status: "running",
    settings: {
      ...settings,
      ...(classes && { classes: named(classFiles ?? classes) }),
      ...(regions.length === 0 && { regions: undefined }),
    },
    backend: FILES_BACKEND,
    versions: { deno: Deno.version.deno },
    hardware: counted(navigator.hardwareConcurrency, "CPU thread"),
    data: {
      name: "pairs" in sources ? sources.pairs : sources.truth,
      train: [],
      validation: [],
      test: ids,
    },
    curvesOn: "test",
    seconds,
    ...(shard && { shard: { ...shard, ids: fingerprintOfIds(all) } }),
  };
}

/** Classes as `--classes` names them, without regions. */
function named(classes: readonly LabelClass[]): string {
  return classes.filter(({ labels }) => labels === undefined)
    .map(({ label, name }) => `${label}=${name}`).join(",");
}
