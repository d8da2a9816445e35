import { type Mask, toPair } from "./mask.ts";
import { scan, toSlots } from "./scan.ts";

/**
 * Counts how often each true label was predicted as each label.
 *
 * Voxels whose truth or prediction has none of the labels are left out. Takes one pass and no memory
 * but the result.
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
  const { counts } = scan(pair, toSlots(labels));
  const side = labels.length + 1;
  return labels.map((_, row) => [...counts.subarray(row * side, row * side + labels.length)]);
}

/**
 * Checks a list of labels.
 *
 * @param labels The labels.
 * @param action What the caller computes, for the message.
 * @throws {TypeError} If it isn't a list, or a label isn't an integer.
 * @throws {RangeError} If there is no label, or one twice.
 */
export function checkLabels(labels: readonly number[], action: string): void {
  if (!Array.isArray(labels) || !labels.every(Number.isInteger)) {
    throw new TypeError(
      `Cannot compute ${action}: labels must be an array of integers, got ${String(labels)}`,
    );
  }
  if (labels.length === 0) {
    throw new RangeError(`Cannot compute ${action}: labels must hold at least one label, got none`);
  }
  if (new Set(labels).size < labels.length) {
    throw new RangeError(
      `Cannot compute ${action}: labels must differ from each other, got ${labels.join(", ")}`,
    );
  }
}
