import assert from "node:assert/strict";
import type { LabelClass } from "../../../core/mod.ts";
import {
  buildEvaluation,
  checkEvaluation,
  ConfusionTotals,
  constantDice,
  constantPrediction,
  evaluateCase,
  hashTruth,
  summaryTable,
} from "../../../evaluation/mod.ts";
import { found, invented, misplaced, missed } from "../cases.ts";

const CLASSES: LabelClass[] = [
  { label: 1, name: "cat", color: "#e07a3f" },
  { label: 2, name: "floor", color: "#3f6fb5" },
];

const TRUTH = Uint8Array.of(1, 1, 2, 2);
const PREDICTION = Uint8Array.of(1, 2, 2, 0);

Deno.test("evaluateCase() counts and measures each class", () => {
  const options = { id: "a", group: "cats", shape: [2, 2] as const, classes: CLASSES };
  assert.deepEqual(evaluateCase(TRUTH, PREDICTION, options), {
    id: "a",
    group: "cats",
    shape: [2, 2],
    spacing: [1, 1],
    classes: {
      // surfaces of 2 and 1 pixels, distances 0, 1 and 0
      cat: { tp: 1, fp: 0, fn: 1, tn: 2, dice: 2 / 3, iou: 0.5, assd: 1 / 3, hd95: 0.95 },
      // 2 pixels of 2, distances 0, 1 and 1, 0
      floor: { tp: 1, fp: 1, fn: 1, tn: 1, dice: 0.5, iou: 1 / 3, assd: 0.5, hd95: 0.95 },
    },
    errors: { distance: 3, classes: { cat: { edge: 1 }, floor: { edge: 2 } } },
    truthHash: hashTruth(TRUTH, options),
  });
  const { errors } = evaluateCase(TRUTH, PREDICTION, { ...options, errors: false });
  assert.equal(errors, undefined);
});

Deno.test("evaluateCase() tells wrong pixels apart, of classes and regions, in 3 pixels of the finest axis", () => {
  const shape = [1, 8], truth = Uint8Array.of(1, 1, 0, 0, 0, 0, 2, 2);
  const prediction = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0);
  const all = { label: 1, labels: [1, 2], name: "all", color: "#e07a3f" };
  const alone = { ...all, labels: [2], name: "alone" };
  const options = { id: "a", shape, spacing: [2, 0.5], classes: [...CLASSES, all, alone] };
  assert.deepEqual(evaluateCase(truth, prediction, options).errors, {
    distance: 1.5,
    classes: {
      cat: { edge: 1 },
      floor: { missed: 2 },
      all: { edge: 1, missed: 2 },
      alone: { missed: 2 },
    },
  });
});

Deno.test("evaluateCase() writes null for a distance that is infinite", () => {
  const options = { id: "a", shape: [2, 2] as const, classes: CLASSES };
  const { classes, group } = evaluateCase(TRUTH, new Uint8Array(4).fill(2), options);
  assert.equal(group, undefined);
  assert.deepEqual(classes.cat, {
    tp: 0,
    fp: 0,
    fn: 2,
    tn: 2,
    dice: 0,
    iou: 0,
    assd: null,
    hd95: null,
  });
});

Deno.test("evaluateCase() measures along the axes of shape", () => {
  const truth = Uint8Array.of(1, 0, 0, 0, 0, 0);
  const prediction = Uint8Array.of(0, 0, 0, 0, 0, 1);
  const options = { id: "a", shape: [2, 3] as const, classes: [CLASSES[0]] };
  const assd = (spacing: [number, number]) =>
    evaluateCase(truth, prediction, { ...options, spacing }).classes.cat.assd;
  assert.equal(assd([1, 1]), Math.hypot(1, 2));
  assert.equal(assd([3, 2]), 5);
});

Deno.test("evaluateCase() refuses masks that do not fit their shape", () => {
  const options = { id: "a", shape: [2, 3] as const, classes: CLASSES };
  assert.throws(() => evaluateCase(TRUTH, PREDICTION, options), TypeError);
});

Deno.test("ConfusionTotals count every pixel over all cases, those without a class apart", () => {
  const totals = new ConfusionTotals(CLASSES);
  totals.add(TRUTH, PREDICTION);
  totals.add(TRUTH, TRUTH);
  totals.add(Uint8Array.of(0, 9), Uint8Array.of(0, 1));
  assert.deepEqual(totals.confusion, [[3, 1], [0, 3]]);
  assert.deepEqual(totals.unlabelled, { truth: [1, 0], prediction: [0, 1], both: 1 });
});

Deno.test("ignored pixels are in no figure, and their number stands with the case", () => {
  const truth = Uint8Array.of(1, 1, 255, 2), prediction = Uint8Array.of(1, 2, 1, 255);
  const about = { id: "a", shape: [2, 2] as const, classes: CLASSES, ignore: [255] };
  const one = evaluateCase(truth, prediction, about);
  const { tp, fp, fn, tn } = one.classes.cat;
  assert.deepEqual([tp, fp, fn, tn, one.ignored], [1, 0, 1, 1, 1]);
  assert.notEqual(
    one.truthHash,
    evaluateCase(truth, prediction, { ...about, ignore: [] }).truthHash,
  );

  const totals = new ConfusionTotals(CLASSES, [255]);
  totals.add(truth, prediction);
  const evaluation = checkEvaluation(buildEvaluation([one], { name: "test", ...totals }));
  assert.deepEqual([evaluation.ignore, evaluation.confusion], [[255], [[1, 1], [0, 0]]]);
  assert.deepEqual(evaluation.unlabelled, { truth: [0, 0], prediction: [0, 1], both: 0 });
});

