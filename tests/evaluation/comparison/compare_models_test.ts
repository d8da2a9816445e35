// Several runs side by side: what is ranked, and what isn't.
import assert from "node:assert/strict";
import {
  type Case,
  comparisonOf,
  type Evaluation,
  Incomparable,
  type MeasuredRun,
  rankingNotes,
} from "../../../evaluation/mod.ts";
import { ASSD, CLASS, DICE, found } from "../cases.ts";

Deno.test("runs of one model from several seeds, or without a class in common, aren't ranked", () => {
  const cases = [found("a", 0.5, 1), found("b", 0.6, 1)];
  const seeds = [0, 1, 2].map((seed) => runOf(`${seed}`, cases, { settings: { seed } }));
  assert.throws(
    () => comparisonOf(seeds),
    new Incomparable("The 3 runs are one model from 3 seeds: there is nothing to rank."),
  );
  const named = ["cat", "dog", "owl"].map((name) => ({ ...CLASS, name }));
  const three = [named, named.slice(0, 1), named.slice(1, 2)].map((classes, i) =>
    runOf(`${i}`, cases, { evaluation: { classes } })
  );
  assert.throws(
    () => comparisonOf(three),
    new Incomparable("The runs have no class and metric that all of them measured."),
  );
});

Deno.test("a ranking counts the cases that it leaves out, with the reason", () => {
  const cases = ["a", "b", "c"].map((id) => found(id, 0.5, 1));
  const without = found("b", 0.6, 1);
  without.classes.cat.assd = null;
  const other = found("c", 0.6, 1);
  other.classes.cat.fn++;
  const runs = [cases, cases, [cases[0], without, other]].map((own, i) => runOf(`${i}`, own));
  const comparison = comparisonOf(runs), [dice, assd] = comparison.metrics;
  assert.deepEqual([dice.cases, dice.unknown, assd.cases, assd.unknown], [2, 0, 1, 1]);
  const notes = rankingNotes(comparison).join(" ");
  assert.match(notes, /Left out: 1 case that not all runs have with the same truth\./);
  assert.match(notes, /A case without a value of each run is left out: 1 case at most\./);
});

Deno.test("a ranking of few patients warns, however many slices they have", () => {
  const slices = (shift: number) =>
    Array.from(
      { length: 100 },
      (_, i) => ({ ...found(`${i}`, 0.5 + shift + i / 1000, 1), group: `${i % 2}` }),
    );
  const noteOf = (independent?: "patients") =>
    rankingNotes(
      comparisonOf([0, 0.1, 0.2].map((shift, i) =>
        runOf(`${i}`, slices(shift), { evaluation: { independent } })
      )),
    )[1];
  assert.match(noteOf("patients"), /whole patients\. With 2 patients they look surer than/);
  assert.match(noteOf(), /resamples of cases\.$/);
});

/** A run with figures. */
function runOf(
  name: string,
  cases: Case[],
  { settings, evaluation }: {
    settings?: Record<string, unknown>;
    evaluation?: Partial<Evaluation>;
  } = {},
): MeasuredRun {
  return {
    name,
    run: settings ? { settings, backend: "simd", data: { fingerprint: "a" } } : null,
    evaluation: { classes: [CLASS], metrics: [DICE, ASSD], cases, ...evaluation },
  } as MeasuredRun;
}
