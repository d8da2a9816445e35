// A golden picture for each chart: UPDATE=1 writes them anew, to be looked at before they are kept.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { boxChart, type BoxPoint, MANY } from "../../site/charts/boxes.ts";
import { differencesChart } from "../../site/charts/differences.ts";
import { type ChartDocument, type ChartElement, markup } from "../../site/charts/frame.ts";
import { groupsChart } from "../../site/charts/groups.ts";
import { intervalChart } from "../../site/charts/interval.ts";
import { learningChart } from "../../site/charts/learning.ts";
import { miniBoxes } from "../../site/charts/mini_boxes.ts";
import { mosaicChart } from "../../site/charts/mosaic.ts";
import { pairedChart } from "../../site/charts/paired.ts";
import { sizesChart } from "../../site/charts/sizes.ts";
import { stripChart } from "../../site/charts/strip.ts";

const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
  document: ChartDocument;
};
const UPDATE = Deno.env.get("UPDATE") === "1";

const DICE = [0, 0.31, 0.55, 0.62, 0.7, 0.71, 0.71, 0.78, 0.8, 0.83, 0.88, 0.9, 0.93];
const BOX = { low: 0.31, q1: 0.62, median: 0.71, q3: 0.83, high: 0.93 };
const points = (values: number[], state: BoxPoint["state"] = "measured"): BoxPoint[] =>
  values.map((value, i) => ({ value, state, title: `case ${i}`, href: `/c/${i}.html` }));

golden("boxes-dice", () =>
  boxChart(
    {
      points: [...points(DICE.slice(1)), ...points([0], "missed")],
      box: BOX,
      ratio: true,
      largest: 1,
      about: "Dice",
    },
    document,
    "wide",
  ));

golden("boxes-assd", () =>
  boxChart(
    {
      points: [...points([0.4, 1, 2, 2.2, 3, 8, 25]), ...points([Infinity, Infinity], "invented")],
      box: { low: 0.4, q1: 1.5, median: 2.6, q3: 8, high: 25 },
      ratio: false,
      largest: 25,
      about: "ASSD",
    },
    document,
    "narrow",
  ));

golden("mosaic", () =>
  mosaicChart(
    {
      classes: [
        { name: "foreground", color: "var(--k0)", share: 0.3, taken: [0.7, 0.2, 0.1] },
        { name: "background", color: "var(--k1)", share: 0.6, taken: [0.02, 0.98, 0] },
        { name: "border", color: "var(--k2)", share: 0.1, taken: [0.2, 0.4, 0.4] },
      ],
      about: "mosaic",
    },
    document,
    "wide",
  ));

golden(
  "boxes-empty",
  () => boxChart({ points: [], ratio: false, largest: 0, about: "nothing" }, document, "wide"),
);

golden("learning", () =>
  learningChart(
    {
      title: "Dice",
      curves: [
        { name: "foreground", color: "var(--k0)", values: [0.2, 0.5, 0.6, 0.65] },
        { name: "border", color: "var(--k1)", dash: "6 3", values: [0, 0.48, NaN, 0.63] },
      ],
      best: 4,
      bestLabel: "best",
      domain: [0, 1],
      about: "Dice over the epochs",
    },
    document,
    "wide",
  ));

golden("groups", () =>
  groupsChart(
    {
      groups: [
        { name: "Cat", points: points(DICE), median: 0.71, interval: [0.6, 0.8] },
        { name: "Dog", points: points([0.2, 0.4]), median: 0.3 },
      ],
      about: "groups",
    },
    document,
    "wide",
  ));

golden("sizes", () =>
  sizesChart(
    {
      points: DICE.map((value, i) => ({
        value,
        share: (i + 1) / 20,
        title: `case ${i}`,
        href: "/",
      })),
      steps: [{ from: 0.05, to: 0.3, median: 0.6 }, { from: 0.3, to: 0.65, median: 0.8 }],
      title: "Dice",
      about: "sizes",
    },
    document,
    "narrow",
  ));

golden("paired", () =>
  pairedChart(
    {
      pairs: DICE.map((before, i) => ({
        before,
        after: i === 3 ? 0.5 : Math.min(1, before + 0.1),
      })),
      boxes: [BOX, { low: 0.41, q1: 0.7, median: 0.81, q3: 0.93, high: 1 }],
      metric: { better: "higher" },
      end: 1,
      about: "paired",
    },
    document,
    "wide",
  ));

golden("differences", () =>
  differencesChart(
    {
      gains: [-0.3, -0.02, 0, 0.1, 0.2, 0.4].map((gain, i) => ({ gain, title: `${i}`, href: "/" })),
      about: "differences",
    },
    document,
    "narrow",
  ));

golden("mini-boxes", () =>
  miniBoxes(
    { title: "Dice", rows: [{ name: "foreground", color: "var(--k0)", box: BOX }], about: "mini" },
    document,
  ));

golden("strip", () => stripChart({ id: "ticks", all: DICE, here: 0.71 }));
golden("interval", () => intervalChart({ median: 0.13, interval: [0.11, 0.15], reach: 0.2 }));

Deno.test(`boxChart() draws more than ${MANY} cases as a histogram that counts each of them`, () => {
  const values = Array.from({ length: 2000 }, (_, i) => 0.5 + 0.4 * Math.sin(i));
  const chart = boxChart(
    { points: points(values), box: { ...BOX, low: 0.15 }, ratio: true, largest: 1, about: "" },
    document,
    "wide",
  );
  const { document: drawn } = parseHTML(markup(chart)) as unknown as { document: ChartDocument };
  assert.ok(drawn.querySelectorAll("rect").length > 30);
  const below = values.filter((v) => v < 0.15 || v > BOX.high).length;
  assert.equal(drawn.querySelectorAll("circle").length, Math.min(150, below));
});

Deno.test("markup() has no style, no namespaces, and tenths at most", () => {
  const text = markup(
    sizesChart(
      {
        points: [{ value: 1 / 3, share: 1 / 7, title: "<x>", href: "/" }],
        steps: [],
        title: "Dice",
        about: "a & b",
      },
      document,
      "wide",
    ),
  );
  assert.ok(!/style|xmlns/.test(text), text);
  assert.ok(!/="[^"]*\d\.\d\d/.test(text.replace(/opacity="[^"]*"/g, "")), text);
  assert.ok(text.includes("&lt;x") && text.includes("a &amp; b"), text);
});

function golden(name: string, chart: () => ChartElement | string): void {
  Deno.test(`the ${name} chart looks as it did`, async () => {
    const drawn = chart();
    const text = (typeof drawn === "string" ? drawn : markup(drawn)).replaceAll("><", ">\n<") +
      "\n";
    const file = new URL(`../fixtures/site/${name}.svg`, import.meta.url);
    if (UPDATE) await Deno.writeTextFile(file, text);
    assert.equal(text, await Deno.readTextFile(file));
  });
}
