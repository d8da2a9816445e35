/**
 * Evaluations and run folders: measuring cases, ranking and statistics, `run.json`, `history.jsonl`,
 * `evaluation.json` and pictures, written and read.
 *
 * @module
 */
export type * from "./run_folder/evaluation.ts";
export { checkEvaluation, readEvaluation, writeEvaluation } from "./run_folder/evaluation_file.ts";
export {
  type FilmFrame,
  type FilmHead,
  filmLine,
  FRAME_SIDE,
  writeFilm,
} from "./run_folder/film.ts";
export { type Film, type FilmPicture, openFilm } from "./run_folder/read_film.ts";
export { findRuns } from "./run_folder/find_runs.ts";
export {
  awaitFolder,
  createFreeRunFolder,
  createRunFolder,
  type HeldFolder,
  holdFolder,
  holdRunFolder,
} from "./run_folder/held_folder.ts";
export { appendHistory, type History, readHistory, writeHistory } from "./run_folder/history.ts";
export {
  fileName,
  fileNames,
  type PictureSet,
  writeEpochPicture,
  writePictures,
} from "./run_folder/pictures.ts";
export { namedApart } from "./run_folder/names_apart.ts";
export {
  type EpochPicture,
  readRun,
  type RunFolder,
  type Writer,
  writerOf,
} from "./run_folder/read_run.ts";
export type * from "./run_folder/run.ts";
export { writeRun } from "./run_folder/run_file.ts";
export { createEvaluationFolder, FILES_BACKEND } from "./run_folder/unfinished.ts";

export {
  buildEvaluation,
  ConfusionTotals,
  type EvaluationOptions,
} from "./masks/build_evaluation.ts";
export {
  classShares,
  constantDice,
  constantPrediction,
  diceOf,
  medianDice,
} from "./masks/constant.ts";
export { CONVENTIONS } from "./masks/conventions.ts";
export { caseErrors } from "./masks/case_errors.ts";
export {
  caseConfidence,
  forgetChanged,
  ProbabilityTally,
  type TalliedProbabilities,
} from "./masks/probability_tally.ts";
export { MEASURE_IDS, MEASURES, measuresMisses } from "./masks/measures.ts";
export { type CaseOptions, evaluateCase, METRICS } from "./masks/evaluate_case.ts";
export {
  type CaseMasks,
  evaluateCases,
  type EvaluateCasesOptions,
} from "./masks/evaluate_cases.ts";
export { evaluateFolders } from "./masks/evaluate_folders.ts";
export { evaluateMasks, type MaskEvaluation } from "./masks/evaluate_masks.ts";
export type { MaskSources } from "./masks/find_cases.ts";
export { type Fold, joinFolds } from "./masks/join_folds.ts";
export { mergeShards } from "./masks/merge_shards.ts";
export type { Shard } from "./masks/shards.ts";
export { hashTruth } from "./masks/truth_hash.ts";
export type { MeasuredFigures } from "./masks/write_measured.ts";
export { type Results, writeResults } from "./masks/write_results.ts";
export { drawnSize, planeAxes } from "./volumes/planes.ts";
export { diceInSlice } from "./volumes/slice_profile.ts";

export { readSource } from "./import/source.ts";

export {
  ERROR_KINDS,
  type ErrorKind,
  mostlyOf,
  type PooledErrors,
  pooledErrors,
} from "./statistics/error_shares.ts";
export {
  type Averages,
  averagesOf,
  POOLED_RATIOS,
  type PooledCounts,
  pooledCounts,
} from "./statistics/averages.ts";
export { type Box, boxOf } from "./statistics/box_plot.ts";
export { byGroup, type CaseGroup, type CasesByGroup } from "./statistics/by_group.ts";
export { type CalibrationSums, CalibrationTotals } from "./statistics/calibration_sums.ts";
export {
  type ConfidenceAgreement,
  confidenceAgreement,
} from "./statistics/confidence_agreement.ts";
export { confidenceFigures, type ConfidentLabels, SURE } from "./statistics/confidence_figures.ts";
export { bySize, type SizedCase, type SizeStep, sizeSteps } from "./statistics/by_size.ts";
export { type Draws, drawsOf, intervalOfDraws, meansOfDraws } from "./statistics/draws.ts";
export {
  type CurvePoint,
  curvePoints,
  type CurveVerdict,
  curveVerdict,
  type LearningCurve,
  learningCurves,
  type PowerLaw,
} from "./statistics/learning_curve.ts";
export { explained, type Explanation, type Field, LEAST_SHARE } from "./statistics/explained.ts";
export { LEVEL } from "./statistics/holm.ts";
export {
  type Course,
  COURSES,
  FORGOTTEN_DROP,
  LEARNED_DICE,
  type LearnedCase,
  learnedCase,
} from "./statistics/learned.ts";
export { FEWEST_FOR_MEDIAN, type Interval, medianInterval } from "./statistics/median_interval.ts";
export { type CaseKind, caseKind, metricValue } from "./statistics/metric_value.ts";
export { fiveNumbers, mean, quantile, sum } from "./statistics/quantile.ts";
export { bestMedianWorst, rankCases, type Ranking, selectTriptychs } from "./statistics/rank.ts";
export {
  type ModelBesideRater,
  type RatedFigures,
  ratedFiguresOf,
  type RaterAgreement,
  raterAgreement,
} from "./statistics/rater_agreement.ts";
export { summarise, type Summary } from "./statistics/summary.ts";
export { type WholeMatrix, wholeMatrix } from "./statistics/whole_matrix.ts";
export { wilcoxon } from "./statistics/wilcoxon.ts";

