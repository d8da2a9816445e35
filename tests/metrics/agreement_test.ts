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
import { mulberry32 } from "../../core/mod.ts";
import { places } from "./brute_force.ts";
import { box, draw } from "./masks.ts";

const METRICS = [
  "specificity",
  "balancedAccuracy",
  "mcc",
  "kappa",
  "volumeDifference",
  "relativeVolumeDifference",
  "centerDistance",
] as const;
type Figures = Record<typeof METRICS[number], number>;

/** The figures by the functions, which must be those of evaluate(). */
function figuresOf(truth: Mask, prediction: Mask, spacing: number[]): Figures {
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

function assertFigures(found: Figures, expected: Partial<Figures>, name: string): void {
  for (const id of METRICS) {
    const wanted = expected[id];
    // 0/0 has its rule, tested below
    if (wanted === undefined || Number.isNaN(wanted)) continue;
    const limit = 1e-9 * Math.max(1, Math.abs(wanted));
    assert.ok(
      found[id] === wanted || Math.abs(found[id] - wanted) <= limit,
      `${id} of ${name} must be ${wanted}, got ${found[id]}`,
    );
  }
}

Deno.test("agreement, volumes and centres equal brute force on 20,000 random pairs", () => {
  const random = mulberry32(61);
  const pick = <T>(values: T[]): T => values[Math.floor(random() * values.length)];
  for (let k = 0; k < 20_000;) {
    const shape = Array.from({ length: pick([2, 2, 3]) }, () => 1 + Math.floor(random() * 5));
    const [a, b] = [pick([0.1, 0.5, 0.9]), pick([0.1, 0.5, 0.9])];
    const truth = draw(shape, () => random() < a);
    const prediction = draw(shape, () => random() < b);
    const isMixed = (mask: Mask) => new Set(mask.data as Uint8Array).size === 2;
    if (!isMixed(truth) || !isMixed(prediction)) continue;
    k++;
    const spacing = shape.map(() => pick([1, 0.5, 0.7, 2.5]));
    const found = figuresOf(truth, prediction, spacing);
    assertFigures(found, bruteFigures(truth, prediction, spacing), `pair ${k}`);
  }
});

Deno.test("agreement equals scikit-learn's, volumes and centres SimpleITK's", async () => {
  const file = new URL("../fixtures/metrics/agreement.json", import.meta.url);
  const cases = JSON.parse(await Deno.readTextFile(file)) as {
    shape: number[];
    spacing: number[];
    truth: string;
    prediction: string;
    expected: Figures;
  }[];
  assert.equal(cases.length, 60);
  for (const [k, { shape, spacing, truth, prediction, expected }] of cases.entries()) {
    const mask = (bits: string) => ({ data: Uint8Array.from(bits, Number), shape });
    assertFigures(figuresOf(mask(truth), mask(prediction), spacing), expected, `case ${k}`);
  }
});

Deno.test("where a mask is empty or full, each measure has its rule", () => {
  const shape = [4, 5];
  const [none, full] = [draw(shape, () => false), draw(shape, () => true)];
  const some = box(shape, [1, 1], [2, 2]);
  const row = (truth: Mask, prediction: Mask) =>
    Object.values(figuresOf(truth, prediction, [1, 1]));
  assert.deepEqual(row(none, none), [1, 1, 1, 1, 0, 0, 0]);
  assert.deepEqual(row(full, full), [1, 1, 1, 1, 0, 0, 0]);
  assert.deepEqual(row(none, some), [0.8, 0.4, 0, 0, 4, Infinity, Infinity]);
  assert.deepEqual(row(some, none), [1, 0.5, 0, 0, -4, -1, Infinity]);
  assert.deepEqual(row(full, none), [0, 0, -1, 0, -20, -1, Infinity]);
  assert.deepEqual(row(none, full), [0, 0, -1, 0, 20, Infinity, Infinity]);
  assert.deepEqual(row(full, some).slice(0, 4), [0, 0.1, 0, 0]);
  assert.equal(centerDistance(none, some, { empty: 7 }), 7);
  assert.equal(relativeVolumeDifference(none, some, { empty: "nan" }), NaN);
  assert.throws(() => relativeVolumeDifference(none, some, { empty: "throw" }), {
    name: "RangeError",
    message: /^Cannot compute relative volume difference: .* got an empty truth$/,
  });
  assert.equal(relativeVolumeDifference(some, none, { empty: "throw" }), -1);
});

Deno.test("ignored voxels are in no measure of agreement", () => {
  const truth = { data: [1, 1, 255, 0, 0, 255], shape: [1, 6] };
  const prediction = { data: [1, 0, 1, 0, 0, 1], shape: [1, 6] };
  const options = { label: 1, ignore: 255 };
  assert.equal(specificity(truth, prediction, options), 1);
  assert.equal(balancedAccuracy(truth, prediction, options), 0.75);
  assert.equal(volumeDifference(truth, prediction, options), -1);
  assert.equal(relativeVolumeDifference(truth, prediction, options), -0.5);
  assert.equal(centerDistance(truth, prediction, options), 0.5);
});
