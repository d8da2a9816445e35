/**
 * A trained model's predictions for files: images and volumes in, label pictures and label volumes out.
 *
 * @module
 */
export { modelFolders } from "./open_models.ts";
export type { Opinion } from "./opinion.ts";
export {
  type OpenedModel,
  type PredictedFiles,
  predictFiles,
  type PredictFilesOptions,
  PROBABILITIES,
} from "./predict_files.ts";
export { type ImagePrediction, type Overview, predictImage } from "./predict_image.ts";
