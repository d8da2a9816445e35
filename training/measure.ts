import { basename, resolve } from "node:path";
import { imageOf, type Normalisation, pictureOf, pixelsOf } from "../core/mod.ts";
import {
  type CaseMasks,
  constantDice,
  constantPrediction,
  evaluateCases,
  type Evaluation,
} from "../evaluation/mod.ts";
import { evaluate } from "@triptych/metrics";
import { UsageError } from "../cli/mod.ts";
import { sourceOf } from "../data/mod.ts";
import { type Network, predict } from "../model/mod.ts";
import { evaluateAtOwnSize } from "./measure_own.ts";
import { PUBLISHED } from "./published.ts";
import { judgedIds, type Split, type Subset, truthsOf } from "./split.ts";
import type { RunWriter } from "./run_writer.ts";
import type { Settings } from "./settings.ts";
import { titleOf } from "./texts.ts";

/** The figures after an epoch. */
export interface EpochFigures {
  /** Mean loss over all pixels. */
  loss: number;
  /** Mean Dice over the images that contain the class, by its name. */
  dice: Record<string, number>;
  /** The predicted labels, [images × rows × columns]. */
  labels: Uint8Array;
}

/**
 * Measures a network on a subset of the data: loss, and each class's mean Dice over the images whose
 * truth or prediction contains it. A class that no truth contains can't be judged, and is left out.
 */
export async function measureEpoch(
  network: Network,
  subset: Subset,
  signal?: AbortSignal,
): Promise<EpochFigures> {
  const { images, labels: truth, classes, shape, ignore } = subset.data;
  const { indices } = subset;
  // mirror images would double the time, and curves can do without the last half percent
  const options = { indices, truth, ignore, signal, testAugment: "none" } as const;
  const { labels, loss } = await predict(network, images, options);
  const sums = classes.map(() => ({ dice: 0, cases: 0, isInTruth: false }));
  truthsOf(subset).forEach((truth, i) => {
    const prediction = labels.subarray(i * truth.length, (i + 1) * truth.length);
    evaluate({ data: truth, shape }, { data: prediction, shape }, {
      labels: classes.map(({ label }) => label),
      metrics: ["dice"],
      ignore,
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
 * The size at which a run's test images are measured: as the settings say, else as documented figures of
 * published presets and the pets are, else their own.
 *
 * @throws {UsageError} If `own` is asked for of images that are drawn at the model's size.
 */
export function measureFor({ measure, preset }: Settings, { test }: Split): "own" | "model" {
  const source = sourceOf(test.data);
  if (source === undefined && measure === "own") {
    throw new UsageError(`--measure own needs images from files, got the ${test.data.name}`);
  }
  const isDocumented = source === undefined || source.isPets || PUBLISHED[preset] !== undefined;
  return measure ?? (isDocumented ? "model" : "own");
}

/**
 * Evaluates a network on the test set, case by case, at the size that the settings say, and writes
 * `evaluation.json` and the pictures. The constant prediction to compare with is that of the training
 * set.
 */
export async function evaluateRun(
  { run, folder }: Pick<RunWriter, "run" | "folder">,
  { network, split, settings, signal }: {
    network: Network;
    split: Split;
    settings: Settings;
    signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { train, test } = split;
  const { data: { images, classes, ignore, shape }, indices } = test;
  const title = titleOf(settings, shape), name = basename(resolve(run));
  const source = sourceOf(test.data);
  if (settings.measure === "own" && source !== undefined) {
    return await evaluateAtOwnSize(folder, { network, split, source, name, title, signal });
  }
  const { labels } = await predict(network, images, { indices, signal });
  const constant = constantPrediction(truthsOf(train), classes);
  return await evaluateCases(folder, casesOf(test, labels, network.metadata.normalisation), {
    ids: judgedIds(split),
    classes,
    ignore,
    name,
    title,
    measuredAt: "model",
    constantDice: constantDice(constant, truthsOf(test), classes, ignore),
    signal,
  });
}

/** A subset's images with their masks and the labels predicted for them, [images × rows × columns]. */
function* casesOf(
  subset: Subset,
  labels: Uint8Array,
  normalisation: Normalisation,
): Iterable<CaseMasks> {
  const { data, indices } = subset;
  const { ids, groups, shape } = data;
  const pixels = pixelsOf(shape);
  for (const [i, truth] of truthsOf(subset).entries()) {
    const index = indices[i];
    yield {
      id: ids[index],
      group: groups[index],
      shape,
      image: pictureOf(imageOf(data, index), normalisation),
      truth,
      prediction: labels.subarray(i * pixels, (i + 1) * pixels),
    };
  }
}
