import { asdOf, assdOf } from "../average_distance.ts";
import { hausdorffOf } from "../hausdorff.ts";
import type { Material, Metrics } from "../material.ts";
import type { SurfaceDistances } from "../surface_distances.ts";

/**
 * medpy 0.5.2 (`medpy.metric.binary`) under numpy 2: one percentile of both lists pooled, no
 * distance where a mask is empty, and 0/0 left to numpy but for `jc`.
 */
export const MEDPY: Metrics = {
  dice: ({ counts: { tp, fp, fn } }) => 2 * tp / (2 * tp + fp + fn),
  iou: ({ counts: { tp, fp, fn } }) => tp + fp + fn === 0 ? 1 : tp / (tp + fp + fn),
  precision: ({ counts: { tp, fp } }) => tp / (tp + fp),
  recall: ({ counts: { tp, fn } }) => tp / (tp + fn),
  assd: (material) => assdOf(distancesOf(material, "assd")),
  asd: (material) => asdOf(distancesOf(material, "asd")),
  hd: (material) => hausdorffOf(distancesOf(material, "hd")),
  hd95: (material) => {
    const { percentile } = material;
    return hausdorffOf(distancesOf(material, "hd95"), { percentile, rule: "pooled" });
  },
};

/** The distances, or the error that medpy raises. */
function distancesOf({ counts, distances }: Material, name: string): SurfaceDistances {
  if (!counts.truthEmpty && !counts.predictionEmpty) return distances();
  throw new RangeError(
    `Cannot compute ${name} as medpy does: both masks must contain a voxel, ` +
      `got an empty ${counts.predictionEmpty ? "prediction" : "truth"}`,
  );
}
