// Two evaluations are compared only where their truths are the same, and say what they leave out.
import assert from "node:assert/strict";
import {
  type Case,
  type Evaluation,
  type MetricInfo,
  pairEvaluations,
} from "../../../evaluation/mod.ts";
import { ASSD, DICE } from "../cases.ts";

Deno.test("cases are paired by id and truth; the others are counted by why they are left out", () => {
  const before = evaluation([
    one("same", { truthHash: "a" }),
    one("changed", { truthHash: "b" }),
    one("gone", { truthHash: "c" }),
    one("twice", { truthHash: "d" }),
    one("twice", { truthHash: "d" }),
  ]);
  const after = evaluation([
    one("new", { truthHash: "a" }),
    one("twice", { truthHash: "d" }),
    one("changed", { truthHash: "a" }),
    one("same", { truthHash: "a" }),
  ]);
  const { pairs, left, byName, problem } = pairEvaluations(before, after);
  assert.deepEqual(pairs.map(({ before, after }) => [before.id, after.id]), [["same", "same"]]);
  assert.deepEqual(left, { before: 1, after: 1, truths: 1, twice: 1 });
  assert.equal(byName, 0);
  assert.equal(problem, undefined);
});

Deno.test("runs that were measured at different sizes are refused with both", () => {
  const run = (measuredAt: "own" | "model", shapes: number[][]) => ({
    ...evaluation(shapes.map((shape, i) => one(`${i}`, { shape, truthHash: shape.join() }))),
    measuredAt,
  });
  const shapes = [[64, 48], [32, 40]];
  assert.equal(
    pairEvaluations(run("own", shapes), run("model", [[16, 16], [16, 16]])).problem,
    "they are measured at different sizes (the images' own size, the model's, 16 × 16 px)",
  );
  assert.equal(pairEvaluations(run("own", shapes), run("own", shapes)).problem, undefined);
});

Deno.test("runs of other sizes are refused with their sizes, columns first", () => {
  const run = (shape: number[]) =>
    evaluation(["a", "b"].map((id) => one(id, { shape, truthHash: shape.join() })));
  assert.equal(
    pairEvaluations(run([64, 64]), run([128, 128])).problem,
    "their truths differ (64 × 64 px, 128 × 128 px)",
  );
  assert.equal(
    pairEvaluations(run([64, 48]), run([8, 64, 64])).problem,
    "their truths differ (48 × 64 px, 8 × 64 × 64 px)",
  );
});

Deno.test("truths that differ at the same size are refused, too", () => {
  const run = (hash: string) =>
    evaluation(["a", "b"].map((id) => one(id, { truthHash: hash + id })));
  assert.equal(
    pairEvaluations(run("1"), run("2")).problem,
    "their truths differ (in all 2 cases of the same id)",
  );
});

Deno.test("classes in another order are refused, though a hash may agree by chance", () => {
  const run = (...names: string[]) => evaluation([one("a", { truthHash: "x" })], { names });
  assert.equal(
    pairEvaluations(run("cat", "dog"), run("dog", "cat")).problem,
    "their classes come in another order (cat, dog; dog, cat)",
  );
});

Deno.test("classes of one run alone before classes of both are named, with what to do", () => {
  const run = (...names: string[]) => evaluation([one("a", { truthHash: "x" })], { names });
  assert.equal(
    pairEvaluations(run("liver", "label 2", "tumour"), run("liver", "tumour")).problem,
    "their classes differ (label 2 only before), so that those of both have other places: both must be " +
      "measured with the same classes, as deno task evaluate --classes does",
  );
});

Deno.test("a class of one run alone is named, and the others are compared", () => {
  const run = (...names: string[]) => evaluation([one("a", { truthHash: "x" })], { names });
  const { classes, lone, problem } = pairEvaluations(run("cat", "dog"), run("cat", "wolf", "owl"));
  assert.deepEqual(classes, ["cat"]);
  assert.deepEqual(lone, { before: ["dog"], after: ["wolf", "owl"] });
  assert.equal(problem, undefined);
  assert.equal(
    pairEvaluations(run("cat"), run("dog")).problem,
    "they have no class in common (cat; dog)",
  );
});

