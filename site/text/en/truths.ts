/** The page of truths that may be wrong. */
import { counted, formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "The truth may be wrong";
export const crumb = "Truths to check";
export const link = (cases: number, runs: string[]) =>
  `${counted(cases, "truth")} to check${runs.length > 0 ? ` by ${listed(runs)}` : ""}`;
export const linkOf = "Truths to check";

/** The models as the subject of a sentence. */
const all = (models: number) => models === 2 ? "both models" : `all ${formatNumber(models)} models`;

export const sentence = (
  { models, doubtful, compared, term }: {
    models: number;
    doubtful: number;
    compared: number;
    term: Markup;
  },
) =>
  doubtful === 0
    ? safe`In none of ${counted(compared, "case")} do ${
      all(models)
    } agree with each other clearly more than with the truth of the ${term}.`
    : safe`In ${formatNumber(doubtful)} of ${counted(compared, "case")} ${
      all(models)
    } agree with each other clearly more than with the truth of the ${term}. Where they do, the
      annotation may be at fault, or all models make the same mistake: look at these first.`;
export const how = (least: string) =>
  `The score is the mean Dice between predictions, minus the largest Dice of a prediction with the truth; cases of ${least} or more are listed, the highest first, and those in which no model sees the class last.`;
export const partial = (compared: number, shared: number) =>
  `Of ${
    counted(shared, "case")
  } that all runs have, ${compared} have pictures of all masks to compare.`;
export const volumes =
  "Of a volume, scores are those of the whole, and each picture is the slice through its run’s largest error.";
export const none = (term: Markup) => safe`No truth of the ${term} is doubtful.`;
export const more = (cases: number) => `${counted(cases, "more case")} with lower scores.`;
export const gallery = (cases: number, links: Markup[]) =>
  safe`${cases === 1 ? "Its case" : `All ${formatNumber(cases)}`} in the gallery of ${
    links.map((link, i) => safe`${i > 0 && ", "}${link}`)
  }, with all that is known of ${cases === 1 ? "it" : "them"}.`;
/** The gallery's filter; the class for #. */
export const filter = {
  name: "Truth",
  any: "all",
  yes: "may be wrong",
  chip: "Truth of # may be wrong",
};
export const score = (score: string) => `score ${score}`;
export const truth = safe`<b>Truth</b>`;
export const alt = { truth: (className: string) => `truth of ${className}` };
export const prediction = (run: string, dice: string) =>
  safe`<b>${run}</b>&ensp;Dice with the truth ${dice}`;
export const between = (dice: string, models: number) =>
  models === 2 ? `Dice of the two ${dice}` : `mean Dice between them ${dice}`;
export const absent = "no model sees it";
export const best = (run: string, dice: string) =>
  safe`<b>${run}</b>&ensp;largest Dice of a model with the truth ${dice}`;
export const models = (links: Markup[], models: number) =>
  links.length < models
    ? safe`The ${formatNumber(models)} models of ${links}.`
    : safe`Models: ${links.map((link, i) => safe`${i > 0 && ", "}${link}`)}.`;
