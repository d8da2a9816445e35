// Alarms of sets and models that are made to have one fault each.
import assert from "node:assert/strict";
import { type LabelClass, labelClasses } from "../../core/mod.ts";
import { type Dataset, lookAt, readFolder, TRIMAP_CLASSES, truthAt } from "../../data/mod.ts";
import { buildEvaluation, ConfusionTotals, evaluateCase } from "../../evaluation/mod.ts";
import { settingsOf } from "../../training/presets.ts";
import { alarmsOfResult, type Ended } from "../../training/result_alarms.ts";
import { alarmsOfSplit } from "../../training/split_alarms.ts";
import type { Split, Subset } from "../../training/split.ts";
import { type Settings, sizeOf } from "../../training/settings.ts";
import { putFolder } from "../data/put_folder.ts";

const SIDE = 32;

/** The label of an image at a place. */
type Draw = (x: number, y: number) => number;

/** Squares of cat, 8 pixels wide, and of dog. */
const good: Draw = (x, y) => y < 8 && x < 8 ? 2 : y > 20 && x > 20 ? 3 : 1;
const onlyCats: Draw = (x, y) => y < 8 && x < 8 ? 2 : 1;

const SETTINGS = { ...settingsOf("sample"), data: "my/images", size: SIDE };

Deno.test("a set in which every part contains every class, wide enough, raises no alarm", async () => {
  const split = splitOf({ train: [good, good], validation: [good], test: [good] });
  assert.deepEqual(await alarmsOfSplit(split, SETTINGS), []);
});

Deno.test("a class that a part lacks is named, with what to do", async () => {
  const alarmsOf = (parts: Parameters<typeof splitOf>[0]) =>
    alarmsOfSplit(splitOf(parts), SETTINGS);
  assert.deepEqual(await alarmsOf({ train: [onlyCats], validation: [good], test: [good] }), [
    "The training set contains no dog, so it can't be learned: another --seed divides the images " +
    "differently.",
  ]);
  assert.deepEqual(await alarmsOf({ train: [good], validation: [good], test: [onlyCats] }), [
    "The test set contains no dog, so it has no figures: another --seed divides the images differently.",
  ]);
  assert.deepEqual(
    await alarmsOf({ train: [onlyCats], validation: [good], test: [good], isDivided: true }),
    ["The training set contains no dog, so it can't be learned: move images with it there."],
  );
  assert.deepEqual(
    await alarmsOf({ train: [onlyCats], validation: [onlyCats], test: [onlyCats] }),
    [
      "No mask contains dog at 32 px, so it is neither learned nor measured: leave it out with " +
      "--classes, or take a larger --size if it is there but too small.",
    ],
  );
});

Deno.test("objects under 4 pixels wide in most images raise an alarm", async () => {
  // dogs are crosses of lines, 2 pixels wide, in two of three images
  const thin: Draw = (x, y) => x >> 1 === 12 || y >> 1 === 12 ? 3 : onlyCats(x, y);
  const of = (...train: Draw[]) =>
    alarmsOfSplit(splitOf({ train, validation: [good], test: [good] }), SETTINGS);
  assert.deepEqual(await of(thin, thin, good), [
    "At 32 px these classes are under 4 pixels wide in most training images that show them, and " +
    "hardly seen in the network's coarser maps: dog in 2 of 3 (2 px at the median).",
  ]);
  assert.deepEqual(await of(thin, good), []);
  const border: Draw = (x) => x < 8 ? 1 : x < 10 ? 3 : 2;
  const pets = splitOf({ train: [border], test: [border], classes: TRIMAP_CLASSES });
  assert.deepEqual(await alarmsOfSplit(pets, SETTINGS), [], "borders are thin on purpose");
});

