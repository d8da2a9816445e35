/**
 * What a run of several models says, once all are trained.
 *
 * @module
 */
import { basename, join, resolve } from "node:path";
import { listed } from "../core/mod.ts";
import {
  constantDice,
  constantPrediction,
  curvePoints,
  type Evaluation,
  joinFolds,
  learningCurves,
  readEvaluation,
  readRun,
  writeEvaluation,
} from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { compile, dispose, ensembleOf, loadModel, type Predictor } from "../model/mod.ts";
import { evaluateRun, measureFor } from "./measure.ts";
import { memberFolder, modelMembers } from "./members.ts";
import { type PostProcessedFolds, postProcessFolds } from "./post_process_folds.ts";
import type { Settings } from "./settings.ts";
import { type Split, type Subset, truthsOf } from "./split.ts";
import { titleOf } from "./texts.ts";

/** Members that are trained. */
export interface TrainedMembers {
  /** The run folder. */
  folder: string;
  /** How many there are. */
  count: number;
  /** The run's settings. */
  settings: Settings;
  /** What the members are trained and measured on, all of them together. */
  split: Split;
}

/** The folder in which the mean of the members of folds is measured on a test set. */
export const TEST = "test";

/**
 * Writes the evaluation of folds: the figures of each image are those of the member that has not seen it,
 * after what post-processing helps, which the members' models say from then on.
 *
 * @param members The members.
 */
export async function writeFolds(
  { folder, count, settings, split: { train } }: TrainedMembers,
): Promise<PostProcessedFolds> {
  const folds = [];
  for (let member = 1; member <= count; member++) {
    const evaluation = await readEvaluation(join(memberFolder(folder, member), "evaluation.json"));
    folds.push({ evaluation, folder: `members/${member}` });
  }
  const { data } = train, { classes, ignore } = data;
  // images of many sizes have no constant mask in common
  const constant = settings.measure === "model"
    ? constantDice(
      constantPrediction(truthsOf(train), classes),
      truthsOf(train),
      classes,
      ignore,
    )
    : undefined;
  const name = basename(resolve(folder)), title = titleOf(settings, data);
  const joined = joinFolds(folds, { name, title, constantDice: constant });
  const processed = await postProcessFolds(folder, count, joined);
  await writeEvaluation(join(folder, "evaluation.json"), processed.evaluation);
  return processed;
}

/**
 * Measures the mean of the members on a test set.
 *
 * @param members The members.
 * @param test The test set.
 * @param into Where `evaluation.json` and the pictures go.
 * @param signal Stops it.
 */
export async function measureMean(
  { folder, settings, split }: TrainedMembers,
  test: Subset,
  into: string,
  signal: AbortSignal,
): Promise<Evaluation> {
  const own = { ...split, validation: { ...split.validation, indices: [] }, test };
  const measure = measureFor(settings, own);
  await makeFolder(into);
  const network = await meanOfMembers(folder, modelMembers(settings));
  try {
    const options = { network, split: own, settings: { ...settings, measure }, signal };
    return await evaluateRun({ run: into, folder: into }, options);
  } finally {
    dispose(network);
  }
}

async function meanOfMembers(folder: string, members: readonly number[]): Promise<Predictor> {
  const networks = [];
  for (const member of members) {
    networks.push(compile(await loadModel(join(memberFolder(folder, member), "model"))));
  }
  return ensembleOf(networks);
}

/** The learning curves of members that learned from parts of the training set. */
export async function curvesOf(
  folder: string,
  shares: readonly number[],
): Promise<ReturnType<typeof learningCurves>> {
  const members = [];
  for (const i of shares.keys()) members.push(await readRun(memberFolder(folder, i + 1)));
  return learningCurves(curvePoints(members, shares));
}

/** What the members say of themselves in their `run.json`. */
export async function notesOfMembers(folder: string, count: number): Promise<string[]> {
  const notes: string[][] = [];
  for (let member = 1; member <= count; member++) {
    notes.push((await readRun(memberFolder(folder, member))).run?.notes ?? []);
  }
  return saidOnce(notes);
}

/** What members say, each sentence once, with the members that say it, unless all do. */
export function saidOnce(all: readonly (readonly string[])[]): string[] {
  const saying = new Map<string, number[]>();
  for (const [i, texts] of all.entries()) {
    for (const text of texts) saying.set(text, [...saying.get(text) ?? [], i + 1]);
  }
  return [...saying].map(([text, members]) => {
    if (members.length === all.length) return text;
    const noun = members.length === 1 ? "Model" : "Models";
    return `${noun} ${listed(members.map(String))}: ${text}`;
  });
}
