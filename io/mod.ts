/**
 * Files: photographs and label pictures in and out, atomic writes, locks, downloads, archives.
 *
 * @module
 */
export { cacheFolder } from "./cache_folder.ts";
export { download, type DownloadOptions } from "./download.ts";
export { exists } from "./exists.ts";
export {
  type Color,
  decodeLabelPng,
  encodeLabelPng,
  type LabelPicture,
  recolorLabelPng,
} from "./images/label_picture.ts";
export type { PngRows } from "./images/png_labels.ts";
export { findPhotographs, type FoundImage } from "./find_photographs.ts";
export { encodeIndexedPng } from "./images/indexed_png.ts";
export { encodePercentPng } from "./images/percent_png.ts";
export { palette } from "./images/label_palette.ts";
export { type PackedModel, type PackedRest, packModel, unpackModel } from "./packed_model.ts";
export { parseJson } from "./json.ts";
export { isLocked, type Lock, Locked, lockFile, type LockOptions } from "./lock.ts";
export { madeOnce } from "./made_once.ts";
export { whyUnread } from "./unread.ts";
export { openInside, readInside } from "./open_inside.ts";
export type { Orientation } from "./images/exif.ts";
export {
  type DecodeOptions,
  decodePhotograph,
  encodeJpeg,
  loadPhotographCodec,
  type Photograph,
} from "./images/photograph.ts";
export { endingsOf, type FolderListing, listFolder } from "./list_folder.ts";
export {
  compilePattern,
  type FilePair,
  pairFiles,
  type Pairing,
  type PathParts,
} from "./patterns.ts";
export { outputNames } from "./output_names.ts";
export { keepApart, type Place } from "./outputs.ts";
export {
  orientationFor,
  type PhotographHeader,
  readPhotographHeader,
} from "./images/photograph_header.ts";
export { type ImageFormat, type ImageHeader, readImageHeader } from "./images/image_header.ts";
export { plainJpeg } from "./images/plain_jpeg.ts";
export { openRows, type RasterRows } from "./images/open_rows.ts";
export { readImage, type ReadImageOptions } from "./images/read_image.ts";
export type { Raster } from "./images/raster.ts";
export { rgbOf } from "./images/rgb.ts";
export { isNifti, type VolumeHeader } from "./volumes/nifti_header.ts";
export {
  readVolume,
  readVolumeHeader,
  type ReadVolumeOptions,
  sliceOf,
  type Volume,
} from "./volumes/read_volume.ts";
export {
  LABEL_FILES,
  type LabelMap,
  readGreyVolume,
  readLabels,
  type ReadLabelsOptions,
} from "./volumes/read_labels.ts";
export { type ProbabilityMap, readProbabilities } from "./volumes/read_probabilities.ts";
export { type Mask, readMask } from "./masks/read_mask.ts";
export { maskOf } from "./masks/mask_of.ts";
export {
  countValues,
  type IndexedMask,
  indexMask,
  snapMask,
  type SnappedMask,
} from "./masks/mask_values.ts";
export { readCoco } from "./annotations/coco.ts";
export { readLabelme } from "./annotations/labelme.ts";
export { readYolo } from "./annotations/yolo.ts";
export { CROWD_LABEL, rasterize, type RasterizeOptions } from "./annotations/rasterize.ts";
export type { AnnotatedImage, Annotations, Region } from "./annotations/types.ts";
export { encodeGreyPng } from "./images/grey_png.ts";
export { encodeLabelTiff, type LabelPages } from "./images/tiff/encode_labels.ts";
export { encodeNpy } from "./npy.ts";
export { encodeLabelVolume } from "./volumes/encode_labels.ts";
export { MAX_MEGAPIXELS, MEGAPIXELS_FLAG } from "./images/picture_size.ts";
export { commonPixelFormat, pixelFormatOf, samplesOf } from "./images/samples.ts";
export { resizeSamples, type SampledImage } from "./images/resize_samples.ts";
export { resizeLabels, resizePhotograph } from "./images/resize.ts";
export { untar, type UntarOptions } from "./untar.ts";
export { unzip, type UnzipOptions } from "./unzip.ts";
export {
  isPart,
  makeFolder,
  sweepParts,
  sweepPartsOf,
  sweepStaleParts,
  writeAll,
  WriteError,
  writeFileAtomic,
  writeFileAtOnce,
  writeFilesAtomic,
  writing,
} from "./write.ts";
