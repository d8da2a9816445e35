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

/**
 * The batches of a training's epochs, of whole images or of patches. Of a point of a learning curve an epoch
 * has as many as that of all images: it goes through its own so much more often.
 */
export function batchesOf(
  settings: Settings,
  { train: { data, indices }, whole }: Split,
  { network }: Training,
): TrainingBatches {
  const { batch, augment: names, epochSteps, member = 1 } = settings;
  // checkSettings has checked the names
  const augment = augmentationsOf(names) as Augmentation[];
  const { normalisation } = network.metadata;
  const options = { batch, seed: seedOf(settings), augment, normalisation };
  const make = (places: readonly number[], steps?: number) =>
    data.inPieces
      ? patchBatches(data, places, { ...options, steps })
      : wholeBatches(data, places, { ...options, steps });
  // as many as the first model has; another fold may have fewer in all
  const steps = epochSteps !== undefined && member > 1
    ? Math.min(epochSteps, make((whole ?? { indices }).indices).steps)
    : epochSteps;
  if (whole === undefined || whole.indices.length === indices.length) return make(indices, steps);
  const wanted = steps ?? make(whole.indices).steps;
  const times = Math.ceil(wanted * batch / make(indices).count);
  return make(Array.from({ length: times }, () => indices).flat(), wanted);
}
