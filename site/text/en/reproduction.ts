/** Published figures beside ours. */
import { formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "The published figures, and ours";

export function sentence(source: string): Markup {
  return safe`On the left what was published, from ${source}; on the right what came out here.`;
}

export const origin =
  "Our numbers are computed from the integer counts in the run folders; the published ones stand in " +
  "run.json.";

/** What keeps runs from being the published ones. */
export const banners = {
  random: (preset: string) =>
    safe`<b>${preset} began with random weights</b> in its encoder: the published one was pretrained.`,
  settings: (presets: string[], differences: string[]) =>
    safe`<b>${listed(presets)} ${presets.length > 1 ? "don’t" : "doesn’t"} use the published
      settings:</b> ${differences.join(", ")}.`,
  difference: (setting: string, own: string | undefined, published: string) =>
    own === undefined ? `${setting} unknown` : `${setting} ${own} instead of ${published}`,
};

/** The table of figures. */
export const figures = {
  title: "Figure by figure",
  sentence:
    "Dice of the best, the median and the worst case of each class. The midpoint lies halfway " +
    "between best and worst.",
  region: (run: string) => `Published figures and ours: ${run}`,
  head: [
    ...["Published best", "Published “median”", "Published worst"],
    ...["Our best", "Our midpoint", "Our median", "Our worst"],
  ],
};

export const comparisons = {
  title: "The comparisons",
  sentence: "Case by case, before on the left, after on the right.",
  name: (before: string, after: string) => `${before} to ${after}`,
};

/** The table of settings. */
export const settings = {
  title: "Published, assumed, and set here",
  sentence:
    "What the published work doesn’t state is assumed, with the reason. What differs from it " +
    "is bold.",
  figures: (which: string) => `Published figures: ${which}.`,
  region: (run: string) => `Settings of ${run}`,
  head: ["Published", "Here", "Remark"],
  notStated: "not stated",
  assumed: (why: string) => safe`<b>assumed:</b> ${why}`,
  images: "images",
  parts: (train: number, test: number) =>
    `${formatNumber(train)} to train, ${formatNumber(test)} to test`,
  weights: "initial weights",
};
