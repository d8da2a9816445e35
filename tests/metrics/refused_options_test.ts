import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  confusionMatrix,
  contour,
  evaluate,
  hausdorff,
  surfaceDice,
} from "@triptych/metrics";
import { MASK, refuses, VOLUME } from "./refused.ts";

/** A bad number, the error it gives, and the end of its message. */
type Refused = [number, "TypeError" | "RangeError", string][];

Deno.test("connectivity must be an integer from 1 to the number of axes", () => {
  for (const connectivity of [0, 3, 1.5, NaN]) {
    refuses(
      () => assd(MASK, MASK, { connectivity }),
      "RangeError",
      `Cannot compute ASSD: connectivity must be an integer from 1 to 2, got ${connectivity}`,
    );
  }
  assert.equal(assd(VOLUME, VOLUME, { connectivity: 3 }), 0);
  refuses(
    () => contour(VOLUME, { connectivity: 4 }),
    "RangeError",
    "Cannot compute the contour: connectivity must be an integer from 1 to 3, got 4",
  );
});

Deno.test("percentile must be from 0 to 100", () => {
  for (const percentile of [-1, 100.5, NaN]) {
    const message =
      `Cannot compute Hausdorff distance: percentile must be from 0 to 100, got ${percentile}`;
    refuses(() => hausdorff(MASK, MASK, { percentile }), "RangeError", message);
    refuses(() => evaluate(MASK, MASK, { labels: [1], percentile }), "RangeError", message);
  }
});

Deno.test("rule, average and direction must be known", () => {
  refuses(
    () => hausdorff(MASK, MASK, { rule: "mean" as "max" }),
    "TypeError",
    'Cannot compute Hausdorff distance: rule must be "max" or "pooled", got "mean"',
  );
  refuses(
    () => assd(MASK, MASK, { average: "median" as "pooled" }),
    "TypeError",
    'Cannot compute ASSD: average must be "pooled" or "mean-of-means", got "median"',
  );
  refuses(
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
    refuses(() => surfaceDice(MASK, MASK, { tolerance }), name, message);
    const options = { labels: [1], metrics: ["surfaceDice"] as const, tolerance };
    refuses(() => evaluate(MASK, MASK, options), name, message);
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
    refuses(() => boundaryIou(MASK, MASK, { width }), name, message);
    const options = { labels: [1], metrics: ["boundaryIou"] as const, width };
    refuses(() => evaluate(MASK, MASK, options), name, message);
  }
});

Deno.test("the width of a boundary in a plane knows nothing of slices", () => {
  const options = { width: 1.5, spacing: [2, 3] };
  const message = "Cannot compute boundary IoU: width must be at least the smallest spacing, 2, " +
    "and finite, got 1.5";
  refuses(() => boundaryIou(MASK, MASK, options), "RangeError", message);
  const both = { ...options, labels: [1], metrics: ["boundaryIou"] as const };
  refuses(() => evaluate(MASK, MASK, both), "RangeError", message);
  const [{ boundaryIou: found }] = evaluate(MASK, MASK, {
    ...both,
    convention: "metrics-reloaded",
  });
  assert.equal(found, 1);
});

Deno.test("the value for an empty mask must be a policy", () => {
  for (const [empty, found] of [["zero", '"zero"'], [-1, "-1"], [null, "null"]] as const) {
    refuses(
      () => assd(MASK, MASK, { empty: empty as number }),
      "TypeError",
      'Cannot compute ASSD: empty must be "infinity", "nan", "throw" or a number of at least 0, ' +
        `got ${found}`,
    );
  }
});

Deno.test("labels must be different integers", () => {
  const run = (labels: unknown) => () => evaluate(MASK, MASK, { labels: labels as number[] });
  refuses(
    run(undefined),
    "TypeError",
    "Cannot compute metrics: labels must be an array of integers, or of arrays of them, got undefined",
  );
  refuses(
    run([1, 0.5]),
    "TypeError",
    "Cannot compute metrics: labels must be an array of integers, or of arrays of them, got 1,0.5",
  );
  refuses(
    run([]),
    "RangeError",
    "Cannot compute metrics: labels must contain at least one label, got none",
  );
  refuses(
    run([1, 2, 1]),
    "RangeError",
    "Cannot compute metrics: labels must differ from each other, got 1, 2, 1",
  );
  refuses(
    () => confusionMatrix(MASK, MASK, [2, 2]),
    "RangeError",
    "Cannot compute the confusion matrix: labels must differ from each other, got 2, 2",
  );
});

Deno.test("unknown metrics list the known ones", () => {
  refuses(
    () => evaluate(MASK, MASK, { labels: [1], metrics: ["dise" as "dice"] }),
    "TypeError",
    "Cannot compute metrics: metrics must be an array of dice, iou, precision, recall, " +
      "volumeSimilarity, specificity, balancedAccuracy, mcc, kappa, volumeDifference, " +
      "relativeVolumeDifference, centerDistance, assd, masd, asd, hd, hd95, surfaceDice, boundaryIou, " +
      'got "dise"',
  );
  refuses(
    () => evaluate(MASK, MASK, { labels: [1], metrics: "dice" as unknown as ["dice"] }),
    "TypeError",
    "Cannot compute metrics: metrics must be an array of dice, iou, precision, recall, " +
      "volumeSimilarity, specificity, balancedAccuracy, mcc, kappa, volumeDifference, " +
      "relativeVolumeDifference, centerDistance, assd, masd, asd, hd, hd95, surfaceDice, boundaryIou, got string",
  );
});
