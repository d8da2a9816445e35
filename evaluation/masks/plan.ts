import { compareCodePoints, counted, type LabelClass, type Skipped } from "../../core/mod.ts";
import type { CasePaths } from "./case_paths.ts";
import { type CasePool, workOnCases } from "./case_pool.ts";
import { chooseClasses } from "./choose_classes.ts";
import { valuationOf } from "./conventions.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";
import type { FoundCases } from "./find_cases.ts";
import { raterNames } from "./find_raters.ts";
import type { Plan } from "./journal.ts";
import { workSettings } from "./work_settings.ts";
import { MaskSurvey, MISSED } from "./survey.ts";
import { checkTolerance } from "./tolerance.ts";

/** What is planned, and who reads the masks. */
export type PlanJob = Omit<MaskEvaluation, "workers"> & {
  key: string;
  pool: CasePool;
  sizes: readonly number[];
};

/** So many cases are looked at before anything is written, and so many bytes of files. */
const SAMPLE = 16, SAMPLE_BYTES = 2 ** 21;

/**
 * Looks at some of the masks, so that what all have in common is known before anything is written: their
 * labels, or why they can't be measured. If these can't, all are looked at.
 *
 * @param found The cases.
 * @param job The settings, the plan's key, and the workers.
 * @returns The plan.
 * @throws {Error} If there is nothing to measure, the masks' labels can't mean the same, or a file
 *   can't be used or is missing and the job is strict.
 */
export async function makePlan(found: FoundCases, job: PlanJob): Promise<Plan> {
  const { cases } = found, { key, classes, regions, ignore } = job;
  const survey = new MaskSurvey(), sample = sampleOf(cases, job.sizes);
  const plan = (): Plan => ({
    key,
    ...(classes && { classes: [...classes, ...regions] }),
    known: survey.all,
    regions,
    ignore,
    raters: raterNames(job.raters),
    independent: job.groups === undefined ? undefined : "patients",
    ...valuationOf(job),
  });
  if (cases.length > 0 && sample.length === 0) return plan();
  await lookAt(sample, survey, job);
  try {
    decide(found, survey, job);
  } catch {
    // others may have what these lack
    const isSampled = new Set(sample);
    await lookAt(cases.filter((one) => !isSampled.has(one)), survey, job);
    decideOrSay(found, survey, job);
  }
  return plan();
}

/** {@linkcode decide}, which names the files that can't be used before it throws. */
export function decideOrSay(found: FoundCases, survey: MaskSurvey, job: MaskEvaluation): Decision {
  try {
    return decide(found, survey, job);
  } catch (error) {
    // an error of a strict job names them
    if (!job.strict) job.onSkipped(skippedOf(found, survey));
    throw error;
  }
}

/** What is measured, once all masks were read. */
export interface Decision {
  /** The classes, regions among them. */
  classes: LabelClass[];
  /** Files that can't be used, and why. */
  skipped: Skipped[];
  /** Lines to print. */
  notes: string[];
}

/**
 * Decides what is measured.
 *
 * @param found The cases.
 * @param survey What their masks contain.
 * @param job The settings.
 * @throws {Error} If there is nothing to measure, the masks' labels can't mean the same, or a file
 *   can't be used or is missing and the job is strict.
 */
function decide(found: FoundCases, survey: MaskSurvey, job: MaskEvaluation): Decision {
  const { sources, classes: named, ignore, regions, strict, shard } = job;
  const skipped = skippedOf(found, survey);
  if (strict) refuseAny([...missedOf(found), ...skipped]);
  // the cases of a part may have few labels, or there may be none
  if (shard !== undefined) {
    const classes = [...named!, ...regions];
    checkTolerance(classes.map(({ name }) => name), job.tolerance);
    return { classes, skipped, notes: [] };
  }
  if (survey.pairs === 0) {
    const { cases, contents } = found;
    const why = cases.length === 0
      ? `there must be a true and a predicted mask of the same name, got no such pair: ${contents}`
      : cases.length === 1
      ? "the only pair can't be used"
      : `none of the ${cases.length} pairs can be used`;
    throw new Error(`Nothing to measure: ${why}`);
  }
  const { classes, notes } = chooseClasses(survey, {
    sources: sourceNames(sources),
    named,
    regions,
    ignore,
  });
  checkTolerance([...classes, ...regions].map(({ name }) => name), job.tolerance);
  const taken = regions.find(({ name }) => classes.some((one) => one.name === name));
  if (taken === undefined) return { classes: [...classes, ...regions], skipped, notes };
  throw new Error(
    `Cannot measure the region ${taken.name}: its name must differ from the classes', got it twice`,
  );
}

/** What a strict job refuses; nothing is counted as missed then. */
function refuseAny(skipped: readonly Skipped[]): void {
  if (skipped.length === 0) return;
  const lines = skipped.map(({ file, reason }) => `${file}: ${reason.replace(MISSED, "")}`);
  throw new Error(`${counted(lines.length, "file")} can't be used:\n${lines.join("\n")}`);
}

/** The cases that have no predicted mask at all. */
function missedOf({ cases }: FoundCases): Skipped[] {
  return cases.filter(({ prediction }) => prediction === undefined)
    .map(({ id }) => ({ file: id, reason: "the true mask has no prediction" }));
}

function skippedOf(found: FoundCases, survey: MaskSurvey): Skipped[] {
  return [...found.skipped, ...survey.skipped]
    .sort((a, b) => compareCodePoints(a.file, b.file));
}

/** What each side's masks are called in messages. */
function sourceNames(sources: MaskEvaluation["sources"]): Record<"truth" | "prediction", string> {
  if (!("pairs" in sources)) return sources;
  return {
    truth: `the truth of ${sources.pairs}`,
    prediction: `the prediction of ${sources.pairs}`,
  };
}

/** Cases from all over the list, which may be sorted by class. */
function sampleOf(cases: readonly CasePaths[], sizes: readonly number[]): CasePaths[] {
  const step = Math.max(1, cases.length / SAMPLE);
  const sample: CasePaths[] = [];
  let bytes = 0;
  for (let at = 0; at < cases.length; at += step) {
    bytes += sizes[Math.floor(at)];
    if (bytes > SAMPLE_BYTES) break;
    sample.push(cases[Math.floor(at)]);
  }
  return sample;
}

async function lookAt(
  cases: readonly CasePaths[],
  survey: MaskSurvey,
  job: PlanJob,
): Promise<void> {
  if (cases.length === 0) return;
  job.onStart(cases.length, "read");
  const settings = workSettings(job, { what: "survey", folder: "", known: [] });
  let done = 0;
  await workOnCases({
    cases,
    settings: () => settings,
    pool: cases.length > SAMPLE ? job.pool : undefined,
    signal: job.signal,
    onDone(outcomes) {
      for (const { task, outcome } of outcomes) survey.add(task, outcome);
      job.onCase(done += outcomes.length);
    },
  });
}
