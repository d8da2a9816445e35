import assert from "node:assert/strict";
import {
  checkEvaluation,
  type Evaluation,
  readEvaluation,
  selectTriptychs,
  writeEvaluation,
} from "../../../evaluation/mod.ts";
import { ASSD, CLASS, DICE, found, missed } from "../cases.ts";

/** A coherent evaluation. */
function evaluation(): Evaluation {
  const cases = [found("a", 10 / 11, 1), missed("m")];
  cases[0].pictures = { image: "pictures/a.jpg", truth: "pictures/a.truth.png" };
  return {
    schema: "triptych/evaluation@1",
    name: "test",
    title: "A test",
    createdAt: "2026-01-01T00:00:00Z",
    classes: [CLASS],
    metrics: [DICE, ASSD],
    cases,
    confusion: [[10]],
    triptychs: selectTriptychs(cases, [CLASS], [DICE, ASSD]),
  };
}

Deno.test("checkEvaluation() takes a coherent evaluation", () => {
  assert.deepEqual(checkEvaluation(evaluation()), evaluation());
});

Deno.test("checkEvaluation() takes what other programs don't know: distances, tn, shape, matrix", () => {
  const partial = evaluation();
  partial.cases[0].classes.cat.assd = null;
  for (const one of partial.cases) {
    delete one.classes.cat.tn;
    one.shape = one.spacing = [];
  }
  partial.confusion = [];
  assert.deepEqual(checkEvaluation(partial), partial);
});

Deno.test("checkEvaluation() keeps fields it does not know", () => {
  const more = { ...evaluation(), author: "nobody" };
  Object.assign(more.cases[0], { camera: "old" });
  assert.deepEqual(checkEvaluation(structuredClone(more)), more);
});

Deno.test("checkEvaluation() takes kinds of errors that add up to the wrong pixels, and refuses others", () => {
  const told = evaluation(), [{ classes: { cat: { fp, fn } } }] = told.cases;
  told.cases[0].errors = { distance: 3, classes: { cat: { edge: fp, lost: fn } } };
  checkEvaluation(structuredClone(told));
  told.cases[0].errors.classes.cat.lost = fn + 1;
  assert.throws(
    () => checkEvaluation(structuredClone(told)),
    RegExp(`"a" tells ${fp + fn + 1} wrong pixels of "cat" apart, and counts ${fp + fn}`),
  );
  told.cases[0].errors.classes = {};
  checkEvaluation(structuredClone(told));
});

