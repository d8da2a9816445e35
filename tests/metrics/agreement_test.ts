import assert from "node:assert/strict";
import {
  balancedAccuracy,
  centerDistance,
  type Mask,
  relativeVolumeDifference,
  specificity,
  volumeDifference,
} from "@triptych/metrics";
import { box, draw } from "./masks.ts";
import { assertFigures, type Figures, figuresOf } from "./trials/agreement.ts";

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
