import { checkLabels } from "./labels.ts";
import { type Mask, toPair } from "./mask.ts";
import { scan } from "./scan.ts";

/**
 * Counts how often each true label was predicted as each label.
 *
 * Voxels whose truth or prediction has none of the labels are left out. Takes one pass and no
 * memory but the result.
 *
 * @param truth The true label map.
 * @param prediction The predicted label map, of the same shape.
 * @param labels The labels, all different.
 * @returns Voxels by [truth][prediction], in the order of `labels`.
 * @throws {TypeError} If a map or a label is malformed, or if the shapes differ.
 * @throws {RangeError} If there is no label, or one twice.
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
  labels: readonly number[],
): number[][] {
  const action = "the confusion matrix";
  const pair = toPair(truth, prediction, action);
  checkLabels(labels, action);
  const { counts } = scan(pair, labels, false);
  const side = labels.length + 1;
  return labels.map((_, row) => [...counts.subarray(row * side, row * side + labels.length)]);
}
