import type { LayersModel } from "@tensorflow/tfjs-layers";
import { leastNormPixels } from "../model/mod.ts";
import type { Settings } from "./settings.ts";

/**
 * Refuses batches that leave a batch norm a single value per channel: its variance would be 0, so the
 * running variances would vanish and the trained model predict nonsense. PyTorch refuses them too.
 *
 * @throws {Error} If there are such batches; the text says what to change.
 */
export function refuseLoneValues(
  model: LayersModel,
  { batch, size }: Settings,
  { microBatch, count }: { microBatch: number; count: number },
): void {
  if (leastNormPixels(model) > 1) return;
  const least = (images: number) => {
    const rest = images % microBatch;
    return images <= microBatch ? images : rest || microBatch;
  };
  const lastBatch = count % batch || batch;
  const reason = batch === 1
    ? "--batch is 1"
    : lastBatch === 1
    ? `the last batch of ${count} images in batches of ${batch} is a single image`
    : least(Math.min(batch, count)) === 1 || least(lastBatch) === 1
    ? `micro-batches of ${microBatch} (--micro-batch) leave a single image of a batch over`
    : undefined;
  if (reason === undefined) return;
  const twice = typeof size === "number"
    ? 2 * size
    : size.split("x").map((side) => 2 * Number(side)).join("x");
  throw new Error(
    `Cannot train: a batch norm needs more than 1 value per channel, but at --size ${size} the ` +
      `deepest map is a single pixel, and ${reason}. Try --size ${twice}, or another ` +
      `${reason.includes("micro") ? "--micro-batch" : "--batch"}`,
  );
}
