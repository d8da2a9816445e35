import assert from "node:assert/strict";
import {
  byDoubt,
  DOUBTFUL,
  readRun,
  type TruthDoubt,
  truthDoubts,
} from "../../../evaluation/mod.ts";
import { decodeLabelPng } from "../../../io/mod.ts";
import { ignoreUnless, isShared, SHARED } from "../../ignored.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { FAULTS, moved, smoothField } from "../../../bench/planted_faults.ts";

const CLASSES = [1, 2].map((label) => ({ label, name: `class ${label}`, color: "#e07a3f" }));
const ALL = { label: 1, labels: [1, 2], name: "all", color: "#e07a3f" };

Deno.test("the score is the mean Dice between models less the largest with the truth", () => {
  const truth = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0);
  const a = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0), b = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0);
  const c = Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 0);
  const [one, ...others] = truthDoubts(truth, [a, b, c], { classes: [...CLASSES, ALL] });
  // a and b share 2 of 2 and 3, c nothing with either
  assert.deepEqual(one.withTruth, [2 / 3, 6 / 7, 0]);
  assert.equal(one.between, (4 / 5) / 3);
  assert.equal(one.score, (4 / 5) / 3 - 6 / 7);
  assert.deepEqual(others, []);
});

Deno.test("ignored pixels don't count, and what no model has stands last", () => {
  const truth = Uint8Array.of(9, 9, 1, 2), seen = Uint8Array.of(1, 1, 1, 0);
  const options = { classes: CLASSES, ignore: [9] };
  const doubts = truthDoubts(truth, [seen, seen], options);
  const told = doubts.map(({ score, isAbsent }) => ({ score, isAbsent }));
  assert.deepEqual(told, [{ score: 0, isAbsent: false }, { score: 1, isAbsent: true }]);
  assert.deepEqual(told.toSorted((a, b) => byDoubt(b, a)).sort(byDoubt), told);
  assert.throws(() => truthDoubts(truth, [seen], options), /at least two.*got lengths 4/);
  const short = seen.subarray(1);
  assert.throws(() => truthDoubts(truth, [seen, short], options), /got lengths 4, 3/);
});

Deno.test("planted faults stand before truths that are right", () => {
  const size = 48, random = mulberry32(5);
  const right = Uint8Array.from({ length: size ** 2 }, (_, i) => {
    const away = Math.hypot(i % size - 24, Math.floor(i / size) - 20);
    return away < 12 ? 1 : away < 14 ? 3 : 2;
  });
  const classes = [1, 2, 3].map((label) => ({ label, name: String(label), color: "#e07a3f" }));
  const worst = (truth: Uint8Array): TruthDoubt => {
    const models = [0, 1].map(() =>
      moved(right, size, smoothField(size, 2, random), smoothField(size, 2, random))
    );
    return truthDoubts(truth, models, { classes }).sort(byDoubt)[0];
  };
  const sound = Math.max(...Array.from({ length: 20 }, () => worst(right).score));
  for (const [name, fault] of Object.entries(FAULTS)) {
    const { score } = worst(fault(right, size, random));
    assert.ok(score > sound, `${name}: ${score}, and ${sound} where the truth is right`);
  }
});

Deno.test({
  name: "of six truths that two real models doubt, the first two are faults of the annotation",
  ignore: ignoreUnless(isShared("runs"), "../shared/runs is not here"),
  fn: async () => {
    const folders = ["pytorch-unet", "pytorch-mobilenetv2"].map((name) => `${SHARED}runs/${name}`);
    const [one, other] = (await Promise.all(folders.map(readRun))).map((run) => run.evaluation!);
    const doubts = [];
    for (const { id, pictures } of one.cases) {
      const { prediction } = other.cases.find((one) => one.id === id)!.pictures!;
      const [truth, ...predictions] = await Promise.all([
        `${folders[0]}/${pictures!.truth}`,
        `${folders[0]}/${pictures!.prediction}`,
        `${folders[1]}/${prediction}`,
      ].map(async (path) => decodeLabelPng(await Deno.readFile(path)).labels));
      const found = truthDoubts(truth, predictions, { classes: [one.classes[0]] });
      doubts.push(...found.map((doubt) => ({ id, ...doubt })));
    }
    const listed = doubts.filter(({ score }) => score >= DOUBTFUL).sort(byDoubt);
    assert.equal(listed.length, 6);
    // an empty mask, and a dog whose jumper was left out
    assert.deepEqual(listed.slice(0, 2).map(({ id }) => id), ["Abyssinian_34", "chihuahua_111"]);
  },
});
