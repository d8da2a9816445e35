/**
 * What could make published figures so low, tried on a run's own model and images.
 *
 * @module
 */
import { withProgress } from "../cli/mod.ts";
import { toProbabilities, truthAt } from "../data/mod.ts";
import {
  type PairSums,
  pairSums,
  readHistory,
  tryAll,
  writeHypotheses,
} from "../evaluation/mod.ts";
import { compile, endTraining, fit, loadModel, predictEach, type Predictor } from "../model/mod.ts";
import { batchesOf } from "./batches.ts";
import { openEncoderWeights } from "./encoder_weights.ts";
import { readBegunRun } from "./open_run.ts";
import { openCommon, startModel } from "./prepare.ts";
import type { Settings } from "./settings.ts";
import { readerOf, type Split, splitOf, type Subset } from "./split.ts";

/**
 * Tries all hypotheses on a run that is done, and writes `hypotheses.json` into its folder. It predicts the
 * test images three times: by the run's model, by one before its first step, and by one after an epoch,
 * which is trained for it.
 *
 * @param folder The run folder.
 * @param signal Stops it; nothing is kept.
 */
export async function tryHypotheses(folder: string, signal: AbortSignal): Promise<void> {
  const { settings } = await readBegunRun(folder);
  const { images } = await openCommon({ settings }, signal);
  const split = splitOf(images, settings), { test } = split;
  const [untrained, oneEpoch] = await begunSums(settings, split, signal);
  const network = compile(await loadModel(`${folder}/model`));
  const trained = await sumsOf(network, test, { signal, label: "trained" })
    .finally(() => network.model.dispose());
  const { epochs } = await readHistory(folder);
  const classes = test.data.classes.map(({ name }) => name);
  await writeHypotheses(folder, {
    schema: "triptych/hypotheses@1",
    cases: trained.length,
    tried: tryAll({
      ...{ classes, trained, untrained, oneEpoch },
      epochs: epochs.map(({ dice }) => dice),
    }),
  });
}

/** What a model says of the test images before its first step, and after one epoch. */
async function begunSums(
  settings: Settings,
  split: Split,
  signal: AbortSignal,
): Promise<[PairSums[], PairSums[]]> {
  const weights = await openEncoderWeights(settings, signal);
  const { training, settings: chosen } = startModel(settings, split, weights);
  try {
    const untrained = await sumsOf(training.network, split.test, { signal, label: "untrained" });
    const batches = batchesOf(chosen, split, training);
    await fit(training, { epochs: 1, batches, learningRate: chosen.lr, signal });
    signal.throwIfAborted();
    const label = "after one epoch";
    return [untrained, await sumsOf(training.network, split.test, { signal, label })];
  } finally {
    endTraining(training);
  }
}

/** What a model says of each image of a subset. */
function sumsOf(
  network: Predictor,
  { data, indices }: Subset,
  { signal, label }: { signal: AbortSignal; label: string },
): Promise<PairSums[]> {
  const classes = data.classes.map(({ label }) => label);
  return withProgress({ total: indices.length, unit: "images", label }, async (bar) => {
    const sums: PairSums[] = [];
    for await (const own of predictEach(network, readerOf(data), { indices, signal })) {
      sums.push(pairSums(classes, {
        truth: truthAt(data, own.index),
        prediction: own.labels,
        probabilities: toProbabilities(own.logits.slice(), classes.length),
      }));
      bar.update(sums.length);
    }
    return sums;
  });
}
