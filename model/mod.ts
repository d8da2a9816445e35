/**
 * Segmentation models: built, trained, saved, loaded and used for predictions, on the engine that
 * `chooseBackend` sets up.
 *
 * @module
 */
export type { Batch } from "./batch.ts";
export {
  backendChoices,
  chooseBackend,
  type ChooseBackendOptions,
  tensorflowFolder,
} from "./choose_backend.ts";
export { restoreCheckpoint, saveCheckpoint } from "./checkpoint.ts";
export { type Encoder, type EncoderName, ENCODERS, type PublishedWeights } from "./encoders/mod.ts";
export {
  fit,
  type FitOptions,
  type Outcome,
  type StepRecord,
  type TrainingBatches,
  type Validation,
} from "./fit.ts";
export { checkTasks, dispose, type Ensemble, ensembleOf, type Predictor } from "./ensemble.ts";
export type { BatchStatistics } from "./layers.ts";
export { loadModel, modelOf } from "./load.ts";
export {
  maskClasses,
  metadataOf,
  type ModelMetadata,
  TEST_AUGMENTATIONS,
  type TestAugmentation,
} from "./metadata.ts";
export { microBatchFor } from "./micro_batch.ts";
export { compile, type Network, type TrainOptions } from "./network.ts";
export { type Orientation, orientationsOf } from "./orientations.ts";
export { leastNormPixels } from "./norm_pixels.ts";
export {
  type ImageLogits,
  type ImageReader,
  predict,
  predictEach,
  type Prediction,
  predictLogits,
  type PredictOptions,
} from "./predict.ts";
export { fillLabels } from "./labels_of_logits.ts";
export {
  type ImageRows,
  type LogitRows,
  type OwnImage,
  predictOwnSize,
  predictTiles,
} from "./predict_tiles.ts";
export { saveMetadata, saveModel } from "./save.ts";
export { type Schedule, SCHEDULES } from "./schedule.ts";
export {
  endTraining,
  startTraining,
  type Training,
  type TrainingOptions,
  type TrainingProgress,
  withAverage,
} from "./state.ts";
export { trainStep } from "./step.ts";
export { readTrained, takeWeights, type TrainedWeights } from "./trained.ts";
export type { LayerSettings } from "./layer_kinds.ts";
export type { Topology, TopologyLayer } from "./topology.ts";
export { buildUnet, type UnetOptions } from "./unet.ts";
export {
  bytesOfWeights,
  type EncoderWeights,
  fetchWeights,
  type FetchWeightsOptions,
  type FileTensor,
  formatNameOf,
  openWeights,
  type OpenWeightsOptions,
  type WeightsFormat,
  type WeightsFormatName,
  weightsFormatNames,
  weightsPath,
} from "./weights/mod.ts";
