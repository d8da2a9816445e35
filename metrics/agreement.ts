import { countPair } from "./count_pair.ts";
import type { LabelOptions } from "./labels.ts";
import type { Mask } from "./mask.ts";
import { recallOf } from "./overlap.ts";
import { ratio } from "./statistics.ts";
import type { Counts } from "./tally.ts";

/**
 * The part of the background that was left alone, TN / (TN + FP): 0 to 1.
 *
 * Yerushalmy, Statistical Problems in Assessing Methods of Medical Diagnosis, 1947. It is the recall
 * of the background, which is large: in most images it is near 1 whatever the prediction, and grows
 * with the margin around the object. Where the truth has no background, 1 if the prediction has none
 * either, else 0. Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The specificity.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { specificity } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 0, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 1, 0, 0], shape: [2, 2] };
 * assert.equal(specificity(truth, prediction), 2 / 3);
 * ```
 */
export function specificity(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return specificityOf(countPair(truth, prediction, options, "specificity"));
}

/**
 * The mean of recall and specificity: 0 to 1.
 *
 * Brodersen et al., The Balanced Accuracy and Its Posterior Distribution, 2010. Each of the two
 * follows its own rule where it is 0/0: two empty masks have 1. Takes one pass and no memory that
 * grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The balanced accuracy.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 0, 0], shape: [2, 2] };
 * assert.equal(balancedAccuracy(truth, prediction), (1 / 2 + 1) / 2);
 * ```
 */
export function balancedAccuracy(
  truth: Mask,
  prediction: Mask,
  options: LabelOptions = {},
): number {
  return balancedAccuracyOf(countPair(truth, prediction, options, "balanced accuracy"));
}

/**
 * Matthews' correlation coefficient, the correlation of both masks: −1 to 1, 0 for chance.
 *
 * (TP·TN − FP·FN) / √((TP + FP)·(TP + FN)·(TN + FP)·(TN + FN)). Matthews, Comparison of the
 * Predicted and Observed Secondary Structure of T4 Phage Lysozyme, 1975. Where it is 0/0, because a
 * mask is empty or full: 1 for equal masks, two empty ones too, −1 for opposite ones, else 0
 * (Chicco and Jurman, The Advantages of the Matthews Correlation Coefficient, 2020). Takes one
 * pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns The coefficient.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { mcc } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * assert.equal(mcc(truth, { data: [1, 1, 0, 0], shape: [2, 2] }), 1);
 * assert.equal(mcc(truth, { data: [1, 0, 1, 0], shape: [2, 2] }), 0);
 * assert.equal(mcc(truth, { data: [0, 0, 1, 1], shape: [2, 2] }), -1);
 * ```
 */
export function mcc(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return mccOf(countPair(truth, prediction, options, "MCC"));
}

/**
 * Cohen's kappa, the agreement beyond chance: −1 to 1, 0 for chance.
 *
 * (o − e) / (1 − e), where o is the part of voxels on which the masks agree and e the part on which
 * they would if they were independent, as 2·(TP·TN − FP·FN) / ((TP + FP)·(FP + TN) + (TP + FN)·(FN
 * + TN)). Cohen, A Coefficient of Agreement for Nominal Scales, 1960. 1 where both masks are empty,
 * and where both are full. Takes one pass and no memory that grows with the masks.
 *
 * @param truth The true mask.
 * @param prediction The predicted mask, of the same shape.
 * @param options The label, and the values to ignore.
 * @returns Kappa.
 * @throws {TypeError} If a mask or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If the masks contain only other labels.
 *
 * @example
 * ```ts
 * import { kappa } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
 * const prediction = { data: [1, 0, 0, 0], shape: [2, 2] };
 * assert.equal(kappa(truth, prediction), 0.5);
 * ```
 */
export function kappa(truth: Mask, prediction: Mask, options: LabelOptions = {}): number {
  return kappaOf(countPair(truth, prediction, options, "kappa"));
}

/**
 * Specificity from counts.
 *
 * @param counts The counts.
 * @returns The specificity; where the truth has no background, 1 if the prediction has none either.
 *
 * @example
 * ```ts
 * import { specificityOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(specificityOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 40 / 50);
 * ```
 */
export function specificityOf({ fp, fn, tn }: Counts): number {
  return ratio(tn, tn + fp, fn === 0 ? 1 : 0);
}

/**
 * Balanced accuracy from counts.
 *
 * @param counts The counts.
 * @returns The balanced accuracy, 1 where both masks are empty.
 *
 * @example
 * ```ts
 * import { balancedAccuracyOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(balancedAccuracyOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), (30 / 50 + 40 / 50) / 2);
 * ```
 */
export function balancedAccuracyOf(counts: Counts): number {
  return (recallOf(counts) + specificityOf(counts)) / 2;
}

/**
 * Matthews' correlation coefficient from counts.
 *
 * @param counts The counts.
 * @returns The coefficient, 1 for equal masks, empty ones too, −1 for opposite ones.
 *
 * @example
 * ```ts
 * import { mccOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(mccOf({ tp: 30, fp: 10, fn: 10, tn: 30 }), 0.5);
 * ```
 */
export function mccOf({ tp, fp, fn, tn }: Counts): number {
  if (fp === 0 && fn === 0) return 1;
  if (tp === 0 && tn === 0) return -1;
  return ratio(
    tp * tn - fp * fn,
    Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn)),
    0,
  );
}

/**
 * Cohen's kappa from counts.
 *
 * @param counts The counts.
 * @returns Kappa, 1 where both masks are empty or both full.
 *
 * @example
 * ```ts
 * import { kappaOf } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * assert.equal(kappaOf({ tp: 30, fp: 10, fn: 20, tn: 40 }), 0.4);
 * ```
 */
export function kappaOf({ tp, fp, fn, tn }: Counts): number {
  return ratio(2 * (tp * tn - fp * fn), (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn), 1);
}
