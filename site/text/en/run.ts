/** The page of a run, from its top to its curves. */
import {
  counted,
  formatDuration,
  formatLoss,
  formatNumber,
  listed,
  readable,
  type Unit,
} from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";
import { lines, one } from "./frame.ts";

/** The small figures under a verdict. */
export const facts = {
  testCases: (n: number) => bold(n, "test case"),
  cases: (n: number) => bold(n, "case"),
  epochs: (n: number, seconds: number) =>
    safe`${bold(n, "epoch")}${seconds > 0 && safe` in <b>${formatDuration(seconds)}</b>`}`,
};

function bold(n: number, noun: string): Markup {
  return safe`<b>${formatNumber(n)}</b> ${n === 1 ? noun : `${noun}s`}`;
}

/** What a reader must know before the figures. */
export const notes = {
  menagerie:
    safe`<b>These animals are drawn by a program.</b> The menagerie needs no download and no licence.
      For real photographs type <code>deno task train --data oxford</code>.`,
  unfinished: (state: Markup) => safe`${state} The figures are those of its last evaluation.`,
};

/** The caption of the picture that stands for a run. */
export const median = {
  only: safe`<b>The only case</b>`,
  ranked: (rank: number, of: number) =>
    safe`<b>The median case</b>, rank ${formatNumber(rank)} of ${formatNumber(of)}`,
  notFound: (name: Markup, term: Markup, kind: string) => safe`${name}: its ${term} was ${kind}.`,
  value: (metric: string, value: string, term?: Markup) =>
    safe`${metric}${term && safe` of the ${term}`} ${value}`,
  found: (name: Markup, value: Markup, all: string | false) =>
    safe`${name}: ${value}.${
      all && ` The median of all, ${all}, lies between it and the next better one.`
    }`,
  withLines: (caption: Markup, drawn: boolean) => safe`${caption}${drawn && ` ${lines}`}`,
};

/** The box plots. */
export const boxes = {
  title: "How well, class by class",
  forms: {
    swarm: { what: "Every dot is one case.", ways: "Click one to see it." },
    histogram: {
      what:
        "The bars above a box are a histogram of all cases, the dots those furthest beyond the " +
        "whiskers.",
      ways: "Click a bar to see its cases, a dot to see its case.",
    },
    beyond: {
      what: "The dots are the cases furthest beyond the whiskers.",
      ways: "Click a dot to see its case, a box to see the cases in it.",
    },
  },
  reading:
    "The box contains the middle half, the thick bar is the median, the whiskers end at the last " +
    "case within 1.5 box lengths. Cases where a class was missed (×) or invented (+), so that the " +
    "overlap is 0 or the distance infinite, are counted, never dropped. The distance axis has a " +
    "square-root scale.",
  all: (metric: string) =>
    `One box per class by its ${metric}, the worst median first. The box contains the middle half, the ` +
    "thick bar is the median, the whiskers end at the last case within 1.5 box lengths.",
  each: (classes: number, metrics: string | false) =>
    `Each of the ${formatNumber(classes)} classes with its cases${
      metrics ? `, by ${metrics}` : ""
    }`,
  rest: (classes: number) => `The other ${counted(classes, "class", "classes")}`,
  table: "Figures of all classes",
  links: {
    box: (metric: string, range: string) => `The middle half, ${metric} ${range}`,
    bar: (metric: string, [from, to]: string[]) => `${metric} ${from} to below ${to}`,
  },
  meaning: {
    dice: "overlap",
    iou: "overlap, stricter",
    assd: "mean distance between the outlines",
    hd95: "95th percentile of the distance between the outlines",
    surfaceDice: "part of the outlines within the tolerance",
    precision: "part of the prediction that is right",
    recall: "part of the truth that was found",
    specificity: "part of the rest that was left alone",
    volumeError: "difference of the volumes as a part of the true one",
    hd: "largest distance between the outlines",
    masd: "mean of the mean distances of both outlines",
    centerDistance: "distance between the centres of mass",
    clDice: "overlap of the centre lines",
    lesionF1: "lesions found, missed and invented",
    lesionRecall: "part of the true lesions that were found",
    lesionPrecision: "part of the predicted lesions that are there",
    segmentationQuality: "mean IoU of the lesions that match",
    panopticQuality: "lesion F1 times segmentation quality",
    bratsDice: "mean Dice of lesions, 0 where missed or invented",
    bratsHd95: "mean HD95 of lesions, 374 where missed or invented",
  } as Record<string, string>,
  metric: (title: string, better: "higher" | "lower", meaning?: string, unit?: string) =>
    safe`<b>${title}</b> ${
      meaning && `${meaning}${unit ? ` in ${unit}` : ""}, `
    }${better} is better`,
  and: (titles: string[]) => listed(titles),
  of: (misses: [count: number, kind: string][], count: number) =>
    safe`${
      misses.length
        ? misses.map(([n, kind], i) => safe`${i > 0 && ", "}<b>${formatNumber(n)} ${kind}</b>`)
        : "0 missed"
    } of ${formatNumber(count)}`,
  unknown: (metric: string, n: number) => safe`<br>${metric} of ${formatNumber(n)} unknown`,
  without: (n: number) => safe`<br>${formatNumber(n)} without any`,
  about: (
    metric: string,
    className: string,
    box?: { count: number; median: string; q1: string; q3: string },
  ) =>
    box
      ? `${metric} of ${className} in ${
        counted(box.count, "case")
      }: median ${box.median}, middle half ${box.q1} to ${box.q3}.`
      : `${metric} of ${className}: no case to measure.`,
  head: [
    ...["Ranked", "Minimum", "Lower quartile", "Median", "Upper quartile", "Maximum"],
    ...["Mean of finite", "Infinite", "Missed", "Misplaced", "Invented", "Both empty"],
  ],
  headUnknown: "Unknown",
};

