import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { trainTestSplit } from "../../data/mod.ts";
import { RandomState } from "../../data/random_state.ts";
import FIXTURE from "../fixtures/split.json" with { type: "json" };

function digest(values: ArrayLike<number>): string {
  return createHash("sha256").update(JSON.stringify(Array.from(values))).digest("hex");
}

Deno.test("trainTestSplit() equals scikit-learn's train_test_split for any n and seed", () => {
  for (const expected of FIXTURE.splits) {
    const { n, testSize, randomState } = expected;
    const { train, test } = trainTestSplit(n, { testSize, randomState });
    const what = `n ${n}, testSize ${testSize}, randomState ${randomState}`;
    assert.deepEqual([train.length, test.length], [expected.trainCount, expected.testCount], what);
    if (expected.train) {
      assert.deepEqual({ train, test }, { train: expected.train, test: expected.test }, what);
    } else {
      assert.equal(digest(train), expected.trainSha256, what);
      assert.equal(digest(test), expected.testSha256, what);
    }
  }
});

Deno.test("trainTestSplit() splits the 7,349 photographs into 5,144 and 2,205, each once", () => {
  const { train, test } = trainTestSplit(7349, { testSize: 0.3, randomState: 0 });
  assert.deepEqual([train.length, test.length], [5144, 2205]);
  assert.equal(new Set([...train, ...test]).size, 7349);
});

Deno.test("trainTestSplit() leaves the test part empty for testSize 0", () => {
  const { train, test } = trainTestSplit(5, { testSize: 0, randomState: 0 });
  assert.deepEqual(test, []);
  assert.deepEqual(train.sort(), [0, 1, 2, 3, 4]);
});

Deno.test("trainTestSplit() refuses what can't be split", () => {
  const bad: [n: number, testSize: number, message: string][] = [
    [-1, 0.3, "n must be a whole number of 0 or more, got -1"],
    [2.5, 0.3, "n must be a whole number of 0 or more, got 2.5"],
    [10, 1, "testSize must be from 0 to below 1, got 1"],
    [10, -0.1, "testSize must be from 0 to below 1, got -0.1"],
    [10, NaN, "testSize must be from 0 to below 1, got NaN"],
    [
      1,
      0.3,
      "at least one image must be left to train on, got 1 images and testSize 0.3",
    ],
    [0, 0, "at least one image must be left to train on, got 0 images and testSize 0"],
  ];
  for (const [n, testSize, message] of bad) {
    assert.throws(() => trainTestSplit(n, { testSize, randomState: 0 }), {
      name: "RangeError",
      message: `Cannot split: ${message}`,
    });
  }
  for (const randomState of [-1, 0.5, 2 ** 32]) {
    assert.throws(() => trainTestSplit(10, { testSize: 0.3, randomState }), {
      name: "RangeError",
      message: "Cannot seed random numbers: a seed must be a whole number from 0 to 4294967295, " +
        `got ${randomState}`,
    });
  }
});

Deno.test("RandomState seeded by a list draws what numpy's RandomState draws", () => {
  for (const { seed, permutation50, draws1500Sha256 } of FIXTURE.lists) {
    const random = new RandomState(seed);
    assert.deepEqual(Array.from(random.permutation(50)), permutation50);
    assert.equal(digest(Array.from({ length: 1500 }, () => random.uint32())), draws1500Sha256);
  }
});
