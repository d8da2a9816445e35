// Where a volume's largest error is.
import assert from "node:assert/strict";
import { mulberry32 } from "../../../core/mod.ts";
import { extentOf, pairKinds, type VolumeMasks } from "../../../evaluation/volumes/extent.ts";
import { largestError } from "../../../evaluation/volumes/largest_error.ts";
import { CLASSES, emptyVolume, plant } from "./planted.ts";

function errorOf(volume: VolumeMasks, ignore: number[] = []): number[] {
  const kinds = pairKinds(CLASSES, ignore);
  return largestError(volume, kinds, extentOf(volume, kinds, 0));
}

Deno.test("the largest error is the middle of the thickest one, not of the one with the most voxels", () => {
  const volume = emptyVolume([20, 30, 40]), { truth, prediction, shape } = volume;
  // missed: 5 × 5 × 7, 175 voxels; invented: a plate of 900
  plant(truth, shape, [[8, 13], [4, 9], [20, 27]], 2);
  plant(prediction, shape, [[17, 18], [0, 30], [5, 35]], 1);
  assert.deepEqual(errorOf(volume), [10, 6, 23]);
});

Deno.test("the largest error is measured in mm: a voxel of 5 mm is thicker than three of 1 mm", () => {
  const volume = emptyVolume([12, 20, 20], [5, 1, 1]), { truth, shape } = volume;
  plant(truth, shape, [[2, 3], [4, 17], [5, 18]], 1);
  plant(truth, shape, [[6, 11], [2, 5], [2, 5]], 1);
  assert.deepEqual(errorOf(volume), [2, 10, 11]);
  assert.deepEqual(errorOf({ ...volume, spacing: [0.5, 1, 1] }), [8, 3, 3]);
});

Deno.test("ignored voxels and labels of no class are no errors", () => {
  const volume = emptyVolume([9, 9, 9]), { truth, prediction, shape } = volume;
  plant(truth, shape, [[0, 5], [0, 5], [0, 5]], 255);
  plant(prediction, shape, [[0, 5], [0, 5], [0, 5]], 1);
  plant(prediction, shape, [[0, 9], [0, 9], [6, 9]], 7);
  plant(truth, shape, [[7, 8], [7, 8], [7, 8]], 2);
  assert.deepEqual(errorOf(volume, [255]), [7, 7, 7]);
});

Deno.test("of equal masks it is the voxel deepest in the classes, of empty ones the middle", () => {
  const volume = emptyVolume([9, 10, 11]), { truth, prediction, shape } = volume;
  assert.deepEqual(errorOf(volume), [4, 5, 5]);
  for (const mask of [truth, prediction]) plant(mask, shape, [[1, 4], [2, 7], [3, 6]], 1);
  assert.deepEqual(errorOf(volume), [2, 4, 4]);
});

Deno.test("no wrong voxel is further from a right one along the axes, in random volumes", () => {
  const random = mulberry32(4);
  for (let round = 0; round < 60; round++) {
    const shape = [0, 1, 2].map(() => 1 + Math.floor(random() * 7));
    const spacing = [0, 1, 2].map(() => [0.5, 1, 1.5, 4][Math.floor(random() * 4)]);
    const volume = emptyVolume(shape, spacing), share = random();
    for (const mask of [volume.truth, volume.prediction]) {
      for (let i = 0; i < mask.length; i++) mask[i] = random() < share ? 1 + (i & 1) : 0;
    }
    const depths = bruteDepths(volume), deepest = Math.max(...depths.values());
    if (deepest === 0) continue;
    assert.equal(depths.get(errorOf(volume).join()), deepest, `${shape} ${spacing}`);
  }
});

/** For each voxel how far it is from the nearest right one, or from outside, along the axes. */
function bruteDepths({ truth, prediction, shape, spacing }: VolumeMasks): Map<string, number> {
  const places = [...truth.keys()].map((i) => [
    Math.floor(i / (shape[1] * shape[2])),
    Math.floor(i / shape[2]) % shape[1],
    i % shape[2],
  ]);
  const right = places.filter((_, i) => truth[i] === prediction[i]);
  const distance = (a: number[], b: number[]): number =>
    a.reduce((sum, at, axis) => sum + Math.abs(at - b[axis]) * spacing[axis], 0);
  return new Map(places.map((place, i) => {
    if (truth[i] === prediction[i]) return [place.join(), 0];
    const outside = place.flatMap((at, axis) => [
      (at + 1) * spacing[axis],
      (shape[axis] - at) * spacing[axis],
    ]);
    const inside = right.map((other) => distance(place, other));
    return [place.join(), Math.min(...outside, ...inside)];
  }));
}
