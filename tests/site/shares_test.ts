// Shares that pages say of a run, from figures made by hand.
import assert from "node:assert/strict";
import type { Case, Evaluation } from "../../evaluation/mod.ts";
import { plain } from "../../site/html/safe.ts";
import { confusionView } from "../../site/views/confusion.ts";
import { voxelText } from "../../site/views/extent.ts";
import { sureView } from "../../site/views/sure.ts";
import { ASSD, DICE, found } from "../evaluation/cases.ts";
import { siteRunOf } from "./site_run.ts";

Deno.test("the matrix is shown by rows, by columns, and in pixels", () => {
  const classes = ["cat", "dog"].map((name, i) => ({ label: i + 1, name, color: "#e07a3f" }));
  const dog = { tp: 20, fp: 60, fn: 0, tn: 20, dice: 0.4 };
  const cat = { tp: 20, fp: 0, fn: 60, tn: 20, dice: 0.4 };
  const cases: Case[] = [{ id: "a", shape: [10, 10], spacing: [1, 1], classes: { cat, dog } }];
  // 60 of the 80 pixels of cats are called dogs
  const confusion = [[20, 60], [0, 20]];
  const run = siteRunOf(cases, { classes, confusion } as Partial<Evaluation>);
  const shares = confusionView(run)!.panels.map(({ rows }) =>
    rows.map(({ cells }) => cells.map((cell) => "large" in cell ? cell.large : ""))
  );
  const percent = (...values: number[]) => values.map((value) => `${value.toFixed(1)}\u00a0%`);
  assert.deepEqual(shares[0], [percent(25, 75), percent(0, 100)]);
  assert.deepEqual(shares[1], [percent(100, 75), percent(0, 25)]);
  assert.deepEqual(shares[2].flat().map(parseFloat), [20, 60, 0, 20]);
});

Deno.test("surely wrong pixels are a share of the sure ones, and of the wrong ones", () => {
  const cases = Array.from({ length: 3 }, (_, i): Case => ({
    ...found(`${i}`, 0.5, 1),
    confidence: {
      ...{ pixels: 100, mean: 0.9, wrong: 20, sure: 80, surelyWrong: 4, auroc: 0.5 },
      expectedDice: {},
    },
  }));
  const [sentence] = sureView(siteRunOf(cases))!.sentences;
  const text = typeof sentence === "string" ? sentence : plain(sentence);
  assert.match(text, /5\.0\s%/, "4 of 80 sure pixels");
  assert.match(text, /20\.0\s%/, "4 of 20 wrong pixels");
  assert.ok(text.indexOf("5.0") < text.indexOf("20.0"), text);
});

Deno.test("the size of a voxel is said columns first, layers last", () => {
  const metrics = [DICE, { ...ASSD, unit: "mm" }];
  const one = { ...found("a", 0.5, 1), shape: [4, 5, 5], spacing: [3, 0.75, 0.5] };
  assert.equal(voxelText(siteRunOf([one], { metrics }), one), "0.5 × 0.75 × 3\u00a0mm");
});
