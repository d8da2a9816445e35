/** The ranking of several runs. */
import { counted, formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** The terminal says the same. */
export {
  chanceText as chance,
  modelName,
  rankingNotes as notes,
  rankingVerdict as verdict,
} from "../../../evaluation/mod.ts";

export const title = (models: number) => `${counted(models, "model")}, ranked`;
export const link = (runs: number) => `Rank ${runs} runs`;
/** The link to a ranking; of several each says which models, of many the first. */
export const overview = (names: string[], isOne: boolean) => {
  if (isOne) return `See ${names.length} models ranked`;
  const shown = names.length > 3 ? [names[0], `${names.length - 1} more`] : names;
  return `See ${listed(shown)} ranked`;
};
export const crumb = "Ranking";

export const facts = {
  baseline: (run: Markup) => safe`<b>Baseline</b> ${run}`,
  cases: (cases: number) => safe`<b>${formatNumber(cases)}</b> ${cases === 1 ? "case" : "cases"}`,
  runs: (runs: number, models: number) =>
    safe`<b>${formatNumber(runs)}</b> runs of ${counted(models, "model")}`,
};

export const of = (metric: string, term: Markup, cases: number) =>
  safe`By ${metric} of the ${term} in ${counted(cases, "case")}:`;

export const ranks = {
  title: "Which is best",
  sentence:
    "In each case the models are ranked; a model’s place is that of its mean rank. The bar spans its " +
    "places when the cases are resampled.",
  region: (metric: string, className: string) => `Ranking by ${metric} of ${className}`,
  head: {
    place: "Place",
    model: "Model",
    meanRank: "Mean rank",
    places: "Places in 95\u00a0%",
    placesGraphic: "First at the left",
    median: "Median",
    change: "Change from baseline",
    interval: "95\u00a0% interval",
    graphic: "0 in the middle, right is better",
    better: "Better in",
    alike: "Alike",
  },
  places: (best: number, worst: number) => best === worst ? `${best}` : `${best} to ${worst}`,
  baseline: "baseline",
};

export const chances = {
  title: "How sure the order is",
  sentence:
    "How often the model of a row ranks before that of a column in the resamples. At 50\u00a0% the order " +
    "is a coin’s toss.",
  region: (metric: string, className: string) =>
    `Chances of ranking before each other, by ${metric} of ${className}`,
};

export const apart = (names: string[]) =>
  `Left out: ${listed(names)}, with too few of these cases.`;
