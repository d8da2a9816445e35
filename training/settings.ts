/**
 * All settings of a training, one row each. The type, the flags with their help, the table in
 * `docs/training.md`, and the check of a run that is resumed are derived from this table.
 *
 * @module
 */
import type { Shape } from "../core/mod.ts";
import { MEGAPIXELS_FLAG } from "../io/mod.ts";
import { backendChoices, type EncoderName, ENCODERS, weightsFormatNames } from "../model/mod.ts";
import { DESCRIPTION_SETTINGS } from "./description_settings.ts";
import { FILM_SETTINGS } from "./film_settings.ts";
import { LEARNING_SETTINGS } from "./learning_settings.ts";
import type { PresetName } from "./presets.ts";
import type { SettingsOf, SettingsTable } from "./settings_table.ts";

/** The sizes at which test images may be measured. */
export const MEASURES = ["own", "model"] as const;

/** The settings; the defaults are the published U-Net's. */
export const SETTINGS = {
  data: {
    kind: "string",
    value: "menagerie|oxford|DIR",
    default: "oxford",
    help: "images with masks: drawn animals, the Oxford pets (792 MB), or a folder",
  },
  ...DESCRIPTION_SETTINGS,
  animals: {
    kind: "integer",
    min: 10, // the fewest that can be split
    default: 400,
    help: "number of animals in the menagerie",
  },
  share: {
    kind: "number",
    min: 0.001,
    max: 1,
    default: 1,
    help: "fraction of the images to use, chosen at random, for a quick try",
  },
  testData: {
    kind: "string",
    value: "DIR",
    help: "test on this folder, train on all of --data",
  },
  tune: {
    kind: "boolean",
    default: false,
    help: "test on a quarter of the training set, to choose settings without the test set",
  },
  validation: {
    kind: "number",
    min: 0,
    max: 0.9,
    default: 0, // more would take images from the training set
    help: "fraction of the training set held out to choose the best epoch; 0 keeps the last",
  },
  folds: {
    kind: "integer",
    min: 2,
    help:
      "train this many models, each on all images but its fold; every image is measured by the model that " +
      "has not seen it, and predict takes the mean of all",
    source: "cross-validation, Stone 1974; its ensemble, Isensee et al. 2021 (nnU-Net)",
  },
  seeds: {
    kind: "integer",
    min: 2,
    help: "train this many models, with consecutive seeds; the figures are those of their mean",
  },
  curve: {
    kind: "boolean",
    default: false,
    help: "also train on 50, 25 and 12 % of the training images: what would more of them bring?",
  },
  member: {
    kind: "integer",
    min: 1,
    help: "train only this one of several models, to share them among machines, say",
  },
  size: {
    kind: "size",
    min: 16,
    default: 128,
    help:
      "pixels per side, divisible by 16, or by 32 with a MobileNet; a folder not in the pets' layout keeps its images' proportions at the same number of pixels; WIDTHxHEIGHT fixes the shape",
  },
  patch: {
    kind: "size",
    min: 16,
    value: "N|WxH",
    help:
      "train on random pieces of this size cut from the images at full size, a third of them around rare classes, and predict in overlapping tiles; --size has no effect then",
    source: "Isensee et al. 2021 (nnU-Net)",
  },
  measure: {
    kind: "string",
    choices: MEASURES,
    help:
      "the size at which the test images are measured: own, to which predictions are enlarged, or model, " +
      "that of the model's images, the default for published presets and the pets' layout",
  },
  encoder: {
    kind: "string",
    choices: Object.keys(ENCODERS) as EncoderName[],
    value: "NAME",
    default: "plain",
    help: "the network that extracts features",
  },
  weights: {
    kind: "string",
    value: "FILE|URL|random",
    help: "a MobileNet's initial weights; by default those published for ImageNet",
  },
  weightsFormat: {
    kind: "string",
    choices: weightsFormatNames,
    value: "NAME",
    help: "the format of the weights, if the file doesn't say",
  },
  init: {
    kind: "string",
    value: "RUN",
    help:
      "start from the weights of a trained model, a run folder; with other classes its last layer is new",
  },
  features: {
    kind: "integer",
    min: 1,
    default: 32,
    help: "channels of the decoder at full resolution",
  },
  batch: { kind: "integer", min: 1, default: 64, help: "images per step" },
  microBatch: {
    kind: "integer",
    min: 1,
    help: "images computed at once within a step, to save memory; defaults to what fits in 3 GiB",
  },
  epochs: { kind: "integer", min: 1, default: 30, help: "passes over the training set" },
  epochSteps: {
    kind: "integer",
    min: 1,
    help: "steps per epoch, on random images, in place of a pass over all of them",
  },
  minutes: {
    kind: "number",
    min: 0.05,
    help:
      "how long to train, in place of --epochs: epochs and their steps follow from the first timed steps; " +
      "reading and measuring come on top",
  },
  ...LEARNING_SETTINGS,
  patience: {
    kind: "integer",
    min: 0,
    default: 0,
    help: "stop after this many epochs without a better validation Dice; 0 never does",
  },
  ...FILM_SETTINGS,
  seed: {
    kind: "integer",
    min: 0,
    max: 2 ** 32 - 1,
    default: 0,
    help: "seeds the split and all random numbers",
  },
  backend: {
    kind: "string",
    choices: backendChoices,
    default: "auto",
    help: "the engine; auto takes the fastest here, and stays with it when a run is resumed",
  },
  threads: {
    kind: "integer",
    min: 1,
    max: 64,
    help: "threads of the engine simd; defaults to all cores",
  },
  memory: {
    kind: "number",
    min: 0,
    default: 2,
    value: "GB",
    help:
      "gigabytes that decoded images may take; a set that takes more is read from a file in the " +
      "cache, image by image, to the same results",
  },
  maxMegapixels: MEGAPIXELS_FLAG,
  strict: {
    kind: "boolean",
    default: false,
    help: "stop at the first bad file instead of skipping it",
  },
} as const satisfies SettingsTable;

/** The name of a setting in {@link SETTINGS}. */
export type SettingName = keyof typeof SETTINGS;

/** All settings of a training, as `run.json` has them. */
export interface Settings extends SettingsOf<typeof SETTINGS> {
  /** The preset that the others come from. */
  preset: PresetName;
}

/** The size as a number, which keeps proportions, or as the rows and columns that WIDTHxHEIGHT gives. */
export function sizeOf(size: Settings["size"]): number | Shape {
  if (typeof size === "number") return size;
  const [width, height] = size.split("x").map(Number);
  return [height, width];
}

/** The augmentations that `augment` names, `flip,color` or `none`; unknown names are kept. */
export function augmentationsOf(augment: string): string[] {
  return augment === "none" ? [] : augment.split(",").map((name) => name.trim());
}

/** The numbers of `classWeights`, `1,1,3`; NaN for anything else. */
export function classWeightsOf(text: string): number[] {
  return text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
}
