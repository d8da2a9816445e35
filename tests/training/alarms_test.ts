// Alarms of sets and models that are made to have one fault each.
import assert from "node:assert/strict";
import { type LabelClass, labelClasses } from "../../core/mod.ts";
import { type Dataset, TRIMAP_CLASSES } from "../../data/mod.ts";
import { buildEvaluation, ConfusionTotals, evaluateCase } from "../../evaluation/mod.ts";
import { settingsOf } from "../../training/presets.ts";
import { alarmsOfResult, type Ended } from "../../training/result_alarms.ts";
import { alarmsOfSplit } from "../../training/split_alarms.ts";
import type { Split, Subset } from "../../training/split.ts";
import type { Settings } from "../../training/settings.ts";

const SIDE = 32;

/** The label of an image at a place. */
type Draw = (x: number, y: number) => number;

/** Squares of cat, 8 pixels wide, and of dog. */
const good: Draw = (x, y) => y < 8 && x < 8 ? 2 : y > 20 && x > 20 ? 3 : 1;
const onlyCats: Draw = (x, y) => y < 8 && x < 8 ? 2 : 1;

const SETTINGS = { ...settingsOf("sample"), data: "my/images", size: SIDE };

Deno.test("a set in which every part contains every class, wide enough, raises no alarm", () => {
  const split = splitOf({ train: [good, good], validation: [good], test: [good] });
  assert.deepEqual(alarmsOfSplit(split, SETTINGS), []);
});

Deno.test("a class that a part lacks is named, with what to do", () => {
  const alarmsOf = (parts: Parameters<typeof splitOf>[0]) =>
    alarmsOfSplit(splitOf(parts), SETTINGS);
  assert.deepEqual(alarmsOf({ train: [onlyCats], validation: [good], test: [good] }), [
    "The training set contains no dog, so it can't be learned: another --seed divides the images " +
    "otherwise.",
  ]);
  assert.deepEqual(alarmsOf({ train: [good], validation: [good], test: [onlyCats] }), [
    "The test set contains no dog, so it has no figures: another --seed divides the images otherwise.",
  ]);
  assert.deepEqual(
    alarmsOf({ train: [onlyCats], validation: [good], test: [good], isDivided: true }),
    ["The training set contains no dog, so it can't be learned: move images with it there."],
  );
  assert.deepEqual(alarmsOf({ train: [onlyCats], validation: [onlyCats], test: [onlyCats] }), [
    "No mask contains dog at 32 px, so it is neither learned nor measured: leave it out with " +
    "--classes, or take a larger --size if it is there but too small.",
  ]);
});

Deno.test("objects under 4 pixels wide in most images raise an alarm with the size that keeps them", () => {
  // dogs are crosses of lines, 2 pixels wide, in two of three images
  const thin: Draw = (x, y) => x >> 1 === 12 || y >> 1 === 12 ? 3 : onlyCats(x, y);
  const of = (size: Settings["size"], ...train: Draw[]) =>
    alarmsOfSplit(splitOf({ train, validation: [good], test: [good] }), { ...SETTINGS, size });
  assert.deepEqual(of(SIDE, thin, thin, good), [
    "At 32 px most of dog (2 px at the median, in 2 of 3 images) is under 4 pixels wide, and vanishes " +
    "in the network's coarser maps: --size 64 would make it 4 pixels wide, if the images are that " +
    "large.",
  ]);
  assert.match(of("32x32", thin)[0], /--size 64x64 would/);
  assert.deepEqual(of(SIDE, thin, good), []);
  const border: Draw = (x) => x < 8 ? 1 : x < 10 ? 3 : 2;
  const pets = splitOf({ train: [border], test: [border], classes: TRIMAP_CLASSES });
  assert.deepEqual(alarmsOfSplit(pets, SETTINGS), [], "the border of trimaps is thin on purpose");
});

Deno.test("a model that finds its classes raises no alarm", () => {
  const split = splitOf({ train: [good], test: [good, good] });
  const evaluation = evaluationOf(split, [good, good], 0.5);
  assert.deepEqual(alarmsOfResult(evaluation, endOf(split)), []);
});

