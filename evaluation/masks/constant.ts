import { evaluate } from "@triptych/metrics";
import type { LabelClass } from "../../core/mod.ts";
import { quantile } from "../statistics/quantile.ts";

/**
 * The best mask that knows nothing about the image: each pixel's most frequent class in the training
 * truths; ties go to the first in `classes`.
 *
 * @param truths True labels, all of the same shape, which are taken one after the other.
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
  truths: Iterable<Uint8Array>,
  classes: readonly LabelClass[],
): Uint8Array {
  const count = classes.length, places = placesOf(classes), sizes = new Set<number>();
  let counts = new Uint32Array();
  for (const truth of truths) {
    if (sizes.size === 0) counts = new Uint32Array(truth.length * count);
    sizes.add(truth.length);
    for (let i = 0; i < truth.length; i++) {
      const c = places[truth[i]];
      if (c >= 0) counts[i * count + c]++;
    }
  }
  if (sizes.size !== 1) {
    throw new TypeError(
      `Cannot make a constant prediction: truths must have the same size, got ${
        [...sizes].join(", ") || "none"
      }`,
    );
  }
  const [pixels] = sizes, prediction = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    let most = 0;
    for (let c = 0; c < count; c++) {
      const own = counts[i * count + c];
      if (own <= most) continue;
      most = own;
      prediction[i] = classes[c].label;
    }
  }
  return prediction;
}

/** The place of each label's class; -1 where it has none. */
function placesOf(classes: readonly LabelClass[]): Int16Array {
  const places = new Int16Array(256).fill(-1);
  classes.forEach(({ label }, c) => places[label] = c);
  return places;
}

/**
 * For each pixel, the share of the training truths that have each class there, among those that have
 * any: what a model that learned nothing but this would say. Its likeliest classes are the constant
 * prediction.
 *
 * @param truths True labels, all of the same shape.
 * @param classes The classes.
 * @returns Shape [pixels, classes]; zeros where no truth has a class.
 */
export function classShares(
  truths: Iterable<Uint8Array>,
  classes: readonly LabelClass[],
): Float32Array {
  const count = classes.length, places = placesOf(classes);
  let shares = new Float32Array();
  for (const truth of truths) {
    if (shares.length === 0) shares = new Float32Array(truth.length * count);
    for (let i = 0; i < truth.length; i++) {
      const c = places[truth[i]];
      if (c >= 0) shares[i * count + c]++;
    }
  }
  for (let start = 0; start < shares.length; start += count) {
    let total = 0;
    for (let c = 0; c < count; c++) total += shares[start + c];
    if (total > 0) { for (let c = 0; c < count; c++) shares[start + c] /= total; }
  }
  return shares;
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
  truths: Iterable<Uint8Array>,
  classes: readonly LabelClass[],
  ignore?: readonly number[],
): Record<string, number> {
  const dice = Array.from(truths, (truth) => diceOf(prediction, truth, classes, ignore));
  return medianDice(dice, classes);
}

/**
 * Dice of each class in one case.
 *
 * @param prediction Predicted labels.
 * @param truth True labels, the same number.
 * @param classes The classes.
 * @param ignore Labels of the truth whose pixels are left out.
 * @returns A number per class; NaN where it is empty in both.
 */
export function diceOf(
  prediction: Uint8Array,
  truth: Uint8Array,
  classes: readonly LabelClass[],
  ignore?: readonly number[],
): number[] {
  const shape = [1, truth.length], labels = classes.map(({ label }) => label);
  const options = { labels, metrics: ["dice"], ignore, absent: "allow" } as const;
  return evaluate({ data: truth, shape }, { data: prediction, shape }, options)
    .map(({ tp, fp, fn, dice }) => tp + fp + fn > 0 ? dice : NaN);
}

/**
 * The median of each class's Dice over cases, those where it is NaN left out; so is a class without any.
 *
 * @param cases Each case's Dice, as {@linkcode diceOf} gives it.
 * @param classes The classes.
 * @returns Dice by class name.
 */
export function medianDice(
  cases: readonly (readonly number[])[],
  classes: readonly LabelClass[],
): Record<string, number> {
  return Object.fromEntries(classes.flatMap(({ name }, c) => {
    const ranked = cases.map((dice) => dice[c]).filter((dice) => !Number.isNaN(dice));
    const sorted = Float64Array.from(ranked).sort();
    return sorted.length > 0 ? [[name, quantile(sorted, 0.5)]] : [];
  }));
}
