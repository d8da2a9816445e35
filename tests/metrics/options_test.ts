import assert from "node:assert/strict";
import {
  asd,
  asdOf,
  assd,
  assdOf,
  balancedAccuracy,
  bettiNumbers,
  boundaryIou,
  calibration,
  centerDistance,
  clDice,
  confusion,
  confusionMatrix,
  connectedComponents,
  contour,
  counts,
  dice,
  distanceTransform,
  eulerNumber,
  evaluate,
  evaluateInstances,
  hausdorff,
  hausdorffOf,
  iou,
  kappa,
  lesionWise,
  type Mask,
  mcc,
  precision,
  recall,
  relativeVolumeDifference,
  relativeVolumeDifferenceOf,
  skeleton,
  specificity,
  surfaceDice,
  surfaceDiceOf,
  surfaceDistances,
  topologyErrors,
  volumeDifference,
  volumeSimilarity,
} from "@triptych/metrics";

const MASK: Mask = { data: [0, 1, 1, 0], shape: [2, 2] };
const DISTANCES = surfaceDistances(MASK, MASK);

/** A function as one of its options alone, with the names that it knows and those it needs. */
type Known = [name: string, run: (options: never) => unknown, knows: string, needs?: object];
const LABEL = "label, ignore, absent";
const SURFACE = `${LABEL}, spacing, connectivity`;
const FUNCTIONS: Known[] = [
  ["counts", (o) => counts(MASK, MASK, o), LABEL],
  ["Dice", (o) => dice(MASK, MASK, o), LABEL],
  ["IoU", (o) => iou(MASK, MASK, o), LABEL],
  ["precision", (o) => precision(MASK, MASK, o), LABEL],
  ["recall", (o) => recall(MASK, MASK, o), LABEL],
  ["volume similarity", (o) => volumeSimilarity(MASK, MASK, o), LABEL],
  ["specificity", (o) => specificity(MASK, MASK, o), LABEL],
  ["balanced accuracy", (o) => balancedAccuracy(MASK, MASK, o), LABEL],
  ["MCC", (o) => mcc(MASK, MASK, o), LABEL],
  ["kappa", (o) => kappa(MASK, MASK, o), LABEL],
  ["volume difference", (o) => volumeDifference(MASK, MASK, o), `${LABEL}, spacing`],
  [
    "relative volume difference",
    (o) => relativeVolumeDifference(MASK, MASK, o),
    `${LABEL}, empty`,
  ],
  [
    "relative volume difference",
    (o) => relativeVolumeDifferenceOf(counts(MASK, MASK), o),
    "empty",
  ],
  ["center distance", (o) => centerDistance(MASK, MASK, o), `${LABEL}, spacing, empty`],
  ["surface distances", (o) => surfaceDistances(MASK, MASK, o), SURFACE],
  ["ASSD", (o) => assd(MASK, MASK, o), `${SURFACE}, average, empty`],
  ["ASSD", (o) => assdOf(DISTANCES, o), "average, empty"],
  ["ASD", (o) => asd(MASK, MASK, o), `${SURFACE}, from, empty`],
  ["ASD", (o) => asdOf(DISTANCES, o), "from, empty"],
  [
    "Hausdorff distance",
    (o) => hausdorff(MASK, MASK, o),
    `${SURFACE}, percentile, rule, empty`,
  ],
  ["Hausdorff distance", (o) => hausdorffOf(DISTANCES, o), "percentile, rule, empty"],
  ["surface Dice", (o) => surfaceDice(MASK, MASK, o), `${SURFACE}, tolerance`, { tolerance: 1 }],
  ["surface Dice", (o) => surfaceDiceOf(DISTANCES, o), "tolerance", { tolerance: 1 }],
  ["boundary IoU", (o) => boundaryIou(MASK, MASK, o), `${LABEL}, spacing, width`, { width: 1 }],
  [
    "instances",
    (o) => evaluateInstances(MASK, MASK, o),
    `${LABEL}, instances, connectivity, score, threshold, match, spacing`,
  ],
  [
    "calibration",
    (o) => calibration(MASK, { data: new Float32Array(8), shape: [2, 2, 2] }, o),
    "labels, bins, ignore, absent",
  ],
  [
    "lesion-wise scores",
    (o) => lesionWise(MASK, MASK, o),
    `${LABEL}, spacing, dilation, ignoredVolume, penalty`,
  ],
  ["clDice", (o) => clDice(MASK, MASK, o), LABEL],
  ["the skeleton", (o) => skeleton(MASK, o), LABEL],
  ["the Euler number", (o) => eulerNumber(MASK, o), `${LABEL}, connectivity`],
  ["Betti numbers", (o) => bettiNumbers(MASK, o), `${LABEL}, connectivity`],
  ["topology errors", (o) => topologyErrors(MASK, MASK, o), `${LABEL}, connectivity`],
  ["the contour", (o) => contour(MASK, o), `${LABEL}, connectivity`],
  ["connected components", (o) => connectedComponents(MASK, o), `${LABEL}, connectivity`],
  [
    "the distance transform",
    (o) => distanceTransform(MASK, o),
    `${LABEL}, spacing, squared, indices`,
  ],
  [
    "metrics",
    (o) => evaluate(MASK, MASK, o),
    "labels, metrics, spacing, tolerance, width, percentile, connectivity, empty, convention, " +
    "ignore, absent",
    { labels: [1] },
  ],
  [
    "the confusion matrix",
    (o) => confusion(MASK, MASK, o),
    "labels, ignore, absent",
    { labels: [1] },
  ],
  ["the confusion matrix", (o) => confusionMatrix(MASK, MASK, [1], o), "ignore, absent"],
];

