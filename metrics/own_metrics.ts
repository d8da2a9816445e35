import { balancedAccuracyOf, kappaOf, mccOf, specificityOf } from "./agreement.ts";
import { asdOf, assdOf } from "./average_distance.ts";
import { compareBoundaries, nearOutside } from "./boundary_iou.ts";
import { distanceOfCenters } from "./center_distance.ts";
import { type EmptyPolicy, toPolicy } from "./empty.ts";
import { hausdorffOf } from "./hausdorff.ts";
import type { Metrics } from "./material.ts";
import { diceOf, iouOf, precisionOf, recallOf, volumeSimilarityOf } from "./overlap.ts";
import { surfaceDiceOf } from "./surface_dice.ts";
import { differenceOf, relativeVolumeDifferenceOf } from "./volume_difference.ts";

/** This package's own metrics; `empty` is the value of distances if exactly one mask is empty. */
export function ownMetrics(empty: EmptyPolicy | undefined): Metrics {
  toPolicy(empty, "metrics");
  return {
    dice: ({ counts }) => diceOf(counts),
    iou: ({ counts }) => iouOf(counts),
    precision: ({ counts }) => precisionOf(counts),
    recall: ({ counts }) => recallOf(counts),
    volumeSimilarity: ({ counts }) => volumeSimilarityOf(counts),
    specificity: ({ counts }) => specificityOf(counts),
    balancedAccuracy: ({ counts }) => balancedAccuracyOf(counts),
    mcc: ({ counts }) => mccOf(counts),
    kappa: ({ counts }) => kappaOf(counts),
    volumeDifference: ({ counts, spacing }) => differenceOf(counts, spacing),
    relativeVolumeDifference: ({ counts }) => relativeVolumeDifferenceOf(counts, { empty }),
    centerDistance: ({ truth, prediction, grid, spacing }) =>
      distanceOfCenters(truth, prediction, grid, spacing, empty),
    assd: ({ distances }) => assdOf(distances(), { empty }),
    masd: ({ distances }) => assdOf(distances(), { empty, average: "mean-of-means" }),
    asd: ({ distances }) => asdOf(distances(), { empty }),
    hd: ({ distances }) => hausdorffOf(distances(), { empty }),
    hd95: ({ distances, percentile }) => hausdorffOf(distances(), { empty, percentile }),
    surfaceDice: ({ distances, tolerance }) => surfaceDiceOf(distances(), { tolerance }),
    boundaryIou: ({ truth, prediction, grid, spacing, width }) =>
      compareBoundaries(truth, prediction, grid, nearOutside(spacing, width)),
  };
}
