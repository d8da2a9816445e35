import { countPair } from "./count_pair.ts";
import type { LabelOptions } from "./labels.ts";
import type { Mask } from "./mask.ts";
import { ratio } from "./statistics.ts";
import type { Counts } from "./tally.ts";

export type { Counts } from "./tally.ts";

/**
 * Counts the voxels that two masks share.
 *
 * Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The counts.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { counts } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 1, 0], shape: [2, 2] };
 * assert.deepEqual(counts(truth, prediction), { tp: 1, fp: 1, fn: 1, tn: 1 });
 * ```
 */
export function counts(truth: Mask, prediction: Mask, options: LabelOptions = {}): Counts {
  return countPair(truth, prediction, options, "counts");
}

/**
 * Dice's coefficient, 2·TP / (2·TP + FP + FN): 0 for no overlap to 1 for equal masks.
 *
 * Dice, Measures of the Amount of Ecologic Association Between Species, 1945. 1 where both masks
 * are empty. Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns Dice.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { dice } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 0, 0], shape: [2, 2] };
 * assert.equal(dice(truth, prediction), 2 / 3);
 * ```
 */
export function dice(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return diceOf(countPair(truth, prediction, options, "Dice"));
}

/**
 * Intersection over union, TP / (TP + FP + FN), also called Jaccard index: 0 to 1.
 *
 * Jaccard, The Distribution of the Flora in the Alpine Zone, 1912. 1 where both masks are empty.
 * Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The intersection over union.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { iou } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 0, 0], shape: [2, 2] };
 * assert.equal(iou(truth, prediction), 1 / 2);
 * ```
 */
export function iou(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return iouOf(countPair(truth, prediction, options, "IoU"));
}

/**
 * The part of the prediction that is right, TP / (TP + FP): 0 to 1.
 *
 * 1 where both masks are empty, 0 where the prediction alone is.
 * Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The precision.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { precision } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 1, 0, 0], shape: [2, 2] };
 * assert.equal(precision(truth, prediction), 1 / 2);
 * ```
 */
export function precision(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return precisionOf(countPair(truth, prediction, options, "precision"));
}

/**
 * The part of the truth that was found, TP / (TP + FN), also called sensitivity: 0 to 1.
 *
 * 1 where both masks are empty, 0 where the truth alone is.
 * Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The recall.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { recall } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 1, 0], shape: [2, 2] };
 * assert.equal(recall(truth, prediction), 1 / 2);
 * ```
 */
export function recall(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return recallOf(countPair(truth, prediction, options, "recall"));
}

/**
 * How alike the sizes are, 1 − |FN − FP| / (2·TP + FP + FN), wherever the masks lie: 0 to 1.
 *
 * Taha and Hanbury, Metrics for Evaluating 3D Medical Image Segmentation, 2015. 1 where both masks
 * are empty. Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The volume similarity.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { volumeSimilarity } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 1, 0], shape: [2, 2] };
 * const prediction = { data: [0, 0, 0, 1], shape: [2, 2] };
 * assert.equal(volumeSimilarity(truth, prediction), 1 / 2);
 * ```
 */
export function volumeSimilarity(
  truth: Mask,
  prediction: Mask,
  options: LabelOptions = {},
): number {
  return volumeSimilarityOf(countPair(truth, prediction, options, "volume similarity"));
}

/**
 * Dice from counts.
 *
 * @param counts The counts.
 * @returns Dice, 1 where both masks are empty.
 *
 * @example
 * ```ts
 * import { diceOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(diceOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 60 / 90);
 * ```
 */
export function diceOf({ tp, fp, fn }: Counts): number {
  return ratio(2 * tp, 2 * tp + fp + fn, 1);
}

/**
 * Intersection over union from counts.
 *
 * @param counts The counts.
 * @returns The intersection over union, 1 where both masks are empty.
 *
 * @example
 * ```ts
 * import { iouOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(iouOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 30 / 60);
 * ```
 */
export function iouOf({ tp, fp, fn }: Counts): number {
  return ratio(tp, tp + fp + fn, 1);
}

/**
 * Precision from counts.
 *
 * @param counts The counts.
 * @returns The precision, 1 where both masks are empty, 0 where the prediction alone is.
 *
 * @example
 * ```ts
 * import { precisionOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(precisionOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 30 / 40);
 * ```
 */
export function precisionOf({ tp, fp, fn }: Counts): number {
  return ratio(tp, tp + fp, fn === 0 ? 1 : 0);
}

/**
 * Recall from counts.
 *
 * @param counts The counts.
 * @returns The recall, 1 where both masks are empty, 0 where the truth alone is.
 *
 * @example
 * ```ts
 * import { recallOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(recallOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 30 / 50);
 * ```
 */
export function recallOf({ tp, fp, fn }: Counts): number {
  return ratio(tp, tp + fn, fp === 0 ? 1 : 0);
}

/**
 * Volume similarity from counts.
 *
 * @param counts The counts.
 * @returns The volume similarity, 1 where both masks are empty.
 *
 * @example
 * ```ts
 * import { volumeSimilarityOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(volumeSimilarityOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 80 / 90);
 * ```
 */
export function volumeSimilarityOf({ tp, fp, fn }: Counts): number {
  const sizes = 2 * tp + fp + fn;
  return ratio(sizes - Math.abs(fn - fp), sizes, 1);
}
