import type { Backend } from "@triptych/engine";
import { UsageError } from "../cli/mod.ts";
import type { LabelClass } from "../core/mod.ts";
import { normalisationOf, sourceOf } from "../data/mod.ts";
import type { InitialWeights } from "../evaluation/mod.ts";
import {
  buildUnet,
  chooseBackend,
  type EncoderWeights,
  endTraining,
  microBatchFor,
  startTraining,
  type Training,
} from "../model/mod.ts";
import { batchesOf } from "./batches.ts";
import { checkEpochs } from "./check.ts";
import { type Length, lengthFor, lengthLine, stepsOfMeasuring, timeSteps } from "./minutes.ts";
import { refuseLoneValues } from "./batch_norms.ts";
import { describeRun } from "./describe_run.ts";
import { filmLineOf } from "./film.ts";
import { notesOnWeights, openInitialModel, refuseOtherModel, startFrom } from "./initial_model.ts";
import { notesOnSplit } from "./judge.ts";
import type { NewRun, ResumedRun } from "./open_run.ts";
import { seedOf } from "./members.ts";
import { notesOnMore } from "./more_epochs.ts";
import { commandOf } from "./request.ts";
import { hasCheckpoint, RunWriter } from "./run_writer.ts";
import { classWeightsOf, type Settings } from "./settings.ts";
import { alarmsOfSplit } from "./split_alarms.ts";
import { type Images, openImages, type Split, splitOf } from "./split.ts";
import { measureLine, normalisationLines, splitLine } from "./texts.ts";
import { measureFor } from "./measure.ts";
import { initialWeights, openEncoderWeights, refuseOtherWeights } from "./encoder_weights.ts";

/** A training, ready for its next step. */
export interface Job {
  /** All settings. */
  settings: Settings;
  /** The images. */
  split: Split;
  /** The model with its optimizer. */
  training: Training;
  /** What writes to the run folder. */
  writer: RunWriter;
  /** Raised by Ctrl-C. */
  signal: AbortSignal;
}

/** What the members of a run have in common. */
export interface Common {
  /** The engine, which is set up. */
  backend: Backend;
  /** The images. */
  images: Images;
}

/**
 * Sets up engine, data, model and run folder, and prints a line about each.
 *
 * @param run The run.
 * @param signal Stops it.
 * @param common Engine and images that are there already.
 */
export async function prepare(
  run: NewRun | ResumedRun,
  signal: AbortSignal,
  common?: Common,
): Promise<Job> {
  try {
    return await setUp(run, signal, common ?? await openCommon(run, signal));
  } catch (error) {
    if ("held" in run) run.held[Symbol.dispose]();
    throw error;
  }
}

/** Sets up the engine and reads the images, and prints a line about each. */
export async function openCommon(run: NewRun | ResumedRun, signal: AbortSignal): Promise<Common> {
  const { threads } = run.settings;
  const resumed = "held" in run ? run : undefined;
  const backend = await chooseBackend(resumed?.backend ?? run.settings.backend, {
    threads,
    keep: resumed?.record.backend,
    onMeasure: (line) => console.log(`engine  ${line}`),
  });
  console.log(`engine  ${backend.description}`);
  const look = "held" in run ? undefined : run.look;
  return { backend, images: await openImages(run.settings, signal, look) };
}

async function setUp(
  run: NewRun | ResumedRun,
  signal: AbortSignal,
  { backend, images }: Common,
): Promise<Job> {
  const resumed = "held" in run ? run : undefined;
  const split = splitOf(images, run.settings);
  console.log(`data    ${splitLine(split)}`);
  const encoderWeights = run.settings.init === undefined
    ? await openEncoderWeights(run.settings, signal)
    : undefined;
  const start = (settings: Settings) => startModel(settings, split, encoderWeights);
  const { settings: chosen, training: first } = start(run.settings);
  const { microBatch = chosen.batch } = chosen;
  if (microBatch < chosen.batch) {
    console.log(`steps   micro-batches of ${microBatch} (batch ${chosen.batch}), to save memory`);
  }
  const isTimed = chosen.minutes !== undefined && resumed === undefined;
  const length = isTimed ? await lengthOf(chosen, split, first, signal) : {};
  const training = isTimed ? start(run.settings).training : first;
  const settings = { ...chosen, ...length, measure: measureFor(chosen, split) };
  console.log(`measure ${measureLine(settings, split)}`);
  const film = filmLineOf(settings, split);
  if (film !== undefined) console.log(`film    ${film}`);
  const { normalisation } = training.network.metadata;
  for (const line of normalisationLines(normalisation)) console.log(`range   ${line}`);
  const weights = await startingWeights(run, training, split);
  const notes = [
    ...notesOnSplit(split, settings),
    ...notesOnWeights(weights, split),
    ...resumed ? notesOnMore(resumed) : [],
  ];
  for (const note of notes) console.log(`note    ${note}`);
  const alarms = await alarmsOfSplit(split, settings);
  for (const alarm of alarms) console.log(`warning ${alarm}`);
  const record = {
    ...describeRun(settings, split, { backend, normalisation }),
    plan: "held" in run ? undefined : run.plan,
    // what is decided for the data needs no flag; minutes would be another number of steps
    command: commandOf({ ...chosen, ...length, minutes: undefined }),
    weights,
    notes: notes.length + alarms.length > 0 ? [...notes, ...alarms] : undefined,
  };
  const writer = "held" in run
    ? await RunWriter.resume(run, record, training)
    : await RunWriter.create(run, record, training);
  const more = resumed?.doneAt === undefined
    ? ""
    : `, done after epoch ${resumed.doneAt}, trained further to ${settings.epochs}`;
  console.log(`run     ${writer.run}${more}\n`);
  return { settings, split, training, writer, signal };
}

