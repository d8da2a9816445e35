/**
 * Triptych: train a U-Net on images with masks, predict with it, measure it by Dice and surface distance,
 * and write the run folders that the dashboard shows.
 *
 * The metrics and the engines are packages of their own, `@triptych/metrics` and `@triptych/engine`.
 *
 * @example Measure masks of any model, and write a run folder for the dashboard
 * ```ts
 * import assert from "node:assert/strict";
 * import { labelClasses, writeResults } from "@triptych/triptych";
 *
 * const runs = await Deno.makeTempDir();
 * const { cases } = await writeResults(`${runs}/mine`, {
 *   shape: [2, 2],
 *   truths: Uint8Array.of(0, 1, 1, 0),
 *   predictions: Uint8Array.of(0, 1, 1, 1),
 *   classes: labelClasses("cat"),
 * });
 * assert.equal(cases[0].classes.cat.dice, 0.8);
 * await Deno.remove(runs, { recursive: true });
 * ```
 *
 * @module
 */
export {
  type ChannelRange,
  type Depth,
  type EpochRecord,
  type Images,
  type LabelClass,
  labelClasses,
  type Normalisation,
  type Samples,
  type Shape,
  type Skipped,
} from "./core/mod.ts";
export {
  type Augmentation,
  type BatchOptions,
  type Dataset,
  type LabelledImages,
  menagerie,
  type ReadOptions,
  readPets,
  type Split,
  type SplitOptions,
  trainingBatches,
  trainTestSplit,
} from "./data/mod.ts";
export {
  type Batch,
  type BatchStatistics,
  buildUnet,
  chooseBackend,
  type ChooseBackendOptions,
  compile,
  type EncoderName,
  type EncoderWeights,
  endTraining,
  type FileTensor,
  fit,
  type FitOptions,
  loadModel,
  type ModelMetadata,
  type Network,
  openWeights,
  type OpenWeightsOptions,
  type Outcome,
  predict,
  type Prediction,
  type PredictOptions,
  type PublishedWeights,
  restoreCheckpoint,
  saveCheckpoint,
  saveModel,
  type Schedule,
  startTraining,
  type StepRecord,
  type TestAugmentation,
  type Training,
  type TrainingBatches,
  type TrainingOptions,
  type TrainingProgress,
  type TrainOptions,
  type UnetOptions,
  type Validation,
  type WeightsFormat,
  type WeightsFormatName,
} from "./model/mod.ts";
export {
  type Case,
  type CaseMasks,
  type CasePictures,
  type ClassFigures,
  type Count,
  evaluateCases,
  type EvaluateCasesOptions,
  evaluateFolders,
  type Evaluation,
  type MetricInfo,
  type PicturePath,
  readEvaluation,
  type Results,
  type Triptych,
  type Unlabelled,
  writeResults,
} from "./evaluation/mod.ts";
