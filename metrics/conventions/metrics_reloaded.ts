import { assdOf } from "../average_distance.ts";
import { compareBoundaries, type MarkBoundary } from "../boundary_iou.ts";
import { transform } from "../distance_transform.ts";
import { hausdorffOf } from "../hausdorff.ts";
import type { LabelCounts, Material, Metrics } from "../material.ts";
import { diceOf, precisionOf } from "../overlap.ts";
import type { Runs } from "../runs.ts";
import { findSurface } from "../surface.ts";
import type { SurfaceDistances } from "../surface_distances.ts";

/**
 * Metrics Reloaded (Project-MONAI/MetricsReloaded, commit cb38dfc, on scipy 1.17): NaN for
 * distances where one mask is empty; boundary IoU in voxels whatever the spacing; precision in
 * single precision.
 */
export const METRICS_RELOADED: Metrics = {
  dice: ({ counts }) => diceOf(counts),
  iou: ({ counts: { tp, fp, fn } }) => tp / (tp + fp + fn),
  precision: ({ counts }) => areBothEmpty(counts) ? NaN : Math.fround(precisionOf(counts)),
  recall: ({ counts: { tp, fn } }) => tp / (tp + fn),
  assd: ({ distances }) => assdOf(distances(), { empty: "nan" }),
  masd: ({ distances }) => assdOf(distances(), { empty: "nan", average: "mean-of-means" }),
  hd: ({ distances }) => hausdorffOf(distances(), { empty: "nan" }),
  hd95: ({ distances, percentile }) => hausdorffOf(distances(), { empty: "nan", percentile }),
  surfaceDice: (material) => {
    const { counts, distances, tolerance } = material;
    if (counts.truthEmpty && counts.predictionEmpty) return 1;
    const { toPrediction, toTruth } = counts.truthEmpty || counts.predictionEmpty
      ? distancesToNothing(material)
      : distances();
    const within = [toPrediction, toTruth].map((list) => list.filter((d) => d <= tolerance).length);
    return (within[0] + within[1]) / (toPrediction.length + toTruth.length);
  },
  boundaryIou: ({ truth, prediction, grid, width }) =>
    compareBoundaries(truth, prediction, grid, nearSurface(width)),
};

/** Whether neither mask has a voxel. */
function areBothEmpty({ truthEmpty, predictionEmpty }: LabelCounts): boolean {
  return truthEmpty && predictionEmpty;
}

/**
 * Distances as scipy's transform gives them without any feature: to a voxel at the origin, one
 * before the first along the first axis. So a missed object in that corner may score above 0.
 */
function distancesToNothing(material: Material): SurfaceDistances {
  const { truth, prediction, grid, spacing } = material;
  const list = (runs: Runs): Float64Array => {
    const { indices, count } = findSurface(runs, grid, 1, "surface");
    return Float64Array.from(indices.subarray(0, count), (index) => {
      const row = Math.floor(index / grid.width);
      const isVolume = grid.dimensions === 3;
      const z = Math.floor(row / grid.height) + (isVolume ? 1 : 0);
      const y = row % grid.height + (isVolume ? 0 : 1);
      return Math.hypot(z * spacing[0], y * spacing[1], index % grid.width * spacing[2]);
    });
  };
  return { ...material.counts, toPrediction: list(truth), toTruth: list(prediction) };
}

/** A boundary of the voxels inside that are nearer to the surface than `width` voxels. */
function nearSurface(width: number): MarkBoundary {
  return ({ inside, grid }) => {
    const plane = grid.height * grid.width;
    const steps = [1, -1, grid.width, -grid.width];
    if (grid.dimensions === 3) steps.push(plane, -plane);
    const surface = inside.map((isInside, i) =>
      isInside && steps.some((step) => !inside[i + step]) ? 1 : 0
    );
    const squares = new Float64Array(inside.length);
    transform(surface, { value: 1, equal: true }, grid, [1, 1, 1], squares);
    return inside.map((isInside, i) => isInside && Math.sqrt(squares[i]) < width ? 1 : 0);
  };
}
