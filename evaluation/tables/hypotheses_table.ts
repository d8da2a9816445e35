/** Hypotheses about published figures as a table and sentences, for terminals; pages say the same. */
import { formatNumber, formatRatio, listed } from "../../core/mod.ts";
import { type Judged, type JudgedHypothesis, NEAR } from "../hypotheses/judge.ts";
import type { PublishedDice } from "../run_folder/run.ts";
import type { TriedHypothesis } from "../run_folder/tried_hypotheses.ts";
import type { TextTable } from "./comparison_tables.ts";

/** A hypothesis in a few words. */
export function hypothesisText({ id, batch, order }: TriedHypothesis, outOf = 1): string {
  const nearest = outOf > 1 ? `, nearest of ${outOf}: ${order?.join(", ")}` : "";
  return {
    usual: "Dice of each image, as measured here",
    half: "Dice without its factor of 2",
    iou: "intersection over union in place of Dice",
    soft: "Dice of probabilities in place of labels",
    pooled: `${batch} images counted as one`,
    labels: `predicted classes exchanged${nearest}`,
    names: `classes named wrongly${nearest}`,
    untrained: "an untrained model",
    "one-epoch": "a model trained for one epoch",
    epochs: "epochs in place of images, the mean of each",
    two: "two images, any, in place of all",
  }[id];
}

/** What a hypothesis is worth, in words. */
export function worthText(
  { worth, because, tried: { batch } }: JudgedHypothesis,
): string {
  if (because === "one value") return `impossible: ${batch} images as one are a single value`;
  if (because !== undefined) return `impossible: at most ${formatNumber(because.most, 1)}`;
  return { usual: "–", impossible: "impossible", explains: "explains them" }[worth as string] ??
    worth;
}

/**
 * Hypotheses beside the published values.
 *
 * @param judged The hypotheses.
 * @param published The published values, by class.
 */
export function hypothesesTable(
  { hypotheses, values }: Judged,
  published: Record<string, PublishedDice>,
): TextTable {
  const names = Object.keys(published).filter((name) =>
    hypotheses.every(({ tried }) => tried.values[name] !== undefined)
  );
  const three = (numbers: readonly number[]) => numbers.map((value) => formatRatio(value, 3));
  return {
    head: [
      ...["best, midpoint, worst", ...names],
      ...["difference", "near", ""],
    ],
    rows: [
      [
        "published",
        ...names.map((name) => {
          const { best, median, worst } = published[name];
          return three([best, median, worst]).join(", ");
        }),
        ...["", "", ""],
      ],
      ...hypotheses.map((one) => [
        hypothesisText(one.tried, one.outOf),
        ...names.map((name) => {
          const { best, midpoint, worst } = one.tried.values[name];
          return three([best, midpoint, worst]).join(", ");
        }),
        formatRatio(one.distance, 3),
        `${one.near} of ${values}`,
        worthText(one),
      ]),
    ],
  };
}

/** What follows from the figures, by the rule of `judgeHypotheses`. */
export function hypothesesVerdict({ hypotheses, values }: Judged): string {
  const [usual] = hypotheses;
  const of = (worth: JudgedHypothesis["worth"]) =>
    hypotheses.filter((one) => one.worth === worth).map(({ tried }) => hypothesisText(tried));
  const explains = of("explains"), impossible = of("impossible"), nearer = of("nearer");
  const [nearest] = hypotheses.filter(({ worth }) => worth === "nearer");
  const parts = [
    explains.length > 0
      ? `All ${values} published values are within ${NEAR} of those of: ${listed(explains)}`
      : `Nothing that was tried gives all ${values} published values within ${NEAR}`,
    ...nearest === undefined || explains.length > 0 ? [] : [
      `nearest is “${hypothesisText(nearest.tried)}”, off by ${
        formatRatio(nearest.distance, 3)
      } on average (measured as here: ${
        formatRatio(usual.distance, 3)
      }), with ${nearest.near} of ` +
      `${values} values near`,
    ],
    ...nearer.length === 0 && explains.length === 0
      ? ["nothing is nearer than what is measured here"]
      : [],
    ...impossible.length > 0 ? [`impossible: ${listed(impossible)}`] : [],
  ];
  return `${parts.join("; ")}.`;
}
