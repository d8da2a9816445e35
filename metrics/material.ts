import type { Region } from "./labels.ts";
import type { Grid } from "./mask.ts";
import type { Runs } from "./runs.ts";
import type { SurfaceDistances } from "./surface_distances.ts";
import type { Counts } from "./tally.ts";

/** The metrics that `evaluate` knows. */
export type MetricId =
  | "dice"
  | "iou"
  | "precision"
  | "recall"
  | "volumeSimilarity"
  | "specificity"
  | "balancedAccuracy"
  | "mcc"
  | "kappa"
  | "volumeDifference"
  | "relativeVolumeDifference"
  | "centerDistance"
  | "assd"
  | "masd"
  | "asd"
  | "hd"
  | "hd95"
  | "surfaceDice"
  | "boundaryIou";

/** What is known of a label whichever metrics are asked for. */
export interface LabelCounts extends Counts {
  /** The label, or the labels of the region, as they were asked for. */
  label: Region;
  /** Whether the truth has no voxel of the label. */
  truthEmpty: boolean;
  /** Whether the prediction has no voxel of the label. */
  predictionEmpty: boolean;
}

/** All that a metric of one label may be computed from; the options have been checked. */
export interface Material {
  /** The label's counts. */
  counts: LabelCounts;
  /** The label in the truth; only where a metric needs more than counts. */
  truth: Runs;
  /** The label in the prediction; only where a metric needs more than counts. */
  prediction: Runs;
  /** The axes. */
  grid: Grid;
  /** The size of a voxel along depth, height and width. */
  spacing: readonly number[];
  /** What surface Dice accepts. */
  tolerance: number;
  /** What boundary IoU looks at. */
  width: number;
  /** The percentile of `hd95`. */
  percentile: number;
  /** The surface distances, computed when the first metric asks. */
  distances: () => SurfaceDistances;
}

/** How a library computes the metrics that it has. */
export type Metrics = Partial<Record<MetricId, (material: Material) => number>>;
