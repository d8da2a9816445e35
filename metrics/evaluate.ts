import { asdOf, assdOf } from "./average_distance.ts";
import { compareBoundaries, toWidth } from "./boundary_iou.ts";
import { type EmptyPolicy, toPolicy } from "./empty.ts";
import { hausdorffOf } from "./hausdorff.ts";
import { checkLabels } from "./labels.ts";
import { type Mask, toPair } from "./mask.ts";
import {
  type Counts,
  diceOf,
  iouOf,
  precisionOf,
  recallOf,
  volumeSimilarityOf,
} from "./overlap.ts";
import { type Scan, scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { checkTolerance, surfaceDiceOf } from "./surface_dice.ts";
import { measure, type SurfaceDistances, toConnectivity } from "./surface_distances.ts";

/** The metrics that `evaluate` knows. */
export type MetricId =
  | "dice"
  | "iou"
  | "precision"
  | "recall"
  | "volumeSimilarity"
  | "assd"
  | "masd"
  | "asd"
  | "hd"
  | "hd95"
  | "surfaceDice"
  | "boundaryIou";

/** Which metrics of which labels, and how. */
export interface EvaluateOptions<Id extends MetricId = MetricId> {
  /** The labels to measure, all different. */
  labels: readonly number[];
  /** The metrics to compute. @default {["dice", "iou", "assd", "hd", "hd95"]} */
  metrics?: readonly Id[];
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /** What `surfaceDice` accepts, in the unit of `spacing`; it needs one. */
  tolerance?: number;
  /** What `boundaryIou` looks at, in the unit of `spacing`; it needs one. */
  width?: number;
  /** The percentile of `hd95`. @default {95} */
  percentile?: number;
  /** Which neighbours make a voxel surface: 1 across faces, 2 edges, 3 corners. @default {1} */
  connectivity?: number;
  /** The value of distances where exactly one mask is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
}

/** What is known of a label whichever metrics are asked for. */
export interface LabelCounts extends Counts {
  /** The label. */
  label: number;
  /** Whether the truth has no voxel of the label. */
  truthEmpty: boolean;
  /** Whether the prediction has no voxel of the label. */
  predictionEmpty: boolean;
}

/** The figures of one label: counts, and one number a metric. */
export type LabelResult<Id extends MetricId = MetricId> = LabelCounts & Record<Id, number>;

/** What a metric is computed from. */
interface Material {
  /** The label's counts. */
  counts: LabelCounts;
  /** Its surface distances, computed when the first metric asks. */
  distances: () => SurfaceDistances;
  /** Its boundary IoU. */
  boundaryIou: () => number;
}

/** The settings of a call, checked. */
type Settings = Pick<EvaluateOptions, "tolerance" | "percentile" | "empty">;

/** How each metric is computed. */
const METRICS: Record<MetricId, (material: Material, settings: Settings) => number> = {
  dice: ({ counts }) => diceOf(counts),
  iou: ({ counts }) => iouOf(counts),
  precision: ({ counts }) => precisionOf(counts),
  recall: ({ counts }) => recallOf(counts),
  volumeSimilarity: ({ counts }) => volumeSimilarityOf(counts),
  assd: ({ distances }, { empty }) => assdOf(distances(), { empty }),
  masd: ({ distances }, { empty }) => assdOf(distances(), { empty, average: "mean-of-means" }),
  asd: ({ distances }, { empty }) => asdOf(distances(), { empty }),
  hd: ({ distances }, { empty }) => hausdorffOf(distances(), { empty }),
  hd95: ({ distances }, { empty, percentile = 95 }) =>
    hausdorffOf(distances(), { empty, percentile }),
  surfaceDice: ({ distances }, { tolerance }) =>
    surfaceDiceOf(distances(), { tolerance: tolerance! }),
  boundaryIou: ({ boundaryIou }) => boundaryIou(),
};

/** The metrics that need no more than counts. */
const OVERLAPS: readonly MetricId[] = ["dice", "iou", "precision", "recall", "volumeSimilarity"];

/** What `evaluate` computes unless told otherwise. */
const DEFAULT_METRICS: readonly MetricId[] = ["dice", "iou", "assd", "hd", "hd95"];

/**
 * Computes all metrics of all labels: counts and boxes in one pass over the label maps, then both
 * surfaces and both directed lists of distances once a label, then whatever is asked for.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param options Labels, metrics, and how to compute them.
 * @returns The figures of each label, in the order of `labels`.
 * @throws {TypeError} If a map or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, or one mask is empty and `empty` is `throw`.
 *
 * @example
 * ```ts
 * import { evaluate } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 2], shape: [2, 2] };
 * const prediction = { data: [1, 1, 1, 1], shape: [2, 2] };
 * const [one, two] = evaluate(truth, prediction, { labels: [1, 2], metrics: ["iou", "assd"] });
 * assert.deepEqual([one.iou, one.assd], [3 / 4, 1 / 7]);
 * assert.deepEqual([two.iou, two.assd, two.predictionEmpty], [0, Infinity, true]);
 * ```
 */
export function evaluate<Id extends MetricId = "dice" | "iou" | "assd" | "hd" | "hd95">(
  truth: Mask,
  prediction: Mask,
  options: EvaluateOptions<Id>,
): LabelResult<Id>[] {
  const action = "metrics";
  const pair = toPair(truth, prediction, action);
  const { labels, metrics = DEFAULT_METRICS as readonly Id[] } = options ?? {};
  checkLabels(labels, action);
  checkMetrics(metrics);
  const spacing = toSpacing(options.spacing, pair.grid, action);
  const connectivity = toConnectivity(options.connectivity, pair.grid, action);
  toPolicy(options.empty, action);
  if (metrics.includes("surfaceDice" as Id)) checkTolerance(options.tolerance);
  if (metrics.includes("boundaryIou" as Id)) toWidth(options.width, spacing);

  const hasRuns = metrics.some((id) => !OVERLAPS.includes(id));
  const found = scan(pair, labels, hasRuns);
  return labels.map((label, slot) => {
    const counts = countLabel(found, label, slot);
    const { truth: { [slot]: inTruth }, prediction: { [slot]: inPrediction } } = found;
    let distances: SurfaceDistances | undefined;
    const material: Material = {
      counts,
      distances: () =>
        distances ??= measure(inTruth, inPrediction, pair.grid, { spacing, connectivity }),
      boundaryIou: () =>
        compareBoundaries(inTruth, inPrediction, pair.grid, { spacing, width: options.width! }),
    };
    const values = metrics.map((id) => [id, METRICS[id](material, options)]);
    return { ...counts, ...Object.fromEntries(values) };
  });
}

/** Reads one label's counts from the joint ones. */
function countLabel(found: Scan, label: number, slot: number): LabelCounts {
  const { counts } = found;
  const side = found.labels + 1;
  let inTruth = 0;
  let inPrediction = 0;
  let all = 0;
  for (let i = 0; i < counts.length; i++) all += counts[i];
  for (let other = 0; other < side; other++) {
    inTruth += counts[slot * side + other];
    inPrediction += counts[other * side + slot];
  }
  const tp = counts[slot * side + slot];
  const fp = inPrediction - tp;
  const fn = inTruth - tp;
  const tn = all - tp - fp - fn;
  return { label, tp, fp, fn, tn, truthEmpty: inTruth === 0, predictionEmpty: inPrediction === 0 };
}

/** Checks the names of the metrics. */
function checkMetrics(metrics: readonly string[]): void {
  const unknown = Array.isArray(metrics) ? metrics.find((id) => !Object.hasOwn(METRICS, id)) : "";
  if (unknown === undefined) return;
  throw new TypeError(
    `Cannot compute metrics: metrics must be an array of ${Object.keys(METRICS).join(", ")}, ` +
      `got ${Array.isArray(metrics) ? JSON.stringify(unknown) : typeof metrics}`,
  );
}
