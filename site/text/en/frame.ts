/** What stands around every page, and on several kinds of pages. */
import { formatNumber, type Unit } from "../format.ts";

/** The language, as HTML names it. */
export const lang = "en";

/** A browser's tab: a page, and what it is of. */
export const tab = (page: string, of: string) => `${page} · ${of}`;

export const contents = "On this page";
export const skip = "Skip to content";
export const breadcrumb = "Breadcrumb";
export const moreOfRun = "More of this run";
export const origin =
  "Scores are computed from each case’s pixel counts and distances; curves are as the training " +
  "recorded them.";
export const colophon = "Nothing is loaded from other hosts. Made by Triptych.";

/** Whether keys of one character act. */
export const shortcuts = "Single-key shortcuts";

/** The way to a page. */
export const crumbs = {
  runs: "Runs",
  cases: "All cases",
  comparison: "Comparison",
  reproduction: "Reproduction",
  notFound: "Not found",
};

/** The page for addresses that lead nowhere. */
export const notFound = {
  title: "Page not found",
  sentence: "It may have belonged to a run that is no longer here.",
  home: "All runs",
};

export const compareTwo = "Compare two runs";

export function allCases(cases: number): string {
  return cases === 1 ? "The case" : `All ${formatNumber(cases)} cases`;
}

export const asTable = "Show as a table";

/** What opens the charts and tables of a section, on a phone. */
export const more = "Show more";

/** The name of a button that saves a table, and of a column without a title. */
export const saveAs = (table: string, format: string) => `${table} as ${format}`;
export const bounds = { low: "# lower bound", high: "# upper bound" };
export const column = (number: string) => `column ${number}`;

export const chosenClass = "Class";
export const orderedBy = "Ordered by";
export const measuredBy = "Measured by";

/** The kinds of a class in a case. */
export const kinds = {
  found: "found",
  missed: "missed",
  misplaced: "misplaced",
  invented: "invented",
  empty: "none",
};

/** Titles of columns. */
export const heads = {
  class: "Class",
  metric: "Metric",
  run: "Run",
  median: "Median",
  cases: "Cases",
  case: "Case",
  setting: "Setting",
  epoch: "Epoch",
  before: "Before",
  after: "After",
};

/** The columns of quartiles. */
export const quartiles = ["Minimum", "Lower quartile", "Median", "Upper quartile", "Maximum"];

/** What a picture of a case shows. */
export const layers = {
  image: "Image",
  truth: "Truth",
  prediction: "Prediction",
  errors: "Errors",
};

export function range(from: string, to: string): string {
  return from === to ? from : `${from} to ${to}`;
}

/** Where a case stands. */
export function rankOf(rank: number, of: number): string {
  return `rank ${formatNumber(rank)} of ${formatNumber(of)}`;
}

/** The alternative text of a picture. */
export const alt = {
  truth: (className: string) => `truth of ${className}`,
  prediction: (className: string, figures?: string) =>
    `prediction of ${className}${figures ? `, ${figures}` : ""}`,
  predictionIn: (className: string, run: string) => `prediction of ${className} in ${run}`,
  errors: (className: string) => `errors of ${className}`,
  allTruths: "truth, all classes",
  allPredictions: "prediction, all classes",
  nothing: (what: string) => `${what}. The run folder has no image of it.`,
  of: (name: string, what: string) => `${name}: ${what}`,
};

export const rings = "A ring marks what is too small to be seen.";
export const lines = "Coloured line: prediction. Black-and-white line: truth.";

/** One of what is counted. */
export const one: Record<Unit, string> = { pixels: "pixel", voxels: "voxel" };

/** Sizes of images, and what part of them is in no figure. */
export const extent = {
  pixels: "px",
  voxels: "voxels",
  size: (size: string, unit: string) => `${size} ${unit}`,
  sizes: (count: number, least: string, most: string, unit: string) =>
    count === 2
      ? `${least} and ${most} ${unit}`
      : `${formatNumber(count)} sizes, ${least} to ${most} ${unit}`,
  measured: { own: "measured at the images’ own size", model: "measured at the model’s size" },
  programs: {
    "medpy": "medpy",
    "monai": "MONAI",
    "nnunet": "nnU-Net",
    "surface-distance": "surface-distance",
    "metrics-reloaded": "Metrics Reloaded",
  },
  convention: (program: string) => `measured by the rules of ${program}`,
  ignored: (pixels: string, values?: string) =>
    `${pixels} are ignored${values ? ` (${values})` : ""} and in no figure`,
  count: (pixels: number, unit: Unit) => `${formatNumber(pixels)} ${unit}`,
  share: (percent: string, unit: Unit) => `${percent} of the ${unit}`,
};
