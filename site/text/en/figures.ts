/** The tables and charts of a run's figures. */
import { counted, formatNumber, type Unit } from "../format.ts";
import { type Draws, drawsText } from "../../../evaluation/mod.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** Every average. */
export const averages = {
  title: "Every average, by its name",
  sentence:
    "Papers report any of these as “the Dice”. They differ, so each is named, with how it is made.",
  region: "Averages",
  head: { name: "Average", formula: "How it is made", over: "mean of classes" },
  note: (
    { fewest, draws, cases, unit }: {
      fewest?: number;
      draws?: Draws;
      cases: ArrayLike<unknown>;
      unit: Unit;
    },
  ) =>
    `In brackets: the median’s 95\u00a0% interval by ${
      draws ? `a sign test ${drawsText(draws, cases)}` : "order statistics"
    }${
      fewest ? `; fewer than ${fewest} ${draws?.are ?? "cases"} have none` : ""
    }. Cases where neither mask contains a class are left out of its averages. TP, FP, FN: ${unit} ` +
    "found, invented, missed.",
  interval: (low: string, high: string) => `${low} to ${high}`,
  precision: "Precision, pooled",
  recall: "Recall, pooled",
  pooled: (metric: string) => `${metric}, pooled`,
  inUnit: (metric: string, unit: string) => `${metric} in ${unit}`,
  mean: (metric: string) => [`${metric}, mean over cases`, "missed and invented count as 0"],
  measured: (metric: string) => [
    `${metric}, mean over cases`,
    "missed and invented count as the measure has them",
  ],
  without: (metric: string) => [`${metric}, mean without misses`, "missed and invented left out"],
  median: (metric: string) => [`${metric}, median`, "the case in the middle"],
  finite: (metric: string) => [
    `${metric}, mean of those defined`,
    "no distance where one mask is empty: left out, and counted",
  ],
  counted: (metric: string, rule: string) => [
    `${metric}, mean over cases`,
    `where one mask is empty it counts as ${rule}`,
  ],
  medianDistance: (metric: string) => [`${metric}, median`, "infinite distances count as such"],
  constant: [
    "Dice of one constant mask, median",
    "each pixel’s commonest class in the training truths",
  ],
  leftOut: (n: number) => n > 0 ? `${formatNumber(n)} left out` : "",
  defined: (n: number, all: number) => `${formatNumber(n)} of ${formatNumber(all)} defined`,
};

/** By size. */
export const sizes = {
  title: "By size",
  region: "Figures by size",
  head: ["Share of the image", "Cases", "Median"],
  point: (name: string, value: string, share: string) => `${name}: ${value}, ${share} of the image`,
  sentence: (metric: string, term: Markup, every: number, small: string, large: string) =>
    safe`${metric} of the ${term} against its share of the image, ${
      every === 1 ? "one dot per case" : `a dot for one case in ${every}`
    }. Each bar is the median of a fifth of the cases: ${small} for the smallest, ${large} for the largest.`,
  about: (metric: string, className: string, steps: string[]) =>
    `${metric} of ${className} by its share of the image: ${steps.join(", ")}.`,
  step: (from: string, to: string, median: string) => `${from} to ${to} median ${median}`,
  range: (from: string, to: string) => `${from} to ${to}`,
};

/** By group. */
export const groups = {
  title: "By group",
  region: "Figures of all groups",
  head: ["Group", "Cases"],
  others: (n: number) => `${formatNumber(n)} other groups`,
  point: (name: string, value: string) => `${name}: ${value}`,
  sentence: (
    { metric, term, pooled, fewest, draws, areFew, alone, most }: {
      metric: string;
      term: Markup;
      pooled: boolean;
      fewest?: number;
      draws?: string;
      areFew: boolean;
      alone: number;
      most?: { shown: number; all: number; url: string };
    },
  ) =>
    safe`${metric} of the ${term}, best group first. ${
      most &&
      safe`Of ${
        formatNumber(most.all)
      } groups, the ${most.shown} with the lowest medians are shown<span class="ways">; <a href="${most.url}">the list of cases</a> filters by any group</span>. `
    }${
      pooled && "Groups with fewer than five cases are pooled in the last row. "
    }The thick bar marks the median${
      draws === undefined
        ? safe`, the light band its 95\u00a0% interval by order statistics${
          fewest && `, where a group has at least ${fewest} cases`
        }`
        : pooled &&
          `, the light band of the last row its 95\u00a0% interval by a sign test of ${draws}`
    }.${areFew && " Where a group has few cases, its median says little."}${
      alone > 0 && ` Not shown: ${counted(alone, "case")} without a group.`
    }`,
  about: (metric: string, className: string, medians: string[]) =>
    `${metric} of ${className} in ${counted(medians.length, "group")}: ${medians.join(", ")}.`,
  median: (group: string, value: string) => `${group} median ${value}`,
};

