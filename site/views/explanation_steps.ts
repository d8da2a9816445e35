/** The way from one run to another as a chart, for each class and metric. */
import {
  chosenEffects,
  type ExplainedEffect,
  type ExplainedFigures,
  type ExplainedMetric,
  type ExplainedRuns,
  figuresOf,
  isFound,
  type JudgedFactor,
  type Judgement,
  placeOf,
  titleOf,
} from "../../evaluation/mod.ts";
import { waterfallChart, type WaterfallRow } from "../charts/waterfall.ts";
import { bothFits } from "../html/chart.ts";
import type { Markup } from "../html/safe.ts";
import { formatChange, formatFigure, isLength, listed } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** How the steps are made: by shares, from the earlier run, back from the later, or each by itself. */
function wayOf(explained: ExplainedRuns): "shapley" | "forward" | "backward" | "change" {
  if (explained.names.length === 1) return "change";
  const [chosen] = explained.figures.length === 0
    ? []
    : chosenEffects(explained.figures[0], explained.factors.length);
  return (chosen?.kind ?? "forward") as "shapley" | "forward" | "backward";
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
  const areKnown = all.some(({ rows }) => rows.some(({ interval }) => interval !== undefined));
  const needs = explained.factors.some(({ requires }) => requires !== undefined);
  const isCut = all.some(({ rows, bounds: [least, most] }) =>
    rows.some(({ interval: [low, high] = [least, most] }) => low < least || high > most)
  );
  const hasRest = all.some(({ rows }) => rows.some(({ isRest }) => isRest));
  return text.bars[wayOf(explained)](needs) + (areKnown ? text.interval(isSeeded) : "") +
    text.look + (isCut ? text.cut : "") + (hasRest ? text.rest(restName(explained)) : "");
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
  { total, found, rest, missing, isPart }: Judgement,
  explained: ExplainedRuns,
): string {
  const text = words.explanation.verdict, [metric] = explained.cases!.metrics;
  const change = ({ value }: ExplainedEffect) => formatChange(value, metric);
  const gives = found.map((factor, i) => {
    const given = givenText(factor, explained);
    if (i > 0) return text.more(factor.title, given);
    return text.gives(factor.title, given, isPart ? change(total!) : undefined);
  });
  const unsure = rest.map((factor) => text.unsure(factor.title, unsureText(factor, explained)));
  const range = total?.interval && rangeText(total.interval, metric);
  return [
    ...gives.length > 0 ? [listed(gives)] : [],
    ...unsure.length > 0 ? [text.rest(unsure)] : [],
    ...total === undefined || isPart ? [] : [text.total(change(total), range)],
    ...missing.length > 0 ? [text.missing(missing)] : [],
  ].map((part, i) => i === 0 ? part[0].toUpperCase() + part.slice(1) : part).join("; ") + ".";
}

/** What can be told from chance of a factor, and in brackets what can't. */
function givenText({ effects, isEverywhere }: JudgedFactor, explained: ExplainedRuns): string {
  const text = words.explanation.verdict, [metric] = explained.cases!.metrics;
  const sure = effects.filter(isFound).map((effect) => {
    const change = formatChange(effect.value, metric);
    return isEverywhere ? change : text.at(change, placeText(effect, explained));
  });
  const others = effects.filter((effect) => !isFound(effect));
  const given = listed(sure);
  if (others.length === 0) return given;
  return text.unsure(given, unsureText({ effects: others, isEverywhere }, explained));
}

/** Effects that can't be told from chance: their intervals. */
function unsureText(
  { effects, isEverywhere }: Pick<JudgedFactor, "effects" | "isEverywhere">,
  explained: ExplainedRuns,
): string {
  const text = words.explanation.verdict, [metric] = explained.cases!.metrics;
  const ranges = effects.map((effect) => {
    const { interval, value } = effect;
    const range = interval ? rangeText(interval, metric) : formatChange(value, metric);
    return isEverywhere ? range : text.unsureAt(placeText(effect, explained), range);
  });
  return ranges.join(", ");
}

/** Where an effect was measured, in words. */
export function placeText(effect: ExplainedEffect, explained: ExplainedRuns): string {
  return words.explanation.place(placeOf(effect, explained));
}
