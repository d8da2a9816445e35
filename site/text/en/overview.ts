/** The first page: all runs. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";
import { lines } from "./frame.ts";

export function title(runs: number): string {
  if (runs === 0) return "No runs yet";
  return runs === 1 ? "How well does this model see?" : "How well do these models see?";
}

export function count(runs: number): string {
  if (runs === 0) return "Waiting for the first.";
  return runs === 1 ? "One run." : `${counted(runs, "run")}, newest first.`;
}

export const compare = {
  two: "Compare the two",
  named: (before: string, after: string) => `Compare ${before} and ${after}`,
  all: "Compare:",
  name: (before: string, after: string) => `${before} to ${after}`,
};

/** Headings of runs that share cases. */
export const groups = {
  /** `cases` is undefined where some have cases that others lack. */
  together: (runs: number, cases: number | undefined, data?: string) =>
    `${data ? `${data}: ` : ""}${counted(runs, "run")} ${
      cases === undefined
        ? "that share cases"
        : `of the same ${cases === 1 ? "case" : counted(cases, "case")}`
    }`,
  alone: (runs: number) => runs === 1 ? "A run that shares no cases" : "Runs that share no cases",
  fresh: (runs: number) => runs === 1 ? "A run without figures yet" : "Runs without figures yet",
};

export const published = "Published figures beside ours";

/** Runs that couldn't be read: the terminal, not the public page, says why. */
export function broken(names: string[]): Markup {
  return safe`<b>${counted(names.length, "run")} could not be read</b> and ${
    names.length === 1 ? "is" : "are"
  } missing here: ${
    names.map((name, i) => safe`${i > 0 && ", "}<code>${name}</code>`)
  }. The terminal says why.`;
}

export const note =
  `The picture shows the run’s median case, or the worse of the two in the middle. ${lines}`;

export const moreClasses = (n: number) =>
  `${counted(n, "more class", "more classes")} on its page.`;

/** What opens a run's boxes, sizes and date, on a phone. */
export const figures = "Figures";
export const of = (run: string) => `of ${run}`;

export const boxes = {
  about: (metric: string, medians: string[]) => `${metric}, medians: ${medians.join(", ")}.`,
};

/** The table of runs. */
export const table = {
  title: (runs: number) => runs > 1 ? "In one table" : "In figures",
  sentence: (settings: number) =>
    settings > 0 ? "Settings that differ, and what came out." : "What came out.",
  wholeStory: "The whole story is on",
  itsPage: "its page",
  region: "All runs",
  reading: "How to read it",
  pick: "Pick two to compare",
  picked: (n: string) => `${n} of 2 runs picked to compare.`,
  pickedMore: (n: string) => `${n} runs picked; only two can be compared at a time.`,
  pickedApart: "These two have no comparison: they have no case or class in common, their truths " +
    "differ, or there are too many runs to compare all pairs.",
  pickOne: (name: string) => `Compare ${name}`,
  run: "Run",
  date: "Date",
  missed: "Missed",
  misplaced: (n: number) => `${formatNumber(n)} misplaced`,
  interval: (low: string, high: string) => `${low} to ${high}`,
  first: (shown: number, of: number) => `The first ${shown} of ${formatNumber(of)} classes. `,
  note: (draws?: string) =>
    "Medians over cases, below them their 95\u00a0% interval by order statistics" +
    `${draws ? `, or by a sign test of ${draws} where these have several cases` : ""}. Missed: ` +
    "how often a class in the truth was not drawn, over all classes; misplaced: how often it was " +
    "drawn, but nowhere where the truth has it.",
};

/** Comparisons that there are not. */
export const missing = {
  refusal: (before: string, after: string, problem: string) =>
    `${before} and ${after} can’t be compared: ${problem}.`,
  groups: (n: number) => `The runs fall into ${counted(n, "group")}, each with its own truths.`,
  others: (n: number) => `${counted(n, "other pair")} can’t be compared either.`,
  many: (most: number) =>
    `Where more than ${most} runs can be compared, each is compared with the one before it and ` +
    "with the one of the highest median.",
};
