// How sure a model is, and whether it is right: closed forms, brute force, and drawn models with planted faults.
import assert from "node:assert/strict";
import { calibration } from "@triptych/metrics";
import { mulberry32 } from "../../../core/mod.ts";
import {
  caseConfidence,
  confidenceFigures,
  forgetChanged,
  ProbabilityTally,
} from "../../../evaluation/mod.ts";
import { plantedFaults } from "../../../bench/planted_confidence.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

Deno.test("figures of a few pixels are those counted by hand", () => {
  const figures = confidenceFigures({
    confidence: bytes(100, 90, 89, 50, 50, 0, 100),
    truth: bytes(1, 2, 2, 1, 2, 1, 9),
    prediction: bytes(1, 1, 1, 1, 1, 2, 1),
    labels: [1, 2],
  });
  assert.deepEqual(figures, {
    pixels: 5,
    mean: (100 + 90 + 89 + 50 + 50) / 100 / 5,
    wrong: 3,
    sure: 2,
    surelyWrong: 1,
    // of the right 100 and 50 and the wrong 90, 89 and 50: three pairs in order, one even
    auroc: 3.5 / 6,
  });
});

Deno.test("without a wrong or a right pixel there is no AUROC, without a pixel no figure", () => {
  const one = { confidence: bytes(80), truth: bytes(1), labels: [1] };
  assert.equal(confidenceFigures({ ...one, prediction: bytes(1) })!.auroc, null);
  assert.equal(confidenceFigures({ ...one, prediction: bytes(2) })!.auroc, null);
  assert.equal(confidenceFigures({ ...one, prediction: bytes(1), labels: [3] }), undefined);
});

Deno.test("the AUROC is that of all pairs of a wrong and a right pixel", () => {
  const random = mulberry32(3), draw = (most: number) => Math.floor(random() * most);
  for (let trial = 0; trial < 50; trial++) {
    const of = (most: number) => Uint8Array.from({ length: 60 }, () => draw(most));
    const pixels = { confidence: of(12), truth: of(3), prediction: of(3), labels: [1, 2] };
    const counted = pixels.confidence.keys().toArray().filter((i) =>
      pixels.confidence[i] > 0 && pixels.truth[i] > 0
    );
    const isRight = (i: number) => pixels.truth[i] === pixels.prediction[i];
    let pairs = 0, ordered = 0;
    for (const i of counted.filter((i) => !isRight(i))) {
      for (const j of counted.filter(isRight)) {
        pairs++;
        const [wrong, right] = [pixels.confidence[i], pixels.confidence[j]];
        ordered += wrong < right ? 1 : wrong === right ? 0.5 : 0;
      }
    }
    const { auroc } = confidenceFigures(pixels)!;
    assert.ok(pairs === 0 ? auroc === null : Math.abs(auroc! - ordered / pairs) < 1e-12);
  }
});

/** Softmax-like probabilities, truths and the likeliest labels. */
function drawn(pixels: number, classes: number, seed: number) {
  const random = mulberry32(seed), planes = new Float32Array(classes * pixels);
  const truth = new Uint8Array(pixels), prediction = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const weights = Array.from({ length: classes }, () => random() ** 3 + 1e-3);
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, c) => planes[c * pixels + i] = weight / total);
    truth[i] = 1 + Math.floor(random() * (classes + 1));
    prediction[i] = 1 + weights.indexOf(Math.max(...weights));
  }
  return { planes, truth, prediction };
}

const CLASSES = ["cat", "dog", "ground"].map((name, i) => ({ name, label: i + 1 }));

