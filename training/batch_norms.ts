import type { LayersModel } from "@tensorflow/tfjs-layers";
import { leastNormPixels } from "../model/mod.ts";
import type { Settings } from "./settings.ts";

/**
 * Refuses batches with which a batch norm would see a single value per channel: its variance is 0
 * there, so that running variances vanish and the trained model gives nonsense. PyTorch refuses them,
 * too.
 *
 * @param model The model
 * @param settings Batch, what of it is computed at once, size
 * @param count Photographs to train on
 * @throws {Error} What must change
 */
export function refuseLoneValues(
  model: LayersModel,
  { batch, size }: Settings,
  { microBatch, count }: { microBatch: number; count: number },
): void {
  if (leastNormPixels(model) > 1) return;
  const least = (photographs: number) => {
    const rest = photographs % microBatch;
    return photographs <= microBatch ? photographs : rest || microBatch;
  };
  const lastBatch = count % batch || batch;
  const reason = batch === 1
    ? "--batch is 1"
    : lastBatch === 1
    ? `the last batch of ${count} photographs in batches of ${batch} is a single one`
    : least(Math.min(batch, count)) === 1 || least(lastBatch) === 1
    ? `in parts of ${microBatch} (--micro-batch) a batch leaves a single photograph over`
    : undefined;
  if (reason === undefined) return;
  throw new Error(
    `Cannot train: a batch norm needs more than 1 value per channel, but at --size ${size} the ` +
      `deepest map is a single pixel, and ${reason}. Take --size ${2 * size}, or another ` +
      `${reason.includes("micro") ? "--micro-batch" : "--batch"}`,
  );
}
