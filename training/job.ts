/**
 * One training from its settings to its figures: data, model, fit, evaluation.
 *
 * @module
 */
import { withProgress } from "../cli/mod.ts";
import { type Augmentation, batches } from "../data/mod.ts";
import type { Evaluation } from "../evaluation/mod.ts";
import { WriteError } from "../io/mod.ts";
import {
  buildModel,
  chooseBackend,
  compile,
  type EncoderWeights,
  endTraining,
  fit,
  loadModel,
  microBatchFor,
  startTraining,
  type Training,
} from "../model/mod.ts";
import { refuseLoneValues } from "./batch_norms.ts";
import { divergenceOf } from "./divergence.ts";
import { isFast } from "./fast.ts";
import { choosesEpoch, notesOnSplit } from "./judge.ts";
import { evaluateRun, measureEpoch } from "./measure.ts";
import { describeRun, type OpenedRun, openRun } from "./open.ts";
import { openSplit, type Split } from "./split.ts";
import type { Request } from "./request.ts";
import type { RunWriter } from "./run.ts";
import { augmentationsOf, classWeightsOf, type Settings } from "./settings.ts";
import { initialWeights, openEncoderWeights } from "./weights.ts";
import { epochLine, splitLine } from "./texts.ts";

/** What a training works with. */
export interface Job {
  /** All settings. */
  settings: Settings;
  /** The photographs. */
  split: Split;
  /** The model with its optimizer. */
  training: Training;
  /** What writes to the run folder. */
  run: RunWriter;
  /** Raised by Ctrl-C. */
  signal: AbortSignal;
}

/**
 * Sets up engine, data, model and run folder, and says so line by line.
 *
 * @param request A new run, or one to go on with
 * @param signal Stops the training when it is raised
 * @returns The job, for {@link work}
 */
export async function prepare(request: Request, signal: AbortSignal): Promise<Job> {
  const opened = await openRun(request);
  try {
    return await setUp(opened, signal);
  } catch (error) {
    opened.abandon();
    throw error;
  }
}

async function setUp(opened: OpenedRun, signal: AbortSignal): Promise<Job> {
  const { settings: asked } = opened;
  const { backend: name, threads } = asked;
  const backend = await chooseBackend(name, { threads, fast: isFast() });
  console.log(`engine  ${backend.description}`);
  const split = await openSplit(asked, signal);
  console.log(`data    ${splitLine(split)}`);
  const weights = await openEncoderWeights(asked, signal);
  const { training, settings } = begin(asked, split, weights);
  const notes = notesOnSplit(split, settings);
  for (const note of notes) console.log(`note    ${note}`);
  const run = await opened.begin(training, {
    ...describeRun(settings, split, backend),
    weights: initialWeights(training.network.metadata),
    notes,
  });
  console.log(`run     ${run.folder}\n`);
  return { settings, split, training, run, signal };
}

/** The training, and the settings with what only the model decides. */
function begin(
  settings: Settings,
  { train }: Split,
  weights?: EncoderWeights,
): { training: Training; settings: Settings } {
  const { encoder, size, features, seed, testAugment } = settings;
  const { lr, encoderLr = lr, weightDecay, classWeights } = settings;
  const { classes } = train.data;
  const model = buildModel({ encoder, size, features, classes, seed, weights, testAugment });
  const microBatch = settings.microBatch ?? microBatchFor(model, settings.batch);
  refuseLoneValues(model, settings, { microBatch, count: train.indices.length });
  const training = startTraining(model, {
    encoderRate: encoderLr / lr,
    weightDecay,
    dice: settings.loss === "dice-cross-entropy" ? 1 : 0,
    classWeights: classWeights === undefined ? undefined : classWeightsOf(classWeights),
    microBatch,
  });
  if (microBatch >= settings.batch) return { training, settings };
  console.log(`steps   ${microBatch} of ${settings.batch} photographs at once, for less memory`);
  return { training, settings: { ...settings, microBatch } };
}

/**
 * Trains and measures, then frees the model. However it ends, the run folder says so.
 *
 * @param job Of {@link prepare}; not to be used again
 * @returns What was measured; undefined when the job was stopped, and can be gone on with
 * @throws {Error} What made the training fail
 */
export async function work(job: Job): Promise<Evaluation | undefined> {
  const { run, signal, training } = job;
  try {
    if (await learn(job)) return await measure(job);
    return await stop(job);
  } catch (error) {
    // what gives up because of the signal throws its reason
    if (signal.aborted && error === signal.reason) return await stop(job);
    await run.fail(error as Error);
    throw withAdvice(error as Error, run);
  } finally {
    endTraining(training);
    run.release();
  }
}

/** What could not be written can be, once there is room. */
function withAdvice(error: Error, { folder }: RunWriter): Error {
  if (!(error instanceof WriteError)) return error;
  const message = `${error.message}. Once it can be: deno task train --resume ${folder}`;
  return new Error(message, { cause: error });
}

async function stop({ run }: Job): Promise<undefined> {
  await run.checkpoint();
  await run.write("stopped");
}

/** Trains to the last epoch; false when it was stopped before. */
async function learn({ settings, split, training, run, signal }: Job): Promise<boolean> {
  const { batch, epochs, seed, schedule, warmup } = settings;
  // named well: the command line was checked
  const augment = augmentationsOf(settings.augment) as Augmentation[];
  const { data, indices } = split.train;
  const chooses = choosesEpoch(split);
  const curves = split.validation.indices.length > 0 ? split.validation : split.test;
  const steps = Math.ceil(indices.length / batch);
  const seen = () => (training.progress.epoch - 1) * indices.length + training.progress.photographs;
  const total = epochs * indices.length;
  // so that no history is ever without a checkpoint
  if (seen() === 0) await run.checkpoint();
  return await withProgress(
    { total, start: seen(), unit: "images", plainLines: false },
    async (bar) => {
      const { stopped } = await fit(training, {
        epochs,
        steps,
        learningRate: settings.lr,
        schedule: { shape: schedule, warmup },
        freezeEpochs: settings.freeze,
        patience: chooses ? settings.patience : 0,
        signal,
        batches: (epoch, fromStep) =>
          batches(data, indices, { batch, epoch, seed, fromStep, shuffle: true, augment }),
        async validate(epoch) {
          const { labels, ...figures } = await measureEpoch(training.network, curves, signal);
          await run.drawEpoch(epoch, curves, labels);
          return figures;
        },
        async onStep({ epoch, loss }) {
          bar.update(seen(), `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}`);
          await run.checkpointIfDue();
        },
        async onEpoch(record, isBest) {
          await run.endEpoch(record, isBest || !chooses);
          bar.log(epochLine(record, { epochs, isBest: chooses && isBest }));
        },
      });
      return !stopped;
    },
  );
}

/** Measures the model that the run folder holds, the best epoch's or the last's, on the test set. */
async function measure({ settings, split, training, run, signal }: Job): Promise<Evaluation> {
  const network = compile(await loadModel(`${run.folder}/model`));
  const evaluation = await evaluateRun(run, { network, split, settings, signal })
    .finally(() => network.model.dispose());
  const { progress: { epoch, best, records } } = training;
  const kept = choosesEpoch(split) ? best!.epoch : epoch - 1;
  run.warning = divergenceOf(records, {
    classes: split.train.data.classes.length,
    lr: settings.lr,
    kept,
  });
  // without a validation set nobody asked for a best one
  const bestEpoch = split.validation.indices.length > 0 ? kept : undefined;
  await run.write("done", { bestEpoch });
  return evaluation;
}
