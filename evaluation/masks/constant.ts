import { evaluate } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import { quantile } from "../statistics/quantile.ts";

/**
 * The best mask that knows nothing about the image: each pixel's most frequent class in the training
 * truths; ties go to the first in `classes`.
 *
 * @param truths True labels, all of the same shape.
 * @param classes The classes.
 * @returns One label per pixel.
 * @throws {TypeError} If there are no truths, or they differ in size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [1, 2].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));
 * const truths = [Uint8Array.of(1, 2), Uint8Array.of(1, 1), Uint8Array.of(1, 2)];
 * assert.deepEqual(constantPrediction(truths, classes), Uint8Array.of(1, 2));
 * ```
 */
export function constantPrediction(
  truths: readonly Uint8Array[],
  classes: readonly LabelClass[],
): Uint8Array {
  const pixels = truths[0]?.length ?? 0;
  if (pixels === 0 || truths.some((truth) => truth.length !== pixels)) {
    const sizes = [...new Set(truths.map((truth) => truth.length))].join(", ") || "none";
    throw new TypeError(
      `Cannot make a constant prediction: truths must have the same size, got ${sizes}`,
    );
  }
  const prediction = new Uint8Array(pixels);
  const most = new Uint32Array(pixels);
  for (const { label } of classes) {
    const count = new Uint32Array(pixels);
    for (const truth of truths) {
      for (let i = 0; i < pixels; i++) count[i] += truth[i] === label ? 1 : 0;
    }
    for (let i = 0; i < pixels; i++) {
      if (count[i] <= most[i]) continue;
      most[i] = count[i];
      prediction[i] = label;
    }
  }
  return prediction;
}

/**
 * The median Dice of a constant prediction per class, over the truths where the class is not empty in
 * both: what a model that learned nothing achieves. A class that is empty everywhere is left out.
 *
 * @param prediction One label per pixel.
 * @param truths True labels of the test images, each of the prediction's size.
 * @param classes The classes.
 * @param ignore Labels of truths whose pixels are left out.
 * @returns Dice by class name.
 */
export function constantDice(
  prediction: Uint8Array,
  truths: readonly Uint8Array[],
  classes: readonly LabelClass[],
  ignore?: readonly number[],
): Record<string, number> {
  const shape = [1, prediction.length];
  const labels = classes.map(({ label }) => label);
  const options = { labels, metrics: ["dice"], ignore, absent: "allow" } as const;
  const results = truths.map((truth) =>
    evaluate({ data: truth, shape }, { data: prediction, shape }, options)
  );
  return Object.fromEntries(classes.flatMap(({ name }, index) => {
    const ranked = results.map((result) => result[index]).filter(({ tp, fp, fn }) => tp + fp + fn);
    const sorted = Float64Array.from(ranked, ({ dice }) => dice).sort();
    return sorted.length > 0 ? [[name, quantile(sorted, 0.5)]] : [];
  }));
}
