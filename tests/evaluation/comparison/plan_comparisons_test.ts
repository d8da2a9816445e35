// Which of many runs are compared: those that share truths, all of a few, some of many.
import assert from "node:assert/strict";
import { type Evaluation, planComparisons } from "../../../evaluation/mod.ts";
import { found } from "../cases.ts";

Deno.test("up to six runs of the same truths are compared each with each, the earlier first", () => {
  const plan = planned(["x", "x", "x"]);
  assert.deepEqual(plan.groups, [[0, 1, 2]]);
  assert.deepEqual(plan.pairs, ["1-0", "2-0", "2-1"]);
  assert.deepEqual(plan.apart, []);
});

Deno.test("of more than six each is compared with the next earlier one and with the best", () => {
  // the third has the highest score
  const { pairs } = planned(Array(8).fill("x"), [0, 0, 9, 0, 0, 0, 0, 0]);
  for (let i = 0; i < 8; i++) {
    if (i < 7) assert.ok(pairs.includes(`${i + 1}-${i}`), `${i} with its neighbour`);
    if (i !== 2) assert.ok(pairs.includes(i < 2 ? `2-${i}` : `${i}-2`), `${i} with the best`);
  }
  assert.equal(new Set(pairs).size, pairs.length);
  assert.ok(pairs.length <= 2 * 8);
});

Deno.test("what is wanted is compared however many there are", () => {
  const runs = Array.from({ length: 8 }, (_, i) => ({ i, evaluation: evaluation(["x"], false) }));
  const { pairs } = planComparisons(runs, () => 0, (one, other) => one.i === 7 && other.i === 3);
  assert.ok(pairs.some(({ before, after }) => before.i === 7 && after.i === 3));
  assert.ok(!pairs.some(({ before, after }) => before.i === 7 && after.i === 4));
});

Deno.test("runs of other truths between them don't keep two of the same from their comparison", () => {
  // eight runs, every other of the same truths
  const plan = planned(["x", "y", "x", "y", "x", "y", "x", "y"]);
  assert.deepEqual(plan.groups, [[0, 2, 4, 6], [1, 3, 5, 7]]);
  assert.equal(plan.pairs.length, 2 * 6);
  assert.deepEqual(plan.apart, [["1-0", "their truths differ (in the case of the same id)"]]);
});

Deno.test("two runs that share nothing are in one group by way of a third; the reason is given", () => {
  const plan = planned(["x", "x,y", "y"], undefined, true);
  assert.deepEqual(plan.groups, [[0, 1, 2]]);
  assert.deepEqual(plan.pairs, ["1-0", "2-1"]);
  assert.deepEqual(plan.apart, [["2-0", "they have no case in common"]]);
});

/** The plan for runs of some truths, runs by their number; `byTruth` names cases by their truth. */
function planned(truths: string[], scores = truths.map(() => 0), byTruth = false) {
  const runs = truths.map((hashes, i) => ({
    i,
    evaluation: evaluation(hashes.split(","), byTruth),
  }));
  const { groups, pairs, apart } = planComparisons(runs, ({ i }) => scores[i]);
  return {
    groups: groups.map((group) => group.map(({ i }) => i)),
    pairs: pairs.map(({ before, after }) => `${before.i}-${after.i}`),
    apart: apart.map(({ before, after, problem }) => [`${before.i}-${after.i}`, problem]),
  };
}

function evaluation(hashes: string[], byTruth: boolean): Evaluation {
  return {
    schema: "triptych/evaluation@1",
    name: "run",
    title: "Run",
    createdAt: "2026-01-01T00:00:00Z",
    classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
    metrics: [{ id: "dice", title: "Dice", better: "higher" }],
    cases: hashes.map((truthHash) => ({ ...found(byTruth ? truthHash : "a", 0.5, 1), truthHash })),
    confusion: [],
    triptychs: [],
  };
}
