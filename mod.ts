/**
 * Triptych: train a U-Net on photographs with masks, measure it by Dice and surface distance, and read
 * and write the run folders that the dashboard shows.
 *
 * The metrics alone, without any dependency, are the package `@triptych/metrics`.
 *
 * @module
 */
export * from "@triptych/metrics";
export type { EpochRecord, LabelClass, Skipped } from "./core/mod.ts";
export {
  type Augmentation,
  AUGMENTATIONS,
  type Batch,
  batches,
  type BatchOptions,
  type Dataset,
  menagerie,
  type PetsOptions,
  readPets,
  type Split,
  type SplitOptions,
  trainTestSplit,
} from "./data/mod.ts";
export { type Backend, type BackendName, backendNames } from "@triptych/engine";
export * from "./model/mod.ts";
export {
  buildEvaluation,
  type Case,
  type CaseOptions,
  type CasePictures,
  type ClassFigures,
  ConfusionTotals,
  type DataSource,
  type EpochPicture,
  evaluateCase,
  type Evaluation,
  type EvaluationOptions,
  hashTruth,
  type InitialWeights,
  type MetricInfo,
  type Published,
  type PublishedComparison,
  type PublishedDice,
  readEvaluation,
  readRun,
  type Run,
  type RunData,
  type RunFolder,
  type Triptych,
  writeEvaluation,
  type Writer,
  writeRun,
} from "./evaluation/mod.ts";
