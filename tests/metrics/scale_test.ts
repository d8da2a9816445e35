import assert from "node:assert/strict";
import {
  asd,
  assd,
  boundaryIou,
  distanceTransform,
  evaluate,
  hausdorff,
  type Mask,
  surfaceDice,
  surfaceDistances,
} from "@triptych/metrics";
import { places, surfaceOf } from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { box, noise } from "./masks.ts";

/** Pairs of random masks, neither empty, of two and three axes. */
function* samples(count: number, seed: number): Generator<[Mask, Mask]> {
  const random = mulberry32(seed);
  for (let made = 0; made < count;) {
    const shape = Array.from({ length: made % 2 + 2 }, () => 1 + Math.floor(random() * 9));
    const density = [0.03, 0.3, 0.9][made % 3];
    const pair: [Mask, Mask] = [noise(shape, density, random), noise(shape, density, random)];
    if (!pair.every(({ data }) => (data as Uint8Array).includes(1))) continue;
    made++;
    yield pair;
  }
}

/** All that is measured with a spacing, as one list of distances. */
function measureAll(truth: Mask, prediction: Mask, spacing: number[]): number[] {
  const { toPrediction, toTruth } = surfaceDistances(truth, prediction, { spacing });
  const options = { labels: [1], spacing };
  const [own] = evaluate(truth, prediction, { ...options, metrics: ["assd", "masd", "asd", "hd"] });
  const metrics = ["asd", "hd", "hd95"] as const;
  const [surfels] = evaluate(truth, prediction, {
    ...options,
    metrics,
    convention: "surface-distance",
  });
  return [
    ...toPrediction,
    ...toTruth,
    ...distanceTransform(truth, { spacing }).data,
    ...[own.assd, own.masd, own.asd, own.hd],
    hausdorff(truth, prediction, { spacing, percentile: 70 }),
    ...[surfels.asd, surfels.hd, surfels.hd95],
  ];
}

/** Spacings, of which the first two or three are taken. */
const SPACINGS = [[1, 1, 1], [0.7, 3, 1.3], [1, 2 ** 50, 2 ** -50], [1e-30, 1e20, 1]];

Deno.test("a spacing times a power of two gives distances times that power, bit for bit", () => {
  for (const [truth, prediction] of samples(40, 61)) {
    for (const spacing of SPACINGS.map((sizes) => sizes.slice(0, truth.shape.length))) {
      const expected = measureAll(truth, prediction, spacing);
      for (const exponent of [-900, -600, -201, -150, -1, 1, 150, 199, 201, 600, 900]) {
        const scaled = spacing.map((size) => size * 2 ** exponent);
        const found = measureAll(truth, prediction, scaled);
        assert.deepEqual(found, expected.map((distance) => distance * 2 ** exponent));
      }
    }
  }
});

Deno.test("other factors scale distances to 1e-15 of their size", () => {
  for (const [truth, prediction] of samples(40, 62)) {
    for (const factor of [1e-300, 1e-170, 3e-61, 7e60, 1e170, 1e300, 1e306]) {
      const expected = measureAll(truth, prediction, truth.shape.map(() => 1));
      const found = measureAll(truth, prediction, truth.shape.map(() => factor));
      // surface-distance's percentile doesn't interpolate: the last bit of an area may move it
      expected.slice(0, -1).forEach((distance, i) => assertNear(found[i], distance * factor));
    }
  }
});

/** Asserts that two numbers agree to 1e-15 of their size. */
function assertNear(actual: number, expected: number): void {
  const isNear = actual === expected || Math.abs(actual - expected) <= 1e-15 * expected;
  assert.ok(isNear, `${actual}, expected ${expected}`);
}

/** The distance between two places, squared in units of its longest part. */
function distance(a: number[], b: number[], spacing: number[]): number {
  const parts = a.map((p, axis) => Math.abs(p - b[axis]) * spacing[axis]);
  const longest = Math.max(...parts);
  if (longest === 0) return 0;
  return longest * Math.sqrt(parts.reduce((sum, part) => sum + (part / longest) ** 2, 0));
}

/** Distances from each place to the nearest of others, by definition. */
function nearest(from: number[][], to: number[][], spacing: number[]): number[] {
  return from.map((a) => Math.min(...to.map((b) => distance(a, b, spacing))));
}

/** Sizes that no one power of two brings into reach. */
const MIXED = [
  [1e-170, 1e300, 1],
  [1e300, 1e-170, 1e300],
  [1, 1e-200, 1e200],
  [1e-170, 2e-170, 5e-170],
  [1e150, 1e-150, 1e-150],
  [1e-320, 1e304, 1],
  [3, 1e-17, 1e-34],
  [1e-70, 1e-50, 1e-60],
];

