/** Why two runs differ, by experiment. */
import { type EffectPlace, FEWEST_FOR_MEDIAN } from "../../../evaluation/mod.ts";
import { counted, formatNumber, isPlural, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export function crumb(b: string | undefined): string {
  return b === undefined ? "What changes give" : "Why they differ";
}

export function title(a: string, b: string | undefined): string {
  return b === undefined
    ? `What does each change to ${a} give?`
    : `What makes ${b} differ from ${a}?`;
}

/** What is asked, and how it was found out. */
export function question(
  { a, b, factors, corners, seeds, done }: {
    a: string;
    /** The later; left out where changes to one were tried. */
    b?: string;
    factors: string[];
    corners: number;
    seeds: number;
    /** How many of the corners' trainings are done. */
    done: number;
  },
): Markup {
  const count = factors.length, wanted = corners * seeds, isDone = done >= wanted;
  const trained = seeds === 1
    ? "trained once"
    : `trained ${formatNumber(seeds)} times from different random numbers`;
  const all = `To find out what each of them gives, ${
    formatNumber(corners)
  } combinations of settings`;
  const both = b === undefined ? "The model with and without it" : "Both";
  const [are, were] = b === undefined ? ["is", "was"] : ["are", "were"];
  const how = `${
    isDone
      ? corners === 2 ? `${both} ${were}` : `${all} were each`
      : corners === 2
      ? `${both} ${are} to be`
      : `${all} are each to be`
  } ${trained}${
    isDone ? "" : `; ${formatNumber(done)} of ${formatNumber(wanted)} trainings are done`
  }`;
  const asked = b === undefined
    ? count === 1
      ? safe`A change to <b>${a}</b> ${isDone ? "was" : "is being"} tried: `
      : safe`${formatNumber(count)} changes to <b>${a}</b> ${
        isDone ? "were" : "are being"
      } tried, one at a time: `
    : safe`<b>${b}</b> was trained differently from <b>${a}</b>: ${
      count === 1 ? "one thing was changed" : `${formatNumber(count)} things were changed at once`
    }, `;
  return safe`${asked}${listed(factors)}. ${how}, all measured on the same images.`;
}

/** Where a change was measured. */
export function place({ kind, name, factors }: EffectPlace): string {
  if (name === undefined) return `${kind} ${listed(factors)}`;
  const beside = `${kind === "in" ? "without" : "with"} ${listed(factors)}`;
  return `${kind} ${name}${factors.length === 0 ? "" : ` ${beside}`}`;
}

export const verdict = {
  none: "No training is measured yet.",
  gives: (title: string, change: string, total: string | undefined) =>
    `${title} ${isPlural(title) ? "give" : "gives"} ${change}${
      total === undefined ? "" : ` of ${total}`
    }`,
  more: (title: string, change: string) => `${title} ${change}`,
  unsure: (title: string, range: string) => `${title} (${range})`,
  at: (change: string, place: string) => `${change} ${place}`,
  unsureAt: (place: string, range: string) => `${place} ${range}`,
  rest: (titles: string[]) => `${listed(titles)}: nothing that can be told from chance`,
  total: (change: string, range?: string) => `all together ${change}${range ? ` (${range})` : ""}`,
  missing: (titles: string[]) => `${listed(titles)}: not trained yet`,
  measured: ({ metric, cases, classes, isSeeded, few }: {
    metric: string;
    cases: number;
    classes: number;
    isSeeded: boolean;
    /** What is too few for intervals: cases, or patients. */
    few?: string;
  }) =>
    `Mean ${metric} over ${counted(cases, "image")}${classes > 1 ? " and all classes" : ""}. ` +
    (few
      ? limits.few(few)
      : `The 95\u00a0% intervals are over images${
        isSeeded
          ? " and random numbers."
          : " alone: none was trained twice, and other random numbers might say otherwise."
      }`),
};

/** The way from one run to the other. */
export const steps = {
  title: "From one to the other",
  changes: "Change by change",
  bars: {
    change: () => "Each bar is what one change gives by itself.",
    shapley: () =>
      "Each bar is what one change gives, the mean over all orders in which the changes can be made, so " +
      "that the bars add up.",
    forward: (needs: boolean) =>
      `Each bar is what one change gives by itself, made to the first model${
        needs ? " with what it needs there already" : ""
      }.`,
    backward: (needs: boolean) =>
      `Each bar is what one change gives when it is made last, to reach the second model${
        needs ? ", without what needs it" : ""
      }.`,
  },
  interval: (isSeeded: boolean) =>
    ` The line through its end is the 95\u00a0% interval over images${
      isSeeded ? " and random numbers" : " alone"
    }.`,
  look: " Pale bars may be chance, dashed ones make it worse.",
  cut: " A line without a mark at its end continues beyond the metric’s range.",
  together: "together",
  unknown: "together, or not trained yet",
  rest: (name: string) =>
    ` The bar “${name}” is the rest of the way to the second model, and has no interval.`,
  all: "All classes",
  /** What opens the charts or tables of single classes. */
  classes: "Class by class",
  about: (title: string, steps: string[]) => `${title}, step by step: ${listed(steps)}`,
  step: (name: string, figure: string) => `${name} ${figure}`,
  heading: (name: string, metric: string, cases: number, isLess: boolean) =>
    `${name}, ${metric}, ${counted(cases, "image")}${isLess ? "; less is better" : ""}`,
};

/** The table of effects. */
export const effects = {
  title: "What each change gives",
  counted:
    "Each change made first, to the first model, and made last, to reach the second; where all " +
    "combinations were trained, also its share, the mean over all orders. ",
  sentence:
    "Bold is what can be told from chance: the interval excludes 0, and p is below 0.05. p is corrected " +
    "for all changes counted the same way (Holm), but not across classes and metrics. The " +
    "spread is how much a model’s mean differs from training to training by random numbers alone " +
    "(standard deviation).",
  region: (metric: string) => `What each change gives, ${metric}`,
  head: ["Change", "Counted", "Mean change", "95\u00a0% interval", "Spread", "p, corrected"],
  kinds: {
    total: "all together",
    change: "made alone",
    forward: (place: string) => `made first, ${place}`,
    backward: (place: string) => `made last, ${place}`,
    shapley: "its share",
    interaction: "together, beyond each alone",
    also: (b: string) => `made to ${b} as well`,
    between: (place: string) => `made ${place}`,
  },
  names: (titles: string[]) => listed(titles),
  range: (low: string, high: string) => `${low} to ${high}`,
};

/** What was changed. */
export const factors = {
  title: "What was changed",
  sentence: "Settings that make sense only together count as one change.",
  region: "Settings that were changed",
  head: ["Change", "Setting", "Before", "After"],
  remark: "Remark",
  requires: (title: string) => `needs ${title}`,
  unset: "–",
};

/** The table of trainings. */
export const corners = {
  title: "What was trained",
  sentence:
    "A row per combination of settings: which changes it has, how long a training took beside whatever " +
    "else its machine did, and how well it did, the mean over images and trainings.",
  region: "Trainings",
  head: ["Model", "Changes", "Trained", "Minutes"],
  none: "none",
  note: (models: string[], note: string) => `${listed(models)}: ${note}`,
  trained: (done: number, wanted: number) => `${formatNumber(done)} of ${formatNumber(wanted)}`,
};

/** The images that a change matters for most. */
export const changes = {
  title: "Images that change most",
  sentence: (isLast: boolean, needs: boolean) =>
    `For each change the images that gain most from it, and the one that loses most, ${
      isLast ? `when it is made last${needs ? ", without what needs it" : ""}, ` : ""
    }by the mean over classes and trainings. The pictures show one training of each, and one class.`,
  heading: (title: string) => `Without and with: ${title}`,
  without: "without",
  with: "with",
  image: "image",
  side: (name: string, metric: string, value: string) => `${name}: ${metric} ${value}`,
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
  few: (draws: string) =>
    `Fewer than ${FEWEST_FOR_MEDIAN} ${
      draws === "cases" ? "images" : draws
    } have no 95\u00a0% interval: nothing can be told from chance there.`,
  oneSeed: "Each combination was trained once: the intervals leave out chance in training.",
  oneSeedSoFar:
    "So far each combination was trained once: the intervals leave out chance in training.",
  scaled: (scale: number) =>
    `Trained for ${
      formatNumber(scale * 100)
    }\u00a0% of the epochs: what long training gives can’t show.`,
  tuned: "Measured on a part of the training images; the test images were not looked at.",
  alone: "Changes were made one at a time: what two give together shows only in part.",
  notTried: "Changes were made one at a time: what two give together was not tried.",
  best:
    "This holds for these images and these settings. A setting that gives nothing here may matter with " +
    "others: each encoder may have its own best learning rate, which was not looked for.",
};

export const overview = (a: string, b: string | undefined) =>
  b === undefined ? `What each change to ${a} gives` : `Why ${b} differs from ${a}`;
