/**
 * Images with masks: reading, splitting, augmentation, batches.
 *
 * @module
 */
export { type Augmentation, AUGMENTATIONS } from "./augmentations.ts";
export {
  type BatchOptions,
  patchBatches,
  piecesOf,
  type TrainingBatches,
  trainingBatches,
  wholeBatches,
} from "./batches.ts";
export {
  downloadPets,
  type PetsDownloadOptions,
  type PetsProgress,
  type PetsRelease,
} from "./download_pets.ts";
export {
  AXES,
  type ClassDescription,
  type DataDescription,
  DESCRIPTION,
  formatDescription,
  hasGroup,
  readDescription,
} from "./look/description.ts";
export { type AlikeImages, type Duplicates, findDuplicates } from "./look/duplicates.ts";
export { imageAt, shapeAt, truthAt } from "./image_at.ts";
export { type ClassFacts, factsOf, type SetFacts } from "./look/facts.ts";
export { type Look, lookAt, type LookOptions } from "./look/look.ts";
export { lookAsIn } from "./look/look_as_in.ts";
export { type Report, reportOf, writeReport } from "./look/write_report.ts";
export { medianWidth, type Widths, widthsOf } from "./look/widths.ts";
export { type FolderOptions, readFolder } from "./read_folder.ts";
export { normalisationOf } from "./normalisation.ts";
export { stackChannels } from "./decode_files.ts";
export { fitImage, fitLabels, type FitOptions, labelsUnfitted } from "./fit.ts";
export { fingerprint } from "./fingerprint.ts";
export { menagerie, openMenagerie } from "./menagerie/mod.ts";
export { type MenagerieFolderOptions, writeMenagerie } from "./menagerie/write_folder.ts";
export { openPets, readPets } from "./pets.ts";
export type { DecodedSize, ReadOptions, RoomOptions } from "./read_pairs.ts";
export { type OwnPair, ownPairReader, type PairSource } from "./own_pairs.ts";
export { type OwnWidths, ownWidthsOf } from "./own_widths.ts";
export {
  type ClassMaps,
  forEachBand,
  labelsAtOwnSize,
  mapsAtOwnSize,
  type OwnSize,
  toProbabilities,
} from "./own_size.ts";
export {
  afterwards,
  type Parts,
  partsOf,
  postProcess,
  type PostProcessed,
} from "./post_process.ts";
export { type Split, type SplitOptions, trainTestSplit } from "./train_test_split.ts";
export {
  type AnyDataset,
  type Batch,
  type Dataset,
  type ImageSet,
  type LabelledImages,
  sourceOf,
  TRIMAP_CLASSES,
} from "./types.ts";
