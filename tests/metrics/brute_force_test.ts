import assert from "node:assert/strict";
import {
  assd,
  boundaryIou,
  distanceTransform,
  hausdorff,
  type Mask,
  surfaceDice,
  surfaceDistances,
} from "@triptych/metrics";
import {
  bruteDistances,
  brutePercentile,
  distancesBetween,
  places,
  surfaceOf,
} from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { draw, noise } from "./masks.ts";
import { assertClose, samples } from "./samples.ts";

Deno.test("surfaceDistances() equals brute force bit for bit, whatever the spacing", () => {
  for (const { truth, prediction, spacing } of samples(400, 1)) {
    for (const sizes of [spacing.map(() => 1), spacing]) {
      const [toPrediction, toTruth] = bruteDistances(truth, prediction, sizes);
      const found = surfaceDistances(truth, prediction, { spacing: sizes });
      assert.deepEqual([...found.toPrediction], toPrediction);
      assert.deepEqual([...found.toTruth], toTruth);
    }
  }
});

Deno.test("surfaceDistances() equals brute force for each connectivity", () => {
  for (const { truth, prediction } of samples(100, 2)) {
    for (let connectivity = 1; connectivity <= truth.shape.length; connectivity++) {
      const [toPrediction, toTruth] = bruteDistances(truth, prediction, undefined, connectivity);
      const found = surfaceDistances(truth, prediction, { connectivity });
      assert.deepEqual([...found.toPrediction], toPrediction);
      assert.deepEqual([...found.toTruth], toTruth);
    }
  }
});

Deno.test("distanceTransform() equals brute force, and its indices are nearest features", () => {
  for (const { truth, spacing } of samples(200, 3)) {
    const all = places(truth.shape);
    const features = all.filter((_, i) => truth.data[i]);
    for (const sizes of [spacing.map(() => 1), spacing]) {
      const { data, indices } = distanceTransform(truth, { spacing: sizes, indices: true });
      assert.deepEqual([...data], distancesBetween(all, features, sizes));
      assert.ok(indices!.every((index) => truth.data[index] === 1));
      const toIndices = all.map((place, i) =>
        distancesBetween([place], [all[indices![i]]], sizes)[0]
      );
      assert.deepEqual(toIndices, [...data]);
    }
  }
});

Deno.test("surfaceDistances() reads the other surface's exact distance transform", () => {
  const random = mulberry32(4);
  for (const shape of [[60, 70], [11, 200], [20, 24, 22]]) {
    for (const [a, b] of [[0.5, 0.5], [0.9, 0.001], [0.001, 0.9], [0.0005, 0.6]]) {
      const truth = noise(shape, a, random);
      const prediction = noise(shape, b, random);
      (truth.data as Uint8Array)[0] = (prediction.data as Uint8Array)[7] = 1;
      for (
        const spacing of [
          shape.map(() => 1),
          shape.map(() => 0.7),
          [3, 0.3, 1.1].slice(-shape.length),
        ]
      ) {
        const surface = (mask: Mask): Mask => {
          const data = new Uint8Array(mask.data.length);
          for (const place of surfaceOf(mask)) {
            data[place.reduce((at, p, axis) => at * shape[axis] + p, 0)] = 1;
          }
          return { data, shape };
        };
        const from = surface(truth);
        const { data } = distanceTransform(surface(prediction), { spacing });
        const { toPrediction } = surfaceDistances(truth, prediction, { spacing });
        assert.deepEqual([...toPrediction], [...data.filter((_, i) => from.data[i])]);
      }
    }
  }
});

Deno.test("HD, HD95, ASSD and surface Dice equal brute force", () => {
  for (const { truth, prediction, spacing } of samples(200, 5)) {
    const [a, b] = bruteDistances(truth, prediction, spacing);
    const both = [...a, ...b];
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const options = { spacing };
    assert.equal(hausdorff(truth, prediction, options), Math.max(...both));
    for (const percentile of [0, 5, 50, 95, 99.5]) {
      const directed = Math.max(brutePercentile(a, percentile), brutePercentile(b, percentile));
      assertClose(hausdorff(truth, prediction, { spacing, percentile }), directed, "percentile");
      const pooled = hausdorff(truth, prediction, { spacing, percentile, rule: "pooled" });
      assertClose(pooled, brutePercentile(both, percentile), "pooled percentile");
    }
    assertClose(assd(truth, prediction, options), mean(both), "ASSD");
    const masd = assd(truth, prediction, { spacing, average: "mean-of-means" });
    assertClose(masd, (mean(a) + mean(b)) / 2, "mean of means");
    for (const tolerance of [0, 0.5, 1, 2, 5]) {
      const within = both.filter((d) => d <= tolerance * (1 + 1e-9)).length / both.length;
      assert.equal(surfaceDice(truth, prediction, { spacing, tolerance }), within);
    }
  }
});

Deno.test("boundaryIou() equals brute force", () => {
  for (const { truth, prediction, spacing } of samples(60, 6)) {
    const width = Math.max(...spacing) * 1.5;
    const boundary = (mask: Mask): Set<string> => {
      const padded = mask.shape.map((length) => length + 2);
      const outside = places(padded).map((place) => place.map((p) => p - 1)).filter((place) => {
        const isWithin = place.every((p, axis) => p >= 0 && p < mask.shape[axis]);
        const at = place.reduce((sum, p, axis) => sum * mask.shape[axis] + p, 0);
        return !isWithin || !mask.data[at];
      });
      const inside = places(mask.shape).filter((_, i) => mask.data[i]);
      const distances = distancesBetween(inside, outside, spacing);
      return new Set(inside.filter((_, i) => distances[i] <= width * (1 + 1e-9)).map(String));
    };
    const [a, b] = [boundary(truth), boundary(prediction)];
    const common = [...a].filter((place) => b.has(place)).length;
    const expected = common / (a.size + b.size - common);
    assertClose(boundaryIou(truth, prediction, { width, spacing }), expected, "boundary IoU");
  }
});

Deno.test("a checkerboard of a million runs is all surface, one voxel from its negative", () => {
  const shape = [1500, 1500];
  const board = draw(shape, (y, x) => (y + x) % 2 === 0);
  const negative = { data: (board.data as Uint8Array).map((value) => 1 - value), shape };
  const { toPrediction, toTruth } = surfaceDistances(board, negative);
  assert.deepEqual([toPrediction.length, toTruth.length], [1125000, 1125000]);
  assert.ok(toPrediction.every((distance) => distance === 1));
  assert.ok(toTruth.every((distance) => distance === 1));
});
