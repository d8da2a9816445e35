import {
  type Augmentation,
  patchBatches,
  type TrainingBatches,
  trainingBatches,
} from "../data/mod.ts";
import type { Training } from "../model/mod.ts";
import { augmentationsOf, type Settings } from "./settings.ts";
import type { Split } from "./split.ts";

/** The batches of a training's epochs, of whole images or of patches. */
export function batchesOf(
  { batch, seed, augment: names, epochSteps: steps }: Settings,
  { train: { data, indices } }: Split,
  { network }: Training,
): TrainingBatches {
  // checkSettings has checked the names
  const augment = augmentationsOf(names) as Augmentation[];
  const options = { batch, seed, augment, steps, normalisation: network.metadata.normalisation };
  return data.pack ? patchBatches(data, indices, options) : trainingBatches(data, indices, options);
}
