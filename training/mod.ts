/**
 * What the commands that train consist of, in the order of the work: read a request, open a run, prepare
 * a job, do it.
 *
 * @module
 */
export { plannedCommandOf, readRequest } from "./request.ts";
export { openRun } from "./open_run.ts";
export { type Ended, trainRun } from "./train_members.ts";
export { farewell } from "./texts.ts";
export { trainWhatIsLeft, type WantedRun } from "./wanted_run.ts";
export { PUBLISHED } from "./published.ts";
export { DESCRIPTION_SETTINGS, givenDescription } from "./description_settings.ts";
export { openEncoderWeights } from "./encoder_weights.ts";
export { isPets, lookLines, readLooked } from "./open_data.ts";
export { type Plan, planFor, planLines } from "./plan.ts";
export { SETTINGS, type Settings, sizeOf } from "./settings.ts";
export { usualTest } from "./split.ts";
export { planReproduction } from "./plan_reproduction.ts";
export { readReproduction, type Reproduced } from "./reproduction.ts";
export { tryHypotheses } from "./try_hypotheses.ts";
export { settingsOf } from "./presets.ts";
export { explainRuns } from "./explain/train_corners.ts";
export { type Question, questionOf } from "./explain/question.ts";
export { readQuestion } from "./explain/request.ts";
