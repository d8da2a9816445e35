import assert from "node:assert/strict";
import {
  confusion,
  counts,
  evaluate,
  type Mask,
  type Region,
  surfaceDistances,
} from "@triptych/metrics";
import { bruteDistances } from "../brute_force.ts";
import { fill, only, pick, pickShape, type Trial } from "./trial.ts";

/** Regions that share labels. */
const REGIONS: readonly Region[] = [[1, 2, 3], [2, 3], 3, [1, 200], [0, 2]];

/** A value of the truth that is left out. */
const IGNORED = 255;

/** A pair of label maps with the labels of the regions, others, and values to ignore. */
function pairOfMaps(random: () => number): { truth: Mask; prediction: Mask; shape: number[] } {
  const shape = pickShape(random, 6);
  const values = pick(random, [[0, 1, 2, 3, 200, 255], [0, 0, 0, 2, 3], [1, 2, 2, 2, 9]]);
  const map = () => fill(shape, () => pick(random, values));
  return { truth: map(), prediction: map(), shape };
}

/** A region as a mask; what the truth ignores is in none. */
function take(mask: Mask, truth: Mask, region: Region): Mask {
  const { data, shape } = only(mask, ...[region].flat());
  return {
    data: (data as Uint8Array).map((one, i) => truth.data[i] === IGNORED ? 0 : one),
    shape,
  };
}

const isEmpty = ({ data }: Mask) => !(data as Uint8Array).includes(1);

/** Regions of several labels, and what is said of each. */
export const REGION_TRIALS: Record<string, Trial> = {
  "label sets"(random) {
    const { truth, prediction } = pairOfMaps(random);
    const options = { ignore: IGNORED, absent: "allow" } as const;
    const region = pick(random, REGIONS);
    const [a, b] = [take(truth, truth, region), take(prediction, truth, region)];
    const [t, p] = [a.data as Uint8Array, b.data as Uint8Array];
    const isIgnored = (truth.data as Uint8Array).map((value) => Number(value === IGNORED));
    const count = (inTruth: number, inPrediction: number) =>
      t.filter((one, i) => one === inTruth && p[i] === inPrediction && isIgnored[i] === 0).length;
    const expected = {
      tp: count(1, 1),
      fp: count(0, 1),
      fn: count(1, 0),
      tn: count(0, 0),
      ignored: isIgnored.filter(Boolean).length,
    };
    assert.deepEqual(counts(truth, prediction, { ...options, label: region }), expected);
    const found = surfaceDistances(truth, prediction, { ...options, label: region });
    const [toPrediction, toTruth] = bruteDistances(a, b);
    assert.deepEqual([...found.toPrediction], toPrediction);
    assert.deepEqual([...found.toTruth], toTruth);
    const together = evaluate(truth, prediction, {
      ...options,
      labels: REGIONS,
      metrics: ["dice", "hd"],
    });
    const { label, dice, hd, truthEmpty, predictionEmpty, ...rest } =
      together[REGIONS.indexOf(region)];
    assert.deepEqual([label, rest], [region, expected]);
    assert.deepEqual([truthEmpty, predictionEmpty], [isEmpty(a), isEmpty(b)]);
    const { tp, fp, fn } = expected;
    assert.equal(dice, tp + fp + fn === 0 ? 1 : 2 * tp / (2 * tp + fp + fn));
    assert.equal(hd, Math.max(0, ...toPrediction, ...toTruth));
  },
  "confusion of regions"(random) {
    const { truth, prediction } = pairOfMaps(random);
    const labels = [[1, 3], 2, 200];
    const found = confusion(truth, prediction, { labels, ignore: IGNORED, absent: "allow" });
    const classOf = (value: number) => labels.findIndex((label) => [label].flat().includes(value));
    const matrix = labels.map(() => labels.map(() => 0));
    const unlabelled = { truth: [0, 0, 0], prediction: [0, 0, 0], both: 0 };
    let ignored = 0;
    (truth.data as Uint8Array).forEach((value, i) => {
      const [row, column] = [classOf(value), classOf(prediction.data[i] as number)];
      if (value === IGNORED) ignored++;
      else if (row < 0 && column < 0) unlabelled.both++;
      else if (row < 0) unlabelled.truth[column]++;
      else if (column < 0) unlabelled.prediction[row]++;
      else matrix[row][column]++;
    });
    assert.deepEqual(found, { matrix, unlabelled, ignored });
  },
  "tolerance per label"(random) {
    const { truth, prediction, shape } = pairOfMaps(random);
    const spacing = shape.map(() => pick(random, [1, 0.5, 0.7, 2.5]));
    const tolerance = REGIONS.map(() => pick(random, [0, 0.5, 1, 2, 3.5]));
    const results = evaluate(truth, prediction, {
      labels: REGIONS,
      metrics: ["surfaceDice"],
      ignore: IGNORED,
      absent: "allow",
      spacing,
      tolerance,
    });
    results.forEach(({ surfaceDice }, k) => {
      const masks = [take(truth, truth, REGIONS[k]), take(prediction, truth, REGIONS[k])];
      const both = bruteDistances(masks[0], masks[1], spacing).flat();
      const within = both.filter((distance) => distance <= tolerance[k] * (1 + 1e-9)).length;
      assert.equal(surfaceDice, both.length === 0 ? 1 : within / both.length);
    });
  },
};
