import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  confusion,
  confusionMatrix,
  connectedComponents,
  contour,
  counts,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  iou,
  type LabelOptions,
  type Mask,
  precision,
  recall,
  surfaceDice,
  surfaceDistances,
  volumeSimilarity,
} from "@triptych/metrics";

/** A function of one label, with what it calls itself. */
type Function = (truth: Mask, prediction: Mask, options: LabelOptions) => unknown;
const PAIRWISE: [string, Function][] = [
  ["counts", counts],
  ["Dice", dice],
  ["IoU", iou],
  ["precision", precision],
  ["recall", recall],
  ["volume similarity", volumeSimilarity],
  ["surface distances", surfaceDistances],
  ["ASSD", assd],
  ["ASD", asd],
  ["Hausdorff distance", hausdorff],
  ["surface Dice", (t, p, options) => surfaceDice(t, p, { ...options, tolerance: 1 })],
  ["boundary IoU", (t, p, options) => boundaryIou(t, p, { ...options, width: 1 })],
  ["metrics", (t, p, { label, ...rest }) => evaluate(t, p, { ...rest, labels: [label!] })],
  ["the confusion matrix", (t, p, { label, ...o }) => confusion(t, p, { ...o, labels: [label!] })],
  ["the confusion matrix", (t, p, { label, ...o }) => confusionMatrix(t, p, [label!], o)],
];
const UNARY: [string, (mask: Mask, options: LabelOptions) => unknown][] = [
  ["the contour", contour],
  ["connected components", connectedComponents],
  ["the distance transform", distanceTransform],
];

/** A mask of one row of six. */
function row(...data: number[]): Mask {
  return { data, shape: [1, 6] };
}

const TRUTH = row(7, 7, 0, 0, 0, 0);
const PREDICTION = row(0, 0, 3, 0, 9, 9);
const EMPTY = row(0, 0, 0, 0, 0, 0);

for (const [action, run] of PAIRWISE) {
  Deno.test(`${action}: a label that neither mask holds is an error where others are`, () => {
    const message =
      `Cannot compute ${action}: truth or prediction must contain label 1, got 0, 7 in ` +
      'the truth and 0, 3, 9 in the prediction; absent: "allow" takes it as empty';
    assert.throws(() => run(TRUTH, PREDICTION, { label: 1 }), { name: "RangeError", message });
    assert.throws(() => run(EMPTY, PREDICTION, { label: 1 }), /got 0 in the truth and 0, 3, 9 in/);
    // one voxel in either mask is enough, two empty masks are, and so is the word
    run(TRUTH, row(0, 0, 0, 0, 0, 1), { label: 1 });
    run(row(0, 0, 0, 0, 0, 1), PREDICTION, { label: 1 });
    run(EMPTY, EMPTY, { label: 1 });
    run(TRUTH, PREDICTION, { label: 0 });
    run(TRUTH, PREDICTION, { label: 1, absent: "allow" });
  });

  Deno.test(`${action}: ignored voxels neither hold the label nor others`, () => {
    const options = { label: 1, ignore: 7 };
    run(TRUTH, row(3, 1, 0, 0, 0, 0), options);
    assert.throws(
      () => run(TRUTH, row(1, 1, 0, 0, 0, 9), options),
      /must contain label 1, got 0 in the truth and 0, 9 in the prediction;/,
    );
  });
}

for (const [action, run] of UNARY) {
  Deno.test(`${action}: a label that the mask lacks is an error where others are`, () => {
    const message = `Cannot compute ${action}: mask must contain label 1, got 0, 7; ` +
      'absent: "allow" takes it as empty';
    assert.throws(() => run(TRUTH, { label: 1 }), { name: "RangeError", message });
    run(TRUTH, { label: 1, absent: "allow" });
    run(TRUTH, { label: 1, ignore: 7 });
    run(EMPTY, { label: 1 });
  });
}

Deno.test("of several labels one is enough, but the background proves nothing", () => {
  const message =
    "Cannot compute metrics: truth or prediction must contain one of the labels 1, 2, " +
    'got 0, 7 in the truth and 0, 3, 9 in the prediction; absent: "allow" takes them as empty';
  for (const labels of [[1, 2], [0, 1, 2]]) {
    const run = () => evaluate(TRUTH, PREDICTION, { labels });
    assert.throws(run, { name: "RangeError", message });
  }
  evaluate(TRUTH, PREDICTION, { labels: [1, 2, 9] });
  evaluate(TRUTH, PREDICTION, { labels: [0] });
});

Deno.test("of many values found the message lists eight", () => {
  const data = Int32Array.from({ length: 100 }, (_, i) => 1000 - i);
  const mask = { data, shape: [10, 10] };
  assert.throws(() => contour(mask, { label: 1 }), /got 993, 994, .*, 1000, …; absent/);
});

Deno.test("absent must be known", () => {
  assert.throws(() => dice(TRUTH, TRUTH, { absent: "ignore" as "allow" }), {
    name: "TypeError",
    message: 'Cannot compute Dice: absent must be "error" or "allow", got "ignore"',
  });
});
