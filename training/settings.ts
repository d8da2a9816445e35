import type { EncoderName, SCHEDULES, TestAugmentation, WeightsFormatName } from "../model/mod.ts";
import type { PresetName } from "./presets.ts";

/** All that decides how a training goes, as `run.json` keeps it; flags are the same in kebab-case. */
export interface Settings {
  /** The preset that the others come from. */
  preset: PresetName;
  /** `menagerie`, `oxford`, or a folder in the dataset's official layout. */
  data: string;
  /** How many animals of the menagerie. */
  animals: number;
  /** The part of the photographs of `data` that is used, drawn by the seed. */
  share: number;
  /** A folder to test on instead of a part of `data`. */
  testData?: string;
  /** Whether a part of the training photographs stands in for the test set. */
  tune: boolean;
  /** The part of the training photographs that the best epoch is chosen on. */
  validation: number;
  /** Pixels a side. */
  size: number;
  /** What makes feature maps of photographs. */
  encoder: EncoderName;
  /** The encoder's weights: `random`, a file or an address; the published file without it. */
  weights?: string;
  /** What they are made for, where the file doesn't say so. */
  weightsFormat?: WeightsFormatName;
  /** Channels of the decoder at the top; of the plain encoder, too. */
  features: number;
  /** Photographs a step. */
  batch: number;
  /** Photographs of a step that are computed at once: a part of a batch that would need too much memory. */
  microBatch?: number;
  /** How often each training photograph is seen. */
  epochs: number;
  /** Adam's step size; with a schedule the largest. */
  lr: number;
  /** The encoder's step size; `lr` without it. */
  encoderLr?: number;
  /** Epochs at the beginning in which the encoder stays as it is. */
  freeze: number;
  /** How the step size goes over the epochs. */
  schedule: typeof SCHEDULES[number];
  /** Epochs in which it rises from 0. */
  warmup: number;
  /** AdamW's decay of kernels. */
  weightDecay: number;
  /** What is made small. */
  loss: typeof LOSSES[number];
  /** The classes' weights in the cross-entropy, `1,1,3`; all alike without it. */
  classWeights?: string;
  /** What chance does to photographs: names with commas, or `none`. */
  augment: string;
  /** What a trained model is asked of each photograph beside the photograph itself. */
  testAugment: TestAugmentation;
  /** Epochs without a better one after which the training ends; 0 for never. */
  patience: number;
  /** What splits the data and starts all that is random. */
  seed: number;
  /** The engine asked for. */
  backend: string;
  /** Threads of the engine; all cores without it. */
  threads?: number;
  /** The most millions of pixels that a file may have; one whose header says more is refused. */
  maxMegapixels: number;
  /** Whether a bad file stops the run. */
  strict: boolean;
}

/** The losses that a training may have. */
export const LOSSES = ["cross-entropy", "dice-cross-entropy"] as const;

/**
 * The augmentations of a setting.
 *
 * @param augment `flip,color`, or `none`
 * @returns Their names; one that is unknown is among them
 */
export function augmentationsOf(augment: string): string[] {
  return augment === "none" ? [] : augment.split(",").map((name) => name.trim());
}

/**
 * The numbers of `classWeights`.
 *
 * @param text `1,1,3`
 * @returns One number a class; NaN for what is none
 */
export function classWeightsOf(text: string): number[] {
  return text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
}
