/** The page of predictions without truth. */
import { counted, formatNumber } from "../format.ts";

export const title = "Where the model expects trouble";
export const crumb = "Predictions";
export const sentence = (images: number) =>
  `${counted(images, "image")}, those first whose Dice the model itself expects to be lowest.`;
export const opinion =
  "This is the model’s own opinion: there is no truth here. The expected Dice follows from its probabilities " +
  "alone, as a mean over the classes that it predicts; where a model is wrong and sure of it, it expects " +
  "nothing. Look at the first ones first.";
export const more = (shown: number, all: number) =>
  `Shown are the first ${formatNumber(shown)} of ${
    formatNumber(all)
  }; all are in the table and in confidence.csv.`;
export const prediction = (name: string, dice: string) => `${name}: expected Dice ${dice}`;
export const alt = {
  prediction: (name: string) => `${name}, the prediction in the classes’ colours`,
  uncertainty: (name: string) => `${name}, bright where the model is unsure`,
};
export const uncertainty = "bright where unsure";
export const table = "All images";
export const head = ["Image", "Expected Dice", "Mean confidence"];
export const unknown = "–";
export const origin = "Made of a model’s probabilities, without a truth.";
