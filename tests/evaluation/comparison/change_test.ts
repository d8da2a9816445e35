import assert from "node:assert/strict";
import {
  type Case,
  changeOf,
  comparisonNotes,
  comparisonOf,
  type Evaluation,
  type MeasuredRun,
  pairEvaluations,
  wilcoxon,
} from "../../../evaluation/mod.ts";
import { ASSD, bothEmpty, CLASS, DICE, found, invented, missed } from "../cases.ts";

Deno.test("changeOf() has mean, median, exact interval and signs of the gains", () => {
  const gains = [0.1, 0.1, 0.1, 0.1, 0.1, -0.05];
  const change = changeOf(
    paired(
      gains.map((_, i) => found(`${i}`, 0.5, 1)),
      gains.map((g, i) => found(`${i}`, 0.5 + g, 1)),
    ),
    "cat",
    DICE,
  );
  assert.ok(Math.abs(change.mean - 0.45 / 6) < 1e-12);
  assert.ok(Math.abs(change.median - 0.1) < 1e-12);
  assert.ok(Math.abs(change.interval![0] + 0.05) < 1e-12);
  assert.deepEqual([change.better, change.worse, change.equal], [5, 1, 0]);
});

Deno.test("changeOf() counts a distance that became infinite as a loss, outside the mean", () => {
  const before = [found("a", 0.5, 3), found("b", 0.5, 3), missed("c"), missed("d")];
  const after = [found("a", 0.5, 1), missed("b"), found("c", 0.5, 9), invented("d")];
  const change = changeOf(paired(before, after), "cat", ASSD);
  assert.deepEqual(change.pairs.map(({ gain }) => gain), [2, -Infinity, Infinity, 0]);
  assert.deepEqual([change.better, change.worse, change.equal], [2, 1, 1]);
  assert.equal(change.mean, 1);
  assert.equal(change.median, 1);
  assert.ok(change.p > 0 && change.p <= 1);
});

Deno.test("changeOf() takes the better half of infinite gains for an infinite median", () => {
  const before = ["a", "b", "c"].map(missed);
  const after = ["a", "b", "c"].map((id) => found(id, 0.5, 1));
  assert.equal(changeOf(paired(before, after), "cat", ASSD).median, Infinity);
});

Deno.test("changeOf() of one pair has no interval and a p of 1, of none no p", () => {
  const one = changeOf(paired([found("a", 0.5, 1)], [found("a", 0.6, 1)]), "cat", DICE);
  assert.deepEqual([one.interval, one.p], [undefined, 1]);
  const none = changeOf(paired([bothEmpty("a")], [bothEmpty("a")]), "cat", DICE);
  assert.deepEqual([none.pairs.length, none.median, none.p, none.mean], [0, NaN, NaN, NaN]);
});

Deno.test("changeOf() leaves out what is not known, and takes agreement on nothing for perfect", () => {
  const unknown: Case = { ...found("a", 0.5, 1), classes: {} };
  const noDistance: Case = found("b", 0.5, 1);
  noDistance.classes.cat.assd = null;
  const before = [unknown, noDistance, bothEmpty("c")];
  const after = [found("a", 0.6, 1), found("b", 0.6, 1), invented("c")];
  const change = changeOf(paired(before, after), "cat", ASSD);
  assert.deepEqual(change.pairs, [{ id: "c", before: 0, after: Infinity, gain: -Infinity }]);
  assert.equal(change.unknown, 2);
  assert.match(
    comparisonNotes([change]).join(" "),
    /A case without a value before or after is left out: 2 cases at most\./,
  );
  assert.deepEqual(
    changeOf(paired(before, after), "cat", DICE).pairs.map(({ id }) => id),
    ["b", "c"],
  );
});

Deno.test("changeOf() of patients' slices counts patients in interval and p, and notes say so", () => {
  const gains = [0.125, 0.25, 0.375, 0.5, -0.25, 0.75, 0.625];
  const pairs = gains.flatMap((gain, patient) =>
    [-0.0625, 0, 0.0625].map((shift, i) => {
      const id = `p${patient}_${i}`, group = `p${patient}`;
      return {
        before: { ...found(id, 0.25, 1), group },
        after: { ...found(id, 0.25 + gain + shift, 1), group },
      };
    })
  );
  const change = changeOf({ pairs, independent: "patients" }, "cat", DICE);
  assert.deepEqual(change.draws, { count: 7, are: "patients" });
  assert.equal(change.p, wilcoxon(gains));
  const ofCases = changeOf({ pairs }, "cat", DICE);
  assert.deepEqual([ofCases.draws, change.median], [undefined, ofCases.median]);
  assert.ok(change.interval![0] < ofCases.interval![0]);
  assert.ok(change.interval![1] > ofCases.interval![1]);
  assert.ok(change.p > ofCases.p);
  const notes = comparisonNotes([change]).join(" ");
  assert.match(notes, /median change, by a sign test of 7 patients, not of their 21 cases\./);
  assert.match(notes, /Wilcoxon signed-rank test of the mean change per patient, two-sided/);
  const five = changeOf({ pairs: pairs.slice(0, 15), independent: "patients" }, "cat", DICE);
  assert.equal(five.interval, undefined);
  assert.match(comparisonNotes([five]).join(" "), /Fewer than 6 patients have no such interval\./);
});

Deno.test("patients are those of the run that says so, not groups of the other", () => {
  const run = (groupOf: (i: number) => string, independent?: "patients"): Evaluation => ({
    schema: "triptych/evaluation@1",
    name: "run",
    title: "Run",
    createdAt: "2026-01-01T00:00:00Z",
    classes: [CLASS],
    metrics: [DICE],
    cases: Array.from({ length: 12 }, (_, i) => ({
      ...found(`${i}`, 0.5 + (independent ? i / 100 : 0), 1),
      group: groupOf(i),
    })),
    confusion: [],
    triptychs: [],
    ...(independent && { independent }),
  });
  const breeds = run((i) => `breed ${i % 2}`), patients = run((i) => `${i % 6}`, "patients");
  for (const [before, after] of [[breeds, patients], [patients, breeds]]) {
    const { draws } = changeOf(pairEvaluations(before, after), "cat", DICE);
    assert.deepEqual(draws, { count: 6, are: "patients" });
  }
  const runs = [breeds, breeds, patients].map((evaluation, i) => ({ name: `${i}`, evaluation }));
  const [ranked] = comparisonOf(runs as MeasuredRun[]).metrics;
  assert.deepEqual(ranked.draws, { count: 6, are: "patients" });
});

function paired(before: Case[], after: Case[]) {
  return { pairs: before.map((one, i) => ({ before: one, after: after[i] })) };
}
