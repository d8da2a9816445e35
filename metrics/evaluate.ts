import { METRICS_RELOADED } from "./conventions/metrics_reloaded.ts";
import { MEDPY } from "./conventions/medpy.ts";
import { MONAI } from "./conventions/monai.ts";
import { NNUNET } from "./conventions/nnunet.ts";
import { SURFACE_DISTANCE } from "./conventions/surface_distance.ts";
import { toWidth } from "./boundary_iou.ts";
import type { EmptyPolicy } from "./empty.ts";
import { checkPercentile } from "./hausdorff.ts";
import { MASK_NAMES, type MaskOptions, type Region, toParts } from "./labels.ts";
import { type Grid, type Mask, toPair } from "./mask.ts";
import type { LabelCounts, Material, MetricId, Metrics } from "./material.ts";
import { checkOptions, type Names, show } from "./options.ts";
import { ownMetrics } from "./own_metrics.ts";
import { newRuns, type Runs, unite } from "./runs.ts";
import { type Scan, scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { checkTolerance } from "./surface_dice.ts";
import { measure, type SurfaceDistances, toConnectivity } from "./surface_distances.ts";
import { countsOf } from "./tally.ts";

export type { LabelCounts, MetricId } from "./material.ts";

/** Libraries whose numbers `evaluate` can give. */
export type ConventionId = "medpy" | "monai" | "nnunet" | "surface-distance" | "metrics-reloaded";

/** Which metrics of which labels, and how. */
export interface EvaluateOptions<Id extends MetricId = MetricId> extends MaskOptions {
  /**
   * The labels to measure, all different; a safe integer each, or several that are measured as one
   * region. Regions may share labels: `[[1, 2, 3], [2, 3], 3]`.
   */
  labels: readonly Region[];
  /** The metrics to compute. @default {["dice", "iou", "assd", "hd", "hd95"]} */
  metrics?: readonly Id[];
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
  /**
   * The tolerance of `surfaceDice`, which needs it, in the unit of `spacing`: one, or one for each of
   * `labels`.
   */
  tolerance?: number | readonly number[];
  /** The width of the boundary for `boundaryIou`, which needs it, in the unit of `spacing`. */
  width?: number;
  /** The percentile of `hd95`. @default {95} */
  percentile?: number;
  /** Which neighbours make a voxel surface: 1 across faces, 2 edges, 3 corners. @default {1} */
  connectivity?: number;
  /** The value of distances where exactly one mask is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
  /** The library whose numbers to give; it decides on surfaces, averages and empty masks. */
  convention?: ConventionId;
}

/** Their names. */
const NAMES: Names<EvaluateOptions> = {
  labels: true,
  metrics: true,
  spacing: true,
  tolerance: true,
  width: true,
  percentile: true,
  connectivity: true,
  empty: true,
  convention: true,
  ...MASK_NAMES,
};

/** The figures of one label: counts, and one number per metric. */
export type LabelResult<Id extends MetricId = MetricId> = LabelCounts & Record<Id, number>;

/** How each library computes what it has. */
const CONVENTIONS: Record<ConventionId, Metrics> = {
  "medpy": MEDPY,
  "monai": MONAI,
  "nnunet": NNUNET,
  "surface-distance": SURFACE_DISTANCE,
  "metrics-reloaded": METRICS_RELOADED,
};

/** The metrics that need no more than counts. */
const OVERLAPS: readonly MetricId[] = [
  "dice",
  "iou",
  "precision",
  "recall",
  "volumeSimilarity",
  "specificity",
  "balancedAccuracy",
  "mcc",
  "kappa",
  "volumeDifference",
  "relativeVolumeDifference",
];

/** What `evaluate` computes unless told otherwise. */
const DEFAULT_METRICS: readonly MetricId[] = ["dice", "iou", "assd", "hd", "hd95"];

/**
 * Computes all metrics of all labels: counts and runs in one pass over the label maps, then both
 * surfaces and both directed lists of distances once per label, then whatever is asked for.
 *
 * With a `convention` the numbers are those of another library on the same masks: medpy 0.5.2,
 * MONAI 1.6.1, nnU-Net 2.8.1, surface-distance 1f805ce, Metrics Reloaded cb38dfc; the README says what each gives
 * on empty masks. Memory: 8 bytes per pair of labels, 10 kB per label and 8 bytes per run of each, and for
 * one label at a time that of `surfaceDistances`.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param options Labels, metrics, and how to compute them.
 * @returns The figures of each label or region, in the order of `labels`.
 * @throws {TypeError} If a map or an option is malformed or unknown, or if the shapes differ.
 * @throws {RangeError} If an option is out of range, if the maps contain only other labels, or if one
 * mask is empty and `empty` is `throw`.
 *
 * @example Two labels
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
 *
 * @example A whole that is made of two labels, and one of them
 * ```ts
 * import { evaluate } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 2, 0], shape: [2, 2] };
 * const prediction = { data: [1, 2, 2, 0], shape: [2, 2] };
 * const [whole, core] = evaluate(truth, prediction, { labels: [[1, 2], 2], metrics: ["dice"] });
 * assert.deepEqual([whole.dice, core.dice], [1, 2 / 3]);
 * ```
 */
export function evaluate<Id extends MetricId = "dice" | "iou" | "assd" | "hd" | "hd95">(
  truth: Mask,
  prediction: Mask,
  options: EvaluateOptions<Id>,
): LabelResult<Id>[] {
  const action = "metrics";
  checkOptions(options, NAMES, action);
  const pair = toPair(truth, prediction, action);
  const { labels, metrics = DEFAULT_METRICS as readonly Id[], empty, convention } = options ?? {};
  const { selection, partsOf } = toParts(labels, options ?? {}, action);
  const functions = convention === undefined ? ownMetrics(empty) : conventionOf(options);
  checkMetrics(metrics, functions, convention);
  const settings = checkSettings(options, metrics, pair.grid);

  const hasRuns = metrics.some((id) => !OVERLAPS.includes(id));
  const found = scan(pair, selection, hasRuns);
  return labels.map((label, region) => {
    const parts = partsOf[region];
    const shared = countsOf(found, parts);
    const { tp, fp, fn } = shared;
    const emptiness = { truthEmpty: tp + fn === 0, predictionEmpty: tp + fp === 0 };
    const counts: LabelCounts = { label, ...shared, ...emptiness };
    const [inTruth, inPrediction] = hasRuns ? runsOf(found, parts, pair.grid) : [NONE, NONE];
    let distances: SurfaceDistances | undefined;
    const material: Material = {
      ...settings,
      tolerance: settings.tolerances[region],
      counts,
      truth: inTruth,
      prediction: inPrediction,
      grid: pair.grid,
      distances: () => distances ??= measure(inTruth, inPrediction, pair.grid, settings),
    };
    const result: Record<string, unknown> = { ...counts };
    for (const id of metrics) result[id] = functions[id]!(material);
    return result as unknown as LabelResult<Id>;
  });
}

/** No voxel, for metrics that need no more than counts. */
const NONE: Runs = newRuns("none");

/** The runs of a region in truth and prediction. */
function runsOf({ truth, prediction }: Scan, parts: readonly number[], grid: Grid): [Runs, Runs] {
  return [
    unite(parts.map((part) => truth[part]), grid, "truth region"),
    unite(parts.map((part) => prediction[part]), grid, "prediction region"),
  ];
}

/** The library's functions; its rules for empty masks and surfaces come with them. */
function conventionOf(options: EvaluateOptions): Metrics {
  const { convention, empty, connectivity, percentile } = options;
  const reject = (rule: string): never => {
    throw new TypeError(`Cannot compute metrics: ${rule}`);
  };
  if (!Object.hasOwn(CONVENTIONS, convention!)) {
    reject(
      `convention must be one of ${Object.keys(CONVENTIONS).join(", ")}, ` +
        `got ${show(convention)}`,
    );
  }
  if (empty !== undefined) reject(`empty must be left to the convention, got ${empty}`);
  if (connectivity !== undefined && convention !== "medpy") {
    reject(`connectivity must be left to ${convention}, got ${connectivity}`);
  }
  if (percentile !== undefined && percentile !== 95 && convention === "medpy") {
    reject(`percentile must be 95 with medpy, got ${percentile}`);
  }
  return CONVENTIONS[convention!];
}

/** Checks the names of the metrics. */
function checkMetrics(
  metrics: readonly string[],
  functions: Metrics,
  convention: ConventionId | undefined,
): void {
  const unknown = Array.isArray(metrics) ? metrics.find((id) => !Object.hasOwn(functions, id)) : "";
  if (unknown === undefined) return;
  throw new TypeError(
    `Cannot compute metrics: metrics must be an array of ${Object.keys(functions).join(", ")}` +
      `${convention === undefined ? "" : ` with ${convention}`}, ` +
      `got ${Array.isArray(metrics) ? show(unknown) : typeof metrics}`,
  );
}

/** All that has a range, checked. */
interface Settings extends Pick<Material, "spacing" | "width" | "percentile"> {
  /** Which neighbours make a voxel surface. */
  connectivity: number;
  /** What surface Dice accepts of each label. */
  tolerances: readonly number[];
}

/** Checks all that has a range; what no metric asks for may be left out. */
function checkSettings(
  options: EvaluateOptions,
  metrics: readonly MetricId[],
  grid: Grid,
): Settings {
  const action = "metrics";
  const spacing = toSpacing(options.spacing, grid, action);
  const connectivity = toConnectivity(options.connectivity, grid, action);
  const { labels, tolerance, width = NaN, percentile = 95 } = options;
  checkPercentile(percentile);
  const tolerances = Array.isArray(tolerance) ? tolerance : labels.map(() => tolerance);
  if (metrics.includes("surfaceDice")) checkTolerances(tolerances, labels.length);
  if (metrics.includes("boundaryIou")) {
    // Metrics Reloaded counts in voxels
    const sizes = options.convention === undefined ? spacing.slice(3 - grid.dimensions) : [1];
    toWidth(options.width, sizes);
  }
  return { spacing, connectivity, tolerances, width, percentile };
}

/** Checks what surface Dice accepts of each label. */
function checkTolerances(tolerances: readonly number[], count: number): void {
  if (tolerances.length !== count) {
    throw new TypeError(
      `Cannot compute surface Dice: tolerance must be one number, or one for each of the ${count} ` +
        `labels, got ${tolerances.length}`,
    );
  }
  tolerances.forEach(checkTolerance);
}
