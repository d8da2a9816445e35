/** Published figures beside ours. */
import { formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "A published experiment, repeated";

export function sentence(source: string): Markup {
  return safe`This page repeats ${source}: programs that learned to say of each pixel of an image which
    class it belongs to. The talk asks why a colleague’s program is so much better than its own. Here is
    what was published, what came out when it was repeated, and what answers the question.`;
}

export const origin =
  "Our numbers are computed from the integer counts in the run folders; the published ones stand in " +
  "run.json.";

/** What keeps runs from being the published ones. */
export const banners = {
  random: (presets: string[]) =>
    safe`<b>${listed(presets)} began with random weights</b> in ${
      presets.length > 1 ? "their encoders" : "its encoder"
    }: what was published had learned from other images before, so figures like the published ones can’t
      be expected here.`,
  settings: (presets: string[], differences: string[]) =>
    safe`<b>${listed(presets)} ${presets.length > 1 ? "don’t" : "doesn’t"} use the published
      settings:</b> ${differences.join(", ")}.`,
  difference: (setting: string, own: string | undefined, published: string) =>
    own === undefined ? `${setting} unknown` : `${setting} ${own} instead of ${published}`,
};

/** Published figures beside ours: the chart and the table. */
export const figures = {
  title: "How good it was, and how good it is here",
  sentence:
    "Dice says how well what the model drew overlaps what a person drew: 0 where they share no pixel, " +
    "1 where they agree on every one. Each line runs from the worst of the test images to the best; the " +
    "ring is halfway between, the upright bar the median, which half of the images exceed.",
  axis: "Dice",
  published: "published",
  here: "here",
  extent: (worst: string, midpoint: string, best: string) => `${worst} · ${midpoint} · ${best}`,
  said: (name: string, figure: string) => `${name} ${figure}`,
  about: (className: string, rows: string[]) =>
    `Dice of ${className}, worst, midpoint and best: ${rows.join("; ")}`,
  region: (run: string) => `Published figures and ours: ${run}`,
  head: [
    ...["Published best", "Published “median”", "Published worst"],
    ...["Our best", "Our midpoint", "Our median", "Our worst"],
  ],
};

/** What could make the published values so low. */
export const hypotheses = {
  title: "What could make the published values so low",
  sentence: (cases: number) =>
    `Of thousands of images the best should be nearly right, and the published best isn’t. Perhaps ` +
    `what was computed isn’t what is said. Each guess was tried on the model that was trained ` +
    `here and its ${
      formatNumber(cases)
    } test images: had that been done, these would be the values. ` +
    `Dotted lines are the published ones; pale lines are guesses that can’t be right.`,
  published: "published",
  about: (className: string, rows: string[]) =>
    `What each guess gives for ${className}, worst, midpoint and best: ${rows.join("; ")}`,
  region: "Guesses beside the published values",
  head: ["Guess", "What it means"],
  numbers: ["Difference", "Near"],
  verdictHead: "Verdict",
  rule: (near: string) =>
    `Difference: how far its values are from the published ones on average. Near: how many of them are ` +
    `within ${near}. A guess explains the published values if all are near; it is impossible if no model ` +
    `could give them that way; else it is nearer than what is measured here, or no nearer.`,
  near: (near: number, values: number) =>
    `${formatNumber(near)}\u00a0of\u00a0${formatNumber(values)}`,
  names: {
    usual: "as measured here",
    half: "half of Dice",
    iou: "IoU",
    soft: "probabilities",
    pooled: (batch: string) => `${batch} images as one`,
    labels: "classes exchanged",
    names: "names exchanged",
    untrained: "untrained",
    "one-epoch": "one epoch",
    epochs: "epochs",
    two: "two images",
  },
  notes: {
    usual: "Dice of each image, the best and the worst of all",
    half: "the formula without its factor of 2",
    iou: "what both share over what either has, in place of Dice",
    soft: "how sure the model is of each pixel, in place of what it decides",
    pooled: "all pixels of several images counted together",
    labels: "the model’s classes in another order than the truth’s",
    names: "the right values under the wrong names",
    untrained: "a model that has learned nothing",
    "one-epoch": "a model that has seen each training image once",
    epochs: "the mean of all images after each epoch, the best and the worst epoch",
    two: "two images alone, the mean over all pairs: the median of two values is their midpoint",
  },
  nearest: (about: string, outOf: number, order: string[]) =>
    `${about}; of ${formatNumber(outOf)} orders the nearest, ${order.join(", ")}`,
  worth: {
    usual: "to compare with",
    impossible: "impossible",
    explains: "explains them",
    nearer: "nearer",
    "no nearer": "no nearer",
    single: "impossible: gives a single value, not a best and a worst",
    most: (most: string) => `impossible: at most ${most}`,
  },
  verdict: {
    explains: (names: string[], values: number) =>
      `${listed(names)}: all ${formatNumber(values)} published values are near.`,
    nearest: (
      { name, note, distance, usual, near, values }: {
        name: string;
        note: string;
        distance: string;
        usual: string;
        near: number;
        values: number;
      },
    ) =>
      `None of these guesses explains the published values. Nearest is “${name}” (${note}), ` +
      `${distance} off on average, where what is measured here is ${usual} off; ${
        formatNumber(near)
      } of its ` +
      `${formatNumber(values)} values are near.`,
    none: (values: number, usual: string) =>
      `None of these guesses explains the ${
        formatNumber(values)
      } published values, and none is nearer ` +
      `than what is measured here, ${usual} off on average.`,
    impossible: (names: string[]) => `Impossible: ${listed(names)}.`,
  },
};

/** The colleague's model. */
export const colleague = {
  title: "The question: a colleague’s model",
  sentence: (changes: string[], isPretrained: boolean) =>
    `A colleague’s model is said to be much better. It differs from the talk’s in several things at once: ` +
    `${
      listed([...changes, ...isPretrained ? ["weights that had learned from other images"] : []])
    }. Which of them makes it better can’t be seen from two models.`,
  change: (name: string, from: string, to: string) => `${name} ${from} to ${to}`,
  names: { encoder: "encoder", epochs: "epochs", batch: "batch size", lr: "learning rate" },
  here: (before: string, after: string, medians: string[]) =>
    `Here, from ${before} to ${after}, the median Dice goes ${listed(medians)}.`,
  median: (className: string, from: string, to: string) => `from ${from} to ${to} for ${className}`,
  setting: (name: string, value: string) => `with ${name} ${value}`,
  notRun: (isRandom: boolean, settings: string[]) =>
    `What was not run: the colleague’s model as published, ${
      listed([...isRandom ? ["from weights that had learned before"] : [], ...settings])
    }. So nothing is said here of how good that one is.`,
  whole: "It was trained with the published settings, as far as they are stated.",
};

/** All models, and what the work compares. */
export const models = {
  title: "The talk’s next models",
  sentence:
    "The talk then replaces its own encoder, the part of the program that looks at the image, by one that " +
    "had learned from other images before, and trains it longer and in larger steps. One line per model, from its worst " +
    "image to its best, with ring and bar as above. Each link leads to two models beside each other.",
  about: (className: string, rows: string[]) =>
    `Dice of ${className}, worst, midpoint and best: ${rows.join("; ")}`,
  name: (before: string, after: string) => `${before} to ${after}`,
};

/** Which change does it. */
export const cause = {
  title: "The answer: which change does it",
  sentence: ({ a, b, changes }: { a: string; b: string; changes: string[] }) =>
    `Between ${a} and ${b} lie ${formatNumber(changes.length)} changes: ${
      listed(changes)
    }. To tell them ` +
    `apart, models with some of the changes and not the others were trained on the same images.`,
  link: "All steps, settings and pictures of this experiment",
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
