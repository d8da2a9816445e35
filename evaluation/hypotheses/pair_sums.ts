/**
 * What is known of a predicted image: of each pair of a true and a predicted class the pixels, and the sum of
 * the predicted class's probabilities. Every overlap follows from these.
 *
 * @module
 */

/** Sums over an image's pixels, [true class × predicted class]. */
export interface PairSums {
  /** Pixels. */
  labels: Float64Array;
  /** Probabilities of the predicted class. */
  probabilities: Float64Array;
}

/**
 * The sums of an image. Pixels whose true label is none of the classes don't count.
 *
 * @param classes The labels of the classes.
 * @param image The image.
 * @param image.truth True labels.
 * @param image.prediction Predicted labels.
 * @param image.probabilities The classes' probabilities of each pixel, [pixels × classes].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { labels, probabilities } = pairSums([1, 2], {
 *   truth: Uint8Array.of(1, 2),
 *   prediction: Uint8Array.of(1, 1),
 *   probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5),
 * });
 * assert.deepEqual([...labels], [1, 0, 1, 0]);
 * assert.deepEqual([...probabilities], [0.75, 0.25, 0.5, 0.5]);
 * ```
 */
export function pairSums(
  classes: readonly number[],
  { truth, prediction, probabilities }: {
    truth: Uint8Array;
    prediction: Uint8Array;
    probabilities: Float32Array;
  },
): PairSums {
  const count = classes.length, placeOf = new Int16Array(256).fill(-1);
  classes.forEach((label, c) => placeOf[label] = c);
  const sums = {
    labels: new Float64Array(count ** 2),
    probabilities: new Float64Array(count ** 2),
  };
  for (let i = 0; i < truth.length; i++) {
    const row = placeOf[truth[i]] * count;
    if (row < 0) continue;
    sums.labels[row + placeOf[prediction[i]]]++;
    for (let c = 0; c < count; c++) sums.probabilities[row + c] += probabilities[i * count + c];
  }
  return sums;
}

/** Of a class in an image: what truth and prediction share, and how much each holds. */
export interface Overlap {
  /** What both hold. */
  shared: number;
  /** What the truth holds. */
  truth: number;
  /** What the prediction holds. */
  prediction: number;
}

/**
 * The overlap of a true class with a predicted one.
 *
 * @param sums Of one kind, [true class × predicted class].
 * @param trueClass The place of the true class.
 * @param predicted The place of the predicted class.
 */
export function overlapOf(sums: Float64Array, trueClass: number, predicted: number): Overlap {
  const count = Math.sqrt(sums.length);
  let truth = 0, prediction = 0;
  for (let c = 0; c < count; c++) {
    truth += sums[trueClass * count + c];
    prediction += sums[c * count + predicted];
  }
  return { shared: sums[trueClass * count + predicted], truth, prediction };
}
