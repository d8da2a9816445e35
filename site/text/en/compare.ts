/** The comparison of two runs. */
import { counted, formatNumber, readable } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** What a comparison leaves out, and what its figures are: the terminal says the same. */
export { comparisonLimits as limits, comparisonNotes as notes } from "../../../evaluation/mod.ts";

export const title = (before: string, after: string) => `${before} to ${after}`;
export const to = "to";
export const before = "before";
export const after = "after";
export const Before = "Before";
export const After = "After";

/** All of so many cases. */
function all(cases: number): string {
  if (cases === 1) return "the one case";
  return cases === 2 ? "both cases" : `all ${counted(cases, "case")}`;
}

/** The classes that changed most, with the size of their median change. */
function best(title: string, classes: { term: Markup; size: string }[]): Markup {
  if (classes.length === 0) return safe``;
  return safe` ${title}: ${
    classes.map(({ term, size }, i) => safe`${i > 0 && ", "}the ${term} (by ${size})`)
  }.`;
}

/** Whether the later run is better. */
export const verdict = {
  nothing: (term: Markup) => safe`Neither run has a figure for the ${term} to compare.`,
  equal: (metric: string, term: Markup, cases: number) =>
    safe`No difference: the ${metric} of the ${term} is the same in ${all(cases)}.`,
  sentence: (
    { opening, metric, term, rises, most, of, size, others, outweighed }: {
      opening: string;
      metric: string;
      term: Markup;
      rises: boolean;
      most: number;
      of: number;
      size: string;
      others: number;
      outweighed: string | false;
    },
  ) => {
    const [moves, back] = rises ? ["rises", "falls"] : ["falls", "rises"];
    const where = most === of ? all(of) : `${formatNumber(most)} of ${counted(of, "case")}`;
    return safe`${opening}: the ${metric} of the ${term} ${moves} in ${where}${size}${
      most < of && `, and ${back} in ${others === 0 ? "none" : formatNumber(others)}`
    }.${
      outweighed &&
      safe` The mean moves the other way, by ${outweighed}: a few large changes outweigh many
      small ones.`
    }`;
  },
  ofMany: ({ metric, classes, better, worse, most, least }: {
    metric: string;
    classes: number;
    better: number;
    worse: number;
    most: { term: Markup; size: string }[];
    least: { term: Markup; size: string }[];
  }) => {
    const rest = classes - better - worse;
    return safe`By ${metric}, ${better === 0 ? "none" : formatNumber(better)} of ${
      counted(classes, "class", "classes")
    } ${better === 1 ? "is" : "are"} better and ${worse === 0 ? "none" : formatNumber(worse)} ${
      worse === 1 ? "is" : "are"
    } worse, each by its own 95\u00a0% interval${
      rest > 0 && rest < classes &&
      `; the other ${rest === 1 ? "one" : formatNumber(rest)} can’t be told from no change`
    }.${best("Most improved", most)}${best("Most worsened", least)}`;
  },
  noDifference: "No difference in the median",
  opening: (isBetter: boolean, sure: "yes" | "no" | "few", draws = "cases") => {
    const word = isBetter ? "Better" : "Worse";
    if (sure === "few") return `${word}, in too few ${draws} to be sure`;
    return sure === "yes" ? word : `${word}, but not clearly`;
  },
  by: (size: string) => `, by ${size}`,
  byMedian: (size: string) => `, by ${size} in the median`,
  infinite: (isWorse: boolean) =>
    `, in the median ${isWorse ? "from finite to infinite" : "from infinite to finite"}`,
  tooFew: (fewest: number, draws?: string) =>
    ` (fewer than ${fewest}${draws ? ` ${draws}` : ""} have no 95\u00a0% interval)`,
  interval: (low: string, high: string) => ` (95\u00a0% interval ${low} to ${high})`,
};

export const facts = {
  run: (when: string, link: Markup, epochs: number) =>
    safe`<b>${when}</b> ${link}${epochs > 0 && `, ${counted(epochs, "epoch")}`}`,
  paired: (pairs: number, all: number) =>
    pairs === all
      ? safe`<b>${formatNumber(pairs)}</b> ${pairs === 1 ? "case" : "cases"} paired`
      : safe`<b>${formatNumber(pairs)}</b> of ${counted(all, "case")} paired`,
};

export const median = (
  { name, metric, term, before, after, hasPictures }: {
    name: string;
    metric: string;
    /** The class, of several. */
    term?: Markup;
    before: string;
    after: string;
    hasPictures: boolean;
  },
) =>
  safe`<b>The median change.</b> ${name}: ${metric}${
    term && safe` of the ${term}`
  } ${before} before, ${after} after. Half of the changes are at least as good.${
    hasPictures && " Black-and-white: truth."
  }`;