/** What is changed, and where and what the error says. */
const REFUSED: [name: string, change: (e: Record<string, unknown>) => void, message: RegExp][] = [
  [
    "another version",
    (e) => e.schema = "triptych/evaluation@2",
    /\/schema must be .*@1", got "tri/,
  ],
  ["no cases", (e) => delete e.cases, /it must have cases/],
  ["no class", (e) => e.classes = [], /\/classes must NOT have fewer than 1 items, got \[\]/],
  [
    "a colour by name",
    (e) => at(e, "classes", 0).color = "red",
    /\/classes\/0\/color .*, got "red"/,
  ],
  [
    "a label too high",
    (e) => at(e, "classes", 0).label = 256,
    /\/classes\/0\/label must be <= 255/,
  ],
  [
    "a count as text",
    (e) => figures(e).tp = "10",
    /\/cases\/0\/classes\/cat\/tp must be integer, /,
  ],
  [
    "half a pixel",
    (e) => figures(e).fn = 0.5,
    /\/cases\/0\/classes\/cat\/fn must be integer, got 0/,
  ],
  ["a negative count", (e) => figures(e).fp = -1, /\/fp must be >= 0, got -1/],
  ["an infinite distance", (e) => figures(e).assd = Infinity, /\/assd must be a number or null/],
  ["a distance as text", (e) => figures(e).assd = "∞", /\/assd must be a number or null, got "∞"/],
  ["a metric without value", (e) => delete figures(e).assd, /case "a" has no assd of class "cat"/],
  ["no figures of a class", (e) => at(e, "cases", 1).classes = {}, /case "m" has no figures of/],
  ["the same id twice", (e) => at(e, "cases", 1).id = "a", /unique, got "a" twice/],
  ["the same class twice", (e) => e.classes = [CLASS, CLASS], /class names must be unique/],
  ["a spacing of 0", (e) => at(e, "cases", 0).spacing = [0, 1], /\/spacing\/0 must be > 0, got 0/],
  ["a matrix too small", (e) => e.confusion = [[]], /confusion must have 1 rows and columns/],
  ["a matrix too wide", (e) => e.confusion = [[1, 2]], /confusion must have 1 rows and columns/],
  [
    "a Dice that its counts don't give",
    (e) => figures(e).dice = 0.9,
    /case "a" says dice 0\.9 of "cat", and its counts give 0\.909/,
  ],
  [
    "a Dice that isn't known though its counts give it",
    (e) => figures(e).dice = null,
    /case "a" says dice null of "cat", and its counts give 0\.909/,
  ],
  [
    "an IoU that its counts don't give",
    (e) => figures(e).iou = 0.5,
    /case "a" says iou 0\.5 of "cat"/,
  ],
  [
    "classes that count different pixels",
    (e) => {
      e.classes = [CLASS, { label: 2, name: "dog", color: "#000000" }];
      e.confusion = [];
      for (const one of e.cases as Evaluation["cases"]) {
        one.classes.dog = { tp: 0, fp: 0, fn: 0, tn: 99, dice: 1, assd: 0 };
      }
    },
    /case "a" must count the same pixels for every class, got 100 and for "dog" 99/,
  ],
  [
    "more pixels than the shape has",
    (e) => at(e, "cases", 0).ignored = 10,
    /case "a" must count the 90 pixels that its shape has and that aren't ignored, got 100/,
  ],
  [
    "unlabelled pixels of more classes than there are",
    (e) => e.unlabelled = { truth: [0], prediction: [0, 0, 0], both: 0 },
    /unlabelled\.prediction must have 1 numbers, one per class, got 3/,
  ],
  ["a triptych of no case", (e) => at(e, "triptychs", 0).best = "z", /the case "z", which is not/],
  [
    "a triptych of no class",
    (e) => at(e, "triptychs", 0).class = "z",
    /the class "z", which is not/,
  ],
  ["a triptych of no metric", (e) => at(e, "triptychs", 0).metric = "z", /the metric "z", which/],
  ["a picture outside", (e) => pictures(e).image = "../a.jpg", /\/pictures\/image must match/],
  [
    "a picture from the root",
    (e) => pictures(e).image = "/etc/a.jpg",
    /\/pictures\/image must match/,
  ],
  ["a picture by Windows", (e) => pictures(e).image = "a\\b.jpg", /\/pictures\/image must match/],
  [
    "a picture outside, after a line's end",
    (e) => pictures(e).image = "x\n/../../secret",
    /\/pictures\/image must match/,
  ],
  [
    "a picture outside, after a line separator",
    (e) => pictures(e).image = "x\u2028/../../secret",
    /\/pictures\/image must match/,
  ],
  [
    "no time",
    (e) => e.createdAt = "yesterday",
    /\/createdAt must match pattern .*, got "yesterday"/,
  ],
];

for (const [name, change, message] of REFUSED) {
  Deno.test(`checkEvaluation() refuses ${name}`, () => {
    const changed = structuredClone(evaluation()) as unknown as Record<string, unknown>;
    change(changed);
    assert.throws(() => checkEvaluation(changed), { name: "TypeError", message });
  });
}

Deno.test("checkEvaluation() refuses what is no object at all", () => {
  for (const value of [null, 3, "evaluation", []]) {
    assert.throws(() => checkEvaluation(value), {
      name: "TypeError",
      message: /it must be object/,
    });
  }
});

Deno.test("writeEvaluation() writes what readEvaluation() reads, and nothing incoherent", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/evaluation.json`;
  await writeEvaluation(path, evaluation());
  assert.deepEqual(await readEvaluation(path), evaluation());
  const wrong = { ...evaluation(), confusion: [[]] };
  await assert.rejects(writeEvaluation(path, wrong), TypeError);
  assert.deepEqual(await readEvaluation(path), evaluation());
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readEvaluation() names the file that is broken or not there", async () => {
  const path = await Deno.makeTempFile();
  for (
    const [text, fault] of [['{"schema', /JSON/], ["{}", /it must have schema, got \{\}/]] as const
  ) {
    await Deno.writeTextFile(path, text);
    await assert.rejects(readEvaluation(path), (error: Error) => {
      assert.ok(error.message.startsWith(`Cannot read ${path}: `), error.message);
      assert.match(error.message, fault);
      return true;
    });
  }
  await Deno.remove(path);
  await assert.rejects(readEvaluation(path), Deno.errors.NotFound);
});

type Fields = Record<string, unknown>;

function at(evaluation: Fields, list: string, index: number): Fields {
  return (evaluation[list] as Fields[])[index];
}

function figures(evaluation: Fields): Fields {
  return (at(evaluation, "cases", 0).classes as Record<string, Fields>).cat;
}

function pictures(evaluation: Fields): Fields {
  return at(evaluation, "cases", 0).pictures as Fields;
}
