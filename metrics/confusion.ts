import { MASK_NAMES, type MaskOptions, type Region, toSelectionOf } from "./labels.ts";
import { type Mask, toPair } from "./mask.ts";
import { checkOptions, type Names } from "./options.ts";
import { scan } from "./scan.ts";

/** Which labels are counted, and which voxels are not. */
export interface ConfusionOptions extends MaskOptions {
  /** The labels, all different; several that count as one are an array. */
  labels: readonly Region[];
}

/** How often each true label was predicted as each label, and the voxels that have none of them. */
export interface Confusion {
  /** Voxels by [truth][prediction], in the order of the labels. */
  matrix: number[][];
  /** Voxels without a label. */
  unlabelled: Unlabelled;
  /** Voxels that were ignored; they are counted nowhere else. */
  ignored: number;
}

/** Voxels whose truth or prediction has none of the labels. */
export interface Unlabelled {
  /** Those without one in the truth, by predicted label: an extra row of the matrix. */
  truth: number[];
  /** Those without one in the prediction, by true label: an extra column of the matrix. */
  prediction: number[];
  /** Those without one in either. */
  both: number;
}

/** Their names. */
const NAMES: Names<ConfusionOptions> = { labels: true, ...MASK_NAMES };

/**
 * Counts how often each true label was predicted as each label, and all other voxels: matrix,
 * `unlabelled` and `ignored` add up to the number of voxels.
 *
 * Takes one pass and no memory but the result.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param options Labels, and the values to ignore.
 * @returns The matrix, the voxels without a label, and how many were ignored.
 * @throws {TypeError} If a map or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If there is no label, a label occurs twice, or the maps contain only other
 * labels.
 *
 * @example
 * ```ts
 * import { confusion } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 2, 0, 0, 255], shape: [2, 3] };
 * const prediction = { data: [1, 2, 0, 1, 0, 1], shape: [2, 3] };
 * assert.deepEqual(confusion(truth, prediction, { labels: [1, 2], ignore: 255 }), {
 *   matrix: [[1, 1], [0, 0]],
 *   unlabelled: { truth: [1, 0], prediction: [0, 1], both: 1 },
 *   ignored: 1,
 * });
 * ```
 */
export function confusion(truth: Mask, prediction: Mask, options: ConfusionOptions): Confusion {
  const action = "the confusion matrix";
  checkOptions(options, NAMES, action);
  const pair = toPair(truth, prediction, action);
  const { labels } = options ?? {};
  const selection = toSelectionOf(labels, options ?? {}, action);
  const { slots: { side, zero, other }, counts, ignored = 0 } = scan(pair, selection, false);
  const at = (row: number, column: number) => counts[row * side + column];
  return {
    matrix: labels.map((_, row) => [...counts.subarray(row * side, row * side + labels.length)]),
    unlabelled: {
      truth: labels.map((_, column) => at(zero, column) + at(other, column)),
      prediction: labels.map((_, row) => at(row, zero) + at(row, other)),
      both: at(zero, zero) + at(zero, other) + at(other, zero) + at(other, other),
    },
    ignored,
  };
}

/**
 * Counts how often each true label was predicted as each label.
 *
 * Voxels whose truth or prediction has none of the labels are left out; `confusion` counts them.
 * Takes one pass and no memory but the result.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param labels The labels, all different.
 * @param options The values to ignore, and what to do where all labels are absent.
 * @returns Voxels by [truth][prediction], in the order of `labels`.
 * @throws {TypeError} If a map, a label or an option is malformed, or if the shapes differ.
 * @throws {RangeError} If there is no label, a label occurs twice, or the maps contain only other
 * labels.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "@triptych/metrics";
 * import assert from "node:assert/strict";
 *
 * const truth = { data: [1, 1, 2, 2], shape: [2, 2] };
 * const prediction = { data: [1, 2, 2, 2], shape: [2, 2] };
 * assert.deepEqual(confusionMatrix(truth, prediction, [1, 2]), [[1, 1], [0, 2]]);
 * ```
 */
export function confusionMatrix(
  truth: Mask,
  prediction: Mask,
  labels: readonly Region[],
  options: MaskOptions = {},
): number[][] {
  checkOptions(options, MASK_NAMES, "the confusion matrix");
  return confusion(truth, prediction, { ...options, labels }).matrix;
}
