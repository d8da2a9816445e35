/** How sure a model is, and whether it is right. */
import { counted, formatNumber, type Unit } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";
import { one } from "./frame.ts";

export const title = "Sure and wrong";
export const layer = "Uncertainty";
export const field = (unit: Unit) => `Surely wrong, % of the ${unit}`;
export const first = "Surely wrong first";
export const heading = (cases: string) => `${cases}, surely wrong first`;
export const beside = "#\u00a0% surely wrong";
export const share = (percent: string) => `${percent} surely wrong`;

/** On a run's page. */
export const sentence = (
  { least, wrong, ofErrors }: { least: number; wrong: string; ofErrors: string },
  unit: Unit,
) =>
  `Of the ${unit} that the model is at least ${least}\u00a0% sure of, ${wrong} are wrong; they are ${ofErrors} ` +
  "of all its errors.";
export const knows = (chance: string, unit: Unit) =>
  `In the median case the model is less sure of a wrong ${
    one[unit]
  } than of a right one in ${chance} of all ` +
  "pairs; 50\u00a0% would be chance.";
export const expected = (term: Markup, correlation: string, cases: number) =>
  safe`The Dice of the ${term} expected from probabilities alone has a rank correlation of
    ${correlation} with the true one (${counted(cases, "case")}).`;
export const none = (unit: Unit) => `No ${one[unit]} is surely wrong.`;
export const all = (cases: number) => `All ${formatNumber(cases)} cases, surely wrong first`;
export const note = (cases: number, without: number, unit: Unit) =>
  `The confidence of a ${one[unit]} is the probability of its predicted class. Counted over ${
    counted(cases, "case")
  }${without > 0 ? `; ${formatNumber(without)} without probabilities left out` : ""}.`;
export const captions = {
  truth: safe`<b>Truth</b>, all classes`,
  prediction: safe`<b>Prediction</b>, all classes`,
  uncertainty: safe`<b>Uncertainty</b>: bright where unsure, pink where surely wrong`,
};
export const alt = "where the model is unsure";

/** On a case's page. */
export const ofCase = (
  { mean, surely, chance }: { mean: string; surely: string; chance?: string },
  unit: Unit,
) =>
  `The model is ${mean} sure of its labels on average; ${surely} of the ${unit} are surely wrong.${
    chance === undefined
      ? ""
      : ` It is less sure of a wrong ${one[unit]} than of a right one in ${chance} of all pairs.`
  }`;
export const key = {
  unsure: "unsure: the probability of the predicted class is low",
  wrong: (least: number) => `surely wrong: wrong, and ${least}\u00a0% sure or more`,
};
