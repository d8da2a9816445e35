import {
  type Augmentation,
  patchBatches,
  type TrainingBatches,
  wholeBatches,
} from "../data/mod.ts";
import type { Training } from "../model/mod.ts";
import { seedOf } from "./members.ts";
import { augmentationsOf, type Settings } from "./settings.ts";
import type { Split } from "./split.ts";

/** The batches of a training's epochs, of whole images or of patches. */
export function batchesOf(
  settings: Settings,
  { train: { data, indices } }: Split,
  { network }: Training,
): TrainingBatches {
  const { batch, augment: names, epochSteps: steps } = settings;
  // checkSettings has checked the names
  const augment = augmentationsOf(names) as Augmentation[];
  const { normalisation } = network.metadata;
  const options = { batch, seed: seedOf(settings), augment, steps, normalisation };
  return data.inPieces
    ? patchBatches(data, indices, options)
    : wholeBatches(data, indices, options);
}
