// The figures as CSV: every digit, quotes by RFC 4180, nothing that a spreadsheet computes.
import assert from "node:assert/strict";
import { longCsv, wideCsv } from "../../../evaluation/export/csv.ts";
import {
  type Export,
  type ExportedFigures,
  ExportTotals,
} from "../../../evaluation/export/exported_figures.ts";
import { csvLines } from "../../../evaluation/import/csv_lines.ts";
import type { Evaluation } from "../../../evaluation/mod.ts";
import { ASSD, DICE, found, missed } from "../cases.ts";

function evaluationOf(cases: Evaluation["cases"], more: Partial<Evaluation> = {}): Evaluation {
  return {
    schema: "triptych/evaluation@1",
    name: "a",
    title: "a",
    createdAt: "2026-01-01T00:00:00Z",
    classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
    metrics: [DICE, ASSD],
    cases,
    confusion: [],
    triptychs: [],
    ...more,
  };
}

/** The whole text of an export. */
function text(make: (figures: ExportedFigures) => Export, evaluation: Evaluation): string {
  const totals = new ExportTotals(evaluation.classes);
  for (const one of evaluation.cases) totals.add(one);
  const made = make({ ...evaluation, totals });
  return made.head + evaluation.cases.map(made.textOf).join("") + made.end;
}

Deno.test("the wide CSV has a line per case and a column per class and measure", () => {
  const cases = [found("a", 0.1 + 0.2, 1 / 3), missed("b")];
  assert.equal(
    text(wideCsv, evaluationOf(cases)),
    "case,cat tp,cat fp,cat fn,cat tn,cat dice,cat assd (px)\r\n" +
      "a,10,1,1,88,0.30000000000000004,0.3333333333333333\r\n" +
      "b,0,0,10,90,0,inf\r\n",
  );
});

Deno.test("the long CSV has a line per case, class and measure, with groups where there are any", () => {
  const evaluation = evaluationOf([{ ...missed("b"), group: "site, A" }]);
  const head = 'b,"site, A",cat,';
  assert.equal(
    text(longCsv, evaluation),
    "case,group,class,measure,value,unit\r\n" +
      ["tp,0,", "fp,0,", "fn,10,", "tn,90,", "dice,0,", "assd,inf,px"].map((rest) =>
        `${head}${rest}\r\n`
      ).join(""),
  );
});

Deno.test("a distance that means leave out, and an unknown one, are blank", () => {
  const metrics = [DICE, { ...ASSD, empty: "nan" as const }];
  const unknown = found("a", 0.5, 1);
  unknown.classes.cat.assd = null;
  const lines = text(wideCsv, evaluationOf([missed("b"), unknown], { metrics })).split("\r\n");
  assert.deepEqual(lines.slice(1), ["b,0,0,10,90,0,", "a,10,1,1,88,0.5,", ""]);
});

Deno.test("no text of a CSV begins a formula, and any comes back as it was but for the apostrophe", () => {
  const hostile = ["=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", 'a"b', "c,d", "e\r\nf", " =1"];
  const cases = hostile.map((id) => found(id, 1, 0));
  const classes = [{ label: 1, name: "=cat", color: "#e07a3f" }];
  for (const one of cases) one.classes = { "=cat": one.classes.cat };
  const { lines: [head, ...lines] } = csvLines(
    text(wideCsv, evaluationOf(cases, { classes })),
  );
  assert.equal(head.cells[1], "'=cat tp");
  const ids = lines.map(({ cells: [id] }) => id);
  assert.deepEqual(ids, hostile.map((id, i) => i < 6 ? `'${id}` : id));
});
