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

const MASK: Mask = { data: [0, 1, 1, 0], shape: [2, 2] };
const VOLUME: Mask = { data: [0, 1, 1, 0, 0, 1, 1, 0], shape: [2, 2, 2] };

/** Asserts the error of a call with options that no type would let through. */
function fails(run: () => unknown, name: "TypeError" | "RangeError", message: string): void {
  assert.throws(run, { name, message });
}

/** A bad number, the error it gives, and the end of its message. */
type Refused = [number, "TypeError" | "RangeError", string][];

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
    fails(
      run(MASK, { data: new Uint8Array(6), shape: [2, 3] }),
      "TypeError",
      `Cannot compute ${action}: masks must have the same shape, got 2x2 and 2x3`,
    );
    fails(
      run({ data: new Uint8Array(5), shape: [2, 2] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth data must have 4 values for shape 2x2, got 5`,
    );
    fails(
      run(MASK, { data: [1], shape: [1] }),
      "TypeError",
      `Cannot compute ${action}: prediction shape must have 2 or 3 axes, got 1`,
    );
    fails(
      run({ data: [], shape: [0, 4] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth shape must hold positive integers, got 0x4`,
    );
    fails(
      run(MASK, { data: [1], shape: [0.5, 2] }),
      "TypeError",
      `Cannot compute ${action}: prediction shape must hold positive integers, got 0.5x2`,
    );
    fails(
      run(null, MASK),
      "TypeError",
      `Cannot compute ${action}: truth must be { data, shape }, got null`,
    );
    fails(
      run(MASK, new Uint8Array(4)),
      "TypeError",
      `Cannot compute ${action}: prediction must be { data, shape }, got object`,
    );
    fails(
      run({ data: "0110", shape: [2, 2] }, MASK),
      "TypeError",
      `Cannot compute ${action}: truth data must be a typed array or a plain array, got string`,
    );
    fails(
      run({ data: new Uint8Array(0), shape: [2 ** 16, 2 ** 16] }, MASK),
      "RangeError",
      `Cannot compute ${action}: truth must have at most 2147483648 voxels, got 4294967296`,
    );
  });

  if (!["metrics", "the confusion matrix"].includes(action)) {
    Deno.test(`${action}: a label must be an integer`, () => {
      fails(
        run(MASK, MASK, { label: 1.5 }),
        "TypeError",
        `Cannot compute ${action}: label must be an integer, got 1.5`,
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
    fails(
      () => run({ data: new Uint8Array(5), shape: [2, 2] }),
      "TypeError",
      `Cannot compute ${action}: mask data must have 4 values for shape 2x2, got 5`,
    );
    fails(
      () => run({ data: [1, 0, 0, 0], shape: [1, 1, 2, 2] }),
      "TypeError",
      `Cannot compute ${action}: mask shape must have 2 or 3 axes, got 4`,
    );
    fails(
      () => run(undefined as unknown as Mask),
      "TypeError",
      `Cannot compute ${action}: mask must be { data, shape }, got undefined`,
    );
    fails(
      () => run(MASK, { label: NaN }),
      "TypeError",
      `Cannot compute ${action}: label must be an integer, got NaN`,
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
    fails(
      run([1]),
      "TypeError",
      `Cannot compute ${action}: spacing must have one number for each axis, got 1 for 2 axes`,
    );
    fails(
      run([1, 1], VOLUME),
      "TypeError",
      `Cannot compute ${action}: spacing must have one number for each axis, got 2 for 3 axes`,
    );
    for (const size of [0, -1, NaN, Infinity]) {
      fails(
        run([1, size]),
        "RangeError",
        `Cannot compute ${action}: spacing must be positive and finite, got 1, ${size}`,
      );
    }
    fails(
      run(2),
      "TypeError",
      `Cannot compute ${action}: spacing must be an array of numbers, got 2`,
    );
  });
}

Deno.test("connectivity must be an integer from 1 to the number of axes", () => {
  for (const connectivity of [0, 3, 1.5, NaN]) {
    fails(
      () => assd(MASK, MASK, { connectivity }),
      "RangeError",
      `Cannot compute ASSD: connectivity must be an integer from 1 to 2, got ${connectivity}`,
    );
  }
  assert.equal(assd(VOLUME, VOLUME, { connectivity: 3 }), 0);
  fails(
    () => contour(VOLUME, { connectivity: 4 }),
    "RangeError",
    "Cannot compute the contour: connectivity must be an integer from 1 to 3, got 4",
  );
});

Deno.test("percentile must be from 0 to 100", () => {
  for (const percentile of [-1, 100.5, NaN]) {
    const message =
      `Cannot compute Hausdorff distance: percentile must be from 0 to 100, got ${percentile}`;
    fails(() => hausdorff(MASK, MASK, { percentile }), "RangeError", message);
    fails(() => evaluate(MASK, MASK, { labels: [1], percentile }), "RangeError", message);
  }
});

Deno.test("rule, average and direction must be known", () => {
  fails(
    () => hausdorff(MASK, MASK, { rule: "mean" as "max" }),
    "TypeError",
    'Cannot compute Hausdorff distance: rule must be "max" or "pooled", got "mean"',
  );
  fails(
    () => assd(MASK, MASK, { average: "median" as "pooled" }),
    "TypeError",
    'Cannot compute ASSD: average must be "pooled" or "mean-of-means", got "median"',
  );
  fails(
    () => asd(MASK, MASK, { from: "image" as "truth" }),
    "TypeError",
    'Cannot compute ASD: from must be "prediction" or "truth", got "image"',
  );
});

Deno.test("tolerance must be given, at least 0 and finite", () => {
  for (
    const [tolerance, name, found] of [
      [undefined, "TypeError", "a number, got undefined"],
      ["1", "TypeError", "a number, got string"],
      [-0.1, "RangeError", "at least 0 and finite, got -0.1"],
      [NaN, "RangeError", "at least 0 and finite, got NaN"],
      [Infinity, "RangeError", "at least 0 and finite, got Infinity"],
    ] as unknown as Refused
  ) {
    const message = `Cannot compute surface Dice: tolerance must be ${found}`;
    fails(() => surfaceDice(MASK, MASK, { tolerance }), name, message);
    const options = { labels: [1], metrics: ["surfaceDice"] as const, tolerance };
    fails(() => evaluate(MASK, MASK, options), name, message);
  }
});

Deno.test("the width of a boundary must be given, and at least the smallest spacing", () => {
  for (
    const [width, name, found] of [
      [undefined, "TypeError", "a number, got undefined"],
      [0.5, "RangeError", "at least the smallest spacing, 1, and finite, got 0.5"],
      [NaN, "RangeError", "at least the smallest spacing, 1, and finite, got NaN"],
    ] as unknown as Refused
  ) {
    const message = `Cannot compute boundary IoU: width must be ${found}`;
    fails(() => boundaryIou(MASK, MASK, { width }), name, message);
    const options = { labels: [1], metrics: ["boundaryIou"] as const, width };
    fails(() => evaluate(MASK, MASK, options), name, message);
  }
});

Deno.test("the width of a boundary in a plane knows nothing of slices", () => {
  const options = { width: 1.5, spacing: [2, 3] };
  const message = "Cannot compute boundary IoU: width must be at least the smallest spacing, 2, " +
    "and finite, got 1.5";
  fails(() => boundaryIou(MASK, MASK, options), "RangeError", message);
  const both = { ...options, labels: [1], metrics: ["boundaryIou"] as const };
  fails(() => evaluate(MASK, MASK, both), "RangeError", message);
  const [{ boundaryIou: found }] = evaluate(MASK, MASK, {
    ...both,
    convention: "metrics-reloaded",
  });
  assert.equal(found, 1);
});

Deno.test("the value for an empty mask must be a policy", () => {
  for (const [empty, found] of [["zero", '"zero"'], [-1, "-1"], [null, "null"]] as const) {
    fails(
      () => assd(MASK, MASK, { empty: empty as number }),
      "TypeError",
      'Cannot compute ASSD: empty must be "infinity", "nan", "throw" or a number of at least 0, ' +
        `got ${found}`,
    );
  }
});

Deno.test("labels must be different integers", () => {
  const run = (labels: unknown) => () => evaluate(MASK, MASK, { labels: labels as number[] });
  fails(
    run(undefined),
    "TypeError",
    "Cannot compute metrics: labels must be an array of integers, got undefined",
  );
  fails(
    run([1, 0.5]),
    "TypeError",
    "Cannot compute metrics: labels must be an array of integers, got 1,0.5",
  );
  fails(
    run([]),
    "RangeError",
    "Cannot compute metrics: labels must hold at least one label, got none",
  );
  fails(
    run([1, 2, 1]),
    "RangeError",
    "Cannot compute metrics: labels must differ from each other, got 1, 2, 1",
  );
  fails(
    () => confusionMatrix(MASK, MASK, [2, 2]),
    "RangeError",
    "Cannot compute the confusion matrix: labels must differ from each other, got 2, 2",
  );
});

Deno.test("unknown metrics list the known ones", () => {
  fails(
    () => evaluate(MASK, MASK, { labels: [1], metrics: ["dise" as "dice"] }),
    "TypeError",
    "Cannot compute metrics: metrics must be an array of dice, iou, precision, recall, " +
      "volumeSimilarity, assd, masd, asd, hd, hd95, surfaceDice, boundaryIou, " +
      'got "dise"',
  );
  fails(
    () => evaluate(MASK, MASK, { labels: [1], metrics: "dice" as unknown as ["dice"] }),
    "TypeError",
    "Cannot compute metrics: metrics must be an array of dice, iou, precision, recall, " +
      "volumeSimilarity, assd, masd, asd, hd, hd95, surfaceDice, boundaryIou, got string",
  );
});

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
