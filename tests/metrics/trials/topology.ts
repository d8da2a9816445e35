import assert from "node:assert/strict";
import {
  bettiNumbers,
  clDice,
  eulerNumber,
  type Mask,
  skeleton,
  topologyErrors,
} from "@triptych/metrics";
import { places } from "../brute_force.ts";
import { draw, noise } from "../masks.ts";
import { assertClose } from "../samples.ts";
import { bruteThinPlane, bruteThinVolume } from "../thinning.ts";
import { partsOf, pick, pickShape, type Trial } from "./trial.ts";

/**
 * The Euler number by its definition: all corners, edges, faces and cubes of the voxels, or of the
 * grid of their centres, each once. In doubled coordinates a cell is odd along the axes along which
 * it extends.
 */
function bruteEuler(mask: Mask, connectivity: number): number {
  const { shape } = mask;
  const isIn = (place: number[]) =>
    place.every((p, axis) => p >= 0 && p < shape[axis]) &&
    Boolean(mask.data[place.reduce((i, p, axis) => i * shape[axis] + p, 0)]);
  let sum = 0;
  for (const cell of places(shape.map((length) => 2 * length + 1))) {
    const extent = cell.filter((p) => p % 2 === 1).length;
    // the voxels that have the cell, or the centres that are its corners
    const around = places(shape.map(() => 2)).map((steps) =>
      steps.map((step, axis) => {
        const isOdd = cell[axis] % 2 === 1;
        if (connectivity > 1) return isOdd ? (cell[axis] - 1) / 2 : cell[axis] / 2 - step;
        return isOdd ? (cell[axis] - 1) / 2 + step : cell[axis] / 2;
      })
    );
    const isCell = connectivity > 1 ? around.some(isIn) : around.every(isIn);
    if (isCell) sum += extent % 2 === 0 ? 1 : -1;
  }
  return sum;
}

/** Parts, holes or tunnels, and cavities, by flooding the mask and what lies around it. */
function bruteBetti(mask: Mask, connectivity: number): number[] {
  const { shape } = mask;
  const around = draw(shape.map((length) => length + 2), (...place) => {
    const inner = place.map((p) => p - 1);
    const isWithin = inner.every((p, axis) => p >= 0 && p < shape[axis]);
    return !isWithin || !mask.data[inner.reduce((i, p, axis) => i * shape[axis] + p, 0)];
  });
  const parts = partsOf(mask, connectivity).length;
  const cavities = partsOf(around, shape.length + 1 - connectivity).length - 1;
  if (shape.length === 2) return [parts, cavities];
  return [parts, parts + cavities - bruteEuler(mask, connectivity), cavities];
}

const randomMask = (random: () => number, shape: number[]) => noise(shape, random(), random);

/** A mask that is worth thinning: noise, or what is left of a full one. */
function thickMask(random: () => number): Mask {
  return noise(pickShape(random, 7), pick(random, [0.5, 0.8, 0.9, 0.97]), random);
}

/** The skeleton, voxel by voxel; the mask itself where nothing is left of it. */
function bruteLines(mask: Mask): number[] {
  const lines = mask.shape.length === 2 ? bruteThinPlane(mask) : bruteThinVolume(mask);
  return lines.includes(1) ? lines : Array.from(mask.data as Uint8Array);
}

/** The share of a skeleton that lies in a mask. */
function covered(lines: number[], mask: Mask): number {
  const inside = lines.filter((line, i) => line === 1 && mask.data[i]).length;
  return inside / lines.filter((line) => line === 1).length;
}

/** Skeletons, Euler and Betti numbers and what is made of them. */
export const TOPOLOGY: Record<string, Trial> = {
  skeleton(random) {
    const mask = thickMask(random);
    const expected = mask.shape.length === 2 ? bruteThinPlane(mask) : bruteThinVolume(mask);
    assert.deepEqual([...skeleton(mask).data], expected);
  },
  clDice(random) {
    const truth = thickMask(random);
    const prediction = noise([...truth.shape], pick(random, [0.5, 0.9]), random);
    const isEmpty = ({ data }: Mask) => !(data as Uint8Array).includes(1);
    if (isEmpty(truth) || isEmpty(prediction)) {
      const expected = Number(isEmpty(truth) && isEmpty(prediction));
      assert.equal(clDice(truth, prediction), expected);
      return;
    }
    const p = covered(bruteLines(prediction), truth);
    const s = covered(bruteLines(truth), prediction);
    assertClose(clDice(truth, prediction), p + s === 0 ? 0 : 2 * p * s / (p + s), "clDice");
  },
  "Euler number"(random) {
    const mask = randomMask(random, pickShape(random, 3, [2, 3]));
    for (const connectivity of [1, mask.shape.length]) {
      assert.equal(eulerNumber(mask, { connectivity }), bruteEuler(mask, connectivity));
    }
  },
  "Betti numbers"(random) {
    const mask = randomMask(random, pickShape(random, 4, [2, 3]));
    for (const connectivity of [1, mask.shape.length]) {
      assert.deepEqual(bettiNumbers(mask, { connectivity }), bruteBetti(mask, connectivity));
    }
  },
  "topology errors"(random) {
    const shape = pickShape(random, 3, [2, 3]);
    const [truth, prediction] = [randomMask(random, shape), randomMask(random, shape)];
    const connectivity = pick(random, [1, shape.length]);
    const factsOf = (mask: Mask) => [
      bruteEuler(mask, connectivity),
      ...bruteBetti(mask, connectivity),
    ];
    const [a, b] = [factsOf(truth), factsOf(prediction)];
    const [euler, ...betti] = a.map((number, k) => Math.abs(number - b[k]));
    assert.deepEqual(topologyErrors(truth, prediction, { connectivity }), { euler, betti });
  },
};
