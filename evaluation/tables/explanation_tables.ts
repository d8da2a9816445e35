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
import {
  type EffectPlace,
  type ExplainedMetric,
  figuresOf,
  isFound,
  type JudgedFactor,
  judgementOf,
  type Limit,
  limitsOf,
  notesOf,
  placeOf,
  titleOf,
} from "../explanation/judge.ts";
import type {
  ExplainedEffect,
  ExplainedFigures,
  ExplainedRuns,
} from "../run_folder/explained_runs.ts";
import { FEWEST_FOR_MEDIAN } from "../statistics/median_interval.ts";
import type { TextTable } from "./comparison_tables.ts";

/** What a terminal shows of an explanation. */
export interface ExplanationTables {
  /** What each factor gives, of each metric; then the corners. */
  tables: TextTable[];
  /** What gives the difference, and what doesn't. */
  verdict: string[];
  /** What trainings said that readers must know. */
  notes: string[];
  /** What the experiment can't say. */
  limits: string[];
}

/** Writes an explanation for a terminal. */
export function explanationTables(explained: ExplainedRuns): ExplanationTables {
  const { cases, names: [, later] } = explained;
  const limits = limitsOf(explained).map((limit) => limitText(limit, later !== undefined));
  const notes = notesOf(explained).map(({ corners, text }) => `${listed(corners)}: ${text}`);
  if (cases === undefined) return { tables: [], verdict: [], notes, limits };
  const tables = cases.metrics.map((metric) => effectsTable(explained, metric));
  return {
    tables: [...tables, cornersTable(explained, cases.metrics[0])],
    verdict: [verdictOf(explained)],
    notes,
    limits,
  };
}

function effectsTable(explained: ExplainedRuns, metric: ExplainedMetric): TextTable {
  const { title, unit, better } = metric, [first, ...others] = figuresOf(explained, metric);
  const isLess = better === "lower" ? ["less is better"] : [];
  return {
    head: [
      [title, ...unit ? [unit] : [], ...isLess].join(", "),
      ...[nameOf(first, explained), "p, corrected"],
      ...others.map((figures) => nameOf(figures, explained)),
    ],
    rows: first.effects.map((effect, e) => [
      effectText(effect, explained),
      ...[changeText(effect, metric), formatP(effect.adjustedP ?? effect.p)],
      ...others.map(({ effects }) => effects[e] ? changeText(effects[e], metric) : "–"),
    ]),
  };
}

/** What figures are of: a single class is all classes. */
function nameOf({ class: name }: ExplainedFigures, { cases }: ExplainedRuns): string {
  const [first, ...others] = cases!.classes;
  return name ?? (others.length > 0 ? "all classes" : first.name);
}

/** What an effect tells, in words. */
function effectText(effect: ExplainedEffect, explained: ExplainedRuns): string {
  const { kind, factors } = effect, { names: [a, b] } = explained;
  const what = factors.map((id) => titleOf(explained, id)).join(" × ");
  switch (kind) {
    case "total":
      return `${a} to ${b}`;
    case "shapley":
      return `${what}, its share`;
    case "interaction":
      return `${what}, together`;
    case "also":
      return `${what}, in ${b}`;
    default:
      return `${what}, ${placeText(placeOf(effect, explained))}`;
  }
}

/** `from unet with encoder`, `in best without pretrained weights`, `beside epochs`. */
function placeText({ kind, name, factors }: EffectPlace): string {
  if (name === undefined) return `${kind} ${listed(factors)}`;
  const beside = `${kind === "in" ? "without" : "with"} ${listed(factors)}`;
  return `${kind} ${name}${factors.length === 0 ? "" : ` ${beside}`}`;
}

/** An effect with its interval, where it has one. */
function changeText({ value, interval }: ExplainedEffect, metric: ExplainedMetric): string {
  const change = formatChange(value, metric);
  return interval === undefined ? change : `${change} (${rangeText(interval, metric)})`;
}

/** The interval of an effect. */
function rangeText([low, high]: readonly number[], metric: ExplainedMetric): string {
  return `${formatChange(low, metric)} to ${formatChange(high, metric)}`;
}

