import { setImmediate } from "node:timers/promises";
import type { EpochRecord } from "../core/mod.ts";
import type { Batch } from "./batch.ts";
import { throwWithBatchThatFits } from "./batch_that_fits.ts";
import { rateAt, type Schedule } from "./schedule.ts";
import { epochStart, type Training } from "./state.ts";
import { checkLoss, trainStep } from "./step.ts";

/** What {@link fit} is told. */
export interface FitOptions {
  /** The last epoch, 1 or more. */
  epochs: number;
  /** Steps of an epoch: how many batches `batches` gives from step 0. */
  steps: number;
  /** Adam's step size; with a schedule the largest. */
  learningRate: number;
  /** How the step size goes over the training; constant without it. */
  schedule?: Schedule;
  /** Epochs at the beginning in which the encoder stays as it is. @default {0} */
  freezeEpochs?: number;
  /** After how many epochs without a better one the training ends; 0 for never. @default {0} */
  patience?: number;
  /**
   * The batches of an epoch. The same epoch must give the same batches whenever it is asked for.
   *
   * @param epoch 1 for the first
   * @param fromStep Steps that are done already: the first batch wanted
   */
  batches(epoch: number, fromStep: number): AsyncIterable<Batch>;
  /**
   * Measures the model after an epoch on images that it doesn't train on; without it no epoch is the
   * best. When it throws after `signal` was raised, the training stops before the end of the epoch,
   * which is measured on resume.
   *
   * @param epoch The epoch that was trained last
   */
  validate?(epoch: number): Promise<Validation>;
  /** When it is raised, the step under way is finished, and the training stops. */
  signal?: AbortSignal;
  /** Called after each step; the training can be saved from here. */
  onStep?(step: StepRecord): void | Promise<void>;
  /**
   * Called after each epoch, when the training stands at the start of the next: the place to write
   * the epoch's line, the best weights and a checkpoint, in this order.
   */
  onEpoch?(record: EpochRecord, isBest: boolean): void | Promise<void>;
}

/** How good a model is after an epoch. */
export interface Validation {
  /** Mean loss. */
  loss: number;
  /** Mean Dice over photographs, by class name; a class that can't be judged is left out. */
  dice: Record<string, number>;
}

/** One step of an epoch, for a progress bar. */
export interface StepRecord {
  /** The epoch under way, 1 for the first. */
  epoch: number;
  /** Steps done in it, 1 after the first. */
  step: number;
  /** Steps in an epoch. */
  steps: number;
  /** Mean loss over the photographs of the epoch so far. */
  loss: number;
  /** Training photographs a second, over the epoch so far. */
  imagesPerSecond: number;
}

/** How a training ended. */
export interface Outcome {
  /** Whether it was stopped before the last epoch's end. */
  stopped: boolean;
  /** Epochs that are complete. */
  epochs: number;
  /** The epoch with the highest Dice, mean over classes; of equals the first. None without any Dice. */
  best?: { epoch: number; dice: number };
}

/**
 * Trains a model: for each epoch, a step a batch, then the measuring. It goes on where
 * `training.progress` stands, which is the first step or that of a checkpoint; broken off anywhere
 * and resumed from a checkpoint it ends with the same weights, bit for bit.
 *
 * @param training Of `startTraining`, changed in place
 * @param options Data, length, measuring and hooks
 * @returns How it ended
 * @throws {RangeError} If a setting is out of range, an epoch gives other than `steps` batches, or
 * the loss is no longer finite, or a batch doesn't fit into the engine's memory
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, startTraining } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const training = startTraining(buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * const outcome = await fit(training, {
 *   epochs: 2,
 *   steps: 1,
 *   learningRate: 1e-3,
 *   async *batches() {
 *     yield { images: new Float32Array(768), labels: new Int32Array(256), count: 1 };
 *   },
 *   validate: (epoch) => Promise.resolve({ loss: 1 / epoch, dice: { cat: 0.5 * epoch } }),
 * });
 * assert.deepEqual(outcome, { stopped: false, epochs: 2, best: { epoch: 2, dice: 1 } });
 * ```
 */
