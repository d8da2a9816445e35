/**
 * What all rooms share and none owns: classes and their colours, the record of an epoch, images and their samples,
 * post-processing, figures as people read them, skipped files, seeded random numbers, the order of ids, words.
 *
 * @module
 */
export { classColor, type LabelClass, labelClasses } from "./classes.ts";
export { expectedDice } from "./expected_dice.ts";
export type { EpochRecord } from "./epoch.ts";
export {
  formatChange,
  formatFigure,
  formatNumber,
  formatP,
  formatPercent,
  formatRatio,
  isLength,
  type MetricKind,
} from "./figures.ts";
export {
  type Fit,
  imageOf,
  type Images,
  mirroredInside,
  pixelsOf,
  type Shape,
  shapeOf,
  shapeText,
} from "./images.ts";
export {
  type ChannelRange,
  isUnitRgb,
  type Normalisation,
  normalise,
  pictureOf,
  UNIT_RGB,
  unitOf,
  unitsOfBytes,
} from "./normalisation.ts";
export { isObject } from "./json.ts";
export { compareCodePoints } from "./order.ts";
export { type Place, placeOf } from "./place.ts";
export {
  type PostProcessing,
  type PostStep,
  postStepText,
  postStepTexts,
} from "./post_processing.ts";
export { mulberry32 } from "./random.ts";
export { type Depth, type PixelFormat, pixelText, RGB, type Samples } from "./samples.ts";
export type { LookClass, LookReport, LookSample } from "./look_report.ts";
export type { Skipped } from "./skipped.ts";
export { counted, gigabytes, isPlural, listed, quote } from "./words.ts";
