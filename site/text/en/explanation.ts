/** Why two runs differ, by experiment. */
import { formatNumber, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const crumb = "Why they differ";

export function title(a: string, b: string): string {
  return `What makes ${b} differ from ${a}?`;
}

/** What is asked, and how it was found out. */
export function question(
  { a, b, factors, corners, seeds }: {
    a: string;
    b: string;
    factors: string[];
    corners: number;
    seeds: number;
  },
): Markup {
  const count = factors.length;
  return safe`<b>${b}</b> was trained otherwise than <b>${a}</b>: ${
    count === 1 ? "one thing was changed" : `${formatNumber(count)} things were changed at once`
  }, ${listed(factors)}. To find out which of them matters, what lies between is trained, too: ${
    formatNumber(corners)
  } settings, ${
    seeds === 1 ? "once each" : `${formatNumber(seeds)} times each from other random numbers`
  }, all measured on the same images.`;
}

export const verdict = {
  none: "No training is measured yet.",
  gives: (title: string, change: string, total: string | undefined) =>
    `${title} gives ${change}${total === undefined ? "" : ` of ${total}`}`,
  more: (title: string, change: string) => `${title} ${change}`,
  rest: (titles: string[]) => `${listed(titles)}: nothing that chance doesn’t`,
  missing: (titles: string[]) => `${listed(titles)}: not trained yet`,
  measured: (metric: string, cases: number) =>
    `Mean ${metric} over ${formatNumber(cases)} images and all classes.`,
};

/** The way from one run to the other. */
export const steps = {
  title: "From one to the other",
  sentence: {
    shapley:
      "Each bar is what one change gives, the mean over all orders in which the changes can be made, so " +
      "that the bars add up. The line through its end is the 95 % interval over images and random numbers; " +
      "pale bars may be chance.",
    forward:
      "Each bar is what one change gives by itself, made to the first model. What the changes give only " +
      "together is the last bar. Lines are 95 % intervals over images and random numbers; pale bars may be " +
      "chance.",
    backward:
      "Each bar is what is lost when one change is taken back from the second model. What the changes give " +
      "only together is the last bar. Lines are 95 % intervals over images and random numbers; pale bars " +
      "may be chance.",
  },
  together: "together",
  all: "All classes",
  partial: "Not all trainings are done: some steps are missing.",
  about: (title: string, steps: string[]) => `${title}, step by step: ${listed(steps)}`,
  step: (name: string, figure: string) => `${name} ${figure}`,
  heading: (name: string, metric: string, cases: number) =>
    `${name}, ${metric}, ${formatNumber(cases)} images`,
};

/** The table of effects. */
export const effects = {
  title: "What each change gives",
  sentence:
    "Made to the first model, taken back from the second, and as a share of the whole where all settings " +
    "between were trained. Beside it, how much a model’s mean differs from one training to the next by " +
    "chance alone (standard deviation), and the p-value that the change gives nothing.",
  region: (metric: string) => `What each change gives, ${metric}`,
  head: ["Change", "Counted", "Mean change", "95 % interval", "Chance", "p"],
  kinds: {
    total: "all together",
    forward: (a: string) => `made to ${a}`,
    backward: (b: string) => `taken from ${b}`,
    shapley: "its share",
    interaction: "beyond each alone",
    also: (b: string) => `made to ${b} as well`,
    between: (changes: string) => `beside ${changes}`,
  },
  with: (titles: string[]) => titles.join(" with "),
  range: (low: string, high: string) => `${low} to ${high}`,
};

/** What was changed. */
export const factors = {
  title: "What was changed",
  sentence: "Settings that make sense only together count as one change.",
  region: "Settings that were changed",
  head: ["Change", "Setting", "Before", "After", "Remark"],
  requires: (title: string) => `needs ${title}`,
  unset: "–",
};

/** The table of trainings. */
export const corners = {
  title: "What was trained",
  sentence:
    "A row a setting: which changes it has, and how well it did, the mean over images and trainings.",
  region: "Trainings",
  head: ["Model", "Changes", "Trained", "Minutes"],
  none: "none",
  trained: (done: number, wanted: number) => `${formatNumber(done)} of ${formatNumber(wanted)}`,
};

/** The pictures that a change matters for most. */
export const changes = {
  title: "Pictures that change most",
  sentence:
    "For each change the images that gain most from it, and the one that loses most, next to the second " +
    "model: with the change and without it.",
  heading: (title: string) => `Without and with: ${title}`,
  without: "without",
  with: "with",
  photograph: "photograph",
  listed: (cases: string[]) => `Most changed: ${listed(cases)}.`,
  case: (id: string, change: string) => `${id} ${change}`,
};

/** What can't be said. */
export const limits = {
  title: "What this can’t say",
  partial: (done: number, wanted: number) =>
    `${formatNumber(done)} of ${
      formatNumber(wanted)
    } trainings are done; the others may change what is said.`,
  oneSeed:
    "Each setting was trained once: what chance does in training is left out of the intervals.",
  someOneSeed:
    "Where a setting was trained once so far, what chance does in training is left out of the intervals.",
  scaled: (scale: number) =>
    `Trained for ${
      formatNumber(scale * 100)
    } % of the epochs: what long training gives can’t show.`,
  tuned: "Measured on a part of the training images; the test images were not looked at.",
  alone: "Changes were made one at a time: what two give together shows only in part.",
  best:
    "It holds for these images and these settings. A setting that gives nothing here may matter beside " +
    "others: each encoder may have its own best learning rate, which was not looked for.",
};

export const overview = (a: string, b: string) => `Why ${b} differs from ${a}`;