/** Gives the model the weights that the run starts from, and says which; a checkpoint has its own. */
async function startingWeights(
  run: NewRun | ResumedRun,
  { network: { model, metadata } }: Training,
  split: Split,
): Promise<InitialWeights | undefined> {
  const { init } = run.settings;
  if (init === undefined) {
    const weights = initialWeights(metadata);
    if ("held" in run) refuseOtherWeights(run, weights);
    return weights;
  }
  if (!("held" in run)) return startFrom(run.initial!, model, split);
  if (!run.fromStart && await hasCheckpoint(run.folder)) return run.record.weights;
  const initial = await openInitialModel(init);
  refuseOtherModel(initial, run.record);
  return startFrom(initial, model, split);
}

/** The model before its first step, and the settings with the micro-batch that it needs. */
export function startModel(
  settings: Settings,
  { train, whole = train }: Split,
  weights?: EncoderWeights,
): { training: Training; settings: Settings } {
  const { encoder, features, testAugment, weightsFormat: format } = settings;
  const { batch, lr, encoderLr = lr, weightDecay, ema, loss, classWeights } = settings;
  const { classes } = train.data;
  const weightOfClass = classWeights === undefined ? undefined : classWeightsOf(classWeights);
  checkClassWeights(weightOfClass, classes);
  const { shape: size, depth } = train.data;
  const normalisation = normalisationOf(train.data, train.indices);
  const { fit, slices, channelFiles, maskValues } = sourceOf(train.data) ?? {};
  const images = { size, fit, depth, normalisation, slices, channelFiles, maskValues };
  const network = { ...images, encoder, features, classes };
  const model = buildUnet({ ...network, seed: seedOf(settings), weights, format, testAugment });
  const microBatch = settings.microBatch ?? microBatchFor(model, batch);
  refuseLoneValues(model, settings, { microBatch, count: whole.indices.length });
  const training = startTraining(model, {
    encoderRate: encoderLr / lr,
    weightDecay,
    ema: ema === 0 ? undefined : ema,
    dice: loss === "dice-cross-entropy" ? 1 : 0,
    classWeights: weightOfClass,
    microBatch,
  });
  return { training, settings: microBatch >= batch ? settings : { ...settings, microBatch } };
}

/** The epochs that fill the minutes that were asked for; the training is used up by it. */
async function lengthOf(
  settings: Settings,
  split: Split,
  training: Training,
  signal: AbortSignal,
): Promise<Length> {
  try {
    const batches = batchesOf(settings, split, training), { steps } = batches;
    const secondsPerStep = await timeSteps(training, batches, signal);
    const length = lengthFor(60 * settings.minutes!, secondsPerStep, steps);
    checkEpochs({ ...settings, ...length });
    const { epochs, epochSteps = steps } = length;
    const measuring = stepsOfMeasuring(settings, split, epochs);
    const told = { epochs, steps: epochSteps, measuring };
    console.log(`length  ${lengthLine(told, secondsPerStep)}`);
    return length;
  } finally {
    endTraining(training);
  }
}

function checkClassWeights(weights: number[] | undefined, classes: readonly LabelClass[]): void {
  if (weights === undefined || weights.length === classes.length) return;
  throw new UsageError(
    `--class-weights must be a number for each of ${classes.map(({ name }) => name).join(", ")}, ` +
      `got ${weights.length}`,
  );
}