export async function fit(training: Training, options: FitOptions): Promise<Outcome> {
  checkOptions(options);
  const { epochs, steps, batches, signal, onStep, onEpoch } = options;
  const { learningRate: fullRate, schedule = {}, freezeEpochs = 0 } = options;

  while (training.progress.epoch <= epochs && isPatient(training, options)) {
    const { progress, optimizer } = training;
    const { epoch } = progress;
    if (signal?.aborted) return outcomeOf(training, true);

    let clock = performance.now();
    for await (const batch of batches(epoch, progress.step)) {
      const moment = { epoch, step: progress.step, steps, epochs };
      optimizer.learningRate = fullRate * rateAt(schedule, moment);
      const loss = await trainStep(training, batch, { freezeEncoder: epoch <= freezeEpochs })
        .catch((error) => throwWithBatchThatFits(error, training, batch));
      progress.step++;
      progress.photographs += batch.count;
      progress.lossSum += loss * batch.count;
      progress.seconds += (performance.now() - clock) / 1000;
      await onStep?.({ epoch, step: progress.step, steps, ...meansOf(training) });
      // an engine that computes synchronously leaves no turn to Ctrl-C and to the batches' worker
      await setImmediate();
      if (signal?.aborted) return outcomeOf(training, true);
      clock = performance.now();
    }
    if (progress.step !== steps) {
      throw new RangeError(
        `Cannot finish epoch ${epoch}: it must have ${steps} batches, got ${progress.step}`,
      );
    }

    clock = performance.now();
    const validation = await validationOf(epoch, options);
    if (validation === undefined) return outcomeOf(training, true);
    // an epoch that was resumed at its end has taken no step since
    const lastRate = fullRate * rateAt(schedule, { epoch, step: steps - 1, steps, epochs });
    const { loss: trainLoss, imagesPerSecond } = meansOf(training);
    const seconds = progress.seconds + (performance.now() - clock) / 1000;

    const record = {
      epoch,
      trainLoss,
      validationLoss: validation.loss,
      dice: validation.dice,
      learningRate: lastRate,
      seconds,
      imagesPerSecond,
    };
    const dice = meanOf(Object.values(validation.dice));
    // no class to judge by makes it NaN, which is never better
    const isBest = dice > (progress.best?.dice ?? -Infinity);
    training.progress = epochStart(epoch + 1, {
      best: isBest ? { epoch, dice } : progress.best,
      records: [...progress.records, record],
    });
    await onEpoch?.(record, isBest);
  }
  return outcomeOf(training, false);
}

/** Whether a better epoch than the best may still be waited for. */
function isPatient({ progress: { epoch, best } }: Training, { patience = 0 }: FitOptions): boolean {
  return patience === 0 || best === undefined || epoch - 1 - best.epoch < patience;
}

function outcomeOf({ progress }: Training, stopped: boolean): Outcome {
  return { stopped, epochs: progress.epoch - 1, best: progress.best };
}

function meansOf({ progress }: Training): { loss: number; imagesPerSecond: number } {
  const { lossSum, photographs, seconds } = progress;
  return { loss: lossSum / photographs, imagesPerSecond: photographs / seconds };
}

/** How good the model is after an epoch; undefined where measuring gave up because of the signal. */
async function validationOf(
  epoch: number,
  { validate, signal, learningRate }: FitOptions,
): Promise<Validation | undefined> {
  if (validate === undefined) return { loss: NaN, dice: {} };
  let validation: Validation;
  try {
    validation = await validate(epoch);
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
  checkLoss(validation.loss, `measured after epoch ${epoch}`, learningRate);
  return validation;
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkOptions(
  { epochs, steps, learningRate, schedule, freezeEpochs = 0, patience = 0 }: FitOptions,
): void {
  for (const [name, value] of Object.entries({ epochs, steps })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`Cannot train: ${name} must be a positive integer, got ${value}`);
    }
  }
  for (const [name, value] of Object.entries({ freezeEpochs, patience })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(
        `Cannot train: ${name} must be a whole number of 0 or more, got ${value}`,
      );
    }
  }
  const warmup = schedule?.warmup ?? 0;
  if (!(warmup >= 0 && warmup < epochs)) {
    throw new RangeError(
      `Cannot train: the warm-up must be from 0 to below ${epochs} epochs, got ${warmup}`,
    );
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(
      `Cannot train: the learning rate must be positive and finite, got ${learningRate}`,
    );
  }
}
