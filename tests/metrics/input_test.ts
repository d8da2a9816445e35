import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  confusionMatrix,
  connectedComponents,
  contour,
  counts,
  dice,
  distanceTransform,
  evaluate,
  hausdorff,
  iou,
  type Mask,
  precision,
  recall,
  surfaceDice,
  surfaceDistances,
  volumeSimilarity,
} from "@triptych/metrics";
import { MASK, refuses, VOLUME } from "./refused.ts";

/** A function of two masks and options, with what it calls itself and the options it needs. */
type Pairwise = [string, (truth: Mask, prediction: Mask, options: never) => unknown, object];
const PAIRWISE: Pairwise[] = [
  ["counts", counts, {}],
  ["Dice", dice, {}],
  ["IoU", iou, {}],
  ["precision", precision, {}],
  ["recall", recall, {}],
  ["volume similarity", volumeSimilarity, {}],
  ["surface distances", surfaceDistances, {}],
  ["ASSD", assd, {}],
  ["ASD", asd, {}],
  ["Hausdorff distance", hausdorff, {}],
  ["surface Dice", surfaceDice, { tolerance: 1 }],
  ["boundary IoU", boundaryIou, { width: 1 }],
  ["metrics", evaluate, { labels: [1] }],
  ["the confusion matrix", (t, p) => confusionMatrix(t, p, [1]), {}],
];

for (const [action, metric, needed] of PAIRWISE) {
  const run = (truth: unknown, prediction: unknown, options = {}) => () =>
    metric(truth as Mask, prediction as Mask, { ...needed, ...options } as never);

  Deno.test(`${action}: malformed masks are refused`, () => {
    refuses(
      run(MASK, { data: new Uint8Array(6), shape: [2, 3] }),
      "TypeError",
      `Cannot compute ${action}: masks must have the same shape, got 2x2 and 2x3`,
    );
    refuses(
      run({ data: new Uint8Array(5), shape: [2, 2] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth data must have 4 values for shape 2x2, got 5`,
    );
    refuses(
      run(MASK, { data: [1], shape: [1] }),
      "TypeError",
      `Cannot compute ${action}: prediction shape must have 2 or 3 axes, got 1`,
    );
    refuses(
      run({ data: [], shape: [0, 4] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth shape must contain positive integers, got 0x4`,
    );
    refuses(
      run(MASK, { data: [1], shape: [0.5, 2] }),
      "TypeError",
      `Cannot compute ${action}: prediction shape must contain positive integers, got 0.5x2`,
    );
    refuses(
      run(null, MASK),
      "TypeError",
      `Cannot compute ${action}: truth must be { data, shape }, got null`,
    );
    refuses(
      run(MASK, new Uint8Array(4)),
      "TypeError",
      `Cannot compute ${action}: prediction must be { data, shape }, got object`,
    );
    refuses(
      run({ data: "0110", shape: [2, 2] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth data must be a typed array or a plain array, got string`,
    );
    refuses(
      run({ data: new Uint8Array(0), shape: [2 ** 16, 2 ** 16] }, MASK),
      "RangeError",
      `Cannot compute ${action}: truth must have at most 2147483648 voxels, got 4294967296`,
    );
  });

  if (!["metrics", "the confusion matrix"].includes(action)) {
    Deno.test(`${action}: a label must be an integer`, () => {
      refuses(
        run(MASK, MASK, { label: 1.5 }),
        "TypeError",
        `Cannot compute ${action}: label must be an integer or an array of integers, got 1.5`,
      );
    });
  }
}

/** Functions of one mask, with what they call themselves. */
const UNARY: [string, (mask: Mask, options?: object) => unknown][] = [
  ["the distance transform", distanceTransform],
  ["the contour", contour],
  ["connected components", connectedComponents],
];

for (const [action, run] of UNARY) {
  Deno.test(`${action}: malformed masks and labels are refused`, () => {
    refuses(
      () => run({ data: new Uint8Array(5), shape: [2, 2] }),
      "TypeError",
      `Cannot compute ${action}: mask data must have 4 values for shape 2x2, got 5`,
    );
    refuses(
      () => run({ data: [1, 0, 0, 0], shape: [1, 1, 2, 2] }),
      "TypeError",
      `Cannot compute ${action}: mask shape must have 2 or 3 axes, got 4`,
    );
    refuses(
      () => run(undefined as unknown as Mask),
      "TypeError",
      `Cannot compute ${action}: mask must be { data, shape }, got undefined`,
    );
    refuses(
      () => run(MASK, { label: NaN }),
      "TypeError",
      `Cannot compute ${action}: label must be an integer or an array of integers, got NaN`,
    );
  });
}

/** Those that take a spacing. */
const SPACED = PAIRWISE.filter(([action]) =>
  [
    "surface distances",
    "ASSD",
    "ASD",
    "Hausdorff distance",
    "surface Dice",
    "boundary IoU",
    "metrics",
  ]
    .includes(action)
);
const TRANSFORM: Pairwise = [
  "the distance transform",
  (mask, _, options) => distanceTransform(mask, options),
  {},
];

for (const [action, metric, needed] of [...SPACED, TRANSFORM]) {
  const run = (spacing: unknown, mask = MASK) => () =>
    metric(mask, mask, { ...needed, spacing } as never);

  Deno.test(`${action}: spacing must be one positive number an axis`, () => {
    refuses(
      run([1]),
      "TypeError",
      `Cannot compute ${action}: spacing must have one number for each axis, got 1 for 2 axes`,
    );
    refuses(
      run([1, 1], VOLUME),
      "TypeError",
      `Cannot compute ${action}: spacing must have one number for each axis, got 2 for 3 axes`,
    );
    for (const size of [0, -1, NaN, Infinity]) {
      refuses(
        run([1, size]),
        "RangeError",
        `Cannot compute ${action}: spacing must be positive and finite, got 1, ${size}`,
      );
    }
    refuses(
      run(2),
      "TypeError",
      `Cannot compute ${action}: spacing must be an array of numbers, got 2`,
    );
  });
}

Deno.test("label 300 of 16 bits is not taken for label 44 of 8", () => {
  const truth = { data: Uint16Array.of(300, 44, 300, 0), shape: [2, 2] };
  assert.deepEqual(counts(truth, truth, { label: 300 }), { tp: 2, fp: 0, fn: 0, tn: 2 });
  assert.deepEqual(counts(truth, truth, { label: 44 }), { tp: 1, fp: 0, fn: 0, tn: 3 });
  assert.deepEqual(confusionMatrix(truth, truth, [300, 44]), [[2, 0], [0, 1]]);
});

Deno.test("confusionMatrix() counts [truth][prediction] in the order of the labels", () => {
  const truth = { data: [0, 1, 1, 2, 2, 2], shape: [2, 3] };
  const prediction = { data: [0, 1, 2, 2, 1, 7], shape: [2, 3] };
  assert.deepEqual(confusionMatrix(truth, prediction, [2, 1, 0]), [[1, 1, 0], [1, 1, 0], [
    0,
    0,
    1,
  ]]);
});
