/**
 * What could make published values of Dice so low: each hypothesis as the figures that it gives, from the
 * predictions of one model.
 *
 * @module
 */
import type { BestAndWorst, TriedHypothesis } from "../run_folder/tried_hypotheses.ts";
import { mean } from "../statistics/quantile.ts";
import { type Overlap, overlapOf, type PairSums } from "./pair_sums.ts";

/** What hypotheses are tried on. */
export interface TriedModel {
  /** The classes' names, in the order of the sums. */
  classes: string[];
  /** The test images as the trained model predicts them, in their order. */
  trained: PairSums[];
  /** The same before the first step. */
  untrained: PairSums[];
  /** The same after one epoch. */
  oneEpoch: PairSums[];
  /** Each class's mean Dice after each epoch. */
  epochs: Record<string, number>[];
}

/** So many images are counted as one: the published batches. */
const BATCHES = [64, 400];

/** All hypotheses with their figures, the usual measurement first. */
export function tryAll(model: TriedModel): TriedHypothesis[] {
  const { classes, trained, untrained, oneEpoch } = model;
  const own = classes.map((_, c) => c);
  const tried = (id: TriedHypothesis["id"], measure: Measure, images = trained) => ({
    ...{ id, of: images.length },
    values: valuesOf(classes, (c) => measured(images, { measure, truth: c, prediction: c })),
  });
  const usual = tried("usual", { of: dice, kind: "labels" });
  return [
    usual,
    tried("half", { of: (overlap) => dice(overlap) / 2, kind: "labels" }),
    tried("iou", { of: iou, kind: "labels" }),
    tried("soft", { of: dice, kind: "probabilities" }),
    ...batchesOf(trained.length).map((batch): TriedHypothesis => {
      const pooled = pool(trained, batch);
      return { ...tried("pooled", { of: dice, kind: "labels" }, pooled), batch };
    }),
    ...ordersOf(own).slice(1).flatMap((order): TriedHypothesis[] => [
      {
        ...{ id: "labels", of: trained.length, order: order.map((c) => classes[c]) },
        values: valuesOf(classes, (c) => {
          const measure: Measure = { of: dice, kind: "labels" };
          return measured(trained, { measure, truth: c, prediction: order[c] });
        }),
      },
      {
        ...{ id: "names", of: trained.length, order: order.map((c) => classes[c]) },
        values: Object.fromEntries(
          classes.flatMap((name, c) => {
            const values = usual.values[classes[order[c]]];
            return values === undefined ? [] : [[name, values]];
          }),
        ),
      },
    ]),
    tried("untrained", { of: dice, kind: "labels" }, untrained),
    tried("one-epoch", { of: dice, kind: "labels" }, oneEpoch),
    ...ofEpochs(model),
    ofTwo(model),
  ];
}

/** An overlap as a number, and what it is of. */
interface Measure {
  of: (overlap: Overlap) => number;
  kind: keyof PairSums;
}

function dice({ shared, truth, prediction }: Overlap): number {
  return 2 * shared / (truth + prediction);
}

function iou({ shared, truth, prediction }: Overlap): number {
  return shared / (truth + prediction - shared);
}

/** The values of the images whose truth holds the class; others can't be the worst. */
function measured(
  images: readonly PairSums[],
  { measure: { of, kind }, truth, prediction }: {
    measure: Measure;
    truth: number;
    prediction: number;
  },
): number[] {
  return images.map((sums) => overlapOf(sums[kind], truth, prediction))
    .filter((overlap) => overlap.truth > 0)
    .map(of);
}

/** Best, midpoint and worst of each class that any image holds. */
function valuesOf(
  classes: readonly string[],
  of: (c: number) => readonly number[],
): Record<string, BestAndWorst> {
  return Object.fromEntries(classes.flatMap((name, c) => {
    const values = of(c);
    if (values.length === 0) return [];
    const [best, worst] = [
      values.reduce((a, b) => Math.max(a, b)),
      values.reduce((a, b) => Math.min(a, b)),
    ];
    return [[name, { best, midpoint: (best + worst) / 2, worst }]];
  }));
}

/** The published batches of which there are at least two, and all images at once. */
function batchesOf(images: number): number[] {
  return [...BATCHES.filter((batch) => batch < images), images].filter((batch) => batch > 1);
}

/** The sums of so many images each; a rest makes a smaller batch. */
function pool(images: readonly PairSums[], batch: number): PairSums[] {
  return Array.from({ length: Math.ceil(images.length / batch) }, (_, i) => {
    const own = images.slice(i * batch, (i + 1) * batch);
    const sumOf = (kind: keyof PairSums) =>
      own[0][kind].map((_, at) => own.reduce((sum, one) => sum + one[kind][at], 0));
    return { labels: sumOf("labels"), probabilities: sumOf("probabilities") };
  });
}

/** The set's mean of each epoch in place of each image's value. */
function ofEpochs({ classes, epochs }: TriedModel): TriedHypothesis[] {
  if (epochs.length === 0) return [];
  const values = valuesOf(
    classes,
    (c) => epochs.map((dice) => dice[classes[c]]).filter((value) => value !== undefined),
  );
  return [{ id: "epochs", of: epochs.length, values }];
}

/**
 * Of two images, any: the mean over all pairs of the better one, of both, and of the worse one. The median
 * of two values is their midpoint.
 */
function ofTwo({ classes, trained }: TriedModel): TriedHypothesis {
  const measure: Measure = { of: dice, kind: "labels" };
  const values = Object.fromEntries(classes.flatMap((name, c) => {
    const all = measured(trained, { measure, truth: c, prediction: c }).sort((a, b) => a - b);
    const count = all.length, midpoint = mean(all);
    if (count < 2) return [];
    // the value with i smaller ones is the better one in i of the pairs
    const best = all.reduce((sum, value, i) => sum + value * i, 0) / (count * (count - 1) / 2);
    return [[name, { best, midpoint, worst: 2 * midpoint - best }]];
  }));
  return { id: "two", of: 2, values };
}

/** All orders, the given one first. */
function ordersOf(places: readonly number[]): number[][] {
  if (places.length === 0) return [[]];
  return places.flatMap((place, i) =>
    ordersOf(places.toSpliced(i, 1)).map((rest) => [place, ...rest])
  );
}