Deno.test("buildEvaluation() makes what the schema takes", () => {
  const options = { id: "a", shape: [2, 2] as const, classes: CLASSES };
  const cases = [evaluateCase(TRUTH, PREDICTION, options)];
  const confusion = [[1, 1], [0, 1]];
  const evaluation = buildEvaluation(cases, { name: "test", classes: CLASSES, confusion });
  assert.equal(checkEvaluation(evaluation), evaluation);
  assert.equal(evaluation.title, "test");
  assert.equal(evaluation.triptychs.length, 2 * 4);
  assert.deepEqual(evaluation.metrics.map(({ unit }) => unit), [undefined, undefined, "px", "px"]);
});

Deno.test("buildEvaluation() names no unit for distances that are not in pixels", () => {
  const options = {
    id: "a",
    shape: [2, 2] as const,
    spacing: [0.5, 0.5] as const,
    classes: CLASSES,
  };
  const cases = [evaluateCase(TRUTH, PREDICTION, options)];
  const { metrics } = buildEvaluation(cases, { name: "t", classes: CLASSES, confusion: [[0, 0]] });
  assert.ok(metrics.every((metric) => !("unit" in metric)));
});

Deno.test("constantPrediction() takes each pixel's commonest class, of equals the first", () => {
  const truths = [Uint8Array.of(1, 2, 2, 1), Uint8Array.of(1, 2, 1, 2), Uint8Array.of(2, 2, 1, 0)];
  assert.deepEqual(constantPrediction(truths, CLASSES), Uint8Array.of(1, 2, 1, 1));
  assert.deepEqual(constantPrediction(truths, [...CLASSES].reverse()), Uint8Array.of(1, 2, 1, 2));
});

Deno.test("constantPrediction() refuses truths of several sizes, and none", () => {
  assert.throws(() => constantPrediction([new Uint8Array(3), new Uint8Array(4)], CLASSES), {
    name: "TypeError",
    message: "Cannot make a constant prediction: truths must have the same size, got 3, 4",
  });
  assert.throws(() => constantPrediction([], CLASSES), /the same size, got none/);
});

Deno.test("constantDice() is the median over truths that hold the class or are given it", () => {
  const truths = [Uint8Array.of(1, 1), Uint8Array.of(1, 2), Uint8Array.of(2, 2)];
  // cat: Dice 1, 2/3, 0; floor is never predicted: both empty in the first, missed in the others
  assert.deepEqual(constantDice(Uint8Array.of(1, 1), truths, CLASSES), { cat: 2 / 3, floor: 0 });
});

Deno.test("constantDice() leaves out a class that is nowhere", () => {
  assert.deepEqual(constantDice(Uint8Array.of(1, 1), [Uint8Array.of(1, 1)], CLASSES), { cat: 1 });
});

Deno.test("summaryTable() says how many cases were misplaced, and which values are not 1 nor 0", () => {
  const cases = [found("a", 0.9996, 0.001), misplaced("p")];
  for (const one of cases) Object.assign(one.classes.cat, { iou: 0, hd95: 0 });
  const options = { name: "test", classes: [CLASSES[0]], confusion: [[0]] };
  assert.deepEqual(summaryTable(buildEvaluation(cases, options)), {
    head: [
      ...["class", "Dice best", "median", "worst", "ASSD (px) best", "median", "worst"],
      ...["missed", "misplaced", "invented", "both empty"],
    ],
    rows: [
      ["cat", "> 0.999", "0.500", "0.000", "0.0010", "10.00", "20.00", "0", "1", "0", "0"],
    ],
  });
});

Deno.test("summaryTable() shows best, median and worst, missed, invented and a constant mask", () => {
  const cases = [found("a", 0.9, 1.25), found("b", 0.6, 4), missed("m"), invented("i")];
  for (const one of cases) {
    Object.assign(one.classes.cat, { iou: 0, hd95: null });
    one.classes.floor = { ...one.classes.cat, tp: 0, fp: 0, fn: 0, tn: 100 };
  }
  const confusion = [[0, 0], [0, 0]];
  const evaluation = buildEvaluation(cases, {
    name: "test",
    classes: CLASSES,
    confusion,
    constantDice: { cat: 0.5 },
  });
  assert.deepEqual(summaryTable(evaluation), {
    head: [
      ...["class", "Dice best", "median", "worst", "ASSD (px) best", "median", "worst"],
      ...["missed", "invented", "both empty", "Dice of a constant mask"],
    ],
    rows: [
      ["cat", "0.900", "0.300", "0.000", "1.25", "∞", "∞", "1", "1", "0", "0.500"],
      ["floor", "–", "–", "–", "–", "–", "–", "0", "0", "4", "–"],
    ],
  });
});
