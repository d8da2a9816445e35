/** The way from one run to another as a chart, for each class and metric. */
import {
  chosenEffects,
  type ExplainedEffect,
  type ExplainedFigures,
  type ExplainedRuns,
  isFound,
  isWholeOf,
  type Judgement,
} from "../../evaluation/mod.ts";
import { waterfallChart, type WaterfallRow } from "../charts/waterfall.ts";
import { bothFits } from "../html/chart.ts";
import type { Markup } from "../html/safe.ts";
import { formatChange, formatFigure, isLength, listed } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** A metric of an explanation. */
export type ExplainedMetric = NonNullable<ExplainedRuns["cases"]>["metrics"][number];

/** The name of a factor. */
export function titleOf({ factors }: ExplainedRuns, id: string): string {
  return factors.find((one) => one.id === id)?.title ?? id;
}

/** How the steps are made: by shares, from the earlier run, back from the later, or each by itself. */
function wayOf(explained: ExplainedRuns): "shapley" | "forward" | "backward" | "change" {
  if (explained.names.length === 1) return "change";
  const [chosen] = explained.figures.length === 0
    ? []
    : chosenEffects(explained.figures[0], explained.factors.length);
  return (chosen?.kind ?? "forward") as "shapley" | "forward" | "backward";
}

/** The figures of a metric: of all classes first, then of each, where there are several. */
export function figuresOf(explained: ExplainedRuns, metric: ExplainedMetric): ExplainedFigures[] {
  const own = explained.figures.filter((one) => one.metric === metric.id);
  return explained.cases!.classes.length > 1 ? own : own.filter((one) => one.class === undefined);
}

/** What a class's figures are called; of a single class those of all are its own. */
export function nameOf(explained: ExplainedRuns, figures: ExplainedFigures): string {
  const [first, ...others] = explained.cases!.classes;
  return figures.class ?? (others.length > 0 ? words.explanation.steps.all : first.name);
}

/** A chart of a class and metric. */
export interface StepChart {
  title: string;
  chart: Markup;
  /** Whether it is of all classes. */
  isOfAll: boolean;
}

/**
 * A chart a class of one metric.
 *
 * @param explained The explanation.
 * @param metric The metric.
 */
export function stepCharts(explained: ExplainedRuns, metric: ExplainedMetric): StepChart[] {
  const text = words.explanation.steps, isLess = metric.better === "lower";
  return figuresOf(explained, metric).flatMap((figures) => {
    const rows = rowsOf(explained, figures, metric);
    if (rows === undefined) return [];
    const title = text.heading(
      nameOf(explained, figures),
      metric.unit ? `${metric.title} (${metric.unit})` : metric.title,
      figures.cases,
      isLess,
    );
    const about = text.about(title, rows.map(({ name, figure }) => text.step(name, figure)));
    const data = { rows, bounds: boundsOf(metric), about };
    const isOfAll = figures.class === undefined;
    return [{ title, chart: bothFits(data, waterfallChart), isOfAll }];
  });
}

/** What values a metric can have. */
function boundsOf(metric: ExplainedMetric): [number, number] {
  return [0, isLength(metric) ? Infinity : 1];
}

/**
 * How to read the charts.
 *
 * @param explained The explanation.
 * @param isSeeded Whether chance in training is in all intervals.
 */
export function wayText(explained: ExplainedRuns, isSeeded: boolean): string {
  const text = words.explanation.steps, { cases } = explained;
  const all = (cases?.metrics ?? []).flatMap((metric) =>
    figuresOf(explained, metric).map((figures) => ({
      rows: rowsOf(explained, figures, metric) ?? [],
      bounds: boundsOf(metric),
    }))
  );
  const isCut = all.some(({ rows, bounds: [least, most] }) =>
    rows.some(({ interval: [low, high] = [least, most] }) => low < least || high > most)
  );
  const hasRest = all.some(({ rows }) => rows.some(({ isRest }) => isRest));
  return text.bars[wayOf(explained)] + text.interval(isSeeded) + (isCut ? text.cut : "") +
    (hasRest ? text.rest(restName(explained)) : "");
}