Deno.test("regions of one name and other labels are refused, though hashes agree", () => {
  const run = (labels: number[], found: number) => {
    const whole = { tp: found, fp: 1, fn: 0, tn: 99 - found, dice: 0.9, assd: 1 };
    const made = one("a", { truthHash: "x" });
    return {
      ...evaluation([{ ...made, classes: { ...made.classes, whole } }]),
      classes: [
        { label: 1, name: "cat", color: "#e07a3f" },
        { label: 1, name: "whole", color: "#3f7ae0", labels },
      ],
    };
  };
  const reason = "whole can't be compared: the runs make this region of different labels";
  const { classes, lone, refused, problem } = pairEvaluations(run([1, 2], 20), run([1, 2, 3], 30));
  assert.deepEqual([classes, lone], [["cat"], { before: [], after: [] }]);
  assert.deepEqual([refused, problem], [[reason], undefined]);
  const alone = (one: Evaluation) => ({ ...one, classes: one.classes.slice(1) });
  assert.equal(
    pairEvaluations(alone(run([1, 2], 20)), alone(run([1, 2, 3], 30))).problem,
    reason,
  );
  // the same region, written as another union
  assert.deepEqual(pairEvaluations(run([1, 2], 20), run([10, 20], 20)).classes, ["cat", "whole"]);
});

Deno.test("runs without a picture in common say so", () => {
  const run = (id: string) => evaluation([one(id)]);
  assert.equal(pairEvaluations(run("a"), run("b")).problem, "they have no case in common");
});

Deno.test("where a truth is not known cases are paired by id, and counted", () => {
  const known = evaluation([one("a", { truthHash: "x" }), one("b", { truthHash: "y" })]);
  const imported = evaluation([one("a", { shape: [] }), one("b", { truthHash: "y" })]);
  const { pairs, byName } = pairEvaluations(known, imported);
  assert.deepEqual([pairs.length, byName], [2, 1]);
});

Deno.test("paired by id, another shape or another number of true pixels tells that truths differ", () => {
  const run = (about: Partial<Case>, found = 10) => evaluation([one("a", about, found)]);
  assert.equal(
    pairEvaluations(run({ shape: [5, 5] }), run({ shape: [10, 10] })).problem,
    "their truths differ (5 × 5 px, 10 × 10 px)",
  );
  assert.equal(
    pairEvaluations(run({ shape: [] }), run({ shape: [] }, 11)).problem,
    "their truths differ (in the case of the same id)",
  );
});

Deno.test("distances are compared in one unit; ratios are compared all the same", () => {
  const run = (unit?: string, spacing = [1, 1]) =>
    evaluation([one("a", { truthHash: "x", spacing })], { metrics: [DICE, { ...ASSD, unit }] });
  const titles = (before: Evaluation, after: Evaluation) => {
    const { metrics, refused } = pairEvaluations(before, after);
    return [metrics.map(({ title }) => title), refused];
  };
  assert.deepEqual(titles(run("px"), run("px")), [["Dice", "ASSD"], []]);
  assert.deepEqual(titles(run("px"), run("mm")), [
    ["Dice"],
    ["ASSD can't be compared: it is in px before and in mm after"],
  ]);
  assert.deepEqual(titles(run(undefined), run("px")), [
    ["Dice"],
    ["ASSD can't be compared: it is in an unknown unit before and in px after"],
  ]);
  assert.deepEqual(titles(run(undefined, [1, 2]), run(undefined, [1, 3])), [
    ["Dice"],
    ["ASSD can't be compared: the spacing of the pixels differs"],
  ]);
});

Deno.test("ratios that depend on the spacing are compared in one spacing", () => {
  const metrics = ["dice", "surfaceDice", "bratsDice", "lesionRecallTo10", "lesionRecall"].map((
    id,
  ) => ({
    ...DICE,
    id,
    title: id,
  }));
  const run = (spacing: number[]) =>
    evaluation([one("a", { truthHash: "x", spacing })], { metrics });
  const comparable = (...spacings: number[][]) =>
    pairEvaluations(run(spacings[0]), run(spacings[1])).metrics.map(({ id }) => id);
  assert.equal(comparable([1, 1], [1, 1]).length, 5);
  assert.deepEqual(comparable([1, 1], [0.25, 0.25]), ["dice", "lesionRecall"]);
});

