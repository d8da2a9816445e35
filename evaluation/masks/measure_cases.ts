import { counted, type LabelClass } from "../../core/mod.ts";
import { picturePaths } from "../run_folder/pictures.ts";
import type { CaseOutcome } from "./case_outcome.ts";
import type { CasePaths } from "./case_paths.ts";
import { type CasePool, type Done, workOnCases } from "./case_pool.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";
import type { FoundCases } from "./find_cases.ts";
import { raterNames } from "./find_raters.ts";
import { Journal } from "./journal.ts";
import type { Measured } from "./measure_case.ts";
import type { OpenEvaluation } from "./open_evaluation.ts";
import { decideOrSay, type Decision } from "./plan.ts";
import { MaskSurvey } from "./survey.ts";
import { workSettings } from "./work_settings.ts";
import { type MeasuredFigures, writeMeasured } from "./write_measured.ts";

/** The cases of an evaluation, and how they are measured. */
export type MeasureJob = Omit<MaskEvaluation, "workers"> & {
  /** The cases, in the order of the result. */
  found: FoundCases;
  /** The workers that share them with this thread. */
  pool: CasePool;
  /** The name of each case's pictures, by its id. */
  names: ReadonlyMap<string, string>;
};

/** What was measured. */
export interface MeasuredCases extends Decision {
  /** The ids of the cases. */
  ids: string[];
  /** Their figures. */
  figures: MeasuredFigures;
}

/**
 * Measures the cases that aren't measured yet, and writes the figures of all. Of each case no more is in
 * memory than its files' names, and then a few numbers.
 *
 * @param opened The run folder.
 * @param job The cases.
 * @returns What was measured.
 * @throws {Error} The signal's reason, or what can't be measured or written.
 */
export async function measureCases(
  { path: folder, plan, isContinued }: OpenEvaluation,
  job: MeasureJob,
): Promise<MeasuredCases> {
  const { found: { cases }, names, pool, signal, onCase } = job;
  using journal = isContinued
    ? await Journal.open(folder, { write: true })
    : await Journal.create(folder, plan);
  let settings = workSettings(job, { ...plan, what: "measure", folder }), done = 0;
  const survey = new MaskSurvey(), measuredFor = new Set<string>();
  const take = (paths: CasePaths, outcome: CaseOutcome): void => {
    if (survey.add(paths, outcome)) settings = { ...settings, known: survey.all };
    if (outcome.fault === undefined) measuredFor.add(labelsOf(outcome));
    done++;
  };
  job.onStart(cases.length, "measure");
  for (const one of cases) {
    const outcome = journal.get(one.id);
    if (outcome === undefined) continue;
    if (hasPictures(folder, outcome)) take(one, outcome);
    else journal.forget(one.id);
  }
  if (done > 0) {
    job.onNote(`${counted(done, "case")} measured before`);
    onCase(done);
  }
  const work = (paths: readonly CasePaths[], onDone: (done: Done[]) => void) =>
    workOnCases({
      cases: paths,
      fileOf: (id) => names.get(id)!,
      settings: () => settings,
      pool,
      signal,
      onDone(outcomes) {
        // one string for a case's id, not the copies that workers send
        for (const { task, outcome } of outcomes) outcome.id = task.id;
        journal.append(outcomes.map(({ outcome }) => outcome));
        onDone(outcomes);
      },
    });
  await work(cases.filter(({ id }) => !journal.has(id)), (outcomes) => {
    for (const { task, outcome } of outcomes) take(task, outcome);
    onCase(done);
  });
  const decision = decideOrSay(job.found, survey, job), { classes, skipped } = decision;
  const labels = plainLabels(classes);
  // those that were measured before a mask with further labels was read
  if ([...measuredFor].some((others) => others !== labels)) {
    const stale = cases.filter(({ id }) => isStale(journal.get(id)!, labels));
    let again = 0;
    job.onStart(stale.length, "measure");
    await work(stale, (outcomes) => onCase(again += outcomes.length));
  }
  job.onSkipped(skipped);
  for (const note of decision.notes) job.onNote(note);
  const ids: string[] = [];
  const figures = await writeMeasured(folder, measuredIn(journal, job, ids), {
    ...job,
    classes,
    raters: raterNames(job.raters),
    independent: plan.independent,
    count: survey.count,
  });
  for (const note of figures.notes) job.onNote(note);
  return { ...decision, ids, figures };
}

/** The measured cases in their order, from the journal; says what there is to say about each. */
function* measuredIn(
  journal: Journal,
  { found: { cases }, onNote, onStored }: MeasureJob,
  ids: string[],
): Generator<Measured> {
  for (const { id } of cases) {
    const outcome = journal.get(id)!;
    if (outcome.fault !== undefined) continue;
    const measured = outcome.measured!;
    for (const note of measured.notes) onNote(note);
    if (measured.isStored) onStored(id);
    ids.push(id);
    measured.case.id = id;
    yield measured;
  }
}

/** The labels of classes that are no regions. */
function plainLabels(classes: readonly LabelClass[]): string {
  return classes.filter(({ labels }) => labels === undefined).map(({ label }) => label).join();
}

/** The labels that a case was measured for; none where it wasn't. */
function labelsOf(outcome: CaseOutcome): string {
  return outcome.fault === undefined ? outcome.measured?.labels.join() ?? "" : "";
}

function isStale(outcome: CaseOutcome, labels: string): boolean {
  return outcome.fault === undefined && labelsOf(outcome) !== labels;
}

/** Whether a case's pictures are whole: a power cut may have left empty ones. */
function hasPictures(folder: string, outcome: CaseOutcome): boolean {
  if (outcome.fault !== undefined || outcome.measured === undefined) return true;
  const paths = picturePaths(outcome.measured.case.pictures);
  return paths.every((path) => sizeOf(`${folder}/${path}`) > 0);
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
