/**
 * Evaluations and run folders: measuring cases, ranking and statistics, `run.json`, `history.jsonl`,
 * `evaluation.json` and pictures, written and read.
 *
 * @module
 */
export { type AblationRun, ablationTable } from "./ablation_table.ts";
export {
  type Averages,
  averagesOf,
  POOLED_RATIOS,
  type PooledCounts,
  pooledCounts,
} from "./averages.ts";
export { type Box, boxOf } from "./box.ts";
export { byGroup, type CaseGroup, type CasesByGroup } from "./by_group.ts";
export { bySize, type SizedCase, type SizeStep, sizeSteps } from "./by_size.ts";
export { type Change, changeOf, type Pair } from "./change.ts";
export { ALL_PAIRS, type Comparisons, planComparisons } from "./comparisons.ts";
export { compareRuns, type Comparison, Incomparable, type MeasuredRun } from "./comparison.ts";
export {
  changeTexts,
  type ComparisonTables,
  comparisonTables,
  type TextTable,
} from "./comparison_tables.ts";
export { constantDice, constantPrediction } from "./constant.ts";
export { type CaseMasks, evaluateCases, type EvaluateCasesOptions } from "./evaluate_cases.ts";
export { evaluateMasks, type MaskEvaluation } from "./evaluate_masks.ts";
export { checkEvaluation, readEvaluation, writeEvaluation } from "./evaluation_file.ts";
export { findRuns } from "./find_runs.ts";
export {
  formatChange,
  formatFigure,
  formatNumber,
  formatP,
  formatPercent,
  formatRatio,
  isLength,
  type MetricKind,
} from "./format.ts";
export { appendHistory, type History, readHistory, writeHistory } from "./history.ts";
export { FEWEST_FOR_MEDIAN, type Interval, medianInterval } from "./interval.ts";
export {
  type MaskFolders,
  type MaskNames,
  type MaskPair,
  nameLabels,
  readImage,
  readMasks,
} from "./mask_folders.ts";
export { chooseClasses, type ChosenClasses } from "./mask_labels.ts";
export { type MaskSurvey, surveyMasks } from "./mask_survey.ts";
export {
  buildEvaluation,
  type CaseOptions,
  ConfusionTotals,
  evaluateCase,
  type EvaluationOptions,
  METRICS,
} from "./measure.ts";
export {
  fileName,
  fileNames,
  type PictureSet,
  writeEpochPicture,
  writePictures,
} from "./pictures.ts";
export { type CasePair, pairEvaluations, type Pairing } from "./pairs.ts";
export {
  bestMedianWorst,
  type CaseKind,
  caseKind,
  metricValue,
  rankCases,
  type Ranking,
  selectTriptychs,
} from "./rank.ts";
export { type Results, writeResults } from "./write_results.ts";
export { publishedBesideOurs } from "./published_figures.ts";
export { readSource } from "./import/source.ts";
export { writeRun } from "./run_file.ts";
export { readRun, writerOf } from "./run_folder.ts";
export { createEvaluationFolder, FILES_BACKEND } from "./unfinished.ts";
export {
  createFreeRunFolder,
  createRunFolder,
  type HeldFolder,
  holdFolder,
  holdRunFolder,
} from "./held_folder.ts";
export { fiveNumbers, mean, quantile, sum, summarise, type Summary } from "./statistics.ts";
export { summaryTable } from "./summary.ts";
export { hashTruth } from "./truth_hash.ts";
export { withTruthHashes } from "./truths.ts";
export type * from "./types.ts";
export { type WholeMatrix, wholeMatrix } from "./whole_matrix.ts";
export { wilcoxon } from "./wilcoxon.ts";
