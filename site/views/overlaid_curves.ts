/** The learning curves of two runs in one chart. */
import type { EpochRecord } from "../../core/mod.ts";
import { learningChart } from "../charts/learning.ts";
import { formatLoss, formatRatio } from "../text/format.ts";
import { bothFits } from "../html/chart.ts";
import { curveOf, partOf } from "./learning.ts";
import { counterpart } from "../runs/pairs.ts";
import { type Markup, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Loss, where it is the same function, and Dice of the headline class, the earlier run dotted, the
 * later one solid.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @returns Undefined where one of them has no history.
 */
export function overlaidCurves(before: SiteRun, after: SiteRun) {
  if (!before.history.length || !after.history.length) return undefined;
  const first = before.headline && counterpart(after, before.headline.name)
    ? before.headline
    : before.classes.find((c) => counterpart(after, c.name))!;
  const losses = [before, after].map((run) => run.folder.run?.settings.loss);
  const charts = [
    {
      title: `Loss on ${partOf(after)}`,
      domain: undefined,
      pick: (e: EpochRecord) => e.validationLoss,
      text: formatLoss,
      color: "var(--ink)",
    },
    {
      title: `Dice of ${first.name}`,
      domain: [0, 1] as [number, number],
      pick: (e: EpochRecord) => e.dice[first.name],
      text: (value: number) => formatRatio(value, 3),
      color: `var(--k${first.index})`,
    },
  ].slice(losses[0] === losses[1] ? 0 : 1);
  const curves = charts.map(({ pick }) => [before, after].map((run) => curveOf(run, pick)));
  const epochs = Math.max(...curves[0].map(({ length }) => length));
  return {
    head: ["Epoch", ...charts.flatMap(({ title }) => [`${title}, before`, `${title}, after`])],
    table: Array.from({ length: epochs }, (_, i) => [
      String(i + 1),
      ...charts.flatMap(({ text }, k) => curves[k].map((values) => text(values[i] ?? NaN))),
    ]),
    sentence: safe`Dotted: before. Solid: after.${differentParts(before, after)}${
      losses[0] !== losses[1] && safe` The losses are left out: ${lossName(losses[0])} before and
        ${lossName(losses[1])} after can't be compared.`
    }`,
    charts: charts.map(({ title, domain, text, color }, k) =>
      bothFits({
        title,
        domain,
        curves: [
          { name: "before", color: "var(--soft)", dash: "2 3", values: curves[k][0] },
          { name: "after", color, values: curves[k][1] },
        ],
        about: `${title} over the epochs: ${
          curves[k].map((values, i) => `${i ? "after" : "before"} ends at ${text(values.at(-1)!)}`)
            .join(", ")
        }.`,
      }, learningChart)
    ),
  };
}

/** What a loss is called; other programs' runs may not say. */
function lossName(loss: unknown): string {
  return typeof loss === "string" ? loss : "an unknown one";
}

/** What is said where the curves are not drawn on the same pictures. */
function differentParts(before: SiteRun, after: SiteRun): Markup | undefined {
  const [a, b] = [partOf(before), partOf(after)];
  if (a !== b) {
    return safe` The two are not drawn on the same part of the data: ${a} before, ${b} after.`;
  }
  const [x, y] = [before, after].map(({ folder }) =>
    folder.run ? [...folder.run.data[folder.run.curvesOn]].sort().join("\n") : ""
  );
  if (!x || !y || x === y) return undefined;
  return safe` The two are not drawn on the same pictures: their ${a} parts differ.`;
}
