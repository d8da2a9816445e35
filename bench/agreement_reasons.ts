/** Why tools value the same masks differently: each reason with Triptych's own way to their number. */
import {
  assd,
  contour,
  type ConventionId,
  distanceTransform,
  evaluate,
  hausdorff,
  type MetricId,
  surfaceDistances,
} from "@triptych/metrics";
import type { Pair } from "./agreement_pairs.ts";

/** A reason for a difference. */
export interface Reason {
  /** What the page says. */
  text: string;
  /** What Triptych gives under the tool's rule; undefined where the reason doesn't apply. */
  value(pair: Pair, measure: MetricId, tool: string): number | "error" | undefined;
}

/** The conventions of `evaluate` that are a tool's. */
const CONVENTIONS: Record<string, ConventionId> = {
  "medpy": "medpy",
  "MONAI": "monai",
  "surface-distance": "surface-distance",
  "Metrics Reloaded": "metrics-reloaded",
};

/** What tools without a convention give of empty masks. */
const OF_EMPTY: Record<string, Partial<Record<MetricId, number | "error">>> = {
  panoptica: { dice: 0, assd: NaN, hd: "error", hd95: "error", surfaceDice: NaN },
  SimpleITK: { dice: Infinity, hd: "error" },
};

/** All reasons; the first that gives a tool's number is the one that is named. */
export const REASONS: readonly Reason[] = [
  {
    text:
      "Rule of empty masks. Triptych: two empty masks agree, so ratios are 1 and distances 0; " +
      "where one is empty, ratios are 0 and distances infinite. `convention` gives the numbers of " +
      "medpy, MONAI, surface-distance and Metrics Reloaded. panoptica's functions and SimpleITK " +
      "give what their arithmetic leaves.",
    value(pair, measure, tool) {
      if (!isEmpty(pair)) return undefined;
      return tool in CONVENTIONS
        ? byConvention(pair, measure, CONVENTIONS[tool])
        : OF_EMPTY[tool][measure];
    },
  },
  {
    text:
      "Distances to nothing. Where a mask is empty, scipy's transform measures to a voxel before " +
      "the image's first, so that the number depends on where the object lies: from `contour`.",
    value: (pair, measure) =>
      isEmpty(pair) && measure === "hd95" ? percentileToNothing(pair) : undefined,
  },
  {
    text:
      "One percentile of both lists of distances together, where Triptych takes the larger of " +
      'two: `hausdorff` with `rule: "pooled"`. A small missed lesion disappears among the rest.',
    value: ({ truth, prediction, spacing }, measure) =>
      measure === "hd95"
        ? hausdorff(truth, prediction, { spacing, percentile: 95, rule: "pooled" })
        : undefined,
  },
  {
    text: "The mean of the two directed means, where Triptych pools the distances: `assd` with " +
      '`average: "mean-of-means"`.',
    value: ({ truth, prediction, spacing }, measure) =>
      measure === "assd"
        ? assd(truth, prediction, { spacing, average: "mean-of-means" })
        : undefined,
  },
  {
    text: "The mean of both surfaces' shares within the tolerance, where Triptych pools their " +
      "voxels: from `surfaceDistances`.",
    value: (pair, measure) => measure === "surfaceDice" ? meanOfShares(pair) : undefined,
  },
  {
    text:
      "Surfaces that run between the voxels, and distances weighted by the length or area that " +
      "they stand for, where Triptych takes the object's outermost voxels, each counting once: " +
      '`convention: "surface-distance"`.',
    value: (pair, measure, tool) =>
      tool === "surface-distance" ? byConvention(pair, measure, "surface-distance") : undefined,
  },
  {
    text:
      "Distances from all voxels of an object to the nearest of the other object, 0 inside it, " +
      "where Triptych measures between surfaces: from `distanceTransform`.",
    value: (pair, measure) => measure === "hd" ? filledHausdorff(pair) : undefined,
  },
];

/** Whether one of the masks has no voxel. */
function isEmpty({ truth, prediction }: Pair): boolean {
  return [truth, prediction].some(({ data }) => (data as Uint8Array).every((value) => value === 0));
}

function byConvention(pair: Pair, measure: MetricId, convention: ConventionId): number | "error" {
  const { truth, prediction, spacing, tolerance } = pair;
  try {
    return evaluate(truth, prediction, {
      labels: [1],
      metrics: [measure],
      spacing,
      tolerance,
      convention,
    })[0][measure];
  } catch (error) {
    if (error instanceof RangeError) return "error";
    throw error;
  }
}

function meanOfShares({ truth, prediction, spacing, tolerance }: Pair): number {
  const { toPrediction, toTruth } = surfaceDistances(truth, prediction, { spacing });
  const shareOf = (list: Float64Array): number =>
    list.filter((distance) => distance <= tolerance).length / list.length;
  return (shareOf(toPrediction) + shareOf(toTruth)) / 2;
}

function filledHausdorff({ truth, prediction, spacing }: Pair): number {
  const furthest = (from: Pair["truth"], to: Pair["truth"]): number =>
    distanceTransform(to, { spacing }).data
      .reduce((most, distance, i) => from.data[i] === 1 ? Math.max(most, distance) : most, 0);
  return Math.max(furthest(truth, prediction), furthest(prediction, truth));
}

/** The 95th percentile of the distances of an object in a plane to the voxel at row −1, column 0. */
function percentileToNothing({ truth, prediction, spacing }: Pair): number {
  const distances = [truth, prediction].flatMap((mask) => {
    const { data, shape: [, width] } = contour(mask);
    return [...data].flatMap((isSurface, i) =>
      isSurface === 0
        ? []
        : [Math.hypot((Math.floor(i / width) + 1) * spacing[0], i % width * spacing[1])]
    );
  }).sort((a, b) => a - b);
  const place = 0.95 * (distances.length - 1), below = Math.floor(place);
  const above = Math.min(below + 1, distances.length - 1);
  return distances[below] + (place - below) * (distances[above] - distances[below]);
}
