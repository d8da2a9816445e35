/** Why two runs differ as tables and sentences, for terminals; pages say the same. */
import {
  counted,
  formatChange,
  formatFigure,
  formatNumber,
  formatP,
  isPlural,
  listed,
} from "../../core/mod.ts";
import type {
  ExplainedEffect,
  ExplainedFigures,
  ExplainedRuns,
} from "../run_folder/explained_runs.ts";
import { LEVEL } from "../statistics/holm.ts";
import { FEWEST_FOR_MEDIAN } from "../statistics/median_interval.ts";
import type { TextTable } from "./comparison_tables.ts";

/** What a terminal shows of an explanation. */
export interface ExplanationTables {
  /** What each factor gives, of each metric; then the corners. */
  tables: TextTable[];
  /** What gives the difference, and what doesn't. */
  verdict: string[];
  /** What the experiment can't say. */
  limits: string[];
}

type Metric = NonNullable<ExplainedRuns["cases"]>["metrics"][number];

/** Writes an explanation for a terminal. */
export function explanationTables(explained: ExplainedRuns): ExplanationTables {
  const { cases, figures } = explained;
  if (cases === undefined) return { tables: [], verdict: [], limits: limitsOf(explained) };
  const tables = cases.metrics.map((metric) =>
    effectsTable(explained, metric, figures.filter((one) => one.metric === metric.id))
  );
  return {
    tables: [...tables, cornersTable(explained, cases.metrics[0])],
    verdict: verdictOf(explained),
    limits: limitsOf(explained),
  };
}

function effectsTable(
  explained: ExplainedRuns,
  metric: Metric,
  figures: readonly ExplainedFigures[],
): TextTable {
  const unit = metric.unit === undefined ? "" : `, ${metric.unit}`;
  const [first] = figures;
  return {
    head: [`${metric.title}${unit}`, ...figures.map((one) => one.class ?? "all classes"), "p"],
    rows: first.effects.map((effect, e) => [
      effectText(effect, explained),
      ...figures.map(({ effects }) => effects[e] ? changeText(effects[e], metric) : "–"),
      formatP(effect.p),
    ]),
  };
}

/** What an effect tells, in words. */
export function effectText(
  { kind, factors, beside = [] }: ExplainedEffect,
  explained: ExplainedRuns,
): string {
  const { names: [a, b], factors: all } = explained;
  const titlesOf = (ids: readonly string[]) =>
    ids.map((id) => all.find((one) => one.id === id)?.title ?? id);
  const what = titlesOf(factors).join(" × ");
  return {
    total: `${a} to ${b}`,
    forward: `${what}, from ${a}`,
    backward: `${what}, in ${b}`,
    shapley: `${what}, its share`,
    interaction: `${what}, together`,
    also: `${what}, in ${b}`,
    between: `${what}, beside ${listed(titlesOf(beside))}`,
  }[kind];
}

/** An effect with its interval, where it has one. */
function changeText({ value, interval }: ExplainedEffect, metric: Metric): string {
  const change = formatChange(value, metric);
  return interval === undefined ? change : `${change} (${rangeText(interval, metric)})`;
}

function cornersTable({ corners, figures, seeds }: ExplainedRuns, metric: Metric): TextTable {
  const shown = figures.filter((one) => one.metric === metric.id);
  return {
    head: [
      ...["corner", "seeds", "minutes"],
      ...shown.map((one) => `${metric.title}, ${one.class ?? "all classes"}`),
    ],
    rows: corners.map((corner, c) => [
      corner.name,
      `${corner.seeds.length} of ${seeds}`,
      corner.seconds === undefined ? "–" : formatNumber(corner.seconds / 60, 1),
      ...shown.map(({ means }) => {
        const value = means[c];
        return value === null ? "–" : formatFigure(value, metric, 1);
      }),
    ]),
  };
}

/** The effects that say what each factor gives: its share, or what it gives from a, else in b. */
export function chosenEffects({ effects }: ExplainedFigures, factors: number): ExplainedEffect[] {
  const kinds = ["shapley", "forward", "backward"] as const;
  const sets = kinds.map((kind) => effects.filter((effect) => effect.kind === kind));
  return sets.find((those) => those.length === factors) ??
    sets.toSorted((one, other) => other.length - one.length)[0];
}

/** Whether an effect can be told from chance, its interval and its p-value adjusted for all factors. */
export function isFound({ interval, p, adjustedP = p }: ExplainedEffect): boolean {
  return interval !== undefined && adjustedP < LEVEL && (interval[0] > 0 || interval[1] < 0);
}

/** What an explanation says of the first metric and all classes together. */
export interface Judgement {
  /** The whole change; left out while one of the ends isn't measured. */
  total?: ExplainedEffect;
  /** What each factor gives that can be told from chance, the most first, with its title. */
  found: { title: string; effect: ExplainedEffect }[];
  /** The factors that can't be told from chance. */
  rest: { title: string; effect: ExplainedEffect }[];
  /** Whether chance in training is in all intervals: no corner has one seed alone. */
  isSeeded: boolean;
  /** The titles of those whose corners aren't all measured. */
  missing: string[];
}

