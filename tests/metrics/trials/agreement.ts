import assert from "node:assert/strict";
import {
  balancedAccuracy,
  centerDistance,
  evaluate,
  kappa,
  type Mask,
  mcc,
  relativeVolumeDifference,
  specificity,
  volumeDifference,
} from "@triptych/metrics";
import { places } from "../brute_force.ts";
import { fill, pick, pickShape, type Trial } from "./trial.ts";

const METRICS = [
  "specificity",
  "balancedAccuracy",
  "mcc",
  "kappa",
  "volumeDifference",
  "relativeVolumeDifference",
  "centerDistance",
] as const;
/** A number for each. */
export type Figures = Record<typeof METRICS[number], number>;

/** The figures by the functions, which must be those of evaluate(). */
export function figuresOf(truth: Mask, prediction: Mask, spacing: number[]): Figures {
  const found = {
    specificity: specificity(truth, prediction),
    balancedAccuracy: balancedAccuracy(truth, prediction),
    mcc: mcc(truth, prediction),
    kappa: kappa(truth, prediction),
    volumeDifference: volumeDifference(truth, prediction, { spacing }),
    relativeVolumeDifference: relativeVolumeDifference(truth, prediction),
    centerDistance: centerDistance(truth, prediction, { spacing }),
  };
  const [all] = evaluate(truth, prediction, { labels: [1], metrics: METRICS, spacing });
  for (const id of METRICS) assert.equal(all[id], found[id]);
  return found;
}

/** The figures by their definitions, one voxel at a time; undefined for 0/0. */
function bruteFigures(truth: Mask, prediction: Mask, spacing: number[]): Partial<Figures> {
  const [t, p] = [truth.data, prediction.data] as [Uint8Array, Uint8Array];
  const mean = (list: Uint8Array) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [a, b] = [mean(t), mean(p)];
  // the correlation and the agreement of two lists of numbers
  let [covariance, agreement, background, rejected] = [0, 0, 0, 0];
  t.forEach((value, i) => {
    covariance += (value - a) * (p[i] - b) / t.length;
    agreement += Number(value === p[i]) / t.length;
    background += 1 - value;
    rejected += (1 - value) * (1 - p[i]);
  });
  const chance = a * b + (1 - a) * (1 - b);
  const recall = t.reduce((sum, value, i) => sum + value * p[i], 0) / (t.length * a);
  const all = places(truth.shape);
  const center = (list: Uint8Array) =>
    spacing.map((size, axis) =>
      size * all.reduce((sum, place, i) => sum + list[i] * place[axis], 0) / (mean(list) * t.length)
    );
  const [from, to] = [center(t), center(p)];
  const volume = t.length * spacing.reduce((product, size) => product * size);
  return {
    specificity: rejected / background,
    balancedAccuracy: (recall + rejected / background) / 2,
    mcc: covariance / Math.sqrt(a * (1 - a) * b * (1 - b)),
    kappa: (agreement - chance) / (1 - chance),
    volumeDifference: (b - a) * volume,
    relativeVolumeDifference: (b - a) / a,
    centerDistance: Math.sqrt(from.reduce((sum, place, k) => sum + (place - to[k]) ** 2, 0)),
  };
}

/** Asserts figures; 0/0 has its rule, which has tests of its own. */
export function assertFigures(found: Figures, expected: Partial<Figures>, name: string): void {
  for (const id of METRICS) {
    const wanted = expected[id];
    if (wanted === undefined || Number.isNaN(wanted)) continue;
    const limit = 1e-9 * Math.max(1, Math.abs(wanted));
    assert.ok(
      found[id] === wanted || Math.abs(found[id] - wanted) <= limit,
      `${id} of ${name} must be ${wanted}, got ${found[id]}`,
    );
  }
}

/** A mask with voxels inside and outside: elsewhere there is 0/0. */
function mixedMask(random: () => number, shape: number[]): Mask {
  const density = pick(random, [0.1, 0.5, 0.9]);
  const mask = fill(shape, () => Number(random() < density));
  return new Set(mask.data as Uint8Array).size === 2 ? mask : mixedMask(random, shape);
}

/** What is counted or summed over voxels. */
export const AGREEMENT: Record<string, Trial> = {
  "specificity, balanced accuracy, MCC, kappa, volume differences, centre distance"(random) {
    const shape = pickShape(random, 5);
    shape[0] += shape.every((length) => length === 1) ? 1 : 0;
    const [truth, prediction] = [mixedMask(random, shape), mixedMask(random, shape)];
    const spacing = shape.map(() => pick(random, [1, 0.5, 0.7, 2.5]));
    const found = figuresOf(truth, prediction, spacing);
    assertFigures(found, bruteFigures(truth, prediction, spacing), shape.join("x"));
  },
};
