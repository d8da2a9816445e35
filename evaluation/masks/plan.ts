import { compareCodePoints, counted, type LabelClass } from "../../core/mod.ts";
import { chooseClasses } from "./choose_classes.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";
import type { FoundCases } from "./find_cases.ts";
import type { Plan } from "./journal.ts";
import { type MaskSurvey, surveyMasks } from "./survey.ts";

/**
 * Reads all masks and decides what is measured.
 *
 * @param found The cases.
 * @param job The settings, the plan's key, and how many workers read.
 * @returns The plan.
 * @throws {Error} If there is nothing to measure, the masks' labels can't mean the same, or a file
 *   can't be used and the job is strict.
 */
export async function makePlan(
  found: FoundCases,
  job: MaskEvaluation & { key: string; workers: number },
): Promise<Plan> {
  const { ignore, spacing, maxMegapixels, workers, signal, shard, key } = job;
  job.onStart(found.cases.length, "read");
  const survey = await surveyMasks(found.cases, {
    settings: { ignore, spacing, maxMegapixels, nothing: 0 },
    workers,
    signal,
    onCase: job.onCase,
  });
  const skipped = [...found.skipped, ...survey.skipped]
    .sort((a, b) => compareCodePoints(a.file, b.file));
  refuseSkipped(skipped, job);
  // the cases of a part may have few labels, or there may be none
  const { classes, notes } = shard === undefined
    ? choose(found, survey, job)
    : { classes: job.classes!, notes: [] };
  return {
    key,
    classes: [...classes, ...regionsOf(classes, job)],
    ids: survey.cases.map(({ id }) => id),
    skipped,
    notes: [...found.notes, ...notes],
  };
}

function refuseSkipped(skipped: Plan["skipped"], { strict, onSkipped }: MaskEvaluation): void {
  if (!strict || skipped.length === 0) return;
  onSkipped([]);
  const lines = skipped.map(({ file, reason }) => `${file}: ${reason}`);
  throw new Error(`${counted(lines.length, "file")} can't be used:\n${lines.join("\n")}`);
}

function choose(
  { contents, skipped }: FoundCases,
  survey: MaskSurvey,
  { sources, classes, ignore, onSkipped }: MaskEvaluation,
): { classes: LabelClass[]; notes: string[] } {
  if (survey.cases.length === 0) {
    onSkipped([...skipped, ...survey.skipped]);
    throw new Error(
      "Nothing to measure: there must be a true and a predicted mask of the same name and size, " +
        `got no such pair: ${contents}`,
    );
  }
  return chooseClasses(survey, { sources: sourceNames(sources), named: classes, ignore });
}

/** What each side's masks are called in messages. */
function sourceNames(sources: MaskEvaluation["sources"]): Record<"truth" | "prediction", string> {
  if (!("pairs" in sources)) return sources;
  return {
    truth: `the truth of ${sources.pairs}`,
    prediction: `the prediction of ${sources.pairs}`,
  };
}

/** The regions, whose names must differ from the classes'. */
function regionsOf(classes: readonly LabelClass[], { regions }: MaskEvaluation): LabelClass[] {
  const taken = regions.find(({ name }) => classes.some((one) => one.name === name));
  if (taken === undefined) return regions;
  throw new Error(
    `Cannot measure the region ${taken.name}: its name must differ from the classes', got it twice`,
  );
}
