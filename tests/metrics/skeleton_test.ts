import assert from "node:assert/strict";
import { clDice, type Mask, skeleton } from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { draw, noise } from "./masks.ts";
import { readTopology, toMask } from "./topology.ts";

Deno.test("skeleton() is scikit-image's, voxel for voxel", async () => {
  const cases = await readTopology();
  assert.equal(cases.length, 100);
  for (const [k, { shape, kind, truth, prediction }] of cases.entries()) {
    for (const { mask, skeleton: expected } of [truth, prediction]) {
      const found = skeleton(toMask(mask, shape));
      assert.deepEqual(found, toMask(expected, shape), `case ${k}, ${kind} ${shape.join("x")}`);
    }
  }
});

Deno.test("clDice() is that of scikit-image's skeletons", async () => {
  for (
    const [k, { shape, truth, prediction, clDice: expected }] of (await readTopology()).entries()
  ) {
    if (expected === null) continue;
    const found = clDice(toMask(truth.mask, shape), toMask(prediction.mask, shape));
    assert.ok(Math.abs(found - expected) < 1e-12, `case ${k}: ${found}, not ${expected}`);
  }
});

Deno.test("a skeleton moves with its mask, whatever lies around it", () => {
  const random = mulberry32(101);
  for (const shape of [[9, 12], [6, 7, 8]]) {
    for (let repeat = 0; repeat < 20; repeat++) {
      const mask = noise(shape, 0.7, random);
      const larger = shape.map((length) => length + 5);
      const at = (place: number[], of: number[]) => place.reduce((i, p, k) => i * of[k] + p, 0);
      const embed = (inner: Mask) =>
        draw(larger, (...place) => {
          const from = place.map((p) => p - 2);
          const isWithin = from.every((p, axis) => p >= 0 && p < shape[axis]);
          return isWithin && Boolean(inner.data[at(from, shape)]);
        });
      assert.deepEqual(skeleton(embed(mask)), embed(skeleton(mask)));
    }
  }
});

Deno.test("clDice() is 1 for two empty masks, 0 where one is", () => {
  const [none, some] = [draw([5, 6], () => false), draw([5, 6], (y) => y === 2)];
  assert.equal(clDice(none, none), 1);
  assert.equal(clDice(none, some), 0);
  assert.equal(clDice(some, none), 0);
  assert.equal(clDice(some, some), 1);
  assert.equal(clDice(some, draw([5, 6], (y) => y === 4)), 0);
});

Deno.test("clDice() of a mask that is thinned away takes the mask for its skeleton", () => {
  const corner = { data: [1, 1, 0, 0, 1, 0, 0, 0], shape: [2, 2, 2] };
  assert.ok(!skeleton(corner).data.includes(1));
  assert.equal(clDice(corner, corner), 1);
});

Deno.test("no skeleton runs through ignored voxels", () => {
  const map = { data: [1, 1, 1, 255, 1, 1, 1], shape: [1, 7] };
  const { data } = skeleton(map, { label: 1, ignore: 255 });
  assert.deepEqual([...data], [1, 1, 1, 0, 1, 1, 1]);
  const prediction = { data: [1, 1, 1, 1, 0, 0, 0], shape: [1, 7] };
  assert.equal(clDice(map, prediction, { label: 1, ignore: 255 }), 2 / 3);
});
