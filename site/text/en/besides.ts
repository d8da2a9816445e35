/** Raters and probabilities on a run's page. */
import { counted, formatNumber, type Unit } from "../format.ts";
import { type Draws, drawsText } from "../../../evaluation/mod.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** How raters agree. */
export const raters = {
  title: "Beside other raters",
  region: "Agreement of raters",
  head: ["Class", "Masks"],
  cases: "Cases",
  beside: (metric: string) => `${metric} beside other raters`,
  graphic: "95\u00a0% interval",
  pair: ([one, other]: string[]) =>
    other === undefined ? `prediction and ${one}` : `${one} and ${other}`,
  change: ({ median, interval }: { median: string; interval?: [string, string] }) =>
    interval ? `${median} (${interval[0]} to ${interval[1]})` : median,
  verdict: (
    { kind, rater, term, metric, areTwo, median, interval }: {
      kind: "more" | "less" | "open" | "few";
      rater: string;
      term: Markup;
      metric: string;
      areTwo: boolean;
      median: string;
      interval?: [string, string];
    },
  ) => {
    const others = areTwo ? "the other rater does" : "the other raters do on average";
    const gap = safe`median difference in ${metric} per case ${median}${
      interval && `, 95\u00a0% interval ${interval[0]} to ${interval[1]}`
    }`;
    return {
      more: safe`For the ${term} the prediction agrees more with ${rater} than ${others}: ${gap}.`,
      less: safe`For the ${term} the prediction agrees less with ${rater} than ${others}: ${gap}.`,
      open:
        safe`For the ${term} it is open whether the prediction agrees more or less with ${rater} than ${others}: ${gap}.`,
      few:
        safe`For the ${term} there are too few cases to tell whether the prediction agrees more or less with ${rater} than ${others}: ${gap}.`,
    }[kind];
  },
  note: (cases: readonly unknown[], leftOut: number, draws: Draws | undefined) =>
    `Medians over ${counted(cases.length, "case")} with masks by all raters${
      leftOut > 0 ? `; ${formatNumber(leftOut)} left out` : ""
    }${
      draws ? `, their intervals by a sign test ${drawsText(draws, cases)}` : ""
    }. A model can hardly agree with raters more than they do with each other. A case in ` +
    "which neither of two masks contains a class counts as full agreement if another mask contains it.",
};

/** Whether probabilities are what they say. */
export const calibration = {
  title: "Are its probabilities right?",
  region: "Calibration",
  head: ["Probability of", "Calibration error", "Brier score"],
  counts: { pixels: "Pixels", voxels: "Voxels" },
  likeliest: "likeliest class",
  axes: { x: "probability", y: "how often it is right" },
  sentence: ({ sure, right }: { sure: string; right: string }, ece: string, unit: Unit) =>
    `Over the measured ${unit}, the likeliest class has a mean probability of ${sure} and is right in ` +
    `${right}. By bins of the probability the two are ${ece} percentage points apart on average, the expected ` +
    "calibration error. On the dotted line the probability is right; a hollow dot is a bin of less than " +
    `1\u00a0% of its class’s ${unit}.`,
  point: (
    { name, probability, right, pixels }: Record<"name" | "probability" | "right", string> & {
      pixels: number;
    },
    unit: Unit,
  ) => `${name}: ${probability} probability, right in ${right} of ${formatNumber(pixels)} ${unit}`,
  about: (classes: string[]) => `Reliability: calibration error of ${classes.join(", ")}.`,
  aboutClass: (name: string, ece: string) => `${name} ${ece}`,
  note: (cases: number, leftOut: number, unit: Unit) =>
    `Pooled over the ${unit} of ${counted(cases, "case")}${
      leftOut > 0 ? `; ${formatNumber(leftOut)} without probabilities left out` : ""
    }. The Brier score of the likeliest class is the sum over all classes.`,
};
