import assert from "node:assert/strict";
import { bettiNumbers, eulerNumber, topologyErrors } from "@triptych/metrics";
import { ball, box, draw } from "./masks.ts";
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
