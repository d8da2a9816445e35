/** Whether models agree with each other more than with the truth: then the truth may be wrong. */
import type { LabelClass } from "../../core/mod.ts";

/** What models say of the truth of one class in a case. */
export interface TruthDoubt {
  /** The class. */
  className: string;
  /** `between` minus the largest of `withTruth`, −1 to 1; the higher, the more doubtful is the truth. */
  score: number;
  /** The mean Dice of each two predictions. */
  between: number;
  /** The Dice of each prediction with the truth. */
  withTruth: number[];
  /**
   * Whether no prediction has the class: models that all miss an object say less than models that all
   * draw one.
   */
  isAbsent: boolean;
}

/** The truth of a class is worth a look from this score on. */
export const DOUBTFUL = 0.05;

/**
 * Compares the predictions of a case with each other and with the truth. Dice of two masks without the
 * class is 1.
 *
 * @param truth True labels.
 * @param predictions The labels of two models or more, each of the truth's length.
 * @param options What is compared.
 * @param options.classes The classes; regions are left out.
 * @param options.ignore Values of the truth whose pixels are left out.
 * @returns A doubt per class that any mask has.
 * @throws {TypeError} If there are fewer than two predictions, or lengths differ.
 *
 * @example Two models find what the truth lacks
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
 * const seen = Uint8Array.of(0, 1, 1, 0);
 * const [{ score, between }] = truthDoubts(new Uint8Array(4), [seen, seen], { classes });
 * assert.deepEqual([score, between], [1, 1]);
 * ```
 */
export function truthDoubts(
  truth: Uint8Array,
  predictions: readonly Uint8Array[],
  { classes, ignore = [] }: { classes: readonly LabelClass[]; ignore?: readonly number[] },
): TruthDoubt[] {
  if (predictions.length < 2 || predictions.some(({ length }) => length !== truth.length)) {
    throw new TypeError(
      `Cannot compare predictions: there must be at least two, as long as the truth ` +
        `(${truth.length}), got lengths ${predictions.map(({ length }) => length).join(", ")}`,
    );
  }
  const isIgnored = new Uint8Array(256);
  for (const label of ignore) isIgnored[label] = 1;
  const overlap = (a: Uint8Array, b: Uint8Array) => countOverlap(a, b, truth, isIgnored);
  const withTruth = predictions.map((one) => overlap(one, truth));
  const between = predictions.flatMap((one, i) =>
    predictions.slice(i + 1).map((other) => overlap(one, other))
  );
  return classes.flatMap(({ name, label, labels }) => {
    const inAny = withTruth.some(({ a, b }) => a[label] + b[label] > 0);
    if (labels !== undefined || !inAny) return [];
    const dice = withTruth.map((one) => diceOf(one, label));
    const mean = between.reduce((sum, one) => sum + diceOf(one, label), 0) / between.length;
    const isAbsent = withTruth.every(({ a }) => a[label] === 0);
    const score = mean - Math.max(...dice);
    return [{ className: name, score, between: mean, withTruth: dice, isAbsent }];
  });
}

/**
 * Sorts doubts: the highest score first, and those whose class no model has after all others; ties keep
 * their order.
 */
export function byDoubt(
  a: Pick<TruthDoubt, "score" | "isAbsent">,
  b: Pick<TruthDoubt, "score" | "isAbsent">,
): number {
  return Number(a.isAbsent) - Number(b.isAbsent) || b.score - a.score;
}

/** Pixels by label in one mask, in another, in both. */
interface Overlap {
  a: Uint32Array;
  b: Uint32Array;
  both: Uint32Array;
}

function countOverlap(
  one: Uint8Array,
  other: Uint8Array,
  truth: Uint8Array,
  isIgnored: Uint8Array,
): Overlap {
  const [a, b, both] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  for (let i = 0; i < truth.length; i++) {
    if (isIgnored[truth[i]] === 1) continue;
    a[one[i]]++;
    b[other[i]]++;
    if (one[i] === other[i]) both[one[i]]++;
  }
  return { a, b, both };
}

function diceOf({ a, b, both }: Overlap, label: number): number {
  const sum = a[label] + b[label];
  return sum === 0 ? 1 : 2 * both[label] / sum;
}
