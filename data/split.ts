import { RandomState } from "./random.ts";

/** Which photographs train and which test, by their index. */
export interface Split {
  /** Indices of the training photographs, in the order drawn. */
  train: number[];
  /** Indices of the test photographs, in the order drawn. */
  test: number[];
}

/** What {@linkcode trainTestSplit} needs besides the number of photographs. */
export interface SplitOptions {
  /** The part that tests, from 0 to below 1; its count is rounded up. */
  testSize: number;
  /** The seed, a whole number from 0 to 2³² − 1. */
  randomState: number;
}

/**
 * Divides 0 to n − 1 at random into a training and a test part, the same as scikit-learn's
 * `train_test_split(range(n), test_size=testSize, random_state=randomState)`. Unlike there,
 * `testSize` may be 0: the test part is empty.
 *
 * @param n How many photographs there are.
 * @param options The part that tests and the seed.
 * @returns The indices of both parts.
 * @throws {RangeError} If `n` or the seed is no such whole number, `testSize` is not from 0 to
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
      `Cannot split: at least one photograph must be left to train on, ` +
        `got ${n} photographs and testSize ${testSize}`,
    );
  }
  const order = Array.from(new RandomState(randomState).permutation(n));
  return { train: order.slice(tests), test: order.slice(0, tests) };
}
