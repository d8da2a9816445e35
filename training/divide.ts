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
  if (byGroup.size === 1 && data.areSlices) return divideVolume(places, testSize, randomState);
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
 * Divides a volume's slices: a block of neighbours anywhere in it is tested on. The slices next to it look
 * almost like its own, so they are left out of both parts.
 */
function divideVolume(places: number[], testSize: number, randomState: number) {
  const count = Math.ceil(testSize * places.length);
  if (count === 0) return { train: places, test: [] };
  const starts = places.length - count + 1;
  const [start] = trainTestSplit(starts, { testSize: 0, randomState }).train;
  const rest = places.length - count, gap = rest < WORTH_A_GAP ? 0 : Math.ceil(rest / GAP);
  return {
    train: places.filter((_, i) => i < start - gap || i >= start + count + gap),
    test: places.slice(start, start + count),
  };
}
