/** The page of predictions without truth. */
import { counted, formatNumber } from "../format.ts";
import { safe } from "../../html/safe.ts";

export const title = "Where the model expects trouble";
export const crumb = "Predictions";
export const sentence = (images: number) =>
  images === 1
    ? "One image, and the Dice that the model itself expects of it."
    : `${counted(images, "image")}, by the Dice that the model itself expects, the lowest first.`;
export const opinion =
  "This is the model’s own opinion: there is no truth here. The expected Dice follows from its probabilities " +
  "alone, as the mean over the classes that it predicts in an image. A model that is wrong and sure of it " +
  "expects no trouble.";
export const more = (shown: number, all: number) =>
  `The first ${formatNumber(shown)} of ${
    formatNumber(all)
  } are shown; all are in the table and in confidence.csv.`;
export const prediction = (name: string, dice: string) =>
  safe`<b class="name">${name}</b> expected Dice ${dice}`;
export const alt = {
  prediction: (name: string) => `${name}, the prediction in the classes’ colours`,
  uncertainty: (name: string) => `${name}, yellow where the model is unsure`,
};
export const figures = {
  title: "Predictions",
  sentence:
    "Left: the prediction, in the classes’ colours. Right: the brighter the yellow, the less sure the model is.",
};
export const table = "All images";
export const head = ["Image", "Expected Dice", "Mean confidence"];
/** The column of a class's expected Dice. */
export const headOf = (className: string) => `Dice, ${className}`;
export const unknown = "–";
export const origin = "Made of a model’s probabilities, without a truth.";
