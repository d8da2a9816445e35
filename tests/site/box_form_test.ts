// Box plots of many cases and of many classes: a page has room for so many marks.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { type BoxForm, boxForm } from "../../site/charts/box_form.ts";
import { boxChart, type BoxPoint } from "../../site/charts/boxes.ts";
import { type ChartDocument, markup } from "../../site/html/frame.ts";

const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
  document: ChartDocument;
};

Deno.test("boxChart() draws of many cases a histogram and those furthest beyond the whiskers, or these alone", () => {
  const values = Array.from({ length: 2000 }, (_, i) => 0.5 + 0.4 * Math.sin(i));
  const points = values.map((value, i): BoxPoint => (
    { value, state: "measured", title: `case ${i}`, href: `/c/${i}.html` }
  ));
  const box = { low: 0.15, q1: 0.62, median: 0.71, q3: 0.83, high: 0.93 };
  const below = values.filter((v) => v < box.low || v > box.high).length;
  assert.ok(below > 120);
  const drawnIn = (form: BoxForm) => {
    const data = { points, box, ratio: true, largest: 1, about: "", form };
    const { document: drawn } = parseHTML(markup(boxChart(data, document))) as unknown as {
      document: ChartDocument;
    };
    return ["rect", "circle"].map((name) => drawn.querySelectorAll(name).length);
  };
  const [bars, dots] = drawnIn({ kind: "histogram", bins: 40, beyond: 120 });
  assert.ok(bars > 30 && bars <= 41, String(bars));
  assert.equal(dots, 120);
  assert.deepEqual(drawnIn({ kind: "beyond", beyond: 7 }), [1, 7]);
  assert.deepEqual(drawnIn({ kind: "swarm" }), [1, 2000]);
});

Deno.test("boxForm() leaves a page of any number of cases and charts about as many marks", () => {
  for (const charts of [1, 6, 12, 32, 80, 160]) {
    for (const cases of [5, 12, 178, 600, 10_000]) {
      const form = boxForm(cases, charts);
      const marks = form.kind === "swarm"
        ? cases
        : form.beyond + (form.kind === "histogram" ? 2 * form.bins : 0);
      assert.ok(marks * charts <= 2700, `${charts} charts of ${cases}: ${JSON.stringify(form)}`);
      assert.ok(form.kind === "swarm" || marks < cases);
    }
  }
  assert.equal(boxForm(178, 12).kind, "swarm");
});
