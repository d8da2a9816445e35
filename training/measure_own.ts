import {
  buildEvaluation,
  CalibrationTotals,
  classShares,
  ConfusionTotals,
  type Evaluation,
  fileNames,
  medianDice,
  ProbabilityTally,
  type TalliedProbabilities,
  writeEvaluation,
} from "../evaluation/mod.ts";
import {
  type ClassMaps,
  fitLabels,
  imageAt,
  type PairSource,
  shapeAt,
  toProbabilities,
  truthAt,
} from "../data/mod.ts";
import type { Shape } from "../core/mod.ts";
import { fillLabels, predictLogits, type Predictor, predictTiles } from "../model/mod.ts";
import type { OwnAnswer, OwnJob, OwnReport, OwnStart } from "./own_worker.ts";
import { judgedIds, readerOf, type Split, type Subset, truthsOf } from "./split.ts";
import { areNumbers, tallyProbabilities } from "./tally_probabilities.ts";

/** With fewer cases another worker would cost more than it saves. */
const WORTH_A_WORKER = 8;

/**
 * Evaluates a network on the test set, case by case at the images' own size, on all cores, and writes
 * `evaluation.json` and the pictures. What is in memory at a time doesn't grow with the test set.
 *
 * @param folder The run folder.
 * @param options What to measure, and where the test images come from.
 */
export async function evaluateAtOwnSize(
  folder: string,
  { network, split, source, name, title, signal }: {
    network: Predictor;
    split: Split;
    source: PairSource;
    name: string;
    title: string;
    signal: AbortSignal;
  },
): Promise<Evaluation> {
  const { data: { classes, ignore }, indices } = split.test;
  const constant = constantOf(split.train, source);
  const { normalisation, shape, fit, postProcessing } = network.metadata;
  const model = { shape, fit, postProcessing };
  const start: OwnStart = { folder, source, normalisation, model, classes, ignore, constant };
  const reports = new Map<number, OwnReport>();
  const jobs = jobsOf(network, split, { source, signal });
  await measureAll(start, jobs, indices.length, (index, report) => reports.set(index, report));

  const totals = new ConfusionTotals(classes, ignore);
  const calibrations = new CalibrationTotals();
  const ordered = indices.map((index) => reports.get(index)!);
  for (const report of ordered) {
    totals.addCounts(report);
    if (report.calibration) calibrations.add(report.calibration);
  }
  const evaluation = buildEvaluation(ordered.map(({ measured }) => measured), {
    name,
    title,
    constantDice: medianDice(ordered.map((report) => report.constantDice), classes),
    unit: source.unit,
    measuredAt: "own",
    independent: split.test.data.isGrouped ? "groups" : undefined,
    calibration: calibrations.figures(classes),
    ...totals,
  });
  await writeEvaluation(`${folder}/evaluation.json`, evaluation);
  return evaluation;
}

/** Rows and columns of what a model says that learned nothing else, where images have sizes of their own. */
const CONSTANT_SHAPE: Shape = [64, 64];

/** What a model says that knows the training truths alone. */
function constantOf(train: Subset, { fit }: PairSource): ClassMaps {
  const { data, indices } = train, { classes } = data;
  if (fit !== "tile") {
    return { values: classShares(truthsOf(train), classes), shape: data.shape, fit };
  }
  const how = { shape: CONSTANT_SHAPE, fit: "squash" } as const;
  function* squashed() {
    for (const index of indices) {
      const [height, width] = shapeAt(data, index);
      yield fitLabels({ labels: truthAt(data, index), width, height }, how);
    }
  }
  return { values: classShares(squashed(), classes), ...how };
}

/** The test images with what the model says of them, predicted as they are asked for. */
async function* jobsOf(
  network: Predictor,
  split: Split,
  { source: { fit }, signal }: { source: PairSource; signal: AbortSignal },
): AsyncGenerator<OwnJob, void, void> {
  const { data, indices }: Subset = split.test, { ids, groups, shape } = data;
  const files = fileNames(judgedIds(split));
  const about = (index: number) => {
    const id = ids[index];
    return { index, id, group: groups[index], file: files.get(id)! };
  };
  if (fit === "tile") {
    for (const index of indices) {
      yield { ...about(index), ...await predictWhole(network, split.test, { index, signal }) };
    }
    return;
  }
  for await (
    const { index, logits } of predictLogits(network, readerOf(data), { indices, signal })
  ) {
    yield { ...about(index), maps: { values: logits.slice(), shape, fit } };
  }
}

/** The labels of an image in tiles, and what their probabilities say, a few rows after the other. */
async function predictWhole(
  network: Predictor,
  { data }: Subset,
  { index, signal }: { index: number; signal: AbortSignal },
): Promise<{ prediction: Uint8Array<ArrayBuffer>; tallied?: TalliedProbabilities }> {
  const shape = shapeAt(data, index), [height, width] = shape, truth = truthAt(data, index);
  const { classes, ignore } = data, prediction = new Uint8Array(height * width);
  const tally = new ProbabilityTally(prediction.length, { classes, ignore });
  let isSound = true;
  const image = { shape, samples: imageAt(data, index) };
  for await (const { top, rows, logits } of predictTiles(network, image, { signal })) {
    const from = top * width, to = from + rows * width;
    const own = { truth: truth.subarray(from, to), prediction: prediction.subarray(from, to) };
    fillLabels(own.prediction, logits, network.metadata);
    isSound &&= areNumbers(logits);
    if (!isSound) continue;
    // blended logits are added to by the next tiles
    const values = toProbabilities(logits.slice(), classes.length);
    const maps = { values, shape: [rows, width], fit: "squash" } as const;
    tallyProbabilities(tally, maps, { width, height: rows }, own);
  }
  return { prediction, ...isSound && { tallied: tally.tallied } };
}

/** Measures all cases, each by the first worker that is free; the next is predicted only then. */
async function measureAll(
  start: OwnStart,
  jobs: AsyncGenerator<OwnJob, void, void>,
  count: number,
  onReport: (index: number, report: OwnReport) => void,
): Promise<void> {
  const lanes = Math.min(navigator.hardwareConcurrency, Math.ceil(count / WORTH_A_WORKER));
  const workers: Worker[] = [];
  try {
    await Promise.all(Array.from({ length: lanes }, async () => {
      const worker = new Worker(new URL("./own_worker.ts", import.meta.url), { type: "module" });
      workers.push(worker);
      worker.postMessage(start);
      for (let job = await jobs.next(); !job.done; job = await jobs.next()) {
        onReport(job.value.index, await ask(worker, job.value));
      }
    }));
  } finally {
    for (const worker of workers) worker.terminate();
    await jobs.return();
  }
}

function ask(worker: Worker, job: OwnJob): Promise<OwnReport> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<OwnAnswer>) => {
      if ("report" in data) resolve(data.report);
      else reject(new Error(data.error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    const { buffer } = job.maps === undefined ? job.prediction : job.maps.values;
    worker.postMessage(job, [buffer]);
  });
}
