/**
 * Which post-processing helps, judged by predictions of models that haven't seen the image.
 *
 * @module
 */
import type { LabelClass, PostStep, Shape } from "../core/mod.ts";
import { afterwards, partsOf, postProcess } from "../data/mod.ts";
import {
  type Case,
  drawsOf,
  type Evaluation,
  mean,
  meansOfDraws,
  type PostProcessedClass,
  wilcoxon,
} from "../evaluation/mod.ts";

/** The truth and the prediction of a case, shape [rows, columns]. */
export interface LabelPair {
  truth: Uint8Array;
  prediction: Uint8Array;
}

/** What is done, and what was tried for each class. */
export interface Chosen {
  steps: PostStep[];
  classes: PostProcessedClass[];
}

/** The least mean change in Dice that is worth a step. */
const LEAST_CHANGE = 0.001;

/** The chance of keeping a step that does nothing. */
const SIGNIFICANT = 0.05;

/** Each smallest size that is tried is so many times the one before. */
const GROWTH = 4;

/**
 * Tries for one class after the other to keep only its largest part in each image, and only parts of at least
 * 4, 16, 64, … pixels. Of these the one that raises the class's mean Dice most is kept, if by 0.001 or more,
 * if the sum over all classes rises, and if it isn't chance: p of Wilcoxon's signed-rank test over images,
 * over groups where images aren't independent, times the number of ways tried, is under 0.05. An image
 * counts if its truth or prediction holds the class; where neither does afterwards, its Dice is 1.
 *
 * @param evaluation The cases, of two axes, and their classes.
 * @param read Reads the labels of one.
 */
export async function choosePostProcessing(
  evaluation: Pick<Evaluation, "cases" | "classes" | "ignore" | "independent">,
  read: (one: Case) => Promise<LabelPair>,
): Promise<Chosen> {
  const { cases, classes } = evaluation, chosen: Chosen = { steps: [], classes: [] };
  for (const { name, label } of classes) {
    const tables: Table[] = [], own: Case[] = [];
    for (const one of cases) {
      const { truth, prediction } = await read(one), shape = one.shape as unknown as Shape;
      // on what the steps before leave
      const { steps } = chosen, postProcessing = { at: "own" as const, steps };
      postProcess(prediction, shape, { shape, postProcessing });
      const table = tableOf({ truth, prediction }, { shape, label, ...evaluation });
      if (table.counts[table.own].truth + table.counts[table.own].predicted === 0) continue;
      tables.push(table);
      own.push(one);
    }
    const draws = drawsOf(own, evaluation);
    const tried = candidates(tables).flatMap((keep) => {
      const changes = tables.map((table) => changeBy(table, keep, label));
      if (changes.every((change) => change === undefined)) return [];
      const differences = changes.map((change) => change?.own ?? 0);
      const p = wilcoxon(draws ? meansOfDraws(differences, draws) : differences);
      const all = mean(changes.map((change) => change?.all ?? 0));
      return [{ keep, change: mean(differences), p, all }];
    });
    // the mildest comes first, and stays so where others are as good
    const best = tried.toSorted((a, b) => b.change - a.change).at(0);
    const isKept = best !== undefined && best.change >= LEAST_CHANGE && best.all > 0 &&
      best.p * tried.length < SIGNIFICANT;
    if (isKept) chosen.steps.push({ label, keep: best.keep });
    const { keep, change, p } = best ?? {};
    const found = best && { keep: keep!, change: change!, p: p! };
    chosen.classes.push({ name, images: own.length, tried: tried.length, best: found, isKept });
  }
  return chosen;
}

/** What is counted of a class in a case. */
interface Counts {
  both: number;
  predicted: number;
  truth: number;
}

/** A class's parts in a case, and what follows for the counts if one becomes another class. */
interface Table {
  /** Of each class. */
  counts: Counts[];
  /** The place of the class that the parts are of. */
  own: number;
  sizes: number[];
  around: number[];
  /** Of each part: pixels that count, those whose truth is its class, and those whose truth is what is around it. */
  parts: { counted: number; right: number; rightAfter: number }[];
  /** The place of each class by its label; -1 of no class. */
  placeOf: Int16Array;
}

function tableOf(
  { truth, prediction }: LabelPair,
  { shape, label, classes, ignore = [] }: {
    shape: Shape;
    label: number;
    classes: readonly LabelClass[];
    ignore?: readonly number[];
  },
): Table {
  const placeOf = new Int16Array(256).fill(-1);
  classes.forEach((one, place) => placeOf[one.label] = place);
  const isIgnored = new Uint8Array(256);
  for (const value of ignore) isIgnored[value] = 1;
  const { numbers, sizes, around } = partsOf(prediction, shape, label);
  // the last takes what is no class
  const counts = Array.from(
    { length: classes.length + 1 },
    (): Counts => ({ both: 0, predicted: 0, truth: 0 }),
  );
  const parts = sizes.map(() => ({ counted: 0, right: 0, rightAfter: 0 }));
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i], p = prediction[i];
    if (isIgnored[t] === 1) continue;
    counts.at(placeOf[t])!.truth++;
    counts.at(placeOf[p])!.predicted++;
    if (t === p) counts.at(placeOf[t])!.both++;
    if (numbers[i] === 0) continue;
    const part = parts[numbers[i] - 1];
    part.counted++;
    if (t === label) part.right++;
    else if (t === around[numbers[i] - 1]) part.rightAfter++;
  }
  return { counts, own: placeOf[label], sizes, around, parts, placeOf };
}

/** The ways to try, from the mildest. */
function candidates(tables: readonly Table[]): PostStep["keep"][] {
  const largest = tables.reduce(
    (most, { sizes }) => sizes.reduce((a, b) => a > b ? a : b, most),
    0,
  );
  const sizes: number[] = [];
  for (let size = GROWTH; size <= largest; size *= GROWTH) sizes.push(size);
  return [...sizes, "largest"];
}

/** By how much a step changes the Dice of the class, and the sum over all; undefined if by nothing. */
function changeBy(
  { counts, own, sizes, around, parts, placeOf }: Table,
  keep: PostStep["keep"],
  label: number,
): { own: number; all: number } | undefined {
  const after = counts.map((one) => ({ ...one }));
  let isChanged = false;
  for (const [i, other] of afterwards({ sizes, around }, keep, label).entries()) {
    if (other === label) continue;
    isChanged = true;
    const { counted, right, rightAfter } = parts[i], to = after.at(placeOf[other])!;
    after[own].predicted -= counted;
    after[own].both -= right;
    to.predicted += counted;
    to.both += rightAfter;
  }
  if (!isChanged) return undefined;
  const changes = after.slice(0, -1).map((one, i) => dice(one) - dice(counts[i]));
  return { own: changes[own], all: changes.reduce((sum, change) => sum + change, 0) };
}

function dice({ both, predicted, truth }: Counts): number {
  return predicted + truth === 0 ? 1 : 2 * both / (predicted + truth);
}
