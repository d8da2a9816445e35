import { imageOf, pixelsOf } from "../core/mod.ts";
import {
  type CaseMasks,
  constantDice,
  constantPrediction,
  evaluateCases,
  type Evaluation,
} from "../evaluation/mod.ts";
import { evaluate } from "@triptych/metrics";
import { type Network, predict } from "../model/mod.ts";
import { judgedIds, type Split, type Subset, truthsOf } from "./split.ts";
import type { RunWriter } from "./run_writer.ts";
import type { Settings } from "./settings.ts";
import { titleOf } from "./texts.ts";

/** What is measured after an epoch. */
export interface EpochFigures {
  /** Mean loss over all pixels. */
  loss: number;
  /** Mean Dice over the images that contain the class, by its name; of classes in some truth. */
  dice: Record<string, number>;
  /** The predicted labels, [images × rows × columns]. */
  labels: Uint8Array;
}

/**
 * Measures a network on a subset of the data: loss, and mean Dice for each class over the images
 * whose truth or prediction holds it. A class that no truth holds can't be judged, and is left out.
 *
 * @param network The network
 * @param subset The images
 * @param signal When it is raised, the measuring stops and throws
 * @returns Loss, Dice, and the labels they were measured on
 */
export async function measureEpoch(
  network: Network,
  subset: Subset,
  signal?: AbortSignal,
): Promise<EpochFigures> {
  const { images, labels: truth, classes, shape } = subset.data;
  const { indices } = subset;
  // a mirror image would double the time of every epoch, and the curves need no last half percent
  const { labels, loss } = await predict(network, images, {
    ...{ indices, truth, signal },
    testAugment: "none",
  });
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
  { network, split, settings, signal }: {
    network: Network;
    split: Split;
    settings: Settings;
    signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { train, test } = split;
  const { data: { images, classes }, indices } = test;
  const { labels } = await predict(network, images, { indices, signal });
  const constant = constantPrediction(truthsOf(train), classes);
  return await evaluateCases(folder, casesOf(test, labels), {
    ids: judgedIds(split),
    classes,
    title: titleOf(settings),
    constantDice: constantDice(constant, truthsOf(test), classes),
    signal,
  });
}

/** A subset's images with their masks and the labels predicted for them, [images × rows × columns]. */
function* casesOf(subset: Subset, labels: Uint8Array): Iterable<CaseMasks> {
  const { data, indices } = subset;
  const { ids, groups, shape } = data;
  const pixels = pixelsOf(shape);
  for (const [i, truth] of truthsOf(subset).entries()) {
    const index = indices[i];
    yield {
      id: ids[index],
      group: groups[index],
      shape,
      image: imageOf(data, index),
      truth,
      prediction: labels.subarray(i * pixels, (i + 1) * pixels),
    };
  }
}