Deno.test("sizes of very different axes give distances as by brute force", () => {
  for (const [truth, prediction] of samples(24, 63)) {
    for (const spacing of MIXED.map((sizes) => sizes.slice(0, truth.shape.length))) {
      const [a, b] = [surfaceOf(truth), surfaceOf(prediction)];
      const { toPrediction, toTruth } = surfaceDistances(truth, prediction, { spacing });
      nearest(a, b, spacing).forEach((expected, i) => assertNear(toPrediction[i], expected));
      nearest(b, a, spacing).forEach((expected, i) => assertNear(toTruth[i], expected));
      const all = places(truth.shape);
      const features = all.filter((_, i) => truth.data[i]);
      const { data, indices } = distanceTransform(truth, { spacing, indices: true });
      nearest(all, features, spacing).forEach((expected, i) => {
        assertNear(data[i], expected);
        assertNear(distance(all[i], all[indices![i]], spacing), expected);
      });
      const both = [...toPrediction, ...toTruth];
      for (const tolerance of [Math.min(...spacing), Math.max(...spacing)]) {
        const within = both.filter((d) => d <= tolerance * (1 + 1e-9)).length / both.length;
        assert.equal(surfaceDice(truth, prediction, { spacing, tolerance }), within);
      }
    }
  }
});

Deno.test("boundary IoU of very different axes equals brute force", () => {
  for (const [truth, prediction] of samples(9, 64)) {
    for (const spacing of MIXED.map((sizes) => sizes.slice(0, truth.shape.length))) {
      const [a, b] = [truth, prediction].map((mask) => depths(mask, spacing));
      for (const width of [...spacing, 2 * Math.min(...spacing), 1.5 * Math.max(...spacing)]) {
        const isNear = (depth: number | undefined) => depth! <= width * (1 + 1e-9);
        const all = [...new Set([...a.keys(), ...b.keys()])];
        const either = all.filter((key) => isNear(a.get(key)) || isNear(b.get(key))).length;
        const both = all.filter((key) => isNear(a.get(key)) && isNear(b.get(key))).length;
        assertNear(boundaryIou(truth, prediction, { width, spacing }), both / either);
      }
    }
  }
});

/** How far each voxel inside is from the nearest one outside, in the image or beyond. */
function depths(mask: Mask, spacing: number[]): Map<string, number> {
  const around = places(mask.shape.map((length) => length + 2))
    .map((place) => place.map((p) => p - 1));
  const isInside = (place: number[]) =>
    place.every((p, axis) => p >= 0 && p < mask.shape[axis]) &&
    mask.data[place.reduce((at, p, axis) => at * mask.shape[axis] + p, 0)] === 1;
  const inside = around.filter(isInside);
  const distances = nearest(inside, around.filter((place) => !isInside(place)), spacing);
  return new Map(inside.map((place, i) => [String(place), distances[i]]));
}

Deno.test("averages of distances whose sum is beyond all numbers", () => {
  const truth = box([3, 40], [0, 0], [2, 9]);
  const prediction = box([3, 40], [0, 20], [2, 29]);
  const spacing = [1, 5e306];
  for (const average of ["pooled", "mean-of-means"] as const) {
    const plain = assd(truth, prediction, { spacing: [1, 1], average });
    assertNear(assd(truth, prediction, { spacing, average }), plain * 5e306);
  }
  assertNear(asd(truth, prediction, { spacing }), asd(truth, prediction) * 5e306);
});

Deno.test("squared distances are squares of the distances, as far as numbers reach", () => {
  const mask = box([1, 5], [0, 0], [0, 0]);
  const squares = (size: number) => [
    ...distanceTransform(mask, { spacing: [1, size], squared: true }).data,
  ];
  assert.deepEqual(squares(2 ** 205), [0, 1, 4, 9, 16].map((square) => square * 2 ** 410));
  assert.deepEqual(squares(1e200), [0, Infinity, Infinity, Infinity, Infinity]);
  assert.deepEqual(squares(1e-200), [0, 0, 0, 0, 0]);
});

Deno.test("no tolerance accepts the distance to an empty mask", () => {
  const [full, empty] = [box([2, 2], [0, 0], [1, 1]), box([2, 2], [1, 1], [0, 0])];
  assert.equal(surfaceDice(full, empty, { tolerance: Number.MAX_VALUE }), 0);
});
