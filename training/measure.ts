import { basename, resolve } from "node:path";
import {
  buildEvaluation,
  ConfusionTotals,
  constantDice,
  constantPrediction,
  evaluateCase,
  type Evaluation,
  writeEvaluation,
  writePictures,
} from "../evaluation/mod.ts";
import { evaluate } from "@triptych/metrics";
import { type Network, predict } from "../model/mod.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";
import type { RunWriter } from "./run.ts";
import type { Settings } from "./settings.ts";
import { titleOf } from "./texts.ts";

/** What is measured after an epoch. */
export interface EpochFigures {
  /** Mean loss over all pixels. */
  loss: number;
  /** Mean Dice over the photographs that hold the class, by its name; of classes in some truth. */
  dice: Record<string, number>;
  /** The predicted labels, [photographs × size × size]. */
  labels: Uint8Array;
}

/**
 * Measures a network on a subset of the data: loss, and mean Dice for each class over the photographs
 * whose truth or prediction holds it. A class that no truth holds can't be judged, and is left out.
 *
 * @param network The network
 * @param subset The photographs
 * @param signal When it is raised, the measuring stops and throws
 * @returns Loss, Dice, and the labels they were measured on
 */
export async function measureEpoch(
  network: Network,
  subset: Subset,
  signal?: AbortSignal,
): Promise<EpochFigures> {
  const { images, labels: truth, classes, size } = subset.data;
  const { indices } = subset;
  // a mirror image would double the time of every epoch, and the curves need no last half percent
  const { labels, loss } = await predict(network, images, {
    ...{ indices, truth, signal },
    testAugment: "none",
  });
  const shape = [size, size];
  const sums = classes.map(() => ({ dice: 0, cases: 0, isInTruth: false }));
  truthsOf(subset).forEach((truth, i) => {
    const prediction = labels.subarray(i * truth.length, (i + 1) * truth.length);
    evaluate({ data: truth, shape }, { data: prediction, shape }, {
      labels: classes.map(({ label }) => label),
      metrics: ["dice"],
      absent: "allow",
    }).forEach(({ tp, fp, fn, dice }, c) => {
      if (tp + fp + fn === 0) return;
      sums[c].dice += dice;
      sums[c].cases++;
      sums[c].isInTruth ||= tp + fn > 0;
    });
  });
  const dice = Object.fromEntries(classes.flatMap(({ name }, c) => {
    const { dice, cases, isInTruth } = sums[c];
    return isInTruth ? [[name, dice / cases]] : [];
  }));
  return { loss: loss!, dice, labels };
}

/**
 * Measures a network on the test set, case by case, and writes `evaluation.json` and the pictures.
 *
 * @param run The run folder's writer
 * @param options The network, the data (its training set gives the constant prediction to compare
 * with), the settings for the title, and a signal that stops the measuring
 * @returns What was written
 */
export async function evaluateRun(
  { folder }: RunWriter,
  { network, split: { train, test }, settings, signal }: {
    network: Network;
    split: Split;
    settings: Settings;
    signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { data, indices } = test;
  const { classes, size } = data;
  const { labels } = await predict(network, data.images, { indices, signal });
  const totals = new ConfusionTotals(classes);
  const truths = truthsOf(test);
  const cases = [];
  for (let i = 0; i < indices.length; i++) {
    signal.throwIfAborted();
    const truth = truths[i];
    const prediction = labels.subarray(i * truth.length, (i + 1) * truth.length);
    const about = {
      id: data.ids[indices[i]],
      group: data.groups[indices[i]],
      shape: [size, size] as const,
      classes,
    };
    const image = data.images.subarray(
      indices[i] * size * size * 3,
      (indices[i] + 1) * size * size * 3,
    );
    totals.add(truth, prediction);
    const pictures = await writePictures(folder, { ...about, image, truth, prediction });
    cases.push({ ...evaluateCase(truth, prediction, about), pictures });
  }
  const evaluation = buildEvaluation(cases, {
    name: basename(resolve(folder)),
    title: titleOf(settings),
    ...totals,
    constantDice: constantDice(constantPrediction(truthsOf(train), classes), truths, classes),
  });
  await writeEvaluation(`${folder}/evaluation.json`, evaluation);
  return evaluation;
}
