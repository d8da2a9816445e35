/**
 * Segmentation metrics, exact and fast, in two and three dimensions.
 *
 * A mask is `{ data, shape }`: any typed array or plain array in row-major order, the last axis the
 * fastest. Truth comes first, prediction second, options last. `evaluate` computes several metrics
 * of several labels at once; each metric is also a function of its own.
 *
 * Where masks are empty:
 *
 * | | both empty | only the truth empty | only the prediction empty |
 * |---|---|---|---|
 * | `dice`, `iou`, `precision`, `recall`, `volumeSimilarity` | 1 | 0 | 0 |
 * | `surfaceDice`, `boundaryIou`, `clDice` | 1 | 0 | 0 |
 * | `specificity`, `balancedAccuracy`, `mcc`, `kappa` | 1 | by the formula | by the formula |
 * | `assd`, `asd`, `hausdorff`, `centerDistance` | 0 | `empty` | `empty` |
 * | `relativeVolumeDifference` | 0 | `empty` | −1 |
 * | `distanceTransform` (one mask) | Infinity everywhere | | |
 *
 * `empty` is Infinity unless told otherwise: NaN, an error, or a number of your own. A missed
 * object never scores well.
 *
 * Values are whole numbers; anything else is an error, and so are labels that neither mask contains
 * although the masks contain others, unless `absent` is `allow`. `ignore` takes voxels out of both
 * masks.
 *
 * @example Two metrics of a mask
 * ```ts
 * import { dice, hausdorff } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [0, 1, 1, 0], shape: [1, 4] };
 * const prediction = { data: [0, 1, 1, 1], shape: [1, 4] };
 * assert.equal(dice(truth, prediction), 0.8);
 * assert.equal(hausdorff(truth, prediction, { spacing: [1, 0.5] }), 0.5);
 * ```
 *
 * @module
 */
export * from "./agreement.ts";
export * from "./average_distance.ts";
export { boundaryIou, type BoundaryIouOptions } from "./boundary_iou.ts";
export {
  type Calibration,
  calibration,
  type CalibrationOptions,
  type ClassCalibration,
  type Probabilities,
  type ReliabilityBin,
} from "./calibration.ts";
export { centerDistance, type CenterDistanceOptions } from "./center_distance.ts";
export { type Components, type ComponentsOptions, connectedComponents } from "./components.ts";
export { clDice } from "./cl_dice.ts";
export * from "./confusion.ts";
export { type ByteMask, contour, type ContourOptions } from "./contour.ts";
export {
  type DistanceMap,
  distanceTransform,
  type DistanceTransformOptions,
} from "./distance_transform.ts";
export type { EmptyPolicy } from "./empty.ts";
export { type ErrorKinds, errorKinds, type ErrorKindsOptions } from "./error_kinds.ts";
export * from "./evaluate.ts";
export {
  hausdorff,
  hausdorffOf,
  type HausdorffOfOptions,
  type HausdorffOptions,
} from "./hausdorff.ts";
export {
  evaluateInstances,
  type Instance,
  type InstanceMatch,
  type InstanceOptions,
  type InstanceResult,
} from "./instances.ts";
export { instancesBySize, type SizeBin } from "./instances_by_size.ts";
export type { LabelOptions, MaskOptions, Region } from "./labels.ts";
export type { Mask, MaskData } from "./mask.ts";
export {
  type Lesion,
  lesionWise,
  type LesionWiseOptions,
  type LesionWiseResult,
} from "./lesion_wise.ts";
export * from "./overlap.ts";
export { skeleton } from "./skeleton.ts";
export {
  surfaceDice,
  surfaceDiceOf,
  type SurfaceDiceOfOptions,
  type SurfaceDiceOptions,
} from "./surface_dice.ts";
export {
  type SurfaceDistances,
  surfaceDistances,
  type SurfaceOptions,
} from "./surface_distances.ts";
export {
  bettiNumbers,
  eulerNumber,
  type TopologyErrors,
  topologyErrors,
  type TopologyOptions,
} from "./topology.ts";
export { type UndefinedDistance, undefinedDistance } from "./undefined_distance.ts";
export {
  relativeVolumeDifference,
  relativeVolumeDifferenceOf,
  type RelativeVolumeDifferenceOfOptions,
  type RelativeVolumeDifferenceOptions,
  volumeDifference,
  type VolumeDifferenceOptions,
} from "./volume_difference.ts";