/** Where in the frame predictions are wrong. */
export const frameMap = {
  title: "Where in the frame",
  sentence: (cases: number, all: number) =>
    `Every image laid over every other, as if all had one shape${
      cases < all ? `; ${formatNumber(cases)} of ${counted(all, "case")} have masks to look at` : ""
    }. The stronger the colour, the more of the pixels there are wrong.`,
  edge: (term: Markup, wrong: string, area: string) =>
    safe`Of the wrong pixels of the ${term}, ${wrong} lie within an eighth of the frame from its edges, where ${area} of all pixels are.`,
  kinds: { missed: "missed", invented: "invented" },
  missed: (most: string) => safe`<b>Missed</b>, at most ${most} of a place’s pixels`,
  invented: (most: string) => safe`<b>Invented</b>, at most ${most} of a place’s pixels`,
  about: (kind: string, className: string, most: string) =>
    `Where pixels of ${className} are ${kind}: at most ${most} of a place.`,
};

/** The confusion matrix. */
export const confusion = {
  title: "Which classes are confused",
  region: (by: string) => `Confusion matrix, normalised by ${by}`,
  normalisedBy: "Normalised by",
  axes: "Rows: truth. Columns: prediction.",
  predicted: "predicted ",
  noClass: "no class",
  pooled: (count: number, unit: string, partial: boolean, weakest: Markup | undefined) =>
    safe`Pooled over all ${formatNumber(count)} ${unit}.${
      partial && " What lies outside every class is not counted here."
    } ${weakest}`,
  row: "row",
  column: "column",
  nothing: "nothing",
  rowNote: (partial: boolean, unit: Unit) =>
    `Each row adds up to 100\u00a0%: what became of the true ${unit}${
      partial ? " that were given a class" : ""
    }.`,
  columnNote: (partial: boolean, unit: Unit) =>
    `Each column adds up to 100\u00a0%: what the predicted ${unit}${
      partial ? " with a true class" : ""
    } truly are.`,
  nothingNote: {
    pixels: "Pixels as they were counted, and their share of all.",
    voxels: "Voxels as they were counted, and their share of all.",
  },
  pixels: (n: number, unit: string) => `${formatNumber(n)} ${unit}`,
  largest: "The largest confusions",
  percents: "In percent.",
  cells: "Each cell leads to its cases.",
  taken: (from: Markup | undefined, to: Markup | undefined, share: string, pixels: string) =>
    safe`${share} of ${from ?? "what has no class"} is ${
      to ? safe`called ${to}` : "left without a class"
    } (${pixels})`,
  about: (rows: string[], unit: Unit) => `What true ${unit} are taken for: ${rows.join("; ")}.`,
  aboutRow: (name: string, taken: string[]) => `${name} ${taken.join(" ") || "none"}`,
  mosaic: (undrawn: number, areMany: boolean, unit: Unit) =>
    `Each column is a true class, as wide as its share of the ${unit}; its tiles are what they were taken for${
      areMany ? ", a grey one many other classes" : ""
    }.${
      undrawn > 0
        ? ` ${formatNumber(undrawn)} ${unit} without a class in both masks are not drawn.`
        : ""
    }`,
  weakest: (term: Markup, found: string, taken: { share: string; as?: Markup | string }[]) =>
    safe`Of the true ${term}, ${found} is recognised${
      taken.length > 0 && safe`; ${
        taken.map(({ share, as }, i) =>
          safe`${i > 0 && (i === taken.length - 1 ? " and " : ", ")}${share} ${
            as ? safe`is called ${as}` : "is left without a class"
          }`
        )
      }`
    }.`,
};