/** Both boxes of each class. */
export const paired = {
  title: "Case by case",
  boxes: "Left: before, hollow box. Right: after, filled box. Up is better.",
  lines: "Each thin line is one case; dashed lines are the cases that got worse.",
  some: (classes: number, metric: string) =>
    `Here are the ${classes} classes whose ${metric} changed most in the median; the others are below them.`,
  summary: "Quartiles before and after",
  region: "Quartiles before and after",
  about: (metric: string, className: string, medians: string[], better: number, worse: number) =>
    `${metric} of ${className}: median ${medians[0]} before, ${medians[1]} after; ${
      counted(better, "case")
    } improved, ${worse} worsened.`,
  counts: (better: number, worse: number, equal: number) =>
    safe`<b>${formatNumber(better)}</b> improved, <b class="worse">${
      formatNumber(worse)
    }</b> worsened${equal > 0 && `, ${formatNumber(equal)} equal`}`,
};

/** The table of changes. */
export const changes = {
  title: "How sure",
  sentence:
    "The change per case, with its uncertainty. An interval that excludes zero is evidence that the " +
    "two models differ.",
  region: "Changes with intervals",
  mean: "Mean change",
  median: "Median change",
  interval: "95\u00a0% interval",
  graphic: "0 in the middle, right is better",
  better: "Better in",
  p: "Wilcoxon p",
  range: (low: string, high: string) => `${low} to ${high}`,
  betterIn: (better: number, of: number) => `${formatNumber(better)} of ${formatNumber(of)}`,
};

/** The sorted changes. */
export const differences = {
  title: "Which cases gained, which lost",
  sentence: (hasPictures: boolean) =>
    "The changes in order, from the largest loss to the largest gain; where there are many " +
    `cases, a bar stands for several. Below, the cases at either end${
      hasPictures ? ": the black-and-white line is the truth" : ""
    }.`,
  none: "No case has a finite value before and after.",
  chart: (metric: string, isLess: boolean, unit?: string) =>
    `${isLess ? "Decrease of" : "Change in"} ${metric}${unit ? `, ${unit}` : ""}`,
  improved: "Most improved",
  worsened: "Most worsened",
  noCase: "No case.",
  summary: "Show all changes as a table",
  left: (n: number) => `The largest and the smallest; ${n} between them are left out.`,
  region: "Changes of all cases",
  change: "Change",
  truth: safe`<b>Truth</b>`,
  side: (when: string, metric: string, value: string) =>
    safe`<b>${when}</b>&ensp;${metric} ${value}`,
  values: (before: string, after: string) => `${before} to ${after}`,
  point: (name: string, before: string, after: string) => `${name}: ${before} to ${after}`,
  about: (metric: string, className: string, cases: number, least: string, most: string) =>
    `Change in ${metric} of ${className} for ${counted(cases, "case")}, from ${least} to ${most}.`,
  prediction: (className: string, when: string) => `prediction of ${className} ${when}`,
};

export const triptychs = {
  title: "Best, median and worst, before and after",
  sentence: "Each run’s own best, median and worst, which may be other cases before and after.",
  none: "No truth contains it.",
  caption: (when: string, metric: string, value: string, name: string) =>
    safe`<b>${when}</b>&ensp;${metric} ${value}, ${name}`,
};

/** The curves of both runs. */
export const curves = {
  title: "Learning, overlaid",
  region: "Figures of all epochs of both runs",
  loss: (part: string) => readable(`${part} loss`),
  dice: (className: string) => `Dice of ${className}`,
  column: (title: string, when: string) => `${title}, ${when}`,
  sentence: (parts: Markup | undefined, losses: [string, string] | undefined) =>
    safe`Dotted: before. Solid: after.${parts}${
      losses && safe` The losses are left out: ${losses[0]} before and
        ${losses[1]} after can’t be compared.`
    }`,
  unknownLoss: "an unknown one",
  parts: (before: string, after: string) =>
    safe` The two are not measured on the same part of the data: ${before} before, ${after} after.`,
  images: (part: string) =>
    safe` The two are not measured on the same images: their ${part} parts differ.`,
  about: (title: string, ends: string[]) => `${title} over the epochs: ${ends.join(", ")}.`,
  end: (when: string, value: string) => `${when} ends at ${value}`,
};

export const settings = {
  title: "What was set differently",
  sentence: (differ: number) =>
    differ === 0
      ? "No setting that both runs state differs."
      : differ === 1
      ? "The setting that differs stands first, in bold."
      : "Settings that differ stand first, in bold.",
  region: "Settings of both runs",
};
