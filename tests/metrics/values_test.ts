import assert from "node:assert/strict";
import {
  assd,
  confusion,
  confusionMatrix,
  connectedComponents,
  contour,
  counts,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  type Mask,
  type MaskData,
  surfaceDice,
  surfaceDistances,
} from "@triptych/metrics";

/** Asserts the error of a call. */
function fails(run: () => unknown, name: "TypeError" | "RangeError", message: string): void {
  assert.throws(run, { name, message });
}

/** A mask of one row. */
function row(data: unknown, length = 4): Mask {
  return { data: data as MaskData, shape: [1, length] };
}

Deno.test("a total miss in 0/255 is not two empty masks of label 1 (M01 a)", () => {
  const truth = row(Uint8Array.of(255, 255, 0, 0, 0, 0), 6);
  const prediction = row(Uint8Array.of(0, 0, 255, 255, 0, 0), 6);
  const [result] = evaluate(truth, prediction, { labels: [255] });
  assert.deepEqual([result.dice, result.assd, result.hd, result.hd95], [0, 1.5, 2, 1.95]);
  const message =
    "Cannot compute metrics: truth or prediction must contain label 1, got 0, 255 in " +
    'the truth and 0, 255 in the prediction; absent: "allow" takes it as empty';
  fails(() => evaluate(truth, prediction, { labels: [1] }), "RangeError", message);
  const [allowed] = evaluate(truth, prediction, { labels: [1], absent: "allow" });
  assert.deepEqual([allowed.truthEmpty, allowed.predictionEmpty], [true, true]);
});

Deno.test("probabilities are no masks (M01 a)", () => {
  const probabilities = Float32Array.of(0.9999999, 0.9999999, 0, 0);
  const run = () => evaluate(row(probabilities), row(probabilities), { labels: [1] });
  assert.throws(run, {
    name: "TypeError",
    message: "Cannot compute metrics: mask must contain whole numbers, got 0.9999998807907104 at " +
      "[0, 0]; threshold probabilities, or take their argmax, first",
  });
});

Deno.test("a percentile is in percent (M01 b)", () => {
  const truth = { data: [1, 1, 0, 0], shape: [2, 2] };
  const prediction = { data: [1, 0, 0, 0], shape: [2, 2] };
  assert.equal(hausdorff(truth, prediction, { percentile: 95 }), 0.95);
  for (const percentile of [0.95, 1, 1e-9]) {
    const message = "Cannot compute Hausdorff distance: percentile must be in percent, 95 rather " +
      `than 0.95, got ${percentile}`;
    fails(() => hausdorff(truth, prediction, { percentile }), "RangeError", message);
    fails(() => evaluate(truth, prediction, { labels: [1], percentile }), "RangeError", message);
  }
  assert.equal(hausdorff(truth, prediction, { percentile: 0 }), 0);
});

Deno.test("strings, null and what else types forbid are no values (M01 c)", () => {
  for (
    const [data, found] of [
      [["1", "0"], '"1" at [0, 0]'],
      [[1, null], "null at [0, 1]"],
      [[1, undefined], "undefined at [0, 1]"],
      // deno-lint-ignore no-sparse-arrays
      [[1, ,], "undefined at [0, 1]"],
      [[1, true], "true at [0, 1]"],
      [[true, 1], "1 at [0, 1]; threshold probabilities, or take their argmax, first"],
      [[1n, 0n], "1n at [0, 0]"],
      [[1, {}], "an object at [0, 1]"],
    ] as [unknown[], string][]
  ) {
    const message = `Cannot compute Dice: truth must contain whole numbers, got ${found}`;
    fails(() => dice(row(data, 2), row([0, 1], 2)), "TypeError", message);
  }
});

Deno.test("each function refuses what is no whole number, wherever it stands", () => {
  const functions: [string, (truth: Mask, prediction: Mask) => unknown][] = [
    ["Dice", dice],
    ["counts", (t, p) => counts(t, p, { label: 1 })],
    ["ASSD", assd],
    ["surface distances", surfaceDistances],
    ["surface Dice", (t, p) => surfaceDice(t, p, { tolerance: 1 })],
    ["metrics", (t, p) => evaluate(t, p, { labels: [1, 70000] })],
    ["the confusion matrix", (t, p) => confusion(t, p, { labels: [0] })],
    ["the confusion matrix", (t, p) => confusionMatrix(t, p, [1])],
  ];
  const hint = "; threshold probabilities, or take their argmax, first";
  for (const value of [0.5, NaN, Infinity, -Infinity, 2 ** 53, -0.1]) {
    for (const make of [Float32Array, Float64Array, Array] as Float64ArrayConstructor[]) {
      const data = make.from({ length: 24 }, (_, i) => i === 17 ? value : Number(i > 12));
      const unsafe = value === 2 ** 53 ? " (beyond the safe integers)" : "";
      const found = `${data[17]}${unsafe} at [1, 1, 1]${hint}`;
      const [bad, good] = [{ data, shape: [2, 3, 4] }, {
        data: new Uint8Array(24).fill(1),
        shape: [2, 3, 4],
      }];
      for (const [action, run] of functions) {
        const start = `Cannot compute ${action}:`;
        fails(
          () => run(bad, good),
          "TypeError",
          `${start} truth must contain whole numbers, got ${found}`,
        );
        fails(
          () => run(good, bad),
          "TypeError",
          `${start} prediction must contain whole numbers, got ${found}`,
        );
      }
      for (
        const [action, run] of [
          ["the contour", contour],
          ["connected components", connectedComponents],
          ["the distance transform", distanceTransform],
        ] as [string, (mask: Mask) => unknown][]
      ) {
        const message = `Cannot compute ${action}: mask must contain whole numbers, got ${found}`;
        fails(() => run(bad), "TypeError", message);
      }
    }
  }
});

Deno.test("bigints beyond the safe integers are refused, others taken", () => {
  const big = row(BigInt64Array.of(2n ** 53n + 1n, 0n), 2);
  fails(
    () => dice(row([0, 1], 2), big),
    "TypeError",
    "Cannot compute Dice: prediction must contain whole numbers, got 9007199254740993n at [0, 0]",
  );
  const safe = row(BigUint64Array.of(2n ** 53n - 1n, 0n), 2);
  assert.equal(dice(safe, safe, { label: 2 ** 53 - 1 }), 1);
});

Deno.test("whole numbers in floating point are labels, minus zero is zero", () => {
  const truth = row(Float32Array.of(1, -0, 2, 0));
  const found = counts(truth, row(Float64Array.of(-0, 1, 2, 0)));
  assert.deepEqual(found, { tp: 1, fp: 1, fn: 1, tn: 1 });
});
