import type { Material, Metrics } from "../material.ts";
import { type SurfelDistances, surfelDistances, type WeightedDistances } from "./surfels.ts";

/**
 * surface-distance (google-deepmind, commit 1f805ce): surfaces between the voxels, distances
 * weighted by area, percentiles without interpolation; NaN or Infinity where masks are empty.
 */
export const SURFACE_DISTANCE: Metrics = {
  dice: ({ counts: { tp, fp, fn } }) => 2 * tp / (2 * tp + fp + fn),
  asd: (material) => {
    const { distances, areas } = measure(material).toTruth;
    return pairwiseSum(distances.map((distance, i) => distance * areas[i])) / pairwiseSum(areas);
  },
  hd: (material) => largerPercentile(material, 100),
  hd95: (material) => largerPercentile(material, material.percentile),
  surfaceDice: (material) => {
    const { toPrediction, toTruth } = measure(material);
    const areaWithin = ({ distances, areas }: WeightedDistances) =>
      pairwiseSum(areas.filter((_, i) => distances[i] <= material.tolerance));
    return (areaWithin(toPrediction) + areaWithin(toTruth)) /
      (pairwiseSum(toPrediction.areas) + pairwiseSum(toTruth.areas));
  },
};

/** The lists of each label, as long as its material is in use. */
const measured = new WeakMap<Material, SurfelDistances>();

/** Both lists of a label. */
function measure(material: Material): SurfelDistances {
  const { truth, prediction, grid, spacing } = material;
  const found = measured.get(material) ?? surfelDistances(truth, prediction, grid, spacing);
  measured.set(material, found);
  return found;
}

/** The larger of both directed percentiles. */
function largerPercentile(material: Material, percentage: number): number {
  return largerPercentileOf(measure(material), percentage);
}

/** The larger percentile of both directed lists; Infinity where a mask is empty. */
export function largerPercentileOf(
  { toPrediction, toTruth }: SurfelDistances,
  percentage: number,
): number {
  return Math.max(percentileOf(toPrediction, percentage), percentileOf(toTruth, percentage));
}

/** The first distance that, with all smaller ones, covers the percentage of the area. */
function percentileOf({ distances, areas }: WeightedDistances, percentage: number): number {
  if (distances.length === 0) return Infinity;
  const whole = pairwiseSum(areas);
  let covered = 0;
  const found = areas.findIndex((area) => (covered += area) / whole >= percentage / 100);
  return distances[found < 0 ? distances.length - 1 : found];
}

/** Adds as numpy does: a percentile may hang on the last bit of a sum. */
function pairwiseSum(values: Float64Array): number {
  const { length } = values;
  if (length < 8) return values.reduce((sum, value) => sum + value, 0);
  if (length > 128) {
    const half = (length >> 1) - (length >> 1) % 8;
    return pairwiseSum(values.subarray(0, half)) + pairwiseSum(values.subarray(half));
  }
  const parts = values.slice(0, 8);
  const end = length - length % 8;
  for (let i = 8; i < end; i++) parts[i % 8] += values[i];
  const sum = ((parts[0] + parts[1]) + (parts[2] + parts[3])) +
    ((parts[4] + parts[5]) + (parts[6] + parts[7]));
  return values.subarray(end).reduce((total, value) => total + value, sum);
}
