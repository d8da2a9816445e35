// Pages of runs that measure more than Dice and distances between outlines.
import assert from "node:assert/strict";
import { type Case, MEASURES, measuresMisses, type MetricInfo } from "../../evaluation/mod.ts";
import { stylesheet } from "../../site/classes.page.ts";
import { averagesView } from "../../site/views/averages.ts";
import { boxesView } from "../../site/views/boxes.ts";
import { ASSD, DICE, found, invented, missed } from "../evaluation/cases.ts";
import { siteRunOf } from "./site_run.ts";

/** A distance between lesions: 374 where one was missed or invented. */
const BRATS = MEASURES.find(({ id }) => id === "bratsHd95")!;

/** A count of errors. */
const BETTI = MEASURES.find(({ id }) => id === "betti0Error")!;

Deno.test("each of a run's metrics switches panels, however many there are", () => {
  const metrics = Array.from({ length: 12 }, (_, i) => ({ ...DICE, id: `m${i}` }));
  const styles = stylesheet([siteRunOf([], { metrics })]);
  for (const name of ["m8", "x8", "m11", "x11"]) {
    assert.ok(styles.includes(`.pick:has(.${name}:checked)`), name);
  }
  // a confusion matrix is normalised by rows, by columns or not at all
  assert.ok(stylesheet([siteRunOf([])]).includes(".pick:has(.x2:checked)"));
});

Deno.test("misses that a measure has a value for are among its cases, and nothing says there are none", () => {
  const cases = [
    measured(found("a", 0.9, 1), 2),
    measured(missed("b"), 374),
    measured(invented("c"), 374),
  ];
  const drawn = (metric: MetricInfo, some: Case[]) =>
    String(boxesView(siteRunOf(some, { metrics: [metric] })).panels[0].rows[0].charts[0].svg);
  for (const metric of [BRATS, BETTI]) {
    assert.doesNotMatch(drawn(metric, cases), /missed<|invented</);
    assert.match(drawn(metric, cases.slice(0, 1)), />0 missed</);
  }
  assert.match(drawn(ASSD, cases), />1 missed</);
});

Deno.test("averages of a measure that misses have a value for leave none out", () => {
  const cases = [measured(found("a", 0.9, 1), 2), measured(missed("b"), 374)];
  const rows = averagesView(siteRunOf(cases, { metrics: [ASSD, BRATS, BETTI] })).rows;
  const said = (name: string) => rows.find((row) => row.name === name)!;
  const { formula, cells: [cell] } = said("BraTS HD95 in px, mean over cases");
  assert.deepEqual([formula, cell.value, cell.beside], [
    "missed and invented count as the measure has them",
    "188.0",
    "",
  ]);
  assert.match(said("ASSD in px, mean of those defined").formula, /left out/);
  assert.deepEqual(["lesionsMissedTo10", "hd", "assd"].map(measuresMisses), [true, false, false]);
});

function measured(one: Case, value: number): Case {
  const [[name, figures]] = Object.entries(one.classes);
  return { ...one, classes: { [name]: { ...figures, bratsHd95: value, betti0Error: value } } };
}
