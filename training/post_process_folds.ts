/**
 * Post-processing of a run of folds: chosen on the predictions by models that haven't seen the image, done to
 * these, and saved with the models.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { PostProcessing, Shape } from "../core/mod.ts";
import { postProcess } from "../data/mod.ts";
import {
  buildEvaluation,
  type Case,
  caseConfidence,
  ConfusionTotals,
  evaluateCase,
  type Evaluation,
  fileNames,
  forgetChanged,
  type RunPostProcessing,
} from "../evaluation/mod.ts";
import {
  decodeLabelPng,
  encodeLabelPng,
  encodePercentPng,
  makeFolder,
  palette,
  writeFileAtomic,
} from "../io/mod.ts";
import { saveMetadata } from "../model/mod.ts";
import { choosePostProcessing, type LabelPair } from "./choose_post_processing.ts";
import { memberFolder } from "./members.ts";

/** What a run of folds says once its predictions are post-processed. */
export interface PostProcessedFolds {
  evaluation: Evaluation;
  /** What was tried. */
  record: RunPostProcessing;
}

/**
 * Chooses what helps, saves it with each model, and measures the images again that it changes.
 *
 * @param folder The run folder.
 * @param count How many models there are.
 * @param evaluation The figures of the predictions as they are; pictures hold all labels.
 */
export async function postProcessFolds(
  folder: string,
  count: number,
  evaluation: Evaluation,
): Promise<PostProcessedFolds> {
  const at = evaluation.measuredAt ?? "own";
  const { steps, classes } = await choosePostProcessing(evaluation, (one) => labelsOf(folder, one));
  const postProcessing: PostProcessing | undefined = steps.length > 0 ? { at, steps } : undefined;
  for (let member = 1; member <= count; member++) {
    await saveMetadata(join(memberFolder(folder, member), "model"), { postProcessing });
  }
  const record = { at, classes };
  if (postProcessing === undefined) return { evaluation, record };
  return { evaluation: await measuredAgain(folder, evaluation, postProcessing), record };
}

async function measuredAgain(
  folder: string,
  evaluation: Evaluation,
  { steps }: PostProcessing,
): Promise<Evaluation> {
  const { classes, ignore, metrics } = evaluation, totals = new ConfusionTotals(classes, ignore);
  const files = fileNames(evaluation.cases.map(({ id }) => id)), cases: Case[] = [];
  for (const one of evaluation.cases) {
    const shape = one.shape as unknown as Shape, { id, group, spacing, pictures = {} } = one;
    const { truth, prediction } = await labelsOf(folder, one), before = prediction.slice();
    postProcess(prediction, shape, { shape, postProcessing: { at: "own", steps } });
    totals.add(truth, prediction);
    if (prediction.every((label, i) => label === before[i])) {
      cases.push(one);
      continue;
    }
    const about = { id, group, shape, spacing, classes, ignore };
    const figures = evaluateCase(truth, prediction, about);
    const file = `pictures/${files.get(id)}`, path = `${file}.prediction.png`;
    await writePrediction(join(folder, path), prediction, { shape, classes });
    const masks = { truth, before, prediction, classes, ignore };
    const sure = await confidenceAgain(folder, one, { ...masks, file });
    cases.push({
      ...one,
      ...figures,
      ...sure,
      pictures: { ...pictures, prediction: path, ...sure?.pictures },
    });
  }
  const { unit } = metrics.find(({ unit }) => unit !== undefined) ?? {};
  return buildEvaluation(cases, { ...evaluation, ...totals, unit });
}

/** The confidence of a case without that of labels that were changed, whose probabilities aren't kept. */
async function confidenceAgain(
  folder: string,
  { confidence, pictures }: Case,
  { before, file, ...masks }: {
    truth: Uint8Array;
    before: Uint8Array;
    prediction: Uint8Array;
    classes: Evaluation["classes"];
    ignore?: readonly number[];
    file: string;
  },
): Promise<Pick<Case, "confidence" | "pictures"> | undefined> {
  if (confidence === undefined || pictures?.confidence === undefined) return undefined;
  const { expectedDice } = confidence, path = `${file}.confidence.png`;
  const old = await Deno.readFile(join(folder, pictures.confidence));
  const { labels: percents, ...size } = decodeLabelPng(old, { maxMegapixels: Infinity });
  const kept = Uint8Array.from(percents);
  forgetChanged(kept, before, masks.prediction);
  await writeFileAtomic(join(folder, path), encodePercentPng({ ...size, percents: kept }));
  const figures = caseConfidence({ confidence: kept, expectedDice }, masks);
  return { confidence: figures, pictures: { confidence: path } };
}

async function writePrediction(
  path: string,
  labels: Uint8Array,
  { shape: [height, width], classes }: { shape: Shape; classes: Evaluation["classes"] },
): Promise<void> {
  await makeFolder(dirname(path));
  const png = encodeLabelPng({ labels, width, height }, palette(labels, classes));
  await writeFileAtomic(path, png);
}

/** The labels of a case, from its pictures. */
async function labelsOf(folder: string, { pictures = {} }: Case): Promise<LabelPair> {
  const [truth, prediction] = await Promise.all(
    [pictures.truth!, pictures.prediction!].map(async (path) =>
      decodeLabelPng(await Deno.readFile(join(folder, path)), { maxMegapixels: Infinity }).labels
    ),
  );
  return { truth, prediction };
}
