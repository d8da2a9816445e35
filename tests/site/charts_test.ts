// A golden picture for each chart: UPDATE=1 writes them anew, to be looked at before they are kept.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { boxChart, type BoxPoint } from "../../site/charts/boxes.ts";
import { differencesChart } from "../../site/charts/differences.ts";
import { type ChartDocument, markup } from "../../site/html/frame.ts";
import { extentsChart } from "../../site/charts/extents.ts";
import { groupsChart } from "../../site/charts/groups.ts";
import { intervalChart } from "../../site/charts/interval.ts";
import { learningChart } from "../../site/charts/learning.ts";
import { miniBoxes } from "../../site/charts/mini_boxes.ts";
import { mosaicChart } from "../../site/charts/mosaic.ts";
import { pairedChart } from "../../site/charts/paired.ts";
import { reliabilityChart } from "../../site/charts/reliability.ts";
import { sizesChart } from "../../site/charts/sizes.ts";
import { stripChart, stripTicks } from "../../site/charts/strip.ts";
import { boxOf } from "../../evaluation/mod.ts";
import { document, golden } from "./golden.ts";

const DICE = [0, 0.31, 0.55, 0.62, 0.7, 0.71, 0.71, 0.78, 0.8, 0.83, 0.88, 0.9, 0.93];
const BOX = { low: 0.31, q1: 0.62, median: 0.71, q3: 0.83, high: 0.93 };
const reliable = ([probability, right]: number[]) => ({
  probability,
  right,
  areFew: probability < 0.2,
  title: "bin",
});
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
  ));

golden("extents", () =>
  extentsChart(
    {
      rows: [
        {
          ...{ name: "published", figure: "0.24 · 0.46 · 0.68", color: "var(--soft)" },
          ...{ worst: 0.24, midpoint: 0.46, best: 0.68 },
        },
        {
          ...{ name: "here", figure: "0.00 · 0.47 · 0.93", color: "var(--k0)" },
          ...{ worst: 0, midpoint: 0.47, best: 0.93, median: 0.73 },
        },
        {
          ...{ name: "half of Dice", figure: "0.00 · 0.23 · 0.47", color: "var(--k0)" },
          ...{ worst: 0, midpoint: 0.23, best: 0.47, isPale: true },
        },
      ],
      rules: [0.24, 0.46, 0.68],
      axis: "Dice",
      about: "Dice, worst, midpoint and best",
    },
    document,
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

golden("boxes-infinite", () =>
  boxChart(
    {
      points: [...points([0.4, 1, 2]), ...points([Infinity, Infinity, Infinity], "missed")],
      box: boxOf([0.4, 1, 2, Infinity, Infinity, Infinity])!,
      ratio: false,
      largest: 2,
      about: "ASSD",
    },
    document,
  ));

golden(
  "boxes-empty",
  () => boxChart({ points: [], ratio: false, largest: 0, about: "nothing" }, document),
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
      title: "Dice",
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
      steps: [
        { from: 0.05, to: 0.3, median: 0.6, href: "small", title: "small ones" },
        { from: 0.3, to: 0.65, median: 0.8, href: "large", title: "large ones" },
      ],
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
      title: "Change of Dice",
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

golden("reliability", () =>
  reliabilityChart(
    {
      curves: [
        { color: "red", points: [[0.1, 0.2], [0.5, 0.4], [0.95, 0.9]].map(reliable) },
        { color: "blue", dash: "2 3", points: [[0.7, 0.7]].map(reliable) },
      ],
      axes: { x: "probability", y: "right" },
      about: "Reliability",
    },
    document,
    "wide",
  ));

golden("strip", () => stripChart({ id: "ticks", ticks: stripTicks(DICE), here: 0.71 }));
golden("interval", () => intervalChart({ median: 0.13, interval: [0.11, 0.15], reach: 0.2 }));

golden("boxes-low", () =>
  boxChart(
    {
      points: [...points([0.4, 1, 2, 25]), ...points([Infinity], "missed")],
      box: { low: 0.4, q1: 0.6, median: 1.5, q3: 2, high: 2 },
      ratio: false,
      largest: 25,
      about: "ASSD",
      form: { kind: "beyond", beyond: 3 },
    },
    document,
  ));

Deno.test("boxOf() has numbers where every value is infinite, too", () => {
  const all = { low: Infinity, q1: Infinity, median: Infinity, q3: Infinity, high: Infinity };
  assert.deepEqual(boxOf([Infinity, Infinity]), all);
  const { low, q3, high } = boxOf([1, 2, 3, Infinity, Infinity])!;
  assert.deepEqual([low, q3, high], [1, Infinity, Infinity]);
});

Deno.test("mosaicChart() has room for a hundred classes", () => {
  const classes = Array.from({ length: 100 }, (_, i) => ({
    name: `c${i}`,
    color: "red",
    share: 0.01,
    taken: Array.from({ length: 100 }, (_, j) => Number(i === j)),
  }));
  const chart = markup(mosaicChart({ classes, about: "" }, document, "wide"));
  const widths = [...chart.matchAll(/<rect[^>]* width="([^"]*)"/g)].map(([, width]) => width);
  assert.equal(widths.length, 100);
  assert.ok(widths.every((width) => Number(width) > 0), widths.join(" "));
});

Deno.test("learningChart() tells ticks apart, of small losses as of a diverged one", () => {
  const ticks = (values: number[]) => {
    const curves = [{ name: "test", color: "red", values }];
    const { document: drawn } = parseHTML(
      markup(learningChart({ title: "Loss", curves, about: "" }, document, "wide")),
    ) as unknown as { document: ChartDocument };
    return [...drawn.querySelectorAll("g[text-anchor=end] text, g[text-anchor=end] tspan")]
      .map((text) => text.textContent).filter((text) => /\d/.test(text));
  };
  for (const values of [[0.011, 0.012, 0.018], [1, 2, 3], [1.2e8, 3e8], [NaN, NaN]]) {
    const shown = ticks(values);
    assert.ok(shown.length > 1, shown.join(" "));
    assert.equal(new Set(shown).size, shown.length, `${values}: ${shown.join(" ")}`);
  }
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
