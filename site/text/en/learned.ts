/** When cases were learned, and which were forgotten. */
import { counted, formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "When each case was learned";
export const region = "When the cases of each class were learned";

/** How cases were learned, as columns and filters call it. */
export const courses = {
  early: "learned early",
  late: "learned late",
  forgotten: "learned, then forgotten",
  never: "never learned",
};

/** How the cases of the first class were learned. */
export const sentence = (
  { term, all, early, late, never, forgotten }:
    & { term: Markup; all: number }
    & Record<keyof typeof courses, number>,
) => {
  const [first, ...others] = [["early", early], ["late", late], ["never", never]]
    .filter(([, count]) => Number(count) > 0)
    .map(([when, count], i) =>
      i === 0
        ? `${when} in ${formatNumber(Number(count))} of ${counted(all, "case")}`
        : `${when} in ${formatNumber(Number(count))}`
    );
  const learned = early + late > 0
    ? listed([first, ...others])
    : `${forgotten > 0 ? "and kept " : ""}in none of ${counted(all, "case")}`;
  return safe`The ${term} was learned ${learned}${
    forgotten > 0 && safe`; <b>in ${formatNumber(forgotten)} it was learned, then forgotten</b>`
  }.`;
};
export const none = (term: Markup) => safe`No truth contains the ${term}.`;

/** What is counted how. */
export const rule = (
  { learned, drop, each, followed, all, isAtModelSize, model }: {
    followed: number;
    all: number;
    learned: string;
    drop: string;
    each: number;
    isAtModelSize: boolean;
    model?: { isOwn: true } | { isOwn: false; of: number };
  },
) =>
  `Learned: from some epoch on its Dice stays at ${learned} or more; a single epoch below doesn’t ` +
  "count. Early: within the first third of the epochs. Forgotten: the better of the last two epochs lies " +
  `${drop} or more below the worse of the best two in a row. Dice was measured after ${
    each === 1 ? "each epoch" : `one epoch in ${formatNumber(each)}`
  }${isAtModelSize ? ", at the model’s size" : ""}${
    model === undefined
      ? ""
      : model.isOwn
      ? ", with the model that each case’s figures come from"
      : `, with the first of ${
        formatNumber(model.of)
      } models, while cases’ figures come from their mean`
  }.${
    followed < all ? ` ${formatNumber(followed)} of ${counted(all, "case")} were followed.` : ""
  }`;

export const head = { cases: "Cases" };
export const chart = "Learned so far";
export const about = (epochs: number, ends: string[]) =>
  `The share of cases that are learned, over ${counted(epochs, "epoch")}; at the end ${
    ends.join(", ")
  }.`;

/** What was forgotten, in pictures. */
export const forgotten = {
  title: "Learned, then forgotten",
  sentence: "The tint is what the model drew: at its best, and after the last epoch.",
  change: (best: string, last: string) => `Dice ${best} → ${last}`,
  truth: safe`<b>Truth</b>`,
  after: (epoch: number, dice: string) => safe`<b>After epoch ${epoch}</b>&ensp;Dice ${dice}`,
};

/** In the gallery. */
export const filter = { name: "In training", any: "Any", chip: "#: #" };

/** On the page of a case, # for the epoch and its Dice. */
export const film = {
  epoch: "Epoch",
  play: "Play",
  pause: "Pause",
  final: "the model as evaluated",
  after: "after epoch #: Dice #",
  without: "after epoch #",
  broken: "can’t be shown here",
  modelSize: "After epochs, Dice is measured at the model’s size.",
  member: (of: number) => `The epochs are those of the first of ${formatNumber(of)} models.`,
};
