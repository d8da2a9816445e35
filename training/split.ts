import { counted, pixelsOf } from "../core/mod.ts";
import { copiesIn, type Dataset, trainTestSplit } from "../data/mod.ts";
import { firstNames } from "../cli/mod.ts";
import { openData } from "./open_data.ts";
import type { Settings } from "./settings.ts";

/** Some images of a data set. */
export interface Subset {
  /** The data set. */
  data: Dataset;
  /** Places in it. */
  indices: number[];
}

/** The images of a training, by what they are for. */
export interface Split {
  /** Those the model learns from. */
  train: Subset;
  /** Those that choose the best epoch; empty where no epoch is chosen. */
  validation: Subset;
  /** Those that the final model is measured on. */
  test: Subset;
}

/** The fraction of the images in the test set, as in the published work. */
const TEST_SIZE = 0.3;

/** The fraction of the training set that settings are chosen on. */
const TUNING_SIZE = 0.25;

/**
 * Reads the images and splits off a test set, then a validation set, both by scikit-learn's
 * `train_test_split` with the seed as its `random_state`. With `tune`, part of the training set stands in
 * for the test set, which stays untouched.
 */
export async function openSplit(settings: Settings, signal?: AbortSignal): Promise<Split> {
  const { seed, share, validation, testData, tune } = settings;
  const data = await openData(settings.data, settings, signal);
  const other = testData === undefined ? undefined : await openData(testData, settings, signal);
  checkCounts(data, settings);
  const all = allOf(data);
  const used = share < 1 ? divide(all, 1 - share, seed).train : all;
  const outer = divide(used, other ? 0 : TEST_SIZE, seed);
  const { train, test } = tune ? divide(outer.train, TUNING_SIZE, seed) : outer;
  const inner = divide(train, validation, seed);
  const split = {
    train: { data, indices: inner.train },
    validation: { data, indices: inner.test },
    test: other && !tune ? { data: other, indices: allOf(other) } : { data, indices: test },
  };
  for (const line of copiesLines(split)) console.log(line);
  return split;
}

/** Refuses data of which nothing would be left to train on, and says what takes the images. */
function checkCounts(
  { ids, name }: Dataset,
  { share, testData, tune, validation }: Settings,
): void {
  let left = ids.length;
  const taken: string[] = [];
  const take = (part: number, what: string): void => {
    const count = Math.ceil(part * left);
    if (count > 0) taken.push(`${what} takes ${count}`);
    left -= count;
  };
  take(1 - share, `--share ${share}`);
  if (testData === undefined) take(TEST_SIZE, `the test set (${TEST_SIZE * 100} %)`);
  if (tune) take(TUNING_SIZE, `--tune (${TUNING_SIZE * 100} %)`);
  take(validation, `--validation ${validation}`);
  if (left > 0) return;
  throw new Error(
    `Cannot train on ${name}: at least one image must be left to learn from, but of its ` +
      `${counted(ids.length, "image")} ${taken.join(", ")}`,
  );
}

/** Names the images that a model is both trained and measured on. */
function copiesLines({ train, validation, test }: Split): string[] {
  return Object.entries({ validation, test }).flatMap(([name, subset]) => {
    const copies = copiesIn(subset, train);
    if (copies.length === 0) return [];
    const names = firstNames(copies.map(({ id, of }) => id === of ? id : `${id} = ${of}`));
    return `note    ${copies.length} of ${subset.indices.length} ${name} images are also in the ` +
      `training set: ${names}; their figures say nothing about new images`;
  });
}

/** Divides places in the data by scikit-learn's `train_test_split`. */
function divide(places: number[], testSize: number, randomState: number) {
  const { train, test } = trainTestSplit(places.length, { testSize, randomState });
  return { train: train.map((i) => places[i]), test: test.map((i) => places[i]) };
}

function allOf({ ids }: Dataset): number[] {
  return ids.map((_, i) => i);
}

/** The ids of a subset, in its order. */
export function idsOf({ data, indices }: Subset): string[] {
  return indices.map((index) => data.ids[index]);
}

/** The ids of all images that are measured during or after a training. */
export function judgedIds({ validation, test }: Split): string[] {
  return [...idsOf(validation), ...idsOf(test)];
}

/** The true labels of a subset, one view [rows × columns] per image. */
export function truthsOf({ data: { labels, shape }, indices }: Subset): Uint8Array[] {
  const pixels = pixelsOf(shape);
  return indices.map((i) => labels.subarray(i * pixels, (i + 1) * pixels));
}
