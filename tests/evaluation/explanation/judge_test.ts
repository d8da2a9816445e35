// What an experiment says in a sentence must be what its effects say, wherever they were measured.
import assert from "node:assert/strict";
import {
  type CornerFigures,
  type Design,
  designOf,
  explainedFigures,
  type ExplainedRuns,
  explanationTables,
} from "../../../evaluation/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";

const CASES = 30, SEEDS = 3;

/** An experiment from the mean Dice of each corner, by its factors. */
function experiment(
  means: Record<string, number>,
  more: Partial<ExplainedRuns> & { design?: Design } = {},
): ExplainedRuns {
  const factors = more.factors ?? ["epochs", "lr"].map((id) => ({ id, title: id, settings: [] }));
  const { design = designOf(factors), ...rest } = more, random = mulberry32(5);
  const classes = [{ label: 1, name: "cat", color: "#e07a3f" }];
  const cases = {
    schema: "triptych/explained-cases@1" as const,
    ids: Array.from({ length: CASES }, (_, i) => `${i}`),
    ...{ classes, truths: "t" },
    metrics: [{ id: "dice", title: "Dice", better: "higher" as const }],
  };
  const figures = design.corners.map(({ factors }, c) =>
    Array.from({ length: SEEDS }, (_, seed): CornerFigures => {
      const values = cases.ids.map(() => means[factors.join()] + 0.01 * (random() - 0.5));
      return {
        schema: "triptych/corner-figures@1",
        ...{ key: `${c}`.repeat(10), seed, settings: {}, seconds: 1 },
        values: { dice: { cat: values } },
      };
    })
  );
  return {
    schema: "triptych/explanation@1",
    ...{ createdAt: "2026-11-30T00:00:00Z", names: ["a", "b"], cases, seeds: SEEDS, scale: 1 },
    factors,
    corners: design.corners.map(({ factors }, c) => ({
      ...{ key: `${c}`.repeat(10), name: `corner ${c}`, factors, seeds: [0, 1, 2] },
    })),
    ...explainedFigures({ cases, figures, design }),
    ...rest,
  };
}

const verdictOf = (explained: ExplainedRuns) => explanationTables(explained).verdict.join(" ");

Deno.test("two settings that work only together each give all of it in the later run, nothing from the earlier", () => {
  const verdict = verdictOf(experiment({ "": 0.5, epochs: 0.5, lr: 0.5, "epochs,lr": 0.7 }));
  for (const title of ["epochs", "lr"]) {
    assert.match(
      verdict,
      new RegExp(`${title} (gives? )?\\+0\\.\\d+ in b \\(from a .+? to .+?\\)`),
    );
  }
  assert.match(verdict, /; all together \+0\.\d+/);
  assert.doesNotMatch(verdict, /nothing that can be told/);
});

Deno.test("of two settings either of which suffices, none is said to give the whole", () => {
  const verdict = verdictOf(experiment({ "": 0.5, epochs: 0.7, lr: 0.7, "epochs,lr": 0.7 }));
  assert.match(verdict, /(epochs give|lr gives) \+0\.\d+ from a \(in b .+ to .+\)/);
  assert.doesNotMatch(verdict, / of \+/);
});

Deno.test("a setting that gives the same from both ends has one figure, a part of the whole", () => {
  const explained = experiment({ "": 0.5, epochs: 0.68, lr: 0.52, "epochs,lr": 0.7 });
  assert.match(
    verdictOf(explained),
    /^From a to b, mean Dice over 30 cases: epochs give \+0\.\d+ of \+0\.\d+ and lr \+0\.0\d+\.$/,
  );
});

Deno.test("what needs another setting is measured beside it, and what it needs without it", () => {
  const factors = [
    { id: "encoder", title: "encoder", settings: [] },
    { id: "weights", title: "pretrained weights", settings: [], requires: "encoder" },
  ];
  const means = { "": 0.7, encoder: 0.6, "encoder,weights": 0.8 };
  const { tables: [table] } = explanationTables(experiment(means, { factors }));
  assert.deepEqual(table.rows.map(([text]) => text), [
    "a to b",
    "encoder, from a",
    "pretrained weights, from a with encoder",
    "encoder, in b without pretrained weights",
    "pretrained weights, in b",
  ]);
});

Deno.test("a class alone is all classes: it has one column, and no sentence says more", () => {
  const { tables: [effects, corners], verdict } = explanationTables(
    experiment({ "": 0.5, epochs: 0.6, lr: 0.5, "epochs,lr": 0.6 }),
  );
  assert.deepEqual(effects.head, ["Dice", "cat", "p, corrected"]);
  assert.deepEqual(corners.head.slice(3), ["Dice, cat"]);
  assert.doesNotMatch(verdict.join(), /all classes/);
});

Deno.test("what a training said of itself is said of its corner, once", () => {
  const explained = experiment({ "": 0.5, epochs: 0.6, lr: 0.5, "epochs,lr": 0.6 });
  const notes = ["The model predicts background alone"];
  const corners = explained.corners.map((one, c) => c < 2 ? { ...one, notes } : one);
  const { notes: said } = explanationTables({ ...explained, corners });
  assert.deepEqual(said, ["corner 0 and corner 1: The model predicts background alone"]);
});

Deno.test("one factor was changed alone: nothing is missing", () => {
  const factors = [{ id: "epochs", title: "epochs", settings: [] }];
  const { limits } = explanationTables(experiment({ "": 0.5, epochs: 0.6 }, { factors }));
  assert.doesNotMatch(limits.join(), /one at a time|--full/);
});