Deno.test("measures by lesion are compared where lesions match by the same rule", () => {
  const run = (match?: MetricInfo["match"]) =>
    evaluation([one("a", { truthHash: "x" })], {
      metrics: [{ ...DICE, id: "lesionF1", title: "Lesion F1", match }],
    });
  const iou = { score: "iou", threshold: 0.5 } as const;
  assert.equal(pairEvaluations(run(iou), run({ ...iou, match: "greedy" })).problem, undefined);
  assert.equal(pairEvaluations(run(iou), run()).problem, undefined);
  assert.equal(
    pairEvaluations(run(iou), run({ score: "overlap", threshold: 0.9, match: "optimal" })).problem,
    "Lesion F1 can't be compared: lesions match by iou=0.5 before and by overlap=0.9,optimal after",
  );
});

Deno.test("metrics by the rules of different programs are refused, but for ratios of counts", () => {
  const run = (convention?: Evaluation["convention"]) => ({
    ...evaluation([one("a", { truthHash: "x" })]),
    ...(convention && { convention }),
  });
  const titles = (before: Evaluation, after: Evaluation) => {
    const { metrics, refused, problem } = pairEvaluations(before, after);
    return [metrics.map(({ title }) => title), refused, problem];
  };
  const rules = "it follows the rules of Triptych before and of";
  assert.deepEqual(titles(run("medpy"), run("medpy")), [["Dice", "ASSD"], [], undefined]);
  assert.deepEqual(titles(run(), run("medpy")), [
    ["Dice"],
    [`ASSD can't be compared: ${rules} medpy after`],
    undefined,
  ]);
  const refused = ["Dice", "ASSD"].map((title) =>
    `${title} can't be compared: ${rules} monai after`
  );
  assert.deepEqual(titles(run(), run("monai")), [[], refused, refused.join("; ")]);
});

Deno.test("surface Dice is compared where its tolerances are the same", () => {
  const run = (tolerance: MetricInfo["tolerance"]) => {
    const surface = {
      id: "surfaceDice",
      title: "Surface Dice",
      better: "higher",
      tolerance,
    } as const;
    return evaluation([one("a", { truthHash: "x" })], { metrics: [DICE, surface] });
  };
  const refusedOf = (...tolerances: MetricInfo["tolerance"][]) =>
    pairEvaluations(run(tolerances[0]), run(tolerances[1])).refused;
  assert.deepEqual(refusedOf(2, 2), []);
  // of classes that both have, by whatever way they are said
  assert.deepEqual(refusedOf(2, { cat: 2, tumour: 1 }), []);
  assert.deepEqual(refusedOf(undefined, 2), []);
  assert.deepEqual(refusedOf(1, { cat: 2 }), [
    `Surface Dice can't be compared: its tolerance of cat is 1 before and 2 after`,
  ]);
});

Deno.test("runs that share only distances in other units are refused with the reason", () => {
  const run = (unit: string) => evaluation([one("a")], { metrics: [{ ...ASSD, unit }] });
  assert.equal(
    pairEvaluations(run("px"), run("mm")).problem,
    "ASSD can't be compared: it is in px before and in mm after",
  );
});

function evaluation(
  cases: Case[],
  { names = ["cat"], metrics = [DICE, ASSD] }: { names?: string[]; metrics?: MetricInfo[] } = {},
): Evaluation {
  return {
    schema: "triptych/evaluation@1",
    name: "run",
    title: "Run",
    createdAt: "2026-01-01T00:00:00Z",
    classes: names.map((name, i) => ({ label: i + 1, name, color: "#e07a3f" })),
    metrics,
    cases,
    confusion: [],
    triptychs: [],
  };
}

function one(id: string, about: Partial<Case> = {}, found = 10): Case {
  const cat = { tp: found, fp: 1, fn: 1, tn: 88, dice: 0.9, assd: 1 };
  return { id, shape: [10, 10], spacing: [1, 1], classes: { cat }, ...about };
}
