/** The way from one run to another as a chart, for each class and metric. */
import {
  chosenEffects,
  type ExplainedEffect,
  type ExplainedFigures,
  type ExplainedRuns,
  isFound,
} from "../../evaluation/mod.ts";
import { waterfallChart, type WaterfallRow } from "../charts/waterfall.ts";
import { bothFits } from "../html/chart.ts";
import type { Markup } from "../html/safe.ts";
import { formatChange, formatFigure, listed } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** A metric of an explanation. */
export type ExplainedMetric = NonNullable<ExplainedRuns["cases"]>["metrics"][number];

/** The name of a factor. */
export function titleOf({ factors }: ExplainedRuns, id: string): string {
  return factors.find((one) => one.id === id)?.title ?? id;
}

/** How the steps are made: by shares, from the earlier run, or back from the later. */
export function wayOf(explained: ExplainedRuns): "shapley" | "forward" | "backward" {
  const [chosen] = explained.figures.length === 0
    ? []
    : chosenEffects(explained.figures[0], explained.factors.length);
  return (chosen?.kind ?? "forward") as "shapley" | "forward" | "backward";
}

/**
 * A chart a class of one metric.
 *
 * @param explained The explanation.
 * @param metric The metric.
 */
export function stepCharts(
  explained: ExplainedRuns,
  metric: ExplainedMetric,
): { title: string; chart: Markup }[] {
  const text = words.explanation.steps;
  return explained.figures.filter((one) => one.metric === metric.id).flatMap((figures) => {
    const rows = rowsOf(explained, figures, metric);
    if (rows === undefined) return [];
    const title = text.heading(
      figures.class ?? text.all,
      metric.unit ? `${metric.title} (${metric.unit})` : metric.title,
      figures.cases,
    );
    const about = text.about(title, rows.map(({ name, figure }) => text.step(name, figure)));
    const format = (value: number) => formatFigure(value, metric);
    return [{ title, chart: bothFits({ rows, format, about }, waterfallChart) }];
  });
}

/** The ends and the steps between; undefined while an end isn't measured. */
function rowsOf(
  explained: ExplainedRuns,
  figures: ExplainedFigures,
  metric: ExplainedMetric,
): WaterfallRow[] | undefined {
  const [from, to] = figures.means, { names } = explained;
  if (from === null || to === null) return undefined;
  const end = (name: string, value: number): WaterfallRow => ({
    name,
    figure: formatFigure(value, metric, 1),
    from: value,
    to: value,
    isFound: true,
  });
  let at = from;
  const steps = chosenEffects(figures, explained.factors.length).map((effect): WaterfallRow => {
    const begun = at;
    at += effect.value;
    return stepRow(titleOf(explained, effect.factors[0]), effect, { from: begun, to: at, metric });
  });
  const rest = to - at, isWhole = Math.abs(rest) < 1e-9;
  const together: WaterfallRow = {
    name: words.explanation.steps.together,
    figure: formatChange(rest, metric),
    from: at,
    to,
    isFound: false,
    isWorse: isWorse(rest, metric),
  };
  return [end(names[0], from), ...steps, ...isWhole ? [] : [together], end(names[1], to)];
}

function stepRow(
  name: string,
  effect: ExplainedEffect,
  { from, to, metric }: { from: number; to: number; metric: ExplainedMetric },
): WaterfallRow {
  const [low, high] = effect.interval;
  return {
    name,
    figure: formatChange(effect.value, metric),
    from,
    to,
    interval: [from + low, from + high],
    isFound: isFound(effect),
    isWorse: isWorse(effect.value, metric),
  };
}

function isWorse(change: number, { better }: ExplainedMetric): boolean {
  return better === "higher" ? change < 0 : change > 0;
}

/** What gives the difference, and what doesn't, in a sentence. */
export function verdictText(
  { total, found, rest, missing }: {
    total?: string;
    found: { title: string; change: string }[];
    rest: string[];
    missing: string[];
  },
): string {
  const text = words.explanation.verdict;
  const gives = found.map(({ title, change }, i) =>
    i === 0 ? text.gives(title, change, total) : text.more(title, change)
  );
  return [
    ...gives.length > 0 ? [listed(gives)] : [],
    ...rest.length > 0 ? [text.rest(rest)] : [],
    ...missing.length > 0 ? [text.missing(missing)] : [],
  ].map((part, i) => i === 0 ? part[0].toUpperCase() + part.slice(1) : part).join("; ") + ".";
}