/** What is left over is called, where all is trained, and where it isn't. */
function restName(explained: ExplainedRuns): string {
  const text = words.explanation.steps, [first] = explained.figures;
  const isWhole =
    chosenEffects(first, explained.factors.length).length === explained.factors.length;
  return isWhole ? text.together : text.unknown;
}

/** The ends and the steps between, or one end and each step from there; undefined while an end isn't measured. */
function rowsOf(
  explained: ExplainedRuns,
  figures: ExplainedFigures,
  metric: ExplainedMetric,
): WaterfallRow[] | undefined {
  const [from, to] = figures.means, { names } = explained, isOne = names.length === 1;
  if (from === null || !isOne && to === null) return undefined;
  const end = (name: string, value: number): WaterfallRow => ({
    name,
    figure: formatFigure(value, metric, 1),
    from: value,
    to: value,
    isEnd: true,
    isFound: true,
  });
  let at = from;
  const steps = chosenEffects(figures, explained.factors.length).map((effect): WaterfallRow => {
    const begun = isOne ? from : at;
    at = begun + effect.value;
    return stepRow(titleOf(explained, effect.factors[0]), effect, { from: begun, to: at, metric });
  });
  if (isOne || to === null) return [end(names[0], from), ...steps];
  const rest = to - at, isWhole = Math.abs(rest) < 1e-9;
  const together: WaterfallRow = {
    name: restName(explained),
    figure: formatChange(rest, metric),
    from: at,
    to,
    isFound: false,
    isRest: true,
    isWorse: isWorse(rest, metric),
  };
  return [end(names[0], from), ...steps, ...isWhole ? [] : [together], end(names[1], to)];
}

function stepRow(
  name: string,
  effect: ExplainedEffect,
  { from, to, metric }: { from: number; to: number; metric: ExplainedMetric },
): WaterfallRow {
  const { interval } = effect;
  return {
    name,
    figure: formatChange(effect.value, metric),
    from,
    to,
    interval: interval && [from + interval[0], from + interval[1]],
    isFound: isFound(effect),
    isWorse: isWorse(effect.value, metric),
  };
}

/** An interval, from its lower end to its upper. */
export function rangeText([low, high]: readonly number[], metric: ExplainedMetric): string {
  const change = (value: number) => formatChange(value, metric);
  return words.explanation.effects.range(change(low), change(high));
}

function isWorse(change: number, { better }: ExplainedMetric): boolean {
  return better === "higher" ? change < 0 : change > 0;
}

/** What gives the difference, and what doesn't, in a sentence. */
export function verdictText(
  { total, found, rest, missing }: Judgement,
  metric: ExplainedMetric,
): string {
  const text = words.explanation.verdict;
  const change = ({ value }: ExplainedEffect) => formatChange(value, metric);
  const range = ({ interval }: ExplainedEffect) => interval && rangeText(interval, metric);
  const isWhole = found.length > 0 && isWholeOf(found[0].effect, total);
  const gives = found.map(({ title, effect }, i) =>
    i === 0
      ? text.gives(title, change(effect), isWhole ? change(total!) : undefined)
      : text.more(title, change(effect))
  );
  const unsure = rest.map(({ title, effect }) =>
    text.unsure(title, range(effect) ?? change(effect))
  );
  return [
    ...gives.length > 0 ? [listed(gives)] : [],
    ...unsure.length > 0 ? [text.rest(unsure)] : [],
    ...total === undefined || isWhole ? [] : [text.total(change(total), range(total))],
    ...missing.length > 0 ? [text.missing(missing)] : [],
  ].map((part, i) => i === 0 ? part[0].toUpperCase() + part.slice(1) : part).join("; ") + ".";
}
