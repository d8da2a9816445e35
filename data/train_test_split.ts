import { RandomState } from "./random_state.ts";

/** Which images are for training and which for the test, by their index. */
export interface Split {
  /** Indices of the training images, in the order drawn. */
  train: number[];
  /** Indices of the test images, in the order drawn. */
  test: number[];
}

/** Options of {@linkcode trainTestSplit}. */
export interface SplitOptions {
  /** The fraction to test on, from 0 to below 1; the count is rounded up. */
  testSize: number;
  /** The seed, a whole number from 0 to 2³² − 1. */
  randomState: number;
}

/**
 * Splits 0 to n − 1 at random into a training and a test set, exactly as scikit-learn's
 * `train_test_split(range(n), test_size=testSize, random_state=randomState)`. Unlike scikit-learn's,
 * `testSize` may be 0: the test set is then empty.
 *
 * @param n The number of images.
 * @param options The fraction to test on, and the seed.
 * @returns The indices of both sets.
 * @throws {RangeError} If `n` or the seed is not a whole number in range, `testSize` is not from 0 to
 *   below 1, or nothing would be left to train on.
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const { train, test } = trainTestSplit(10, { testSize: 0.3, randomState: 0 });
 * assert.deepEqual(train, [9, 1, 6, 7, 3, 0, 5]);
 * assert.deepEqual(test, [2, 8, 4]);
 * ```
 */
export function trainTestSplit(n: number, { testSize, randomState }: SplitOptions): Split {
  if (n !== n >>> 0) {
    throw new RangeError(`Cannot split: n must be a whole number of 0 or more, got ${n}`);
  }
  if (!(testSize >= 0 && testSize < 1)) {
    throw new RangeError(`Cannot split: testSize must be from 0 to below 1, got ${testSize}`);
  }
  const tests = Math.ceil(testSize * n);
  if (n - tests < 1) {
    throw new RangeError(
      `Cannot split: at least one image must be left to train on, ` +
        `got ${n} images and testSize ${testSize}`,
    );
  }
  const order = Array.from(new RandomState(randomState).permutation(n));
  return { train: order.slice(tests), test: order.slice(0, tests) };
}
