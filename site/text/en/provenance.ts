/** Where a run's figures come from. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const terms = {
  settings: "Settings",
  plan: "Plan",
  assumed: "Assumed",
  weights: "Initial weights",
  batchNorm: "Batch norm",
  data: "Data",
  fingerprint: "Fingerprint",
  classes: "Classes",
  resolution: "Resolution",
  ignored: "Ignored",
  metrics: "Metrics",
  engine: "Engine",
  software: "Software",
  hardware: "Hardware",
  time: "Wall time",
  date: "Date",
  command: "Reproduce with",
  unknown: "Unknown",
  files: "Files",
};

export const unknown =
  "Which model made the predictions, what it was trained on, with what settings, and how the figures " +
  "were measured: they were imported from a file that doesn’t say.";

export const metrics =
  "A mask’s surface is the centres of its boundary pixels; what is outside the image " +
  "counts as background. ASSD pools both directions, HD95 is the larger of the two directed 95th " +
  "percentiles. Where one mask is empty, overlaps are 0 and distances infinite.";

export const convention = (program: string) =>
  `The figures are those that ${program} gives for the same masks, by its rules for surfaces, averages ` +
  "and empty masks. Counts, ranking and medians are ours.";

export const resolution = {
  spacing: (spacing: string) => `spacing ${spacing} in the same order`,
  spacings: (n: number) => `${formatNumber(n)} spacings, each case measured by its own`,
  distances: (unit?: string) => `distances in ${unit ?? "the unit of the spacing"}`,
};

export function microBatch(size: number): Markup {
  return safe`Each step was computed in micro-batches of ${
    counted(size, "image")
  }, so the batch norms’ statistics were taken over ${formatNumber(size)} at a time, not over the
    whole batch.`;
}

const PARTS = { train: "training", validation: "validation", test: "test" };

/** The data, its parts, and whether test images were seen in training, where that is known. */
export const data = {
  unknown: "unknown",
  parts: (parts: [part: keyof typeof PARTS, count: number][]) => {
    const one = parts.length === 1 && parts[0][0] === "test" && parts[0][1] === 1;
    const counts = parts.map(([part, count]) => `${formatNumber(count)} ${PARTS[part]}`);
    return `${counts.join(", ")} ${one ? "image" : "images"}`;
  },
  named: (name: string, rest: string) => `${name}: ${rest}`,
  unknownTraining: "; what was trained on is unknown",
  seen: (n: number) => `; ${counted(n, "test image")} also used to train or choose`,
  apart: ", no overlap",
  folds: (n: number, folds: number) =>
    `${counted(n, "image")} in ${
      formatNumber(folds)
    } folds, each measured by the model that has not seen it`,
};
