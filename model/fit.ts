import { setImmediate, setTimeout } from "node:timers/promises";
import type { EpochRecord, Normalisation } from "../core/mod.ts";
import type { Batch } from "./batch.ts";
import { throwWithBatchThatFits } from "./batch_that_fits.ts";
import { rateAt, type Schedule } from "./schedule.ts";
import { epochStart, type Training, withAverage } from "./state.ts";
import { checkLoss, trainStep } from "./step.ts";

/** Options of {@link fit}. */
export interface FitOptions {
  /** How many epochs to train, 1 or more. */
  epochs: number;
  /** What to train on. */
  batches: TrainingBatches;
  /** Adam's learning rate; with a schedule its highest value. */
  learningRate: number;
  /** How the learning rate changes during the training. @default {constant} */
  schedule?: Schedule;
  /** Epochs at the beginning in which the encoder is frozen. @default {0} */
  freezeEpochs?: number;
  /** Epochs without improvement after which the training ends early; 0 for never. @default {0} */
  patience?: number;
  /**
   * Measures the model after an epoch on images that it doesn't train on; without it no epoch is the
   * best. Meanwhile `training.network` has the average of the weights, where there is one. When it throws
   * after `signal` was raised, the training stops before the end of the epoch, which is measured on resume.
   *
   * @param epoch The epoch that was trained last.
   */
  validate?(epoch: number): Promise<Validation>;
  /** Stops the training after the current step. */
  signal?: AbortSignal;
  /** Called after each step; the training can be saved here. */
  onStep?(step: StepRecord): void | Promise<void>;
  /**
   * Called after each epoch, with the training at the start of the next: the place to write the epoch's
   * record, the best weights and a checkpoint, in this order.
   */
  onEpoch?(record: EpochRecord, isBest: boolean): void | Promise<void>;
}

/** The batches of each epoch, as `trainingBatches` makes them. */
export interface TrainingBatches {
  /** Batches per epoch. */
  steps: number;
  /** How their samples became values from 0 to 1, where that is known: it must be the model's. */
  normalisation?: Normalisation;
  /**
   * The batches of an epoch. The same epoch must always give the same batches.
   *
   * @param epoch 1 for the first.
   * @param fromStep Steps that are already done: the place of the first batch wanted.
   */
  epoch(epoch: number, fromStep: number): AsyncIterable<Batch>;
}

/** How good a model is after an epoch. */
export interface Validation {
  /** Mean loss. */
  loss: number;
  /** Mean Dice over images, by class name; classes that can't be judged are left out. */
  dice: Record<string, number>;
}

/** One step of an epoch, for a progress bar. */
export interface StepRecord {
  /** The current epoch, 1 for the first. */
  epoch: number;
  /** Steps done in it, 1 after the first. */
  step: number;
  /** Steps per epoch. */
  steps: number;
  /** Mean loss over the images of the epoch so far. */
  loss: number;
  /** Training images per second, over the epoch so far. */
  imagesPerSecond: number;
}

/** How a training ended. */
export interface Outcome {
  /** Whether it was stopped before the end of the last epoch. */
  stopped: boolean;
  /** Epochs that are complete. */
  epochs: number;
  /** The epoch with the highest mean Dice over classes; ties go to the earliest. */
  best?: { epoch: number; dice: number };
}

/**
 * Trains a model: in each epoch one step per batch, then the validation. It starts at
 * `training.progress`, which is the first step or that of a checkpoint. Interrupted anywhere and resumed
 * from a checkpoint, it ends with the same weights, bit for bit.
 *
 * @param training Of `startTraining`, changed in place.
 * @param options Data, length, validation and hooks.
 * @returns How it ended.
 * @throws {TypeError} If the batches are normalised in another way than the model's images.
 * @throws {RangeError} If an option is out of range, an epoch hasn't as many batches as it says, the loss is
 * no longer finite, or a batch doesn't fit into the engine's memory.
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
 *   batches: {
 *     steps: 1,
 *     async *epoch() {
 *       yield { images: new Float32Array(768), labels: new Int32Array(256), count: 1 };
 *     },
 *   },
 *   learningRate: 1e-3,
 *   validate: (epoch) => Promise.resolve({ loss: 1 / epoch, dice: { cat: 0.5 * epoch } }),
 * });
 * assert.deepEqual(outcome, { stopped: false, epochs: 2, best: { epoch: 2, dice: 1 } });
 * ```
 */