/** Best, median and worst. */
export const triptychs = {
  title: "Best, median and worst",
  names: {
    best: "best",
    median: "median",
    worst: "worst",
    together: (names: string[]) => readable(listed(names)),
  },
  sentence: "The lit part is the class; everything else is faded. The coloured line is the class " +
    "outline. In the prediction a black-and-white line adds the true outline, so every gap " +
    "between the two lines is an error.",
  take: "Save as a picture",
  withoutPictures:
    safe`There are no pictures beside these figures<span class="ways">; click a name for all its figures</span>.`,
  only: (metrics: string[]) =>
    safe`With this many classes, cases are chosen by ${
      listed(metrics)
    } alone<span class="ways">; the gallery has every other order</span>.`,
  besideMedian: (rank: string, median: string) => `${rank}, next to the median of ${median}`,
  unknown: (metric: string, term: Markup) =>
    safe`The ${metric} of the ${term} is unknown for every case whose truth contains it.`,
  heldByNone: (term: Markup) =>
    safe`No truth contains the ${term}, so there is no best and no worst case.`,
  value: (metric: string, value: string, kind?: string) =>
    safe`${metric} ${value}${kind && `, ${kind}`}`,
  pixels: (pixels: number, unit: Unit) => `has ${counted(pixels, one[unit])} of it`,
  covers: (share: string) => `covers ${share} of the image`,
  image: safe`Image`,
  missed: (figures: string) => safe`<b>Prediction</b>&ensp;Missed: nothing was drawn<br>${figures}`,
  prediction: (figures: string, covers: string) =>
    safe`<b>Prediction</b>&ensp;${figures}<br>${covers}`,
  invented: (className: string) =>
    safe`<b>Truth</b>&ensp;contains no ${className} at all,<br>
            so all of the prediction counts as invented`,
  truth: (covers: string, found: string) =>
    safe`<b>Truth</b>&ensp;${covers}<br>
            of which the model found ${found}`,
  apart: (count: number, term: Markup, links: Markup[]) =>
    safe`<b>Invented, listed apart:</b> the truth of ${
      count === 1 ? "this case" : "these cases"
    } contains no ${term}, yet the model drew some. The annotation may be at fault. ${
      links.map((link, i) => safe`${i > 0 && ", "}${link}`)
    }${count > links.length && `, and ${formatNumber(count - links.length)} more`}.`,
};

/** The curves and the filmstrip. */
export const learning = {
  title: "Learning, epoch by epoch",
  parts: { validation: "validation", test: "test" },
  table: "Figures of all epochs",
  loss: "Loss",
  dice: "Dice",
  rate: "Learning rate",
  aboutRate: (first: string, last: string) =>
    `Learning rate, ${first} at first, ${last} at the end.`,
  training: "training",
  head: (part: string, step: number) => [
    step === 1 ? "Epoch" : `Epoch, one in ${step}`,
    "Training loss",
    readable(`${part} loss`),
  ],
  diceOf: (className: string) => `Dice ${className}`,
  aboutLoss: (epochs: number, part: string, loss: string, training: string) =>
    `Loss over ${counted(epochs, "epoch")}: ${part} ${loss}, training ${training} at the end.`,
  aboutDice: (epochs: number, part: string, values: string[]) =>
    `Mean Dice on the ${part} images over ${counted(epochs, "epoch")}; at the end ${
      values.join(", ")
    }.`,
  mark: {
    said: (epoch: number) => `kept: epoch ${epoch}`,
    dice: (epoch: number) => `best mean Dice: epoch ${epoch}`,
    loss: (epoch: number) => `lowest test loss: epoch ${epoch}`,
  },
  epochOf: (epoch: number, last: number) => `epoch ${epoch} of ${last}`,
  bestDice: (soFar: boolean, of: string, measured: boolean) =>
    safe`Mean Dice on the validation images was highest${soFar && " so far"} after ${of}${
      measured && "; the weights of that epoch were kept and evaluated"
    }.`,
  kept: (of: string, measured: boolean) =>
    safe`The weights after ${of} were kept${measured && " and evaluated"}.`,
  lowestLoss: (
    { soFar, of, measured, loss, training }: {
      soFar: boolean;
      of: string;
      measured: boolean;
      loss: number | null;
      training: number | null;
    },
  ) =>
    safe`The curves are measured on the test images, and chose no epoch${
      measured && ": the last epoch was evaluated"
    }. Their loss was lowest${soFar && " so far"} after ${of}
      (${formatLoss(loss)}; training loss then ${formatLoss(training)}).`,
  nothing: (part: string) =>
    safe`The curves are measured on the ${part} images; none of their values is a number.`,
  atModelSize:
    " The curves are measured at the model’s size, the figures above at the images’ own.",
  columns: "Each column of pictures shows what the model drew after that epoch.",
  notJudged: (part: string, terms: Markup[]) =>
    safe` Without a curve, since no ${part} image gave it a value: ${listOf(terms)}.`,
  image: "image",
  truth: "truth",
  truthOf: (name: string) => `${name}, truth`,
  after: (name: string, epoch: number) => `${name} after epoch ${epoch}`,
  legend: (filled: Markup[], empty: Markup | undefined, framed: boolean) =>
    safe`Filled: ${listOf(filled)}.${empty && safe` Empty: ${empty}.`}${
      framed && " Framed: the marked epoch."
    }`,
};

function listOf(terms: Markup[]): Markup[] {
  return terms.map((term, i) => safe`${i > 0 && ", "}${term}`);
}

export const provenance = {
  title: "Where this comes from",
  enough: "Enough to repeat the run.",
  known: "What is known about the run.",
};
