/** The learning curves of two runs in one chart. */
import type { EpochRecord } from "../../core/mod.ts";
import { learningChart } from "../charts/learning.ts";
import { formatLoss, formatRatio } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { cell } from "../html/numbers.ts";
import { curveOf, partOf } from "../runs/curves.ts";
import { counterpart } from "../runs/comparisons.ts";
import type { Markup } from "../html/safe.ts";
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
  const text = words.compare.curves, sides = [words.compare.before, words.compare.after];
  const losses = [before, after].map((run) => run.folder.run?.settings.loss);
  const charts = [
    {
      title: text.loss(words.run.learning.parts[partOf(after)]),
      domain: undefined,
      pick: (e: EpochRecord) => e.validationLoss,
      format: formatLoss,
      color: "var(--ink)",
    },
    {
      title: text.dice(first.name),
      domain: [0, 1] as [number, number],
      pick: (e: EpochRecord) => e.dice[first.name],
      format: (value: number) => formatRatio(value, 3),
      color: `var(--k${first.index})`,
    },
  ].slice(losses[0] === losses[1] ? 0 : 1);
  const curves = charts.map(({ pick }) => [before, after].map((run) => curveOf(run, pick)));
  const epochs = Math.max(...curves[0].map(({ length }) => length));
  return {
    head: [
      words.frame.heads.epoch,
      ...charts.flatMap(({ title }) => sides.map((when) => text.column(title, when))),
    ],
    table: Array.from({ length: epochs }, (_, i) => [
      cell(String(i + 1), i + 1),
      ...charts.flatMap(({ format }, k) =>
        curves[k].map((values) => cell(format(values[i] ?? NaN), values[i] ?? NaN))
      ),
    ]),
    sentence: text.sentence(
      differentParts(before, after),
      losses[0] === losses[1] ? undefined : [lossName(losses[0]), lossName(losses[1])],
    ),
    charts: charts.map(({ title, domain, format, color }, k) =>
      bothFits({
        title,
        domain,
        curves: [
          { name: sides[0], color: "var(--soft)", dash: "2 3", values: curves[k][0] },
          { name: sides[1], color, values: curves[k][1] },
        ],
        about: text.about(
          title,
          curves[k].map((values, i) => text.end(sides[i], format(values.at(-1)!))),
        ),
      }, learningChart)
    ),
  };
}

/** What a loss is called; other programs' runs may not say. */
function lossName(loss: unknown): string {
  return typeof loss === "string" ? loss : words.compare.curves.unknownLoss;
}

/** What is said where the curves are not measured on the same images. */
function differentParts(before: SiteRun, after: SiteRun): Markup | undefined {
  const [a, b] = [partOf(before), partOf(after)];
  const text = words.compare.curves, { parts } = words.run.learning;
  if (a !== b) return text.parts(parts[a], parts[b]);
  const [x, y] = [before, after].map(({ folder }) =>
    folder.run ? [...folder.run.data[folder.run.curvesOn]].sort().join("\n") : ""
  );
  if (!x || !y || x === y) return undefined;
  return text.images(parts[a]);
}