export async function fit(training: Training, options: FitOptions): Promise<Outcome> {
  checkOptions(options);
  checkNormalisation(training, options);
  const { epochs, batches, signal, onStep, onEpoch } = options;
  const { steps } = batches;
  const { learningRate: fullRate, schedule = {}, freezeEpochs = 0 } = options;

  while (training.progress.epoch <= epochs && isPatient(training, options)) {
    const { progress, optimizer } = training;
    const { epoch } = progress;
    if (signal?.aborted) return outcomeOf(training, true);

    let clock = performance.now();
    for await (const batch of batches.epoch(epoch, progress.step)) {
      const moment = { epoch, step: progress.step, steps, epochs };
      optimizer.learningRate = fullRate * rateAt(schedule, moment);
      const loss = await trainStep(training, batch, { freezeEncoder: epoch <= freezeEpochs })
        .catch((error) => throwWithBatchThatFits(error, training, batch));
      progress.step++;
      progress.photographs += batch.count;
      progress.lossSum += loss * batch.count;
      const duration = performance.now() - clock;
      progress.seconds += duration / 1000;
      await onStep?.({ epoch, step: progress.step, steps, ...meansOf(training) });
      await letOthersRun(duration);
      if (signal?.aborted) return outcomeOf(training, true);
      clock = performance.now();
    }
    if (progress.step !== steps) {
      throw new RangeError(
        `Cannot finish epoch ${epoch}: it must have ${steps} batches, got ${progress.step}`,
      );
    }

    clock = performance.now();
    const validation = await validationOf(training, options);
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
    // without a class to judge by it is NaN, which is never better
    const isBest = dice > (progress.best?.dice ?? -Infinity);
    training.progress = epochStart(epoch + 1, {
      best: isBest ? { epoch, dice } : progress.best,
      records: [...progress.records, record],
    });
    await onEpoch?.(record, isBest);
  }
  return outcomeOf(training, false);
}

/** Milliseconds of a step above which a timer's two don't count. */
const LONG_STEP = 200;

/**
 * Lets Ctrl-C and the batches' worker in, which an engine that computes synchronously starves. A signal
 * may miss `setImmediate` and be heard a step later; a timer hears it, and takes two milliseconds.
 */
async function letOthersRun(duration: number): Promise<void> {
  await (duration > LONG_STEP ? setTimeout(0) : setImmediate());
}

/** Whether the patience for an epoch better than the best isn't used up. */
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
  training: Training,
  { validate, signal, learningRate }: FitOptions,
): Promise<Validation | undefined> {
  const { epoch } = training.progress;
  if (validate === undefined) return { loss: NaN, dice: {} };
  let validation: Validation;
  try {
    validation = await withAverage(training, () => validate(epoch));
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

/** A model that is trained on other values than `predict` gives it would be good at neither. */
function checkNormalisation({ network }: Training, { batches }: FitOptions): void {
  if (batches.normalisation === undefined) return;
  const text = (ranges: Normalisation) =>
    ranges.map(({ low, high }) => `${low} to ${high}`).join(", ");
  const own = text(network.metadata.normalisation), wanted = text(batches.normalisation);
  if (own === wanted) return;
  throw new TypeError(
    `Cannot train: the model's normalisation must be that of the batches, ${wanted}, got ${own}`,
  );
}

function checkOptions(
  { epochs, batches: { steps }, learningRate, schedule, freezeEpochs = 0, patience = 0 }:
    FitOptions,
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
