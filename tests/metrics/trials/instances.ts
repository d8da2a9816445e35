import assert from "node:assert/strict";
import {
  connectedComponents,
  counts,
  evaluateInstances,
  hausdorff,
  type InstanceOptions,
  instancesBySize,
  type Mask,
} from "@triptych/metrics";
import { fill, only, partsOf, pick, pickShape, type Trial } from "./trial.ts";

/** All sets of pairs that leave no instance in two. */
function* matchings(pairs: number[][], from = 0): Generator<number[]> {
  yield [];
  for (let k = from; k < pairs.length; k++) {
    for (const rest of matchings(pairs, k + 1)) {
      const isFree = rest.every((r) => pairs[r][0] !== pairs[k][0] && pairs[r][1] !== pairs[k][1]);
      if (isFree) yield [k, ...rest];
    }
  }
}

/** Compares a result with masks of each instance, all pairs, and all ways to match them. */
function assertBruteForce(truth: Mask, prediction: Mask, options: InstanceOptions): void {
  const { instances, connectivity, score = "iou", threshold = 0.5, match, spacing } = options;
  const found = evaluateInstances(truth, prediction, options);
  const numbered = (mask: Mask) =>
    instances === "values" ? mask : connectedComponents(mask, { connectivity });
  const idsOf = (mask: Mask) => [...new Set(mask.data as Int32Array)].filter((value) => value > 0);
  const [a, b] = [numbered(truth), numbered(prediction)];
  const one = (mask: Mask, id: number): Mask => ({
    data: (mask.data as Int32Array).map((value) => Number(value === id)),
    shape: mask.shape,
  });
  assert.deepEqual(found.truth.map(({ id }) => id), idsOf(a));
  assert.deepEqual(found.prediction.map(({ id }) => id), idsOf(b));
  const pairs: [t: number, p: number, score: number][] = [];
  for (const t of idsOf(a)) {
    for (const p of idsOf(b)) {
      const { tp, fp, fn } = counts(one(a, t), one(b, p));
      const value = tp / (score === "iou" ? tp + fp + fn : tp + fn);
      if (tp > 0 && value >= threshold) pairs.push([t, p, value]);
    }
  }
  const total = found.matches.reduce(
    (sum, { truth, prediction }) =>
      sum + pairs.find(([t, p]) => t === truth && p === prediction)![2],
    0,
  );
  if (match === "optimal") {
    let best = 0;
    for (const set of matchings(pairs)) {
      best = Math.max(best, set.reduce((sum, k) => sum + pairs[k][2], 0));
    }
    assert.ok(Math.abs(total - best) < 1e-12);
  } else {
    const left = pairs.toSorted((x, y) => y[2] - x[2]);
    const expected: number[][] = [];
    for (const [t, p] of left) {
      if (!expected.some((pair) => pair[0] === t || pair[1] === p)) expected.push([t, p]);
    }
    const pairsFound = found.matches.map(({ truth, prediction }) => [truth, prediction]);
    const order = idsOf(a);
    expected.sort((x, y) => order.indexOf(x[0]) - order.indexOf(y[0]));
    assert.deepEqual(pairsFound, expected);
  }
  for (const { truth: t, prediction: p, voxels, iou, dice, hd95 } of found.matches) {
    const [x, y] = [one(a, t), one(b, p)];
    const { tp, fp, fn } = counts(x, y);
    assert.deepEqual([voxels, iou, dice], [tp, tp / (tp + fp + fn), 2 * tp / (2 * tp + fp + fn)]);
    assert.equal(hd95, hausdorff(x, y, { percentile: 95, spacing }));
  }
  assert.equal(found.detected + found.missed, idsOf(a).length);
  assert.equal(found.detected + found.invented, idsOf(b).length);
}

/** A pair of maps whose objects are components or values, and the other rules. */
function pairOfMaps(
  random: () => number,
  match: "greedy" | "optimal",
): [truth: Mask, prediction: Mask, options: InstanceOptions] {
  const shape = pickShape(random, 4);
  const instances = pick(random, ["components", "values"] as const);
  const density = pick(random, [0.2, 0.5, 0.8]);
  const value = () =>
    random() >= density ? 0 : instances === "values" ? pick(random, [1, 2, 7]) : 1;
  return [fill(shape, value), fill(shape, value), {
    instances,
    connectivity: 1 + Math.floor(random() * shape.length),
    score: pick(random, ["iou", "overlap"]),
    threshold: pick(random, [0, 0.1, 0.5]),
    match,
    spacing: shape.map(() => pick(random, [1, 0.5, 2.5])),
  }];
}

/** What is said object by object. */
export const INSTANCES: Record<string, Trial> = {
  "instances, greedy"(random) {
    assertBruteForce(...pairOfMaps(random, "greedy"));
  },
  "instances, optimal"(random) {
    assertBruteForce(...pairOfMaps(random, "optimal"));
  },
  "panoptic quality"(random) {
    const shape = pickShape(random, 5);
    const map = () => fill(shape, () => Number(random() < 0.6));
    const [truth, prediction] = [map(), map()];
    // above one half no two objects match the same one, whatever the order
    const [a, b] = [partsOf(truth, 1), partsOf(prediction, 1)];
    const ious = a.flatMap((x) =>
      b.map((y) => {
        const common = x.filter((i) => y.includes(i)).length;
        return common / (x.length + y.length - common);
      })
    ).filter((iou) => iou > 0.5);
    const sum = ious.reduce((total, iou) => total + iou, 0);
    const whole = (a.length + b.length) / 2;
    const found = evaluateInstances(truth, prediction, { threshold: 0.5000001 });
    const close = (value: number, expected: number) =>
      assert.ok(Math.abs(value - expected) < 1e-12, `${value}, not ${expected}`);
    close(found.panopticQuality, whole === 0 ? 1 : sum / whole);
    close(found.f1, whole === 0 ? 1 : ious.length / whole);
    if (ious.length > 0) close(found.segmentationQuality, sum / ious.length);
  },
  "instances by size"(random) {
    const [truth, prediction, options] = pairOfMaps(random, "greedy");
    const voxel = options.spacing!.reduce((a, b) => a * b);
    const bounds = [voxel, 2 * voxel, 5 * voxel];
    const result = evaluateInstances(truth, prediction, options);
    const objectsOf = (mask: Mask): number[] => {
      if (options.instances !== "values") {
        return partsOf(mask, options.connectivity!).map(({ length }) => length);
      }
      const values = [...new Set(mask.data as Uint8Array)].filter((value) => value > 0);
      return values.map((value) =>
        (only(mask, value).data as Uint8Array).reduce((sum, one) => sum + one, 0)
      );
    };
    const [a, b] = [objectsOf(truth), objectsOf(prediction)];
    const [inTruth, inPrediction] = [result.truth, result.prediction];
    const expected = [0, 1, 2, 5].map((from, k) => {
      const to = [1, 2, 5, Infinity][k];
      const isHere = (size: number) => size >= from && size < to;
      return {
        from: from * voxel,
        to: to * voxel,
        truth: a.filter(isHere).length,
        detected: a.filter((size, i) => isHere(size) && inTruth[i].isMatched).length,
        prediction: b.filter(isHere).length,
        invented: b.filter((size, i) => isHere(size) && !inPrediction[i].isMatched).length,
      };
    });
    assert.deepEqual(instancesBySize([result], bounds), expected);
  },
};
