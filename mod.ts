/**
 * Triptych: train a U-Net on photographs with masks, measure it by Dice and surface distance, and read
 * and write the run folders that the dashboard shows.
 *
 * The metrics alone, without any dependency, are the package `@triptych/metrics`.
 *
 * @module
 */
export {
  assd,
  confusionMatrix,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  iou,
  type LabelResult,
  type Mask,
  surfaceDice,
  surfaceDistances,
} from "./metrics/mod.ts";
export {
  type Batch,
  batches,
  type ClassInfo,
  type Dataset,
  readPets,
  trainTestSplit,
} from "./data/mod.ts";
export { menagerie } from "./data/menagerie/mod.ts";
export {
  buildUnet,
  chooseBackend,
  compile,
  fit,
  loadModel,
  predict,
  restoreCheckpoint,
  saveCheckpoint,
  saveModel,
  startTraining,
} from "./model/mod.ts";
export {
  buildEvaluation,
  evaluateCase,
  type Evaluation,
  readEvaluation,
  readRun,
  type Run,
  type RunFolder,
  writeEvaluation,
  writeRun,
} from "./evaluation/mod.ts";
