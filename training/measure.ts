import { basename, resolve } from "node:path";
import { pictureOf } from "../core/mod.ts";
import {
  type CaseMasks,
  constantDice,
  constantPrediction,
  evaluateCases,
  type Evaluation,
} from "../evaluation/mod.ts";
import { UsageError } from "../cli/mod.ts";
import {
  imageAt,
  mapsAtOwnSize,
  postProcess,
  sourceOf,
  toProbabilities,
  truthAt,
} from "../data/mod.ts";
import { predictEach, type Predictor } from "../model/mod.ts";
import { evaluateAtOwnSize } from "./measure_own.ts";
import { PUBLISHED } from "./published.ts";
import { judgedIds, readerOf, type Split, type Subset, truthsOf } from "./split.ts";
import type { RunWriter } from "./run_writer.ts";
import type { Settings } from "./settings.ts";
import { areNumbers } from "./tally_probabilities.ts";
import { titleOf } from "./texts.ts";

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
  if (test.data.inPieces) return "own";
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
    network: Predictor;
    split: Split;
    settings: Settings;
    signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { train, test } = split;
  const { data } = test, { classes, ignore } = data;
  const title = titleOf(settings, data), name = basename(resolve(run));
  const source = sourceOf(test.data);
  if (settings.measure === "own" && source !== undefined) {
    return await evaluateAtOwnSize(folder, { network, split, source, name, title, signal });
  }
  const constant = constantPrediction(truthsOf(train), classes);
  return await evaluateCases(folder, casesOf(network, test, signal), {
    ids: judgedIds(split),
    classes,
    ignore,
    name,
    title,
    measuredAt: "model",
    independent: data.isGrouped ? "groups" : undefined,
    constantDice: constantDice(constant, truthsOf(test), classes, ignore),
    signal,
  });
}

/** A subset's images with their masks and the labels predicted for them, as they are asked for. */
async function* casesOf(
  network: Predictor,
  { data, indices }: Subset,
  signal: AbortSignal,
): AsyncGenerator<CaseMasks, void, void> {
  const { ids, groups, shape } = data, { normalisation } = network.metadata;
  for await (const own of predictEach(network, readerOf(data), { indices, signal })) {
    const { index, labels, logits } = own;
    yield {
      id: ids[index],
      group: groups[index],
      shape,
      image: pictureOf(imageAt(data, index), normalisation),
      truth: truthAt(data, index),
      prediction: postProcess(labels, shape, network.metadata),
      probabilities: probabilitiesOf(logits, data),
    };
  }
}

/** The classes' probabilities, a plane for each; none of a model that diverged. */
function probabilitiesOf(
  logits: Float32Array,
  { shape, classes }: Subset["data"],
): Float32Array | undefined {
  if (!areNumbers(logits)) return undefined;
  const values = toProbabilities(logits.slice(), classes.length), [height, width] = shape;
  return mapsAtOwnSize({ values, shape, fit: "squash" }, { width, height }, classes.length);
}
