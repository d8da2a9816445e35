import assert from "node:assert/strict";
import { bettiNumbers, eulerNumber, type Mask, topologyErrors } from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { withoutLongTests } from "../ignored.ts";
import { places } from "./brute_force.ts";
import { ball, box, draw, noise } from "./masks.ts";
import { refuses } from "./refused.ts";
import { readTopology, toMask } from "./topology.ts";

Deno.test("Euler numbers, parts and cavities are scikit-image's", async () => {
  for (const [k, { shape, truth, prediction }] of (await readTopology()).entries()) {
    for (const { mask: bits, byConnectivity } of [truth, prediction]) {
      const mask = toMask(bits, shape);
      for (const { connectivity, euler, components, cavities } of byConnectivity) {
        const name = `case ${k}, ${shape.join("x")}, connectivity ${connectivity}`;
        assert.equal(eulerNumber(mask, { connectivity }), euler, name);
        const betti = bettiNumbers(mask, { connectivity });
        assert.deepEqual([betti[0], betti.at(-1)], [components, cavities], name);
        const sum = betti.reduce((total, number, i) => total + (i % 2 === 0 ? number : -number), 0);
        assert.equal(sum, euler, name);
      }
    }
  }
});

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

/** Compares random masks of up to three voxels along each axis. */
function compare(masks: number, seed: number): void {
  const random = mulberry32(seed);
  for (let k = 0; k < masks; k++) {
    const shape = Array.from({ length: k % 2 + 2 }, () => 1 + Math.floor(random() * 3));
    const mask = noise(shape, random(), random);
    for (const connectivity of [1, shape.length]) {
      assert.equal(eulerNumber(mask, { connectivity }), bruteEuler(mask, connectivity));
    }
  }
}

Deno.test("eulerNumber() counts corners, edges, faces and cubes, on 1,000 random masks", () =>
  compare(1000, 111));

Deno.test({
  name: "eulerNumber() counts corners, edges, faces and cubes, on 20,000 random masks",
  ignore: withoutLongTests(),
  fn: () => compare(20_000, 112),
});

Deno.test("Betti numbers of a hollow ball, a ring, a diagonal and a full image", () => {
  const shape = [9, 9, 9];
  const [outer, inner] = [ball(shape, 4, [4, 4, 4]), ball(shape, 2, [4, 4, 4])];
  const hollow = draw(shape, (z, y, x) => {
    const i = (z * 9 + y) * 9 + x;
    return Boolean(outer.data[i]) && !inner.data[i];
  });
  assert.deepEqual(bettiNumbers(hollow), [1, 0, 1]);
  assert.equal(eulerNumber(hollow), 2);
  const torus = draw(
    shape,
    (z, y, x) => z === 4 && Math.max(Math.abs(y - 4), Math.abs(x - 4)) === 3,
  );
  assert.deepEqual(bettiNumbers(torus), [1, 1, 0]);
  assert.equal(eulerNumber(torus), 0);
  const diagonal = draw([4, 4], (y, x) => y === x);
  assert.deepEqual(bettiNumbers(diagonal), [1, 0]);
  assert.deepEqual(bettiNumbers(diagonal, { connectivity: 1 }), [4, 0]);
  assert.deepEqual(bettiNumbers(draw([3, 4], () => true)), [1, 0]);
  assert.deepEqual(bettiNumbers(draw([3, 4, 5], () => true)), [1, 0, 0]);
  assert.deepEqual(topologyErrors(hollow, torus), { euler: 2, betti: [0, 1, 1] });
});

Deno.test("an empty mask has no part, no hole and the Euler number 0", () => {
  const [none, some] = [draw([4, 5], () => false), box([4, 5], [1, 1], [2, 2])];
  assert.equal(eulerNumber(none), 0);
  assert.deepEqual(bettiNumbers(none), [0, 0]);
  assert.deepEqual(bettiNumbers(draw([2, 2, 2], () => false)), [0, 0, 0]);
  assert.deepEqual(topologyErrors(none, none), { euler: 0, betti: [0, 0] });
  assert.deepEqual(topologyErrors(some, none), { euler: 1, betti: [1, 0] });
});

Deno.test("ignored voxels are outside: a hole in a ring stays one", () => {
  const data = [1, 1, 1, 1, 255, 1, 1, 1, 1];
  const options = { label: 1, ignore: 255 };
  assert.deepEqual(bettiNumbers({ data, shape: [3, 3] }, options), [1, 1]);
  const full = { data: new Array(9).fill(1), shape: [3, 3] };
  assert.deepEqual(topologyErrors({ data, shape: [3, 3] }, full, options).betti, [0, 0]);
});

Deno.test("topology needs a connectivity whose background has the other", () => {
  refuses(
    () => eulerNumber(draw([2, 2, 2], () => true), { connectivity: 2 }),
    "RangeError",
    "Cannot compute the Euler number: connectivity must be 1 or 3, got 2",
  );
});
