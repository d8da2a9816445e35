/**
 * Measures cases at their own size: decodes an image and its truth again, enlarges what the model says of
 * it, compares the two, and writes the pictures.
 *
 * @module
 */
import { isUnitRgb, type LabelClass, type Normalisation, pictureOf } from "../core/mod.ts";
import {
  type ClassMaps,
  labelsAtOwnSize,
  type OwnPair,
  ownPairReader,
  type PairSource,
  postProcess,
  type PostProcessed,
  toProbabilities,
} from "../data/mod.ts";
import {
  type CalibrationSums,
  type Case,
  caseConfidence,
  ConfusionTotals,
  diceOf,
  evaluateCase,
  forgetChanged,
  ProbabilityTally,
  type TalliedProbabilities,
  type Unlabelled,
  writePictures,
} from "../evaluation/mod.ts";
import { areNumbers, tallyProbabilities } from "./tally_probabilities.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a worker is told first. */
export interface OwnStart {
  /** The run folder, for the pictures. */
  folder: string;
  /** Where the images come from. */
  source: PairSource;
  /** How samples become grey levels and colours. */
  normalisation: Normalisation;
  /** What is done to labels once they are decided. */
  model: PostProcessed;
  /** The classes. */
  classes: readonly LabelClass[];
  /** Labels whose pixels are left out. */
  ignore?: readonly number[];
  /** What a model says that knows the training truths alone. */
  constant: ClassMaps;
}

/**
 * A case to measure: what the model says of it at its own shape, or its labels at the image's own size, with what
 * its probabilities say.
 */
export type OwnJob =
  & OwnCase
  & (
    | { maps: ClassMaps & { values: Float32Array<ArrayBuffer> }; prediction?: undefined }
    | {
      prediction: Uint8Array<ArrayBuffer>;
      tallied?: TalliedProbabilities;
      maps?: undefined;
    }
  );

/** Which case it is. */
interface OwnCase {
  /** The image's place in the data set. */
  index: number;
  /** Its id. */
  id: string;
  /** What it has in common with others. */
  group?: string;
  /** The name of its pictures. */
  file: string;
}

/** A measured case. */
export interface OwnReport {
  /** The case, with its pictures. */
  measured: Case;
  /** Pixels by [truth][prediction]. */
  confusion: number[][];
  /** Pixels outside every class. */
  unlabelled: Unlabelled;
  /** Each class's Dice of the constant prediction. */
  constantDice: number[];
  /** How well its probabilities are calibrated. */
  calibration?: CalibrationSums;
}

/** What a worker answers to a job. */
export type OwnAnswer = { report: OwnReport } | { error: string };

let measure: (job: OwnJob) => Promise<OwnReport>;

self.onmessage = async ({ data }: MessageEvent<OwnStart | OwnJob>) => {
  if ("source" in data) {
    measure = measurer(data);
    return;
  }
  const answer: OwnAnswer = await measure(data).then(
    (report) => ({ report }),
    (error) => ({ error: (error as Error).message }),
  );
  self.postMessage(answer);
};

function measurer(start: OwnStart): (job: OwnJob) => Promise<OwnReport> {
  const { folder, source, normalisation, classes, ignore } = start;
  const read = ownPairReader(source);
  const constantFor = constantPredictions(start);
  return async (job) => {
    const { index, id, group, file } = job;
    const pair = await read(index), { width, height, image, labels: truth, spacing } = pair;
    // where black and white aren't 0 and 255, the file isn't what the model sees
    const jpeg = isUnitRgb(normalisation) ? pair.jpeg : undefined;
    const shape = [height, width] as const;
    const { prediction, tallied } = decided(job, pair, start);
    const about = { id, group, shape, spacing, classes, ignore };
    const figures = evaluateCase(truth, prediction, about);
    const masks = { truth, prediction, classes, ignore };
    const confidence = tallied && caseConfidence(tallied, masks);
    const { confusion, unlabelled } = countsOf(truth, prediction, { classes, ignore });
    const picture = { image: pictureOf(image, normalisation), jpeg };
    const pictures = await writePictures(folder, {
      ...{ ...about, file, ...picture, truth, prediction },
      confidence: tallied?.confidence,
    });
    return {
      measured: { ...figures, ...confidence && { confidence }, pictures },
      confusion,
      unlabelled,
      constantDice: diceOf(constantFor(pair), truth, classes, ignore),
      calibration: tallied?.calibration,
    };
  };
}

/** The labels of a case, post-processed, and what their probabilities say. */
function decided(
  job: OwnJob,
  { labels: truth, ...size }: OwnPair,
  { model, classes, ignore }: OwnStart,
): { prediction: Uint8Array; tallied?: TalliedProbabilities } {
  const shape = [size.height, size.width] as const;
  if (job.maps === undefined) {
    const { prediction, tallied } = job, before = prediction.slice();
    postProcess(prediction, shape, model);
    if (tallied) forgetChanged(tallied.confidence, before, prediction);
    return { prediction, tallied };
  }
  const isSound = areNumbers(job.maps.values), labels = classes.map(({ label }) => label);
  toProbabilities(job.maps.values, classes.length);
  const prediction = postProcess(labelsAtOwnSize(job.maps, size, labels), shape, model);
  if (!isSound) return { prediction };
  const tally = new ProbabilityTally(truth.length, { classes, ignore });
  tallyProbabilities(tally, job.maps, size, { truth, prediction });
  return { prediction, tallied: tally.tallied };
}

function countsOf(
  truth: Uint8Array,
  prediction: Uint8Array,
  { classes, ignore }: Pick<OwnStart, "classes" | "ignore">,
): ConfusionTotals {
  const totals = new ConfusionTotals(classes, ignore);
  totals.add(truth, prediction);
  return totals;
}

/** The constant prediction at an image's own size; that of the last size is kept, mostly all have one. */
function constantPredictions(
  { constant, classes }: OwnStart,
): (size: Pick<OwnPair, "width" | "height">) => Uint8Array {
  const labels = classes.map(({ label }) => label);
  let last = { width: 0, height: 0, prediction: new Uint8Array() };
  return ({ width, height }) => {
    if (last.width !== width || last.height !== height) {
      last = { width, height, prediction: labelsAtOwnSize(constant, { width, height }, labels) };
    }
    return last.prediction;
  };
}
