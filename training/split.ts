import { counted, pixelText } from "../core/mod.ts";
import { type AnyDataset, DESCRIPTION, imageAt, truthAt } from "../data/mod.ts";
import type { ImageReader } from "../model/mod.ts";
import { checkPatience } from "./check.ts";
import { partOfCurve } from "./curve.ts";
import { divide, divideInFolds, isLoneVolume } from "./divide.ts";
import { openData, type OpenOptions, pixelsIn } from "./open_data.ts";
import { seenLines } from "./seen_images.ts";
import type { Settings } from "./settings.ts";

/** Some images of a data set. */
export interface Subset {
  /** The data set. */
  data: AnyDataset;
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
  /** Of a point of a learning curve, all that could be learned from. */
  whole?: Subset;
}

/** The fraction of the images in the test set, as in the published work. */
const TEST_SIZE = 0.3;

/** What a training tests on, in words, where neither data nor settings say it. */
export function usualTest(data: AnyDataset): string {
  const share = `${100 * TEST_SIZE} %`;
  const what = isLoneVolume(data, new Set(data.groups).size)
    ? `${share} of the slices, neighbours in the volume`
    : data.isGrouped
    ? `whole groups, up to ${share} of the images`
    : `${share} of the images`;
  return `${what}, drawn by --seed; "split" in triptych.json, --test-data and --folds say otherwise`;
}

/** The fraction of the training set that settings are chosen on. */
const TUNING_SIZE = 0.25;

/** The images that a run's settings name, before they are divided. */
export interface Images {
  /** Those of `--data`. */
  data: AnyDataset;
  /** Those of `--test-data`. */
  other?: AnyDataset;
}

/** Reads the images and divides them, as {@linkcode splitOf} does. */
export async function openSplit(settings: Settings, signal?: AbortSignal): Promise<Split> {
  return splitOf(await openImages(settings, signal), settings);
}

/** Reads the images; those of `--data` as a look has found them, where there was one. */
export async function openImages(
  settings: Settings,
  signal?: AbortSignal,
  look?: OpenOptions["look"],
): Promise<Images> {
  const { testData } = settings;
  const data = await openData(settings.data, settings, { signal, look });
  if (testData === undefined) return { data };
  return { data, other: await openTestData(testData, settings, data, signal) };
}

/**
 * Splits off a test set, then a validation set, both by scikit-learn's `train_test_split` with the seed as
 * its `random_state`. With `tune`, part of the training set stands in for the test set, which stays
 * untouched. Of a member of several folds the test set is its fold.
 */
export function splitOf(images: Images, settings: Settings): Split {
  const split = settings.folds === undefined
    ? heldOutSplit(images, settings)
    : foldSplit(images, settings);
  checkParts(split);
  checkPatience(settings, split.validation.indices.length);
  for (const line of seenLines(split)) console.log(line);
  return split;
}

function heldOutSplit({ data, other }: Images, settings: Settings): Split {
  const { seed, validation, tune } = settings;
  checkCounts(data, settings);
  const outer = outerSplit(data, settings);
  const { train, test } = tune ? divide(data, outer.train, TUNING_SIZE, seed) : outer;
  const inner = outer.validation.length > 0 && !tune
    ? { train, test: outer.validation }
    : divide(data, train, validation, seed);
  const whole = { data, indices: inner.train };
  return {
    train: settings.curve ? { data, indices: partOfCurve(data, inner.train, settings) } : whole,
    validation: { data, indices: inner.test },
    test: other && !tune ? { data: other, indices: allOf(other) } : { data, indices: test },
    ...settings.curve && { whole },
  };
}

/** What a member of several folds is trained and tested on. */
function foldSplit(images: Images, settings: Settings): Split {
  const { folds = 2, seed, validation, member = 1 } = settings, { data } = images;
  const { train, test } = divideInFolds(data, foldedOf(images, settings), folds, seed)[member - 1];
  const inner = divide(data, train, validation, seed);
  return {
    train: { data, indices: inner.train },
    validation: { data, indices: inner.test },
    test: { data, indices: test },
  };
}

/**
 * The images that are divided into folds: all, or those that the data says are for training and validation.
 *
 * @throws {Error} If there are fewer of them, or of their groups, than folds.
 */
