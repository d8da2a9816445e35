/** The models of a run that trained several. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "How much do its models differ?";
export const region = "Figures of each model";
export const head = {
  class: "Class",
  spread: "Spread",
  graphic: "Models",
  test: "Mean on test set",
};
export const whole = (isFolds: boolean) => isFolds ? "All images" : "Mean of all";
export const model = (member: number) => `Model ${member}`;
export const images = "Images";

/** What stands in the line of small figures. */
export const fact = (count: number, isFolds: boolean) =>
  isFolds
    ? safe`<b>${
      formatNumber(count)
    }</b> models, each image measured by the one that has not seen it`
    : safe`the mean of <b>${formatNumber(count)}</b> models`;

/** How far a run has come. */
export const progress = (done: number, count: number) =>
  `, after ${formatNumber(done)} of ${formatNumber(count)} models`;

/** Between which medians the models lie. */
export const sentence = (
  { isFolds, metric, term, low, high, whole }: {
    isFolds: boolean;
    metric: string;
    term: Markup;
    low: { value: string; member: number };
    high: { value: string; member: number };
    whole: string;
  },
) => {
  const range = low.value === high.value
    ? safe`is ${low.value} for each`
    : safe`lies between ${low.value} (model ${low.member}) and ${high.value} (model ${high.member})`;
  const all = isFolds ? `over all images it is ${whole}` : `that of their mean is ${whole}`;
  return safe`Their median ${metric} of the ${term} ${range}; ${all}.`;
};

/** The medians of a class, on a slide. */
export const row = (
  { isFolds, low, high, whole }: { isFolds: boolean; low: string; high: string; whole: string },
) =>
  safe`<b>${low === high ? low : `${low} to ${high}`}</b> <span class="soft">${
    isFolds ? "over all images" : "the mean of all"
  } ${whole}</span>`;

/** What the spread comes from. */
export const note = (metric: string, isFolds: boolean) =>
  `Median ${metric}. In the graphic, from 0 to 1, a tick is a model, the bar ${
    isFolds ? "all images together" : "the mean of their probabilities"
  }. ` +
  (isFolds
    ? "Each model was measured on images of its own, so the spread is that of images and models."
    : "All were measured on the same images, so the spread is that of the random numbers in training.");

/** What is done to predictions, and what it brings. */
export const processed = (
  { term, keep, change, metric, images, p }: {
    term: Markup;
    keep: "largest" | number;
    change: string;
    metric: string;
    images: number;
    p: string;
  },
) =>
  safe`Post-processing: of the ${term} ${
    keep === "largest"
      ? "only the largest part of an image stays"
      : `only parts of at least ${formatNumber(keep)} pixels stay`
  }; others become what is around them. This changes the mean ${metric} by ${change} over ${
    counted(images, "image")
  } (p ${p.startsWith("<") ? p : `= ${p}`}). `;
export const kept =
  "The figures include it. It was chosen on the same images, so they flatter it a little; " +
  "the models keep it.";
export const unprocessed = (metric: string) =>
  safe`No post-processing: neither keeping only the largest part nor a minimum size raises the mean ${metric} of a class by 0.001 or more beyond chance.`;

/** What opens a model's curves. */
export const curves = (member: number, epochs: number) =>
  `Learning curves of model ${member}, ${counted(epochs, "epoch")}`;
