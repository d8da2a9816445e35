/**
 * How many epochs fit into the minutes that somebody has, and how long a training takes.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import { formatDuration } from "../cli/mod.ts";
import { type Training, trainStep } from "../model/mod.ts";
import type { TrainingBatches } from "../data/mod.ts";

/** Steps at the start that aren't timed: memory is taken and kernels are compiled in them. */
const UNTIMED = 2;

/** The least that is timed, in steps and seconds. */
const [LEAST_STEPS, LEAST_SECONDS] = [3, 5];

/**
 * Times steps of a training, its batches included.
 *
 * @param training Changed by the steps; not to be used for anything else.
 * @param batches What it is to be trained on.
 * @param signal Stops the timing.
 * @returns Seconds per step, the mean.
 */
export async function timeSteps(
  training: Training,
  batches: TrainingBatches,
  signal: AbortSignal,
): Promise<number> {
  let steps = -UNTIMED, start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  for (let epoch = 1;; epoch++) {
    for await (const batch of batches.epoch(epoch)) {
      signal.throwIfAborted();
      await trainStep(training, batch, { freezeEncoder: false });
      steps++;
      if (steps <= 0) start = performance.now();
      else if (steps >= LEAST_STEPS && seconds() >= LEAST_SECONDS) return seconds() / steps;
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

/**
 * How long a training takes, in a line.
 *
 * @param epochs How many.
 * @param steps Steps of each.
 * @param secondsPerStep How long a step takes.
 */
export function lengthLine(epochs: number, steps: number, secondsPerStep: number): string {
  const duration = formatDuration(epochs * steps * secondsPerStep);
  return `about ${duration} of training: ${counted(epochs, "epoch")} of ${
    counted(steps, "step")
  }, ` +
    `${Number(secondsPerStep.toPrecision(2))} s each; measuring comes on top`;
}
