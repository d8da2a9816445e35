import { quote } from "../core/mod.ts";
import { withProgress } from "../cli/mod.ts";
import type { TrainingBatches } from "../data/mod.ts";
import { type Evaluation, fileNames } from "../evaluation/mod.ts";
import { WriteError } from "../io/mod.ts";
import { compile, endTraining, fit, type FitOptions, loadModel } from "../model/mod.ts";
import { divergenceOf } from "./divergence.ts";
import { drawEpoch } from "./epoch_pictures.ts";
import { Filming } from "./film.ts";
import { batchesOf } from "./batches.ts";
import { choosesEpoch, curvesOf } from "./judge.ts";
import { alarmsOfResult } from "./result_alarms.ts";
import { evaluateRun } from "./measure.ts";
import { measureEpoch } from "./measure_epoch.ts";
import { runOfMember } from "./members.ts";
import { lengthLine, stepsOfMeasuring } from "./minutes.ts";
import type { Job } from "./prepare.ts";
import { judgedIds } from "./split.ts";
import { epochLine } from "./texts.ts";

/** The result of a training. */
export interface Trained {
  /** The figures of the test set. */
  evaluation: Evaluation;
  /** What users of the model must know; also among the notes of `run.json`. */
  warnings: string[];
}

/**
 * Trains and evaluates a model, then frees it. However this ends, the run folder says so.
 *
 * @param job Must not be used again.
 * @returns Undefined if the job was stopped, and can be resumed.
 * @throws {Error} If the training fails.
 */
export async function work(job: Job): Promise<Trained | undefined> {
  const { writer, signal, training } = job;
  try {
    if (await train(job)) return await evaluate(job);
    return await stop(job);
  } catch (error) {
    // whatever stops because of the signal throws its reason
    if (signal.aborted && error === signal.reason) return await stop(job);
    await writer.fail(error as Error);
    throw withAdvice(error as Error, await runOfMember(writer.run) ?? writer.run);
  } finally {
    endTraining(training);
    writer.release();
  }
}

async function stop({ writer }: Job): Promise<undefined> {
  await writer.checkpoint();
  await writer.write("stopped");
}

/** Adds how to resume, once the folder can be written again. */
function withAdvice(error: Error, folder: string): Error {
  if (!(error instanceof WriteError)) return error;
  const message = `${error.message}. To resume, once it can be: ` +
    `deno task train --resume ${quote(folder)}`;
  return new Error(message, { cause: error });
}

/** After so many steps of the first epoch, or all of a short one, it is said how long a training takes. */
const FORECAST_STEP = 10;

/** Trains to the last epoch; false if it was stopped before. */
async function train(job: Job): Promise<boolean> {
  const { settings: { epochs, measure }, split, training, writer, signal } = job;
  const settings = fitSettings(job), { batches: { count, steps } } = settings;
  const seen = () => (training.progress.epoch - 1) * count + training.progress.photographs;
  const { network } = training, { normalisation } = network.metadata;
  const chooses = choosesEpoch(split);
  const curves = curvesOf(split), filming = new Filming(job.settings, split);
  const files = fileNames(judgedIds(split));
  // so that a history always has a checkpoint
  if (seen() === 0) await writer.checkpoint();
  // the length of a training that follows from minutes is known
  let isForecast = job.settings.minutes !== undefined || seen() > 0;
  const bar = {
    total: epochs * count,
    start: seen(),
    unit: split.train.data.inPieces ? "patches" : "images",
    plainLines: false,
  };
  return await withProgress(bar, async (bar) => {
    const { stopped } = await fit(training, {
      ...settings,
      signal,
      async validate(epoch) {
        const onImage = filming.forCurves(epoch, curves);
        const { labels, ...figures } = await measureEpoch(network, curves, { signal, onImage });
        const drawn = { epoch, subset: curves, labels, normalisation, files, measure };
        await drawEpoch(writer.folder, drawn);
        const film = await filming.write(writer.folder, epoch, { network, signal });
        if (film !== undefined) bar.log(`film    ${film}`);
        return figures;
      },
      async onStep({ epoch, step, loss, imagesPerSecond }) {
        const isLast = epoch === epochs && step === steps;
        if (step === Math.min(FORECAST_STEP, steps) && !isForecast && !isLast) {
          const length = {
            epochs,
            steps,
            measuring: stepsOfMeasuring(job.settings, split, epochs),
          };
          bar.log(`length  ${lengthLine(length, count / steps / imagesPerSecond)}`);
          isForecast = true;
        }
        bar.update(seen(), `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}`);
        await writer.checkpointIfDue();
      },
      async onEpoch(record, isBest) {
        await writer.endEpoch(record, isBest || !chooses);
        bar.log(epochLine(record, { epochs, isBest: chooses && isBest }));
      },
    });
    return !stopped;
  });
}

/** What the model is trained on, how, and for how long. */
function fitSettings(
  { settings, split, training }: Job,
): FitOptions & { batches: TrainingBatches } {
  const { epochs, schedule, warmup, lr, freeze, patience } = settings;
  return {
    epochs,
    batches: batchesOf(settings, split, training),
    learningRate: lr,
    schedule: { shape: schedule, warmup },
    freezeEpochs: freeze,
    patience: choosesEpoch(split) ? patience : 0,
  };
}

/** Evaluates the saved model, that of the best epoch or of the last, on the test set. */
async function evaluate({ settings, split, training, writer, signal }: Job): Promise<Trained> {
  const network = compile(await loadModel(`${writer.folder}/model`));
  const evaluation = await evaluateRun(writer, { network, split, settings, signal })
    .finally(() => network.model.dispose());
  const { progress: { epoch, best, records } } = training;
  const kept = choosesEpoch(split) ? best!.epoch : epoch - 1;
  const { classes } = split.train.data;
  const divergence = divergenceOf(records, { classes: classes.length, lr: settings.lr, kept });
  // a model that diverged has one cause of all that is wrong with it
  const warnings = divergence === undefined
    ? await alarmsOfResult(evaluation, { split, settings, records })
    : [divergence];
  for (const warning of warnings) writer.note(warning);
  // without a validation set no best epoch was asked for
  const bestEpoch = split.validation.indices.length > 0 ? kept : undefined;
  await writer.finish({ bestEpoch });
  return { evaluation, warnings };
}