export function foldedOf({ data }: Images, settings: Settings): number[] {
  const { folds = 2 } = settings, { parts, groups, isGrouped, name } = data;
  const isFolded = (i: number) =>
    parts === undefined || ["train", "validation"].includes(parts[i]!);
  const places = usedOf(data, settings).filter(isFolded);
  const own = new Set(places.map((i) => groups[i])).size;
  const [count, noun] = isGrouped && !isLoneVolume(data, own)
    ? [own, "group"]
    : [places.length, "image"];
  if (count >= folds) return places;
  throw new Error(
    `Cannot make ${folds} folds of ${name}: it must have at least as many ${noun}s, ` +
      `got ${counted(count, noun)}`,
  );
}

/** The images beside the folds, which the mean of the members is tested on; there may be none. */
export function besideFolds({ data, other }: Images, settings: Settings): Subset {
  if (other !== undefined) return { data: other, indices: allOf(other) };
  const { parts } = data;
  return { data, indices: usedOf(data, settings).filter((i) => parts?.[i] === "test") };
}

/** Opens images to test on, with the pixels and the classes of those to train on. */
async function openTestData(
  name: string,
  settings: Settings,
  like: AnyDataset,
  signal?: AbortSignal,
): Promise<AnyDataset> {
  const data = await openData(name, settings, { signal, like });
  const refuse = (what: string, wanted: string, found: string, remedy = ""): void => {
    if (found === wanted) return;
    throw new Error(
      `Cannot test on ${name}: its ${what} ${wanted}, as those trained on, got ${found}${remedy}`,
    );
  };
  const [pixels, ownPixels] = [like, data].map((one) => pixelText(pixelsIn(one)));
  refuse("images must have", pixels, ownPixels);
  const [classes, ownClasses] = [like, data].map((one) => one.classes.map(({ name }) => name));
  const remedy = `; a ${DESCRIPTION} in it can say what its masks mean`;
  refuse("classes must be", classes.join(", "), ownClasses.join(", "), remedy);
  return data;
}

/** Refuses data of which nothing would be left to train on, and says what takes the images. */
function checkCounts(
  { ids, name, groups, isGrouped, areSlices, parts }: AnyDataset,
  { share, testData, tune, validation }: Settings,
): void {
  if (parts !== undefined) return;
  // a volume that is alone is divided
  const isWhole = isGrouped && !areSlices;
  const [total, noun] = isWhole ? [new Set(groups).size, "group"] : [ids.length, "image"];
  let left = total;
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
    `Cannot train on ${name}: at least one ${noun} must be left to learn from, but of its ` +
      `${counted(total, noun)} ${taken.join(", ")}`,
  );
}

/** Refuses a set whose own split leaves nothing to train or test on. */
function checkParts({ train, test }: Split): void {
  const empty = train.indices.length === 0 ? "training" : test.indices.length === 0 ? "test" : "";
  if (empty === "") return;
  throw new Error(
    `Cannot train on ${train.data.name}: its ${empty} set must hold an image with a mask, ` +
      "and holds none",
  );
}

/**
 * The training and the test set, before part of the former chooses epochs: as the data says, else by
 * chance. Data that has a validation set and nothing else to test on is measured on that, and it chooses
 * nothing.
 */
function outerSplit(
  data: AnyDataset,
  settings: Settings,
): { train: number[]; test: number[]; validation: number[] } {
  const used = usedOf(data, settings), { parts } = data, { seed, testData } = settings;
  if (parts === undefined) {
    const size = testData === undefined ? TEST_SIZE : 0;
    return { ...divide(data, used, size, seed), validation: [] };
  }
  const of = (part: string) => used.filter((i) => parts[i] === part);
  const [train, validation, test] = [of("train"), of("validation"), of("test")];
  return test.length > 0 || testData !== undefined
    ? { train, test, validation }
    : { train, test: validation, validation: [] };
}

/** The images that `--share` leaves. */
function usedOf(data: AnyDataset, { share, seed }: Settings): number[] {
  const all = allOf(data);
  return share < 1 ? divide(data, all, 1 - share, seed).train : all;
}

function allOf({ ids }: AnyDataset): number[] {
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

/** All images of a data set, for a network to read. */
export function readerOf(data: AnyDataset): ImageReader {
  return { count: data.ids.length, imageAt: (index) => imageAt(data, index) };
}

/** The true labels of a subset, [rows × columns] per image, read as they are asked for. */
export function* truthsOf({ data, indices }: Subset): Generator<Uint8Array, void, void> {
  for (const index of indices) yield truthAt(data, index);
}
