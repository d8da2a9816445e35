/** How Dice grows with the images learned from. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "Would more images help?";
export const region = "Dice by the number of images";
export const chart = (metric: string) => `Mean ${metric} of all classes, by training images`;
export const all = "All classes";
export const head = {
  class: "Class",
  images: (images: number) => counted(images, "image"),
  doubled: (images: number) => `${formatNumber(images)}, by the law`,
  gain: "Twice as many",
  interval: "95\u00a0% interval",
};

/** What stands in the line of small figures. */
export const fact = (points: number) =>
  safe`a learning curve of <b>${formatNumber(points)}</b> points`;

/** What the chart shows, on a slide. */
export const reading =
  "Bars: 95\u00a0% intervals over test cases. Hollow: twice as many, by the law.";

/** What opens a model's curves. */
export const curves = (member: number, images: string, epochs: number) =>
  `Learning curves of model ${member}, of ${images}, ${counted(epochs, "epoch")}`;

/** What twice as many images would bring, by what the interval says of it. */
export const sentence = (
  { metric, from, to, images, doubled, gain, low, high }: {
    metric: string;
    /** At the fewest images and at all. */
    from: string;
    to: string;
    images: [fewest: number, all: number];
    doubled: number;
    gain: string;
    low: string;
    high: string;
  },
): Record<"rising" | "flat" | "falling", Markup> => {
  const went = safe`From ${counted(images[0], "image")} to ${
    formatNumber(images[1])
  } the mean ${metric} goes from ${from} to ${to}.`;
  const law = safe`by the power law through the points, ${
    formatNumber(doubled)
  } images would change it by ${gain} (95\u00a0% interval ${low} to ${high})`;
  return {
    rising: safe`${went} More would help: ${law}.`,
    flat: safe`${went} It isn’t shown that twice as many would help: ${law}.`,
    falling:
      safe`${went} More images made it worse here, which shouldn’t happen: check the training first; ${law}.`,
  };
};

/** Where no law can be fitted. */
export const unknown = (points: number) =>
  points < 3
    ? `So far the curve has ${
      counted(points, "point")
    }: what more images would bring takes three or more.`
    : "What more images would bring can’t be said: at one of the points no error is left, or none was measured.";

/** Where there are too few test cases for an interval. */
export const few = (fewest: number) =>
  `What more images would bring can’t be said: fewer than ${fewest} test cases, or groups of them, have no ` +
  "95\u00a0% interval.";

/** How it was measured, and what the intervals are. */
export const note = (
  { metric, cases, models, miss }: {
    metric: string;
    cases: number;
    models: number;
    miss?: string;
  },
) =>
  `Mean ${metric} over the ${
    counted(cases, "test case")
  }, per class over those whose truth holds it. All points have the same test set and number of steps; each ` +
  `part of the training set holds the smaller ones. Bars are 95\u00a0% intervals over test cases` +
  (models > 1
    ? ` and over the ${formatNumber(models)} models of each point, small dots. `
    : "; each point is one model: they leave out chance in training (--seeds 3 counts it). ") +
  (miss === undefined
    ? ""
    : `The dashed line is the power law 1 − ${metric} = a · images^−b; it misses a point by ${miss} at most. ` +
      "No interval says whether it holds beyond the last point.");

/** The text alternative. */
export const about = (
  points: readonly { images: number; dice: string }[],
  doubled?: { images: number; dice: string },
) => {
  const said = points.map(({ images, dice }) => `${counted(images, "image")}: ${dice}`).join("; ");
  return `Mean Dice by training images. ${said}.` +
    (doubled ? ` By the law, ${counted(doubled.images, "image")}: ${doubled.dice}.` : "");
};
