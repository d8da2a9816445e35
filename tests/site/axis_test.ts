// Axes of charts: where they end, and ticks that can be told apart.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { differencesChart } from "../../site/charts/differences.ts";
import { type ChartDocument, type ChartElement, markup } from "../../site/html/frame.ts";
import { paired } from "../../site/views/compare_charts.ts";
import { compare } from "../../site/runs/comparisons.ts";
import { ASSD, found } from "../evaluation/cases.ts";
import { siteRunOf } from "./site_run.ts";

const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
  document: ChartDocument;
};

Deno.test("ticks of changes differ, however small the changes are", () => {
  for (const size of [1e-4, 0.004, 0.02, 0.3, 40, 3000]) {
    const gains = [-size, 0, size / 2, size].map((gain) => ({ gain, title: "", href: "/" }));
    const ticks = ticksOf(
      differencesChart({ gains, title: "Change", about: "" }, document, "wide"),
    );
    assert.ok(ticks.length > 2, ticks.join(" "));
    assert.equal(new Set(ticks).size, ticks.length, `${size}: ${ticks.join(" ")}`);
  }
});

Deno.test("paired distances have ticks up to their largest in any unit", () => {
  for (const [size, least, most] of [[0.05, 0.02, 0.05], [0.7, 1, 1], [3000, 1000, 2000]]) {
    const run = (factor: number) =>
      siteRunOf([found("a", 0.9, size * factor), found("b", 0.8, size)], { metrics: [ASSD] });
    const changes = compare(run(0.5), run(0.6)).changes;
    const ticks = ticksOf(String(paired(changes[0], changes).svg)).map(Number);
    const largest = Math.max(...ticks);
    assert.ok(largest >= least && largest <= most, `${size}: ${ticks.join(" ")}`);
  }
});

function ticksOf(chart: ChartElement | string): string[] {
  const { document } = parseHTML(
    typeof chart === "string" ? chart : markup(chart),
  ) as unknown as { document: ChartDocument };
  return [...document.querySelector("svg").querySelectorAll("g[text-anchor=end] text")]
    .map((text) => text.textContent);
}