for (const [action, run, known, needed = {}] of FUNCTIONS) {
  Deno.test(`${action} refuses options other than ${known}`, () => {
    const names = known.split(", ");
    // all of them are known, and nothing is what leaving them out is
    run({ ...Object.fromEntries(names.map((name) => [name, undefined])), ...needed } as never);
    const cases = [["colour", ""], ...names.map((name) => [name + "s", `; did you mean ${name}?`])];
    for (const [name, suggestion] of cases.filter(([name]) => !names.includes(name))) {
      assert.throws(() => run({ ...needed, [name]: undefined } as never), {
        name: "TypeError",
        message: `Cannot compute ${action}: options must be among ${known}, got "${name}"` +
          suggestion,
      });
    }
    for (const [options, found] of [[null, "null"], [1, "1"], ["1", '"1"'], [[1], "[1]"]]) {
      assert.throws(() => run(options as never), {
        name: "TypeError",
        message: `Cannot compute ${action}: options must be an object, got ${found}`,
      });
    }
  });
}

/** Options of a type that nothing lets through, and the end of their message. */
const WRONG: [option: string, value: unknown, message: string][] = [
  ["label", "1", 'label must be an integer or an array of integers, got "1"'],
  ["label", 1n, "label must be an integer or an array of integers, got 1n"],
  ["label", null, "label must be an integer or an array of integers, got null"],
  [
    "label",
    2 ** 53,
    "label must be an integer or an array of integers, got 9007199254740992 (beyond the safe integers)",
  ],
  ["labels", ["1"], 'labels must be an array of integers, or of arrays of them, got "1"'],
  [
    "labels",
    [2 ** 53],
    "labels must be an array of integers, or of arrays of them, got 9007199254740992 (beyond the safe integers)",
  ],
  ["labels", 1, "labels must be an array of integers, or of arrays of them, got 1"],
  ["ignore", "255", 'ignore must be an integer or an array of integers, got "255"'],
  ["ignore", 0.5, "ignore must be an integer or an array of integers, got 0.5"],
  ["ignore", [255, NaN], "ignore must be an integer or an array of integers, got 255,NaN"],
  ["ignore", null, "ignore must be an integer or an array of integers, got null"],
  ["absent", true, 'absent must be "error" or "allow", got true'],
  ["spacing", ["1", "1"], 'spacing must be an array of numbers, got ["1", "1"]'],
  ["connectivity", "1", 'connectivity must be an integer from 1 to 2, got "1"'],
  ["percentile", "95", 'percentile must be a number, got "95"'],
  ["percentile", null, "percentile must be a number, got null"],
  ["empty", "0", 'empty must be "infinity", "nan", "throw" or a number of at least 0, got "0"'],
  ["squared", 1, "squared must be true or false, got 1"],
  ["indices", "no", 'indices must be true or false, got "no"'],
  ["rule", true, 'rule must be "max" or "pooled", got true'],
  ["average", 1, 'average must be "pooled" or "mean-of-means", got 1'],
  ["from", 1, 'from must be "prediction" or "truth", got 1'],
  ["tolerance", "1", "tolerance must be a number, got string"],
  ["width", "1", "width must be a number, got string"],
];

Deno.test("options of a wrong type are refused by every function that has them", () => {
  for (const [option, value, message] of WRONG) {
    const users = FUNCTIONS.filter(([, , known]) => known.split(", ").includes(option));
    assert.ok(users.length > 0, option);
    for (const [, run, known, needed = {}] of users) {
      // evaluate needs these only for the metrics that read them
      const metrics = { tolerance: ["surfaceDice"], width: ["boundaryIou"] }[option];
      const more = metrics !== undefined && known.includes("metrics") ? { metrics } : {};
      assert.throws(() => run({ ...needed, ...more, [option]: value } as never), (error: Error) => {
        assert.ok(error.message.endsWith(`: ${message}`), `${error.message}, not ${message}`);
        return error instanceof TypeError || error instanceof RangeError;
      });
    }
  }
});

Deno.test("a value can't be both measured and ignored", () => {
  const message = /ignore must be none of the labels to measure, got 1$/;
  for (const ignore of [1, [255, 1]]) {
    const expected = { name: "RangeError", message };
    assert.throws(() => dice(MASK, MASK, { label: 1, ignore }), expected);
    assert.throws(() => evaluate(MASK, MASK, { labels: [2, 1], ignore }), expected);
    assert.throws(() => confusionMatrix(MASK, MASK, [1], { ignore }), expected);
    assert.throws(() => contour(MASK, { label: 1, ignore }), expected);
  }
});

Deno.test("names far from all others get no suggestion, near ones whatever their case", () => {
  const suggest = (name: string) => {
    try {
      evaluate(MASK, MASK, { labels: [1], [name]: 1 });
    } catch (error) {
      return /did you mean (.*)\?/.exec((error as Error).message)?.[1];
    }
  };
  assert.equal(suggest("ignoreIndex"), "ignore");
  assert.equal(suggest("Spacing"), "spacing");
  assert.equal(suggest("percentil"), "percentile");
  assert.equal(suggest("tolerence"), "tolerance");
  assert.equal(suggest("x"), undefined);
  assert.equal(suggest("foreground"), undefined);
});