Deno.test("a model that predicts background alone is told with the likely cause", () => {
  // 4 x 4 pixels of 32 x 32 are 1.6 %
  const small: Draw = (x, y) => x < 4 && y < 4 ? 2 : 1;
  const speck: Draw = (x, y) => x < 3 && y < 3 ? 2 : 1;
  const of = (draw: Draw, change: Partial<Settings> = {}) => {
    const split = splitOf({ train: [draw], test: [draw] });
    const settings = { ...SETTINGS, batch: 1, epochs: 500, ...change };
    return alarmsOfResult(evaluationOf(split, [() => 1], 0), endOf(split, settings))[0];
  };
  const what = "The model predicts background alone, and never cat. ";
  assert.equal(
    of(onlyCats),
    what +
      "Its loss went from 1.000 to 0.500: train longer (--epochs), or look whether the masks of " +
      "cat lie where they should (deno task data).",
  );
  const cause = (text: string) => `${what}Likely why: ${text}.`;
  assert.equal(of(onlyCats, { epochs: 12 }), cause("12 steps are few (try more --epochs)"));
  assert.equal(of(onlyCats, { lr: 0.1 }), cause("--lr 0.1 is high (try 0.001)"));
  assert.equal(of(onlyCats, { lr: 1e-6 }), cause("--lr 0.000001 is low (try 0.001)"));
  const share = "only 1.6 % of the training pixels show cat";
  assert.equal(of(small), cause(`${share} (try --loss dice-cross-entropy, or --class-weights)`));
  assert.equal(of(small, { loss: "dice-cross-entropy" }), cause(`${share} (try --class-weights)`));
  assert.match(of(speck), /; most of cat is too thin at this size \(try --size 48\)\.$/);
});

Deno.test("classes that one mask for all images would find as well are named", () => {
  const split = splitOf({ train: [good], test: [good, good] });
  // dogs are found in a corner of them
  const poor: Draw = (x, y) => y > 28 && x > 28 ? 3 : onlyCats(x, y);
  const [alarm, ...more] = alarmsOfResult(evaluationOf(split, [poor, poor], 0.5), endOf(split));
  assert.deepEqual(more, []);
  assert.match(
    alarm,
    /^No better than one mask for all images: dog \(median Dice 0\.\d{3}, of that mask 0\.500\)\. Train/,
  );
});

/** A split whose parts are drawn. */
function splitOf(
  {
    train,
    validation = [],
    test,
    isDivided = false,
    classes = labelClasses(
      "background",
      "cat",
      "dog",
    ),
  }: {
    train: Draw[];
    validation?: Draw[];
    test: Draw[];
    isDivided?: boolean;
    classes?: readonly LabelClass[];
  },
): Split {
  const draws = [...train, ...validation, ...test], pixels = SIDE ** 2;
  const labels = new Uint8Array(new SharedArrayBuffer(draws.length * pixels));
  draws.forEach((draw, n) => labels.set(drawn(draw), n * pixels));
  const ids = draws.map((_, i) => `case ${i}`);
  const data: Dataset = {
    name: "drawn",
    fingerprint: "",
    shape: [SIDE, SIDE],
    channels: 3,
    depth: 8,
    ids,
    groups: ids,
    images: new Uint8Array(new SharedArrayBuffer(draws.length * pixels * 3)),
    labels,
    classes,
    skipped: [],
    ...isDivided && { parts: ids.map(() => undefined) },
  };
  const part = (start: number, count: number): Subset => ({
    data,
    indices: Array.from({ length: count }, (_, i) => start + i),
  });
  return {
    train: part(0, train.length),
    validation: part(train.length, validation.length),
    test: part(train.length + validation.length, test.length),
  };
}

function drawn(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: SIDE ** 2 }, (_, i) => draw(i % SIDE, Math.floor(i / SIDE)));
}

/** The figures of predictions of the test set, where one mask has the same Dice of all classes. */
function evaluationOf({ test }: Split, predictions: Draw[], constant: number) {
  const { data: { classes, labels }, indices } = test, pixels = SIDE ** 2;
  const totals = new ConfusionTotals(classes);
  const cases = predictions.map((draw, i) => {
    const at = indices[i] * pixels, prediction = drawn(draw);
    const truth = labels.subarray(at, at + pixels);
    totals.add(truth, prediction);
    return evaluateCase(truth, prediction, { id: `${i}`, shape: [SIDE, SIDE], classes });
  });
  const constantDice = Object.fromEntries(classes.map(({ name }) => [name, constant]));
  return buildEvaluation(cases, { name: "drawn", constantDice, ...totals });
}

function endOf(split: Split, settings: Settings = { ...SETTINGS, epochs: 500 }): Ended {
  const records = Array.from({ length: settings.epochs }, (_, i) => ({
    epoch: i + 1,
    trainLoss: i === 0 ? 1 : 0.5,
    validationLoss: 1,
    dice: {},
    learningRate: settings.lr,
    seconds: 1,
    imagesPerSecond: 1,
  }));
  return { split, settings, records };
}
