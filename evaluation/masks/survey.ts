import { basename, dirname, join } from "node:path";
import type { Skipped } from "../../core/mod.ts";
import type { CasePaths, Side } from "./case_paths.ts";
import { workOnCases } from "./case_pool.ts";
import type { CaseSurvey, SurveySettings } from "./survey_case.ts";

/** What masks contain. */
export interface MaskSurvey {
  /** The cases that can be measured, in their order. */
  cases: CasePaths[];
  /** The labels found in these, ascending, without those of ignored pixels. */
  labels: Record<Side, number[]>;
  /** Whether a true mask contains a value to ignore. */
  ignores: boolean;
  /** Files that can't be used, and why. */
  skipped: Skipped[];
}

/** How masks are surveyed, and callbacks. */
export interface SurveyOptions {
  /** How each is read. */
  settings: SurveySettings;
  /** How many workers share the cases. */
  workers: number;
  /** Stops the survey. */
  signal?: AbortSignal;
  /** Called with the number of cases read. */
  onCase?: (done: number) => void;
}

/**
 * Reads all masks: which cases can be measured, and which labels occur. A case can't be if one of its
 * masks can't be read, or their grids differ.
 *
 * @param cases The cases.
 * @param options How, and callbacks.
 * @returns What can be measured and what can't.
 */
export async function surveyMasks(
  cases: readonly CasePaths[],
  { settings, workers, signal, onCase }: SurveyOptions,
): Promise<MaskSurvey> {
  const found = new Map<string, CaseSurvey>();
  await workOnCases({
    order: { what: "survey", settings },
    tasks: cases.map((one) => ({ ...one, file: "" })),
    workers,
    signal,
    onDone(done) {
      for (const { task, outcome } of done) found.set(task.id, outcome);
      onCase?.(found.size);
    },
  });
  const survey: MaskSurvey = {
    cases: [],
    labels: { truth: [], prediction: [] },
    ignores: false,
    skipped: [],
  };
  const labels = { truth: new Set<number>(), prediction: new Set<number>() };
  for (const one of cases) {
    const outcome = found.get(one.id)!;
    if (outcome.fault !== undefined) {
      survey.skipped.push({ file: nameOf(one), reason: outcome.fault });
      continue;
    }
    survey.cases.push(one);
    survey.ignores ||= outcome.ignores;
    for (const label of outcome.truth) labels.truth.add(label);
    for (const label of outcome.prediction) labels.prediction.add(label);
  }
  for (const side of ["truth", "prediction"] as const) {
    survey.labels[side] = [...labels[side]].sort((a, b) => a - b);
  }
  return survey;
}

/** The true mask's name, with the folders that are in the id. */
function nameOf({ id, truth }: CasePaths): string {
  return join(dirname(id), basename(truth));
}
