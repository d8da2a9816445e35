import { compareCodePoints } from "../core/mod.ts";
import { type AnyDataset, trainTestSplit } from "../data/mod.ts";

/** What may be divided. */
type Divisible = Pick<AnyDataset, "groups" | "isGrouped" | "areSlices">;

/** Where a volume is divided, one slice of so many is left out on either side of a block. */
const GAP = 50;

/** Of fewer slices each is needed. */
const WORTH_A_GAP = 20;

/**
 * Divides places in the data by scikit-learn's `train_test_split`, or, where groups must stay together, by
 * whole groups in random order, as many as fit; if none does, the smallest. Slices of a single volume are
 * divided into blocks of neighbours.
 *
 * @param data The data set.
 * @param places Places in it.
 * @param testSize The fraction that is to be tested on.
 * @param randomState The seed.
 */
export function divide(
  data: Divisible,
  places: number[],
  testSize: number,
  randomState: number,
): { train: number[]; test: number[] } {
  if (!data.isGrouped) {
    const { train, test } = trainTestSplit(places.length, { testSize, randomState });
    return { train: train.map((i) => places[i]), test: test.map((i) => places[i]) };
  }
  const byGroup = Map.groupBy(places, (i) => data.groups[i]);
  if (isLoneVolume(data, byGroup.size)) return divideVolume(places, testSize, randomState);
  const groups = [...byGroup.values()]
    .sort((a, b) => compareCodePoints(data.groups[a[0]], data.groups[b[0]]));
  const { train: order } = trainTestSplit(groups.length, { testSize: 0, randomState });
  const target = Math.ceil(testSize * places.length), chosen = new Set<number[]>();
  let count = 0;
  for (const i of order) {
    if (count + groups[i].length > target) continue;
    chosen.add(groups[i]);
    count += groups[i].length;
  }
  if (count === 0 && target > 0) chosen.add(groups.toSorted((a, b) => a.length - b.length)[0]);
  const imagesOf = (isTest: boolean) =>
    order.flatMap((i) => chosen.has(groups[i]) === isTest ? groups[i] : []);
  return { train: imagesOf(false), test: imagesOf(true) };
}

/**
 * Divides places in the data into folds of about the same size, at random; each is tested on once. Groups
 * stay together, the largest are placed first. Slices of a single volume are divided into blocks.
 *
 * @param data The data set.
 * @param places Places in it, at least as many as folds, of as many groups.
 * @param folds How many.
 * @param randomState The seed.
 * @returns Per fold what is trained and what is tested on.
 */
export function divideInFolds(
  data: Divisible,
  places: number[],
  folds: number,
  randomState: number,
): { train: number[]; test: number[] }[] {
  const byGroup = Map.groupBy(places, (i) => data.groups[i]);
  if (isLoneVolume(data, byGroup.size)) return divideVolumeInFolds(places, folds);
  const blocks = data.isGrouped
    ? [...byGroup].sort(([a], [b]) => compareCodePoints(a, b)).map(([, block]) => block)
    : places.map((i) => [i]);
  const { train: order } = trainTestSplit(blocks.length, { testSize: 0, randomState });
  const tests = Array.from({ length: folds }, (): number[] => []);
  for (const block of order.map((i) => blocks[i]).sort((a, b) => b.length - a.length)) {
    tests.reduce((least, fold) => fold.length < least.length ? fold : least).push(...block);
  }
  return tests.map((test) => {
    const isTest = new Set(test);
    return { train: places.filter((i) => !isTest.has(i)), test };
  });
}

/** Whether there is nothing but one volume, whose slices are all that can be divided. */
export function isLoneVolume({ isGrouped, areSlices }: Divisible, groups: number): boolean {
  return Boolean(isGrouped && areSlices) && groups === 1;
}

/**
 * Divides a volume's slices: a block of neighbours anywhere in it is tested on. The slices next to it look
 * almost like its own, so they are left out of both parts.
 */
function divideVolume(places: number[], testSize: number, randomState: number) {
  const count = Math.ceil(testSize * places.length);
  if (count === 0) return { train: places, test: [] };
  const starts = places.length - count + 1;
  const [start] = trainTestSplit(starts, { testSize: 0, randomState }).train;
  return withoutBlock(places, start, start + count);
}

/** Divides a volume's slices into blocks of neighbours, one after the other. */
function divideVolumeInFolds(places: number[], folds: number) {
  const edge = (fold: number) => Math.round(fold * places.length / folds);
  return Array.from({ length: folds }, (_, i) => withoutBlock(places, edge(i), edge(i + 1)));
}

/** Slices from `start` to before `end` to test on, and those to train on. */
function withoutBlock(places: number[], start: number, end: number) {
  const rest = places.length - (end - start);
  const gap = rest < WORTH_A_GAP ? 0 : Math.ceil(rest / GAP);
  return {
    train: places.filter((_, i) => i < start - gap || i >= end + gap),
    test: places.slice(start, end),
  };
}
