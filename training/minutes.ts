/**
 * How many epochs fit into the minutes that somebody has, and how long a training takes.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import { formatDuration } from "../cli/mod.ts";
import { orientationsOf, type Training, trainStep } from "../model/mod.ts";
import { piecesOf, type TrainingBatches } from "../data/mod.ts";
import { filmedBeside } from "./film.ts";
import { framesOf } from "./film_settings.ts";
import { curvesOf } from "./judge.ts";
import type { Settings } from "./settings.ts";
import type { Split, Subset } from "./split.ts";

/** Steps at the start that aren't timed: memory is taken and kernels are compiled in them. */
const UNTIMED = 2;

/** The least that is timed, in steps and seconds. */
const LEAST = { steps: 3, seconds: 5 };

/**
 * Times steps of a training, its batches included.
 *
 * @param training Changed by the steps; not to be used for anything else.
 * @param batches What it is to be trained on.
 * @param signal Stops the timing.
 * @param least The least that is timed.
 * @returns Seconds per step, the mean.
 */
export async function timeSteps(
  training: Training,
  batches: TrainingBatches,
  signal: AbortSignal,
  least: { steps: number; seconds: number } = LEAST,
): Promise<number> {
  let steps = -UNTIMED, start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  for (let epoch = 1;; epoch++) {
    for await (const batch of batches.epoch(epoch)) {
      signal.throwIfAborted();
      await trainStep(training, batch, { freezeEncoder: false });
      steps++;
      if (steps <= 0) start = performance.now();
      else if (steps >= least.steps && seconds() >= least.seconds) return seconds() / steps;
    }
  }
}

/** How long a training is. */
export interface Length {
  epochs: number;
  /** Steps per epoch; all images when left out. */
  epochSteps?: number;
}

/**
 * The epochs that fill a time: as few as possible, each of as many steps, at most those of all images.
 *
 * @param seconds The time.
 * @param secondsPerStep How long a step takes.
 * @param steps Steps per epoch of all images.
 */
export function lengthFor(seconds: number, secondsPerStep: number, steps: number): Length {
  const total = Math.max(1, Math.floor(seconds / secondsPerStep)),
    epochs = Math.ceil(total / steps);
  const epochSteps = Math.floor(total / epochs);
  return epochSteps === steps ? { epochs } : { epochs, epochSteps };
}

/** A prediction takes a third of what a step takes for as many images: gradients take the rest. */
const PREDICTION = 1 / 3;

/** Tiles overlap: so many are predicted for each that would do without. */
const TILES = 1.8;

/**
 * About how many steps measuring takes as long as: the predictions of all epochs and of the test.
 *
 * @param settings Those of the training.
 * @param split Its images.
 * @param epochs How many there are.
 */
export function stepsOfMeasuring(
  { batch, testAugment, film }: Pick<Settings, "batch" | "testAugment" | "film">,
  split: Split,
  epochs: number,
): number {
  const { test } = split;
  const predictions = ({ data, indices }: Subset) =>
    piecesOf(data, indices).length * (data.inPieces ? TILES : 1);
  const orientations = orientationsOf(testAugment, test.data.shape).length;
  const filmed = framesOf(epochs) * predictions(filmedBeside({ film }, split));
  const all = epochs * predictions(curvesOf(split)) + filmed + orientations * predictions(test);
  return PREDICTION * all / batch;
}

/**
 * How long a training takes, in a line.
 *
 * @param length Epochs, steps of each, and as many steps as measuring takes.
 * @param secondsPerStep How long a step takes.
 */
export function lengthLine(
  { epochs, steps, measuring }: { epochs: number; steps: number; measuring: number },
  secondsPerStep: number,
): string {
  const [training, rest] = [epochs * steps, measuring].map((n) =>
    formatDuration(n * secondsPerStep)
  );
  return `about ${training} of training: ${counted(epochs, "epoch")} of ${
    counted(steps, "step")
  }, ` +
    `${Number(secondsPerStep.toPrecision(2))} s each; measuring takes about ${rest} on top`;
}