function cornersTable(explained: ExplainedRuns, metric: ExplainedMetric): TextTable {
  const { corners, seeds } = explained, shown = figuresOf(explained, metric);
  return {
    head: [
      ...["corner", "seeds", "minutes"],
      ...shown.map((figures) => `${metric.title}, ${nameOf(figures, explained)}`),
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

/** What gives the difference, and what doesn't, in a sentence. */
function verdictOf(explained: ExplainedRuns): string {
  const { cases, figures: [first], names: [a, b] } = explained, judged = judgementOf(explained);
  if (cases === undefined || judged === undefined) return "No training is measured yet.";
  const { total, found, rest, missing, isPart } = judged, [metric] = cases.metrics;
  const gives = found.map((factor, i) => {
    const verb = i > 0 ? "" : isPlural(factor.title) ? "give " : "gives ";
    const whole = i === 0 && isPart ? ` of ${formatChange(total!.value, metric)}` : "";
    return `${factor.title} ${verb}${givenText(factor, explained)}${whole}`;
  });
  const unsure = rest.map((factor) => `${factor.title} (${unsureText(factor, explained)})`);
  const parts = [
    ...gives.length > 0 ? [listed(gives)] : [],
    ...unsure.length > 0 ? [`${listed(unsure)}: nothing that can be told from chance`] : [],
    ...total === undefined || isPart ? [] : [`all together ${changeText(total, metric)}`],
    ...missing.length > 0 ? [`${listed(missing)}: not yet trained`] : [],
  ];
  return `${
    b === undefined ? `Changes to ${a}` : `From ${a} to ${b}`
  }, mean ${metric.title} over ` +
    `${counted(first.cases, "case")}${cases.classes.length > 1 ? " and all classes" : ""}: ` +
    `${parts.join("; ")}.`;
}

/** What can be told from chance of a factor, and in brackets what can't. */
function givenText({ effects, isEverywhere }: JudgedFactor, explained: ExplainedRuns): string {
  const [metric] = explained.cases!.metrics;
  const sure = effects.filter(isFound).map((effect) =>
    formatChange(effect.value, metric) +
    (isEverywhere ? "" : ` ${placeText(placeOf(effect, explained))}`)
  );
  const others = effects.filter((effect) => !isFound(effect));
  const unsure = unsureText({ effects: others, isEverywhere }, explained);
  return sure.join(" and ") + (others.length > 0 ? ` (${unsure})` : "");
}

/** Effects that can't be told from chance: their intervals. */
function unsureText(
  { effects, isEverywhere }: Pick<JudgedFactor, "effects" | "isEverywhere">,
  explained: ExplainedRuns,
): string {
  const [metric] = explained.cases!.metrics;
  return effects.map((effect) => {
    const { interval, value } = effect;
    const range = interval ? rangeText(interval, metric) : formatChange(value, metric);
    return isEverywhere ? range : `${placeText(placeOf(effect, explained))} ${range}`;
  }).join(", ");
}

/** What an experiment can't say, in a sentence. */
function limitText(limit: Limit, isOfTwo: boolean): string {
  switch (limit.kind) {
    case "partial":
      return `${limit.done} of ${limit.wanted} trainings are measured; the others may change what is said here.`;
    case "few":
      return `Fewer than ${FEWEST_FOR_MEDIAN} ${limit.draws} have no interval: nothing can be told from chance there.`;
    case "oneSeed":
      return "With one seed a corner, intervals are about images alone: chance in training is left out.";
    case "oneSeedSoFar":
      return "So far each corner was trained from one seed: intervals are about images alone, and leave out " +
        "chance in training.";
    case "scaled":
      return `Trained for ${limit.scale} of the epochs: what long training gives can't show.`;
    case "tuned":
      return "Measured on a part of the training set; the test set was not looked at.";
    case "notTried":
      return "Changes were made one at a time: what two give together was not tried.";
    case "alone":
      return "Factors are changed one at a time: what two give together shows once all corners are measured " +
        "(--full).";
    case "best":
      return `This holds for these images, ${
        isOfTwo
          ? "these two trainings and what lies between them"
          : "this training and these changes"
      }: another learning rate, say, may be best for each encoder, and was not looked for.`;
  }
}