Deno.test("the alarm of thin objects names a size only where the images are that large", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // bars of 1 are 6 of 96 pixels wide, those of 2 are 3, the rest is 0
    const valueAt = (_: number, x: number) => x < 6 ? 1 : x >= 50 && x < 53 ? 2 : 0;
    await putFolder(folder, { count: 4, width: 96, height: 96, valueAt });
    const given = { classes: ["ground", "pole", "wire"].map((name, i) => ({ name, values: [i] })) };
    const look = await lookAt(folder, { maxMegapixels: 1, given });
    const of = async (size: 32 | "48x48") => {
      const read = { size: sizeOf(size), multiple: 16, cacheFolder: `${folder}/cache` };
      const data = await readFolder(look, read);
      const part = (...indices: number[]) => ({ data, indices });
      const split = { train: part(0, 1, 2), validation: part(), test: part(3) };
      return await alarmsOfSplit(split, { ...SETTINGS, size });
    };
    const begin = "px these classes are under 4 pixels wide in most training images that show " +
      "them, and hardly seen in the network's coarser maps: ";
    const end = "Even at the images' own size wire is 3 px wide at the median: no --size helps.";
    assert.deepEqual(await of(32), [
      `At 32 ${begin}pole in 3 of 3 (2 px at the median) and wire in 3 of 3 (1 px at the median). ` +
      `--size 64 makes pole about 4 pixels wide or more. ${end}`,
    ]);
    assert.match(
      (await of("48x48"))[0],
      / --size 64x64 makes pole about 4 pixels wide or more\. E/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a model that finds its classes raises no alarm", async () => {
  const split = splitOf({ train: [good], test: [good, good] });
  const evaluation = evaluationOf(split, [good, good], 0.5);
  assert.deepEqual(await alarmsOfResult(evaluation, endOf(split)), []);
});

Deno.test("a model that predicts only background is told with the likely cause", async () => {
  // 4 x 4 pixels of 32 x 32 are 1.6 %
  const small: Draw = (x, y) => x < 4 && y < 4 ? 2 : 1;
  const speck: Draw = (x, y) => x < 3 && y < 3 ? 2 : 1;
  const of = async (draw: Draw, change: Partial<Settings> = {}) => {
    const split = splitOf({ train: [draw], test: [draw] });
    const settings = { ...SETTINGS, batch: 1, epochs: 500, ...change };
    return (await alarmsOfResult(evaluationOf(split, [() => 1], 0), endOf(split, settings)))[0];
  };
  const what = "The model predicts only background, never cat. ";
  assert.equal(
    await of(onlyCats),
    what +
      "Its loss went from 1.000 to 0.500: train longer (--epochs), or check whether the masks of " +
      "cat lie where they should (deno task data).",
  );
  const cause = (text: string) => `${what}Likely cause: ${text}.`;
  assert.equal(
    await of(onlyCats, { epochs: 12 }),
    cause("only 12 training steps (try more --epochs)"),
  );
  assert.equal(await of(onlyCats, { lr: 0.1 }), cause("--lr 0.1 is high (try 0.001)"));
  assert.equal(await of(onlyCats, { lr: 1e-6 }), cause("--lr 0.000001 is low (try 0.001)"));
  const share = "only 1.6 % of the training pixels show cat";
  assert.equal(
    await of(small),
    cause(`${share} (try --loss dice-cross-entropy, or --class-weights)`),
  );
  assert.equal(
    await of(small, { loss: "dice-cross-entropy" }),
    cause(`${share} (try --class-weights)`),
  );
  assert.match(await of(speck), /; most of cat is too thin at this size\.$/);
});

Deno.test("a model that predicts a few pixels of another class isn't said never to predict it", async () => {
  const half: Draw = (x) => x < 12 ? 2 : 1, few: Draw = (x, y) => x < 3 && y < 1 ? 2 : 1;
  const split = splitOf({ train: [half], test: [half] });
  const [alarm] = await alarmsOfResult(evaluationOf(split, [few], 0), endOf(split));
  assert.match(alarm, /^The model predicts hardly anything but background, and next to no cat\. /);
});

Deno.test("classes that one mask for all images would find as well are named", async () => {
  const split = splitOf({ train: [good], test: [good, good] });
  // dogs are found in a corner of them
  const poor: Draw = (x, y) => y > 28 && x > 28 ? 3 : onlyCats(x, y);
  const [alarm, ...more] = await alarmsOfResult(
    evaluationOf(split, [poor, poor], 0.5),
    endOf(split),
  );
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
  const { data, indices } = test, { classes } = data;
  const totals = new ConfusionTotals(classes);
  const cases = predictions.map((draw, i) => {
    const prediction = drawn(draw), truth = truthAt(data, indices[i]);
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
