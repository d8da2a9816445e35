// Several people's masks of the same cases: their agreement with each other and with the prediction.
import assert from "node:assert/strict";
import { evaluate as measure } from "@triptych/metrics";
import {
  checkEvaluation,
  mergeShards,
  ratedFiguresOf,
  raterAgreement,
  readEvaluation,
} from "../../../evaluation/mod.ts";
import { evaluate, folderTest, maskFolders } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

const CAT = [{ label: 1, name: "cat", color: "#e07a3f" }];
const A = [1, 1, 1, 1, 0, 0, 0, 0], B = [0, 1, 1, 1, 1, 0, 0, 0], MODEL = [0, 0, 1, 1, 1, 1, 0, 0];

/** Eight cases of two raters and a prediction, each case of other masks. */
function masks(): Record<string, number[]> {
  const turned = (mask: number[], by: number) => [...mask.slice(by), ...mask.slice(0, by)];
  return Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      [`a/${i}.npy`, A],
      [`b/${i}.npy`, turned(B, i % 2)],
      [`model/${i}.npy`, turned(MODEL, i % 3)],
    ]).flat(),
  );
}

folderTest(
  "each two raters, and the prediction with each, are measured on all cases",
  async (folder) => {
    const all = masks();
    await writeMasks(folder, all);
    const { evaluation, notes } = await evaluateJob(
      { truth: `${folder}/a`, prediction: `${folder}/model` },
      { out: `${folder}/run`, classes: CAT, raters: [`${folder}/a`, `${folder}/b`] },
    );
    assert.deepEqual([notes, evaluation.raters, evaluation.cases.length], [[], ["a", "b"], 8]);
    for (const { id, raters: pairs } of evaluation.cases) {
      const [a, b, model] = ["a", "b", "model"].map((rater) => ({
        data: all[`${rater}/${id}.npy`],
        shape: [1, 8],
      }));
      const found = pairs!.map(({ raters, classes: { cat } }) => [raters, cat.dice, cat.assd]);
      const expected = [[[0, 1], a, b], [[0], a, model], [[1], b, model]] as const;
      assert.deepEqual(
        found,
        expected.map(([key, one, other]) => {
          const [figures] = measure(one, other, { labels: [1], metrics: ["dice", "assd"] });
          return [[...key], figures.dice, figures.assd];
        }),
      );
    }
  },
);

folderTest(
  "a case without a rater's mask, or with one that can't be used, is named",
  async (folder) => {
    const { "b/3.npy": _, ...rest } = masks();
    await writeMasks(folder, {
      ...rest,
      "b/5.npy": [0, 0, 1],
      "b/6.npy": [0, 0, 255, 255, 0, 0, 0, 0],
    });
    const sources = { truth: `${folder}/a`, prediction: `${folder}/model` };
    const raters = [`${folder}/a`, `${folder}/b`];
    const { evaluation, notes } = await evaluateJob(sources, {
      out: `${folder}/run`,
      classes: CAT,
      raters,
    });
    const rated = evaluation.cases.filter(({ raters }) => raters !== undefined);
    assert.deepEqual(rated.map(({ id }) => id), ["0", "1", "2", "4", "7"]);
    assert.equal(evaluation.cases.length, 8);
    const about = "1 case left out of the raters' agreement: b";
    assert.deepEqual(notes, [
      `${about} has no mask: 3`,
      `${about}: truth and mask must have the same size, got 8x1 and 3x1: 5`,
      `${about}: a mask must contain labels of the classes, 1, got 0, 255: 6`,
    ]);
    const strict = evaluateJob(sources, {
      out: `${folder}/strict`,
      classes: CAT,
      raters,
      strict: true,
    });
    await assert.rejects(strict, /3: b has no mask/);
    await assert.rejects(
      evaluateJob(sources, { out: `${folder}/none`, raters: [`${folder}/run/pictures`] }),
      /Cannot compare with the rater .*pictures: there must be masks of the cases' names, got none/,
    );
  },
);

folderTest("raters' masks may have the names of classes, in a folder per case", async (folder) => {
  const paths = ["1/core", "1/edema", "2/core", "2/edema"];
  await writeMasks(
    folder,
    Object.fromEntries(
      [["a", A], ["b", B], ["model", MODEL]].flatMap(([side, mask]) =>
        paths.map((path) => [`${side}/${path}.npy`, mask as number[]])
      ),
    ),
  );
  const { evaluation, notes } = await evaluateJob(
    { truth: `${folder}/a`, prediction: `${folder}/model` },
    { out: `${folder}/run`, classes: CAT, raters: [`${folder}/a`, `${folder}/b`] },
  );
  const rated = evaluation.cases.filter(({ raters }) => raters !== undefined);
  assert.deepEqual([rated.map(({ id }) => id), notes], [paths, []]);
});

folderTest("parts of an evaluation merge to the raters' figures of the whole", async (folder) => {
  await writeMasks(folder, masks());
  const sources = { truth: `${folder}/a`, prediction: `${folder}/model` };
  const job = { classes: CAT, raters: [`${folder}/a`, `${folder}/b`], groups: "^(\\d)" };
  const whole = await evaluateJob(sources, { ...job, out: `${folder}/whole` });
  for (const part of [1, 2]) {
    await evaluateJob(sources, { ...job, shard: { part, of: 2 }, out: `${folder}/part-${part}` });
  }
  await mergeShards([`${folder}/part-1`, `${folder}/part-2`], `${folder}/merged`);
  const merged = await readEvaluation(`${folder}/merged/evaluation.json`);
  assert.deepEqual([merged.raters, merged.cases], [["a", "b"], whole.evaluation.cases]);
  assert.equal(merged.independent, "patients");
});

