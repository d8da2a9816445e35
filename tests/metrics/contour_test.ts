import assert from "node:assert/strict";
import { contour, distanceTransform } from "@triptych/metrics";
import { surfaceOf } from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { noise } from "./masks.ts";

Deno.test("contour() marks the surface voxels and no others, for each connectivity", () => {
  const random = mulberry32(31);
  for (const shape of [[9, 8], [1, 12], [4, 5, 6]]) {
    for (let connectivity = 1; connectivity <= shape.length; connectivity++) {
      const mask = noise(shape, 0.8, random);
      const expected = new Uint8Array(mask.data.length);
      for (const place of surfaceOf(mask, connectivity)) {
        expected[place.reduce((at, p, axis) => at * shape[axis] + p, 0)] = 1;
      }
      assert.deepEqual(contour(mask, { connectivity }), { data: expected, shape });
    }
  }
});

Deno.test("contour() takes the label that it is told", () => {
  const mask = { data: [3, 3, 3, 3, 3, 3, 3, 3, 3, 5], shape: [2, 5] };
  assert.deepEqual([...contour(mask, { label: 5 }).data], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...contour(mask, { label: 4, absent: "allow" }).data], new Array(10).fill(0));
});

Deno.test("distanceTransform() takes the label that it is told", () => {
  const mask = { data: [3, 3, 5, 0], shape: [1, 4] };
  assert.deepEqual([...distanceTransform(mask, { label: 5 }).data], [2, 1, 0, 1]);
  assert.deepEqual([...distanceTransform(mask, { label: 0 }).data], [3, 2, 1, 0]);
});

Deno.test("distanceTransform() without a feature gives Infinity and no index", () => {
  for (const shape of [[3, 4], [2, 3, 4]]) {
    const mask = { data: new Uint8Array(shape.reduce((product, n) => product * n)), shape };
    const { data, indices } = distanceTransform(mask, {
      indices: true,
      spacing: shape.map(() => 0.3),
    });
    assert.ok(data.every((distance) => distance === Infinity));
    assert.ok(indices!.every((index) => index === -1));
  }
});