/** Judges each factor, of the first metric and all classes together; undefined before anything is measured. */
export function judgementOf(explained: ExplainedRuns): Judgement | undefined {
  const { figures, factors } = explained;
  if (figures.length === 0) return undefined;
  const [first] = figures, chosen = chosenEffects(first, factors.length);
  const titled = factors.map(({ id, title }) => {
    const effectOf = (...kinds: string[]) =>
      first.effects.findLast(({ kind, factors: [one] }) => one === id && kinds.includes(kind));
    const effect = chosen.find(({ factors: [one] }) => one === id);
    if (effect !== undefined) return { title, effect };
    // next to an end, or else beside most others: next to what the later run is
    const other = effectOf("forward", "backward") ?? effectOf("between");
    const where = other && effectText(other, explained).replace(", ", " ");
    return { title: where ?? title, effect: other };
  });
  const known = titled.filter((one): one is Judgement["found"][number] => one.effect !== undefined);
  return {
    total: first.effects.find(({ kind }) => kind === "total"),
    found: known.filter(({ effect }) => isFound(effect)).sort((one, other) =>
      Math.abs(other.effect.value) - Math.abs(one.effect.value)
    ),
    rest: known.filter(({ effect }) => !isFound(effect)),
    isSeeded: known.every(({ effect }) => effect.seedSpread !== undefined),
    missing: titled.filter(({ effect }) => effect === undefined).map(({ title }) => title),
  };
}

/**
 * Whether an effect can be stated as a part of the whole: the whole can be told from chance, has the same
 * sign, and may be as large.
 */
export function isWholeOf(
  { value }: ExplainedEffect,
  total: ExplainedEffect | undefined,
): boolean {
  if (!total?.interval || !isFound(total) || total.value * value < 0) return false;
  return Math.abs(value) <= Math.max(...total.interval.map(Math.abs));
}

/** The interval of an effect. */
function rangeText([low, high]: readonly number[], metric: Metric): string {
  return `${formatChange(low, metric)} to ${formatChange(high, metric)}`;
}

/** What gives the difference, and what doesn't, in sentences. */
export function verdictOf(explained: ExplainedRuns): string[] {
  const { cases, figures: [first], names: [a, b] } = explained, judged = judgementOf(explained);
  if (cases === undefined || judged === undefined) return ["No training is measured yet."];
  const { total, found, rest, missing } = judged, [metric] = cases.metrics;
  const change = (value: number) => formatChange(value, metric);
  const whole = found.length > 0 && isWholeOf(found[0].effect, total);
  const gives = found.map(({ title, effect }, i) =>
    `${title} ${i > 0 ? "" : isPlural(title) ? "give " : "gives "}${change(effect.value)}` +
    `${i === 0 && whole ? ` of ${change(total!.value)}` : ""}`
  );
  const unsure = rest.map(({ title, effect: { interval, value } }) =>
    `${title} (${interval ? rangeText(interval, metric) : change(value)})`
  );
  const parts = [
    ...gives.length > 0 ? [listed(gives)] : [],
    ...unsure.length > 0 ? [`${listed(unsure)}: nothing that can be told from chance`] : [],
    ...total === undefined || whole ? [] : [`all together ${changeText(total, metric)}`],
    ...missing.length > 0 ? [`${listed(missing)}: not yet trained`] : [],
  ];
  return [
    `${b === undefined ? `Changes to ${a}` : `From ${a} to ${b}`}, mean ${metric.title} over ${
      counted(first.cases, "case")
    } and all classes: ` +
    `${parts.join("; ")}.`,
  ];
}

/** What has too few draws in some figures for intervals: cases, or patients; undefined where nothing has. */
export function fewDraws({ cases, figures }: ExplainedRuns): string | undefined {
  const lacks = figures.some(({ effects }) =>
    effects.some(({ interval }) => interval === undefined)
  );
  return lacks ? cases?.independent ?? "cases" : undefined;
}

/** What the experiment can't say. */
export function limitsOf(explained: ExplainedRuns): string[] {
  const { seeds, scale, corners, factors, tune, figures, names } = explained,
    few = fewDraws(explained);
  const wanted = corners.length * seeds;
  const measured = corners.reduce((sum, corner) => sum + corner.seeds.length, 0);
  const isFull = figures[0]?.effects.some(({ kind }) => kind === "shapley");
  return [
    ...measured < wanted
      ? [
        `${measured} of ${wanted} trainings are measured; the others may change what is said here.`,
      ]
      : [],
    ...few === undefined ? [] : [
      `Fewer than ${FEWEST_FOR_MEDIAN} ${few} have no interval: nothing can be told from chance there.`,
    ],
    ...seeds === 1
      ? [
        "With one seed a corner, intervals are about images alone: chance in training is left out.",
      ]
      : [],
    ...seeds > 1 && figures[0]?.effects.some(({ seedSpread }) => seedSpread === undefined)
      ? [
        "Where a corner was trained from one seed so far, intervals are about images alone: chance in " +
        "training is left out.",
      ]
      : [],
    ...scale < 1
      ? [`Trained for ${scale} of the epochs: what long training gives can't show.`]
      : [],
    ...tune ? ["Measured on a part of the training set; the test set was not looked at."] : [],
    ...isFull || factors.length === 1 ? [] : [
      names.length === 1
        ? "Changes were made one at a time: what two give together was not tried."
        : "Factors are changed one at a time: what two give together shows once all corners are measured " +
          "(--full).",
    ],
    `This holds for this data, ${
      names.length === 1 ? "these settings and changes" : "these two settings and what lies between"
    }: another learning rate, say, may be best for each encoder, and was not looked for.`,
  ];
}
