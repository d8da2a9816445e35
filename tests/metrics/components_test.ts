import assert from "node:assert/strict";
import { connectedComponents, type Mask } from "@triptych/metrics";
import { places } from "./brute_force.ts";
import { mulberry32 } from "../../core/mod.ts";
import { draw, noise } from "./masks.ts";

/** Floods one component after the other, in raster order. */
function flood(mask: Mask, connectivity: number): number[] {
  const { shape } = mask;
  const all = places(shape);
  const found = new Array(all.length).fill(0);
  const steps = places(shape.map(() => 3)).map((place) => place.map((p) => p - 1))
    .filter((step) => step.filter((s) => s !== 0).length <= connectivity);
  let count = 0;
  for (const [first] of all.entries()) {
    if (!mask.data[first] || found[first]) continue;
    found[first] = ++count;
    for (const queue = [all[first]]; queue.length > 0;) {
      const place = queue.pop()!;
      for (const step of steps) {
        const next = place.map((p, axis) => p + step[axis]);
        const isWithin = next.every((p, axis) => p >= 0 && p < shape[axis]);
        const at = next.reduce((sum, p, axis) => sum * shape[axis] + p, 0);
        if (!isWithin || !mask.data[at] || found[at]) continue;
        found[at] = count;
        queue.push(next);
      }
    }
  }
  return found;
}

Deno.test("connectedComponents() equals flooding, for each connectivity", () => {
  const random = mulberry32(41);
  for (const shape of [[1, 30], [12, 13], [5, 6, 7], [9, 1, 8]]) {
    for (const density of [0.2, 0.4, 0.6]) {
      for (let connectivity = 1; connectivity <= shape.length; connectivity++) {
        const mask = noise(shape, density, random);
        const { data, count } = connectedComponents(mask, { connectivity });
        const expected = flood(mask, connectivity);
        assert.deepEqual([...data], expected);
        assert.equal(count, Math.max(...expected));
      }
    }
  }
});

Deno.test("connectedComponents() finds none in an empty mask, and those of one label", () => {
  const empty = draw([3, 4], () => false);
  assert.deepEqual(connectedComponents(empty), {
    data: new Int32Array(12),
    shape: [3, 4],
    count: 0,
  });
  const map = { data: [5, 5, 2, 5], shape: [1, 4] };
  assert.deepEqual([...connectedComponents(map, { label: 5 }).data], [1, 1, 0, 2]);
});
