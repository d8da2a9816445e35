import { asdOf, assdOf } from "../average_distance.ts";
import { hausdorffOf } from "../hausdorff.ts";
import type { Material, Metrics } from "../material.ts";
import { diceOf, iouOf } from "../overlap.ts";

/**
 * MONAI 1.6.1 with the defaults of its functions (`symmetric=True` for `assd`): single precision,
 * NaN where the truth is empty or nothing was found.
 */
export const MONAI: Metrics = {
  dice: ({ counts }) => counts.truthEmpty ? NaN : Math.fround(diceOf(counts)),
  iou: ({ counts }) => counts.truthEmpty ? NaN : Math.fround(iouOf(counts)),
  precision: ({ counts: { tp, fp } }) => Math.fround(tp / (tp + fp)),
  recall: ({ counts: { tp, fn } }) => Math.fround(tp / (tp + fn)),
  assd: (material) => areBothEmpty(material) ? NaN : Math.fround(assdOf(material.distances())),
  asd: (material) => areBothEmpty(material) ? NaN : Math.fround(asdOf(material.distances())),
  hd: (material) => areBothEmpty(material) ? NaN : Math.fround(hausdorffOf(material.distances())),
  hd95: (material) => {
    // an infinite list has no quantile there, and 0 means the maximum
    const { counts: { truthEmpty, predictionEmpty } } = material;
    const percentile = material.percentile || 100;
    if ((truthEmpty || predictionEmpty) && percentile < 100 || areBothEmpty(material)) return NaN;
    return Math.fround(hausdorffOf(material.distances(), { percentile }));
  },
  surfaceDice: (material) => {
    const { toPrediction, toTruth } = material.distances();
    const isWithin = (distance: number) => Math.fround(distance) <= Math.fround(material.tolerance);
    const correct = toPrediction.filter(isWithin).length + toTruth.filter(isWithin).length;
    return Math.fround(correct / (toPrediction.length + toTruth.length));
  },
};

/** Whether neither mask has a voxel. */
function areBothEmpty({ counts }: Material): boolean {
  return counts.truthEmpty && counts.predictionEmpty;
}