Deno.test("pixels that come in parts are tallied as all of them at once, and as the metric has them", () => {
  const pixels = 500, all = drawn(pixels, 3, 5), { planes, truth, prediction } = all;
  const whole = new ProbabilityTally(pixels, { classes: CLASSES, ignore: [4] });
  whole.add(all);
  const parts = new ProbabilityTally(pixels, { classes: CLASSES, ignore: [4] });
  for (const [from, to] of [[0, 1], [1, 300], [300, 500]]) {
    parts.add({
      planes: Float32Array.from(
        [0, 1, 2].flatMap((c) => [...planes.subarray(c * pixels + from, c * pixels + to)]),
      ),
      truth: truth.subarray(from, to),
      prediction: prediction.subarray(from, to),
    });
  }
  const [one, other] = [whole.tallied, parts.tallied], shape = [1, pixels];
  assert.deepEqual(other.confidence, one.confidence);
  assert.deepEqual(other.calibration!.bins.pixels, one.calibration!.bins.pixels);
  const metric = calibration({ data: truth, shape }, { data: planes, shape: [3, ...shape] }, {
    labels: [1, 2, 3],
    ignore: [4],
  });
  assert.deepEqual(one.calibration!.bins.pixels, metric.bins.map(({ voxels }) => voxels));
  for (const name of ["cat", "dog", "ground"]) {
    const near = Math.abs(one.expectedDice[name] - other.expectedDice[name]);
    assert.ok(near < 1e-9);
  }
});

Deno.test("the expected Dice is that of the formula, and none of a class that isn't predicted", () => {
  const tally = new ProbabilityTally(2, { classes: CLASSES });
  const planes = Float32Array.of(0.75, 0.5, 0.25, 0.25, 0, 0.25);
  tally.add({ planes, truth: bytes(1, 2), prediction: bytes(1, 1) });
  assert.deepEqual(tally.tallied.expectedDice, { cat: 2 * 1.25 / (1.25 + 2) });
  assert.deepEqual([...tally.tallied.confidence], [75, 50]);
});

Deno.test("labels that are changed afterwards have no confidence", () => {
  const confidence = bytes(9, 8, 7);
  forgetChanged(confidence, bytes(1, 1, 2), bytes(1, 2, 2));
  assert.deepEqual([...confidence], [9, 0, 7]);
  const masks = { truth: bytes(1, 1, 2), prediction: bytes(1, 2, 2), classes: CLASSES };
  assert.equal(caseConfidence({ confidence, expectedDice: {} }, masks)!.pixels, 2);
});

Deno.test("the error of drawn probabilities is what their distortion makes it", () => {
  // a model that says 0.5 + p/2 where p in 0.5 … 1 is true: the error is the mean of 0.5 − p/2, a quarter of its range
  const pixels = 200_000, random = mulberry32(8), shape = [1, pixels];
  const planes = new Float32Array(2 * pixels), truth = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const p = 0.5 + random() / 2, said = 0.5 + p / 2;
    planes[i] = said;
    planes[pixels + i] = 1 - said;
    truth[i] = random() < p ? 0 : 1;
  }
  const { ece } = calibration({ data: truth, shape }, { data: planes, shape: [2, ...shape] });
  assert.ok(Math.abs(ece - 1 / 8) < 0.003, `${ece}`);
});

/** A disc somewhere, 1, on the ground, 2. */
function disc(size: number, random: () => number): Uint8Array {
  const [x, y] = [random(), random()].map((at) => size * (0.3 + 0.4 * at));
  const radius = size * (0.15 + 0.15 * random());
  return Uint8Array.from(
    { length: size * size },
    (_, i) => Math.hypot(i % size - x, Math.floor(i / size) - y) <= radius ? 1 : 2,
  );
}

Deno.test("planted faults are found: cases that are surely wrong come first", () => {
  const random = mulberry32(2), truths = Array.from({ length: 60 }, () => disc(48, random));
  const { cases, pixels } = plantedFaults({ truths, faults: 12, seed: 4 });
  assert.ok(cases.precision >= 11 / 12 && cases.byDice < 0.6, JSON.stringify(cases));
  assert.ok(pixels.precision > 0.7 && pixels.recall > 0.95, JSON.stringify(pixels));
});
