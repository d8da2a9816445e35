/** The ranking of several models as tables and sentences, for terminals; pages say the same. */
import { counted, formatFigure, formatNumber, formatPercent, listed } from "../../core/mod.ts";
import type { Model, ModelComparison, RankedMetric } from "../comparison/compare_models.ts";
import { RESAMPLES } from "../comparison/rank_models.ts";
import { LEVEL } from "../statistics/holm.ts";
import { drawsText } from "./comparison_sentences.ts";
import { changeTexts, type TextTable } from "./comparison_tables.ts";

/** What a terminal shows of one class and metric of several models. */
export interface RankingTables {
  /** Which class and metric, and of how many cases. */
  title: string;
  /** Which model is best, if one is. */
  verdict: string;
  /** The models in order, each with its difference from the baseline. */
  ranks: TextTable;
  /** How often the model of a row ranks before that of a column. */
  chances: TextTable;
}

/** A model's name, with its number of seeds if it has several. */
export function modelName({ name, runs }: Model): string {
  return runs.length > 1 ? `${name} (${runs.length} seeds)` : name;
}

/**
 * Writes the rankings of a comparison.
 *
 * @param comparison Of `compareModels`.
 * @returns The tables of each class and metric, and what their figures mean.
 */
export function rankingTables(
  comparison: ModelComparison,
): { tables: RankingTables[]; notes: string[] } {
  const names = comparison.models.map(modelName);
  return {
    tables: comparison.metrics.map((one) => ({
      title: `${one.className}, ${one.metric.title}, ${counted(one.cases, "case")}`,
      verdict: rankingVerdict(one, names),
      ranks: {
        head: [
          ...["place", "model", "mean rank", "places in 95 %", "median"],
          ...[`change from ${names[0]}`, "95 % interval", "better in", "alike"],
        ],
        rows: one.ranking.models.map((_, i) => rankRow(one, i, names)),
      },
      chances: {
        head: ["", ...one.ranking.models.map(({ model }) => names[model])],
        rows: one.ranking.models.map(({ model }, a) => [
          names[model],
          ...one.ranking.chance[a].map((share, b) => a === b ? "" : chanceText(share)),
        ]),
      },
    })),
    notes: rankingNotes(comparison),
  };
}

/** A model's cells: place, name, figures. */
export function rankRow(one: RankedMetric, i: number, names: readonly string[]): string[] {
  const { ranking, metric, medians, changes, cases } = one;
  const { model, place, meanRank, places: [best, worst] } = ranking.models[i];
  const change = changes[model], texts = changeTexts(change), isBaseline = model === 0;
  return [
    String(place),
    names[model],
    formatNumber(meanRank, 2),
    best === worst ? String(best) : `${best} to ${worst}`,
    formatFigure(medians[model], metric),
    isBaseline ? "" : texts.median,
    isBaseline ? "" : texts.interval?.join(" to ") ?? "–",
    isBaseline ? "" : `${formatNumber(change.better)} of ${formatNumber(cases)}`,
    lettersOf(ranking.groups, i),
  ];
}

/** The letters of the groups that a model is in. */
export function lettersOf(groups: readonly (readonly number[])[], place: number): string {
  return groups.flatMap((group, i) => group.includes(place) ? [letterOf(i)] : []).join("");
}

function letterOf(i: number): string {
  return String.fromCharCode(97 + i % 26).repeat(1 + Math.floor(i / 26));
}

/** A share of resamples, as text: even all of them are not certainty. */
export function chanceText(share: number): string {
  if (share >= 1 - 0.5 / RESAMPLES) return `> ${formatPercent(1 - 1 / RESAMPLES, 1)}`;
  if (share <= 0.5 / RESAMPLES) return `< ${formatPercent(1 / RESAMPLES, 1)}`;
  return formatPercent(share, 1);
}

/**
 * Which model is best, in a sentence that holds in every case.
 *
 * @param one The class and metric.
 * @param names The models' names.
 */
export function rankingVerdict(
  { ranking: { models, p } }: Pick<RankedMetric, "ranking">,
  names: readonly string[],
): string {
  const nameOf = (place: number) => names[models[place].model];
  const isTied = models[1].meanRank === models[0].meanRank;
  const alike = models.flatMap((_, place) => place > 0 && p[0][place] >= LEVEL ? [place] : []);
  if (alike.length === 0) return `${nameOf(0)} is better than every other.`;
  const first = isTied
    ? `${
      listed(
        models.flatMap(({ meanRank }, i) => meanRank === models[0].meanRank ? [nameOf(i)] : []),
      )
    } share the first place`
    : `${nameOf(0)} ranks first`;
  if (p.every((row, i) => row.every((one, j) => i === j || one >= LEVEL))) {
    return `${first}; no two of the ${models.length} models can be told apart.`;
  }
  return isTied
    ? `${first}.`
    : `${first}; it can't be told apart from ${listed(alike.map(nameOf))}.`;
}

/** Fewer cases, or patients, drawn again, are nearly always the same. */
const ENOUGH = 10;

/** What the figures of a ranking mean. */
export function rankingNotes({ metrics, models, left }: ModelComparison): string[] {
  const draws = metrics.map((one) => one.draws).find((one) => one !== undefined);
  const hasSeeds = models.some(({ runs }) => runs.length > 1);
  const what = draws === undefined ? "cases" : `whole ${draws.are}`;
  const drawn = Math.max(...metrics.map((one) => one.draws?.count ?? one.cases));
  const most = Math.max(...metrics.map(({ cases }) => cases));
  const unknown = Math.max(...metrics.map((one) => one.unknown));
  const ofPatients = draws && drawsText(draws, { length: most });
  return [
    "Mean rank: 1 if a model is the best in every case.",
    `Places and chances: of ${formatNumber(RESAMPLES)} resamples of ${what}${
      hasSeeds ? " and of each model's seeds" : ""
    }.${
      drawn < ENOUGH
        ? ` With ${
          counted(drawn, draws?.are.slice(0, -1) ?? "case")
        } they look surer than they are.`
        : ""
    }`,
    `Models that share a letter can't be told apart: sign-flip test of their ranks${
      ofPatients ? ` ${ofPatients}` : ""
    }${
      hasSeeds ? ", and a t-test with the variance between seeds," : ""
    }, corrected for all pairs by Holm's method, p of at least ${LEVEL}.`.replace(",,", ","),
    ...(left > 0
      ? [`Left out: ${counted(left, "case")} that not all runs have with the same truth.`]
      : []),
    ...(unknown > 0
      ? [`A case without a value of each run is left out: ${counted(unknown, "case")} at most.`]
      : []),
    hasSeeds
      ? "Runs that differ in their seed alone are one model."
      : "Each model is one training; another seed would give others.",
  ];
}