export { byDoubt, DOUBTFUL, type TruthDoubt, truthDoubts } from "./comparison/doubtful_truth.ts";
export { type Change, changeOf, type Pair } from "./comparison/change.ts";
export {
  changesOf,
  compareRuns,
  type Comparison,
  firstMetric,
  Incomparable,
  type MeasuredRun,
} from "./comparison/compare_runs.ts";
export {
  compareModels,
  comparisonOf,
  type Model,
  type ModelComparison,
  modelsOf,
  type RankedMetric,
} from "./comparison/compare_models.ts";
export { type ModelRanking, type RankedModel, RESAMPLES } from "./comparison/rank_models.ts";
export { compareSettings, type SettingPair } from "./comparison/compare_settings.ts";
export { type CasePair, pairEvaluations, type Pairing } from "./comparison/pairs.ts";
export { ALL_PAIRS, type Comparisons, planComparisons } from "./comparison/plan_comparisons.ts";
export { withTruthHashes } from "./comparison/truth_hashes.ts";

export type * from "./run_folder/explained_runs.ts";
export {
  type Design,
  type DesignCorner,
  designOf,
  designOfChanges,
  MOST_FULL,
} from "./explanation/design.ts";
export { explainedFigures, readExplanation, writeExplanation } from "./explanation/explain.ts";
export {
  cornerFigures,
  readAnyFigures,
  readCases,
  readFigures,
  writeFigures,
} from "./explanation/figures.ts";
export {
  chosenEffects,
  type EffectPlace,
  type ExplainedMetric,
  fewDraws,
  figuresOf,
  isFound,
  type JudgedFactor,
  type Judgement,
  judgementOf,
  type Limit,
  limitsOf,
  notesOf,
  placeOf,
  titleOf,
} from "./explanation/judge.ts";
export { explanationTables } from "./tables/explanation_tables.ts";

export type * from "./run_folder/tried_hypotheses.ts";
export { readHypotheses, removeHypotheses, writeHypotheses } from "./hypotheses/hypotheses_file.ts";
export { type TriedModel, tryAll } from "./hypotheses/hypotheses.ts";
export { type Judged, type JudgedHypothesis, judgeHypotheses, NEAR } from "./hypotheses/judge.ts";
export { type PairSums, pairSums } from "./hypotheses/pair_sums.ts";
export { hypothesesTable, hypothesesVerdict } from "./tables/hypotheses_table.ts";

export { explanationMarkdown, writeExplanationPage } from "./tables/explanation_markdown.ts";
export { calibrationTable } from "./tables/calibration_table.ts";
export { comparisonLimits, comparisonNotes, drawsText } from "./tables/comparison_sentences.ts";
export {
  type ChangeTexts,
  changeTexts,
  type ComparisonTables,
  comparisonTables,
  type TextTable,
} from "./tables/comparison_tables.ts";
export {
  publishedBesideOurs,
  type PublishedRow,
  publishedRows,
} from "./tables/published_figures.ts";
export { learningCurveSentence, learningCurveTable } from "./tables/learning_curve_table.ts";
export { emptyText, type MeansTable, meansTable } from "./tables/means_table.ts";
export {
  chanceText,
  lettersOf,
  modelName,
  rankingNotes,
  type RankingTables,
  rankingTables,
  rankingVerdict,
} from "./tables/ranking_tables.ts";
export { raterTable } from "./tables/rater_table.ts";
export { summaryTable } from "./tables/summary_table.ts";
