import { type EmptyPolicy, emptyValue, toPolicy } from "./empty.ts";
import { LABEL_NAMES, type LabelOptions, toSelection } from "./labels.ts";
import { type Mask, toPair } from "./mask.ts";
import { checkOptions, type Names } from "./options.ts";
import { scan } from "./scan.ts";
import { toSpacing } from "./spacing.ts";
import { type Counts, countsOf } from "./tally.ts";

/** How a difference of volumes is computed. */
export interface VolumeDifferenceOptions extends LabelOptions {
  /** The size of a voxel along each axis of `shape`; 1 along all without it. */
  spacing?: readonly number[];
}

/** The value of a relative difference that is undefined. */
export interface RelativeVolumeDifferenceOfOptions {
  /** The value where the truth alone is empty. @default {"infinity"} */
  empty?: EmptyPolicy;
}

/** How a relative difference of volumes is computed. */
export interface RelativeVolumeDifferenceOptions
  extends LabelOptions, RelativeVolumeDifferenceOfOptions {}

/** Their names. */
const NAMES: Names<VolumeDifferenceOptions> = { ...LABEL_NAMES, spacing: true };
const RELATIVE_OF_NAMES: Names<RelativeVolumeDifferenceOfOptions> = { empty: true };
const RELATIVE_NAMES = { ...LABEL_NAMES, ...RELATIVE_OF_NAMES };
const RELATIVE = "relative volume difference";

/**
 * How much larger the prediction is than the truth, |P| − |T|, wherever the masks lie: in the cube
 * of the unit of `spacing`, its square in a plane; negative where the prediction is smaller.
 *
 * The sign shows over many cases whether a model predicts too much or too little; for the absolute
 * difference take `Math.abs`. Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, the values to ignore, and the spacing.
 * @returns The difference; an empty mask has the volume 0.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If a spacing isn't positive and finite, or the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { volumeDifference } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 0], shape: [2, 2] };
 * const prediction = { data: [0, 0, 0, 1], shape: [2, 2] };
 * assert.equal(volumeDifference(truth, prediction, { spacing: [0.5, 2] }), -2);
 * ```
 */
export function volumeDifference(
  truth: Mask,
  prediction: Mask,
  options: VolumeDifferenceOptions = {},
): number {
  const action = "volume difference";
  checkOptions(options, NAMES, action);
  const pair = toPair(truth, prediction, action);
  const spacing = toSpacing(options.spacing, pair.grid, action);
  const counts = countsOf(scan(pair, toSelection(options, action), false), [0]);
  return differenceOf(counts, spacing);
}

/** The difference of volumes from counts, with a spacing along depth, height and width. */
export function differenceOf(
  { fp, fn }: Counts,
  [depth, height, width]: readonly number[],
): number {
  return (fp - fn) * depth * height * width;
}

/**
 * How much larger the prediction is than the truth, as a part of the truth, (|P| − |T|) / |T|: from −1
 * where nothing was predicted up to Infinity, 0 for equal volumes, wherever the masks lie.
 *
 * Heimann et al., Comparison and Evaluation of Methods for Liver Segmentation from CT Datasets,
 * 2009, who take its absolute value in percent; medpy's `ravd`. 0 where both masks are empty. Takes
 * one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, the values to ignore, and the value for an empty truth.
 * @returns The relative difference.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels, or the truth alone is empty and `empty`
 * is `throw`.
 *
 * @example
 * ```ts
 * import { relativeVolumeDifference } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [0, 1, 1, 1], shape: [2, 2] };
 * assert.equal(relativeVolumeDifference(truth, prediction), 0.5);
 * ```
 */
export function relativeVolumeDifference(
  truth: Mask,
  prediction: Mask,
  options: RelativeVolumeDifferenceOptions = {},
): number {
  checkOptions(options, RELATIVE_NAMES, RELATIVE);
  toPolicy(options.empty, RELATIVE);
  const pair = toPair(truth, prediction, RELATIVE);
  const counts = countsOf(scan(pair, toSelection(options, RELATIVE), false), [0]);
  return relativeVolumeDifferenceOf(counts, { empty: options.empty });
}

/**
 * The relative difference of volumes from counts.
 *
 * @param counts The counts.
 * @param options The value for an empty truth.
 * @returns The relative difference; 0 where both masks are empty.
 * @throws {TypeError} If the option is malformed.
 * @throws {RangeError} If the truth alone is empty and `empty` is `throw`.
 *
 * @example
 * ```ts
 * import { relativeVolumeDifferenceOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(relativeVolumeDifferenceOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), -10 / 50);
 * ```
 */
export function relativeVolumeDifferenceOf(
  counts: Counts,
  options: RelativeVolumeDifferenceOfOptions = {},
): number {
  checkOptions(options, RELATIVE_OF_NAMES, RELATIVE);
  const { tp, fp, fn } = counts;
  const truthEmpty = tp + fn === 0;
  // nothing predicted is no exception: the difference is the whole truth
  const emptiness = { truthEmpty, predictionEmpty: truthEmpty && fp === 0 };
  return emptyValue(emptiness, options.empty, RELATIVE) ?? (fp - fn) / (tp + fn);
}