Deno.test("the prediction beside the other raters: the median gain per case and its interval", () => {
  const figures = (dice: number, assd: number | null) => ({
    tp: 1,
    fp: 1,
    fn: 1,
    tn: 1,
    dice,
    assd,
  });
  const empty = { tp: 0, fp: 0, fn: 0, tn: 4, dice: 1, assd: 0 };
  const column = (of: (i: number) => ReturnType<typeof figures>) => ({
    casesOf: () =>
      [...Array.from({ length: 6 }, (_, i) => of(i)), empty].map((cat, i) => ({
        id: String(i),
        classes: { cat },
      })),
  });
  const rated = {
    names: ["a", "b"],
    pairs: [
      { raters: [0, 1], ...column(() => figures(0.5, 2)) },
      { raters: [0], ...column((i) => figures(0.6 + i / 100, 3)) },
      { raters: [1], ...column(() => figures(0.4, 2)) },
    ],
  };
  const dice = raterAgreement(rated, "cat", { id: "dice", title: "Dice", better: "higher" });
  assert.deepEqual([dice.cases, dice.pairs.map(({ median }) => median)], [6, [0.5, 0.625, 0.4]]);
  assert.deepEqual(
    dice.beside.map(({ rater, median, interval }) => [
      rater,
      ...[median, ...interval!].map((value) => Number(value.toFixed(3))),
    ]),
    [[0, 0.125, 0.1, 0.15], [1, -0.1, -0.1, -0.1]],
  );
  const assd = raterAgreement(rated, "cat", { id: "assd", title: "ASSD", better: "lower" });
  assert.deepEqual(assd.beside.map(({ median }) => median), [-1, 0]);
});

folderTest(
  "a distance to an empty mask counts as infinite, two of them as equal",
  async (folder) => {
    await writeMasks(folder, {
      "a/1.npy": [1, 1, 0, 0],
      "b/1.npy": [0, 0, 0, 0],
      "model/1.npy": [0, 0, 0, 0],
    });
    const { evaluation } = await evaluateJob(
      { truth: `${folder}/a`, prediction: `${folder}/model` },
      { out: `${folder}/run`, classes: CAT, raters: [`${folder}/a`, `${folder}/b`] },
    );
    const metric = evaluation.metrics.find(({ id }) => id === "assd")!;
    const { pairs, beside } = raterAgreement(ratedFiguresOf(evaluation)!, "cat", metric);
    assert.deepEqual(pairs.map(({ median }) => median), [Infinity, Infinity, 0]);
    assert.deepEqual(beside.map(({ median }) => median), [0, Infinity]);
  },
);

folderTest(
  "evaluate --raters prints their table; without --truth the first is the truth",
  async (folder) => {
    const truth = { a: [1, 1, 0, 0], b: [1, 0, 0, 0] };
    const [, first, , predicted] = await maskFolders(folder, truth, {
      a: [1, 1, 1, 0],
      b: [1, 0, 0, 0],
    });
    const flags = ["--prediction", predicted, "--classes", "1=cat", "--out", `${folder}/run`];
    const { code, stdout } = await evaluate([...flags, "--raters", `${first},${predicted}`]);
    assert.equal(code, 0);
    assert.match(stdout, /note: the masks of \S*truth are taken for the true ones/);
    assert.match(stdout, /^cat +truth, prediction +0\.900/m);
    assert.match(stdout, /^cat +prediction, prediction +1\.000/m);
    const refused: [string[], RegExp][] = [
      [["--raters", "a,,b"], /--raters must be folders that differ, DIR_A,DIR_B, got "a,,b"/],
      [["--raters", "a,a"], /--raters must be folders that differ/],
    ];
    for (const [more, message] of refused) {
      const { code, stderr } = await evaluate([...flags, ...more]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  },
);

Deno.test("raters that are not named, or have no figures of a class, are refused", () => {
  const figures = { tp: 1, fp: 0, fn: 0, tn: 0 };
  const evaluation = (raters: number[], name = "cat") => ({
    schema: "triptych/evaluation@1",
    name: "x",
    title: "x",
    createdAt: "2026-01-01T00:00:00Z",
    classes: CAT,
    metrics: [{ id: "tp", title: "TP", better: "higher" }],
    cases: [{
      id: "a",
      shape: [],
      spacing: [],
      classes: { cat: figures },
      raters: [{ raters, classes: { [name]: figures } }],
    }],
    confusion: [],
    triptychs: [],
    raters: ["one", "two"],
  });
  assert.ok(ratedFiguresOf(checkEvaluation(evaluation([0, 1]))));
  assert.throws(() => checkEvaluation(evaluation([2])), /one or two of 2, got \[2\]/);
  assert.throws(() => checkEvaluation(evaluation([])), /one or two of 2, got \[\]/);
  assert.throws(() => checkEvaluation(evaluation([0], "dog")), /no raters' figures of class "cat"/);
});
