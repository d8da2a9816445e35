import { counted, type LabelClass } from "../../core/mod.ts";
import { keepApart } from "../../io/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { fileNames } from "../run_folder/pictures.ts";
import { recordRun } from "../run_folder/record_run.ts";
import type { Run } from "../run_folder/run.ts";
import { FILES_BACKEND } from "../run_folder/unfinished.ts";
import type { CasePaths } from "./case_paths.ts";
import { workersFor, workOnCases } from "./case_pool.ts";
import { findCases, type MaskSources } from "./find_cases.ts";
import { fingerprintOf, fingerprintOfIds } from "./fingerprint.ts";
import { withGroups } from "./groups.ts";
import { Journal, type Plan } from "./journal.ts";
import type { MeasuredCase, MeasureSettings } from "./measure_case.ts";
import { type OpenEvaluation, openEvaluation } from "./open_evaluation.ts";
import { makePlan } from "./plan.ts";
import { nothingOf, type Shard, shardOf } from "./shards.ts";
import { writeMeasured } from "./write_measured.ts";

/** Masks to measure, how, and callbacks. */
export interface MaskEvaluation {
  /** Where the masks are. */
  sources: MaskSources;
  /** A folder of images to show beside the masks. */
  images?: string;
  /** The run folder to write; by default the first free one of `runs/evaluation`, `runs/evaluation-2`, … */
  out?: string;
  /** The classes; by default all labels that occur but 0. */
  classes?: LabelClass[];
  /** Regions to measure beside the classes. */
  regions: LabelClass[];
  /** Values of the true masks whose pixels are left out of every figure. */
  ignore: readonly number[];
  /** The size of a pixel along each axis, or `auto`: what the files say. */
  spacing: "auto" | readonly number[];
  /** A pattern or a CSV of the cases' groups. */
  groups?: string;
  /** The part of the cases to measure; all when left out. */
  shard?: Shard;
  /** Whether a truth without a prediction is left out instead of counted as missed. */
  allowMissing: boolean;
  /** The most millions of pixels that a mask may have. */
  maxMegapixels?: number;
  /** How many workers share the cases; as many as are worth it when left out. */
  workers?: number;
  /** Whether a file that can't be used is an error. */
  strict: boolean;
  /** The settings for `run.json`. */
  settings: Record<string, unknown>;
  /** Stops between two cases. */
  signal: AbortSignal;
  /** Called once with the files that can't be used. */
  onSkipped: (skipped: Plan["skipped"]) => void;
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
 * @param job What to measure, and how.
 * @returns The run folder and its evaluation.
 * @throws {Error} The signal's reason, or what can't be measured, read or written.
 */
export async function evaluateMasks(
  job: MaskEvaluation,
): Promise<{ folder: string; evaluation: Evaluation }> {
  await refuseOverwriting(job);
  const found = await findCases(job.sources, job);
  const grouped = await withGroups(found.cases, job.groups);
  const cases = job.shard === undefined
    ? grouped.cases
    : grouped.cases.filter(({ id }) => shardOf(id, job.shard!.of) === job.shard!.part);
  const { key, bytes } = fingerprintOf(cases, job);
  const workers = job.workers ?? workersFor(cases.length, bytes);
  using opened = await openEvaluation(job.out, key, {
    onNote: job.onNote,
    plan: () =>
      makePlan({ ...found, cases, notes: [...found.notes, ...grouped.notes] }, {
        ...job,
        key,
        workers,
      }),
  });
  const { plan, path: folder } = opened;
  job.onSkipped(plan.skipped);
  for (const note of plan.notes) job.onNote(note);
  const run = describeRun(plan, grouped.cases, job);
  // over all parts, so that each names its pictures as a whole run would
  const names = fileNames(grouped.cases.map(({ id }) => id));
  const work = () => measureAll(opened, cases, { ...job, workers, names });
  const evaluation = await recordRun(folder, run, work, job.signal);
  await opened.close();
  return { folder, evaluation };
}

/** Measures the cases of a plan that aren't measured yet, and writes the figures of all. */
async function measureAll(
  { path: folder, plan, isContinued }: OpenEvaluation,
  cases: readonly CasePaths[],
  job: MaskEvaluation & { workers: number; names: Map<string, string> },
): Promise<Evaluation> {
  const { ignore, workers, names, signal, onCase, onStart } = job;
  const recorded = isContinued ? await Journal.read(folder) : undefined;
  const measured = recorded?.measured ?? new Map<string, MeasuredCase>();
  for (const [id, one] of measured) if (!await hasPictures(folder, one)) measured.delete(id);
  using journal = recorded ? await Journal.open(folder) : await Journal.create(folder, plan);
  const wanted = new Set(plan.ids);
  const tasks = cases.filter(({ id }) => wanted.has(id) && !measured.has(id))
    .map((one) => ({ ...one, file: names.get(one.id)! }));
  onStart(plan.ids.length, "measure");
  if (measured.size > 0) {
    job.onNote(`${counted(measured.size, "case")} measured before`);
    onCase(measured.size);
  }
  await workOnCases({
    order: { what: "measure", settings: settingsOf(folder, plan, job) },
    tasks,
    workers,
    signal,
    onDone(done) {
      journal.append(done.map(({ outcome }) => outcome));
      for (const { task, outcome } of done) {
        measured.set(task.id, outcome);
        report(outcome, job);
      }
      onCase(measured.size);
    },
  });
  const { classes } = plan;
  return await writeMeasured(folder, plan.ids.map((id) => measured.get(id)!), { classes, ignore });
}

function settingsOf(
  folder: string,
  { classes }: Plan,
  { ignore, spacing, images, strict, maxMegapixels }: MaskEvaluation,
): MeasureSettings {
  const nothing = nothingOf(classes, ignore);
  return { folder, classes, ignore, spacing, images, strict, maxMegapixels, nothing };
}

/** Whether a case's pictures are whole: a power cut may have left empty ones. */
async function hasPictures(folder: string, { case: { pictures = {} } }: MeasuredCase) {
  for (const path of [pictures.truth, pictures.prediction, pictures.image]) {
    if (path === undefined) continue;
    const size = await Deno.stat(`${folder}/${path}`).then(({ size }) => size, () => 0);
    if (size === 0) return false;
  }
  return true;
}

function report({ case: { id }, notes, isStored }: MeasuredCase, job: MaskEvaluation): void {
  for (const note of notes) job.onNote(note);
  if (isStored) job.onStored(id);
}

/** The run folder is cleared before it is written, so it must not overlap what is read. */
async function refuseOverwriting({ sources, images, out }: MaskEvaluation): Promise<void> {
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
    ...(images === undefined ? [] : [{ path: images, what: "the images", whole: true }]),
  ], [{ path: out, what: "the run folder", whole: true }]);
}

function describeRun(
  { classes, ids, skipped }: Plan,
  all: readonly CasePaths[],
  { sources, settings, shard, regions }: MaskEvaluation,
): Run {
  const named = classes.filter(({ labels }) => labels === undefined)
    .map(({ label, name }) => `${label}=${name}`).join(",");
  const threads = navigator.hardwareConcurrency;
  return {
    status: "running",
    settings: { ...settings, classes: named, ...(regions.length === 0 && { regions: undefined }) },
    backend: FILES_BACKEND,
    versions: { deno: Deno.version.deno },
    hardware: counted(threads, "CPU thread"),
    data: {
      name: "pairs" in sources ? sources.pairs : sources.truth,
      train: [],
      validation: [],
      test: [...ids],
      skipped,
    },
    curvesOn: "test",
    seconds: 0,
    ...(shard && { shard: { ...shard, ids: fingerprintOfIds(all.map(({ id }) => id)) } }),
  };
}
