/** Published figures beside ours. */
import { formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "A published experiment, repeated";

export function sentence(source: string): Markup {
  return safe`This page repeats ${source}: programs that learned to say of each pixel of an image which
    class it belongs to. On the left is what was published, on the right what came out here.`;
}

export const origin =
  "Our numbers are computed from the integer counts in the run folders; the published ones stand in " +
  "run.json.";

/** What keeps runs from being the published ones. */
export const banners = {
  random: (preset: string) =>
    safe`<b>${preset} began with random weights</b> in its encoder: the published one had learned from
      other images before, so figures like the published ones can’t be expected here.`,
  settings: (presets: string[], differences: string[]) =>
    safe`<b>${listed(presets)} ${presets.length > 1 ? "don’t" : "doesn’t"} use the published
      settings:</b> ${differences.join(", ")}.`,
  difference: (setting: string, own: string | undefined, published: string) =>
    own === undefined ? `${setting} unknown` : `${setting} ${own} instead of ${published}`,
};

/** The table of figures. */
export const figures = {
  title: "How good it was, and how good it is here",
  sentence:
    "Dice says how well what the model drew overlaps what a person drew: 0 where they share no pixel, " +
    "1 where they agree on every one. Each row is a class, with the best, the median and the worst of " +
    "the test images. The midpoint lies halfway between best and worst.",
  region: (run: string) => `Published figures and ours: ${run}`,
  head: [
    ...["Published best", "Published “median”", "Published worst"],
    ...["Our best", "Our midpoint", "Our median", "Our worst"],
  ],
};

export const comparisons = {
  title: "One change at a time",
  sentence:
    "Each link leads to two models beside each other, on the same test images: before the change on the " +
    "left, after it on the right.",
  name: (before: string, after: string) => `${before} to ${after}`,
};

/** The table of settings. */
export const settings = {
  title: "Published, assumed, and set here",
  sentence:
    "How each model was trained, setting by setting. What the published work doesn’t state had to be " +
    "assumed, with the reason; what differs from it is bold.",
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
