import assert from "node:assert/strict";
import { evaluate, surfaceDice, undefinedDistance } from "@triptych/metrics";
import { box, union } from "./masks.ts";
import { refuses } from "./refused.ts";

Deno.test("an undefined distance counts as the diagonal, a number or nothing", () => {
  assert.equal(undefinedDistance("diagonal", [3, 4]), 5);
  assert.equal(undefinedDistance("diagonal", [1, 2, 2], [2, 2, 2]), 6);
  // as masks take typed arrays for their shape, and their functions for the spacing
  const typed = [Int32Array.of(3, 80), Float32Array.of(10, 0.5)] as never[];
  assert.equal(undefinedDistance("diagonal", typed[0], typed[1]), 50);
  assert.equal(undefinedDistance("diagonal", Uint16Array.of(3, 4) as never), 5);
  assert.equal(undefinedDistance(374, [240, 240, 155]), 374);
  assert.equal(undefinedDistance(0, [2, 2]), 0);
  assert.equal(undefinedDistance("nan", [2, 2]), NaN);
});

Deno.test("an undefined distance counts as nothing else", () => {
  for (const [rule, found] of [["zero", '"zero"'], [-1, "-1"], [NaN, "NaN"]] as const) {
    refuses(
      () => undefinedDistance(rule as number, [2, 2]),
      "TypeError",
      'Cannot value an undefined distance: it must count as "diagonal", "nan" or a number of at ' +
        `least 0, got ${found}`,
    );
  }
  const bad = [[[2, 0], [1, 1]], [[2, 2], [1]], [[2, 2], [1, NaN]], [undefined], [5], ["ab"]];
  for (const [shape, spacing] of bad as [number[], number[]?][]) {
    assert.throws(() => undefinedDistance("diagonal", shape, spacing), {
      name: "TypeError",
      message: /^Cannot value an undefined distance: shape and spacing must have a positive number/,
    });
  }
});

Deno.test("evaluate() takes a tolerance of surface Dice for each label", () => {
  const [one, two] = [box([9, 9], [1, 1], [3, 3]), box([9, 9], [5, 5], [7, 7])];
  const truth = {
    data: union(one, two).data as Uint8Array<ArrayBuffer>,
    shape: [9, 9],
  };
  const map = { data: truth.data.map((value, i) => value && i > 40 ? 2 : value), shape: [9, 9] };
  const moved = { data: new Uint8Array(81), shape: [9, 9] };
  moved.data.set(map.data.subarray(0, 80), 1);
  const metrics = ["surfaceDice"] as const;
  const found = evaluate(map, moved, { labels: [1, 2], metrics, tolerance: [1, 0] });
  for (const [k, tolerance] of [1, 0].entries()) {
    assert.equal(found[k].surfaceDice, surfaceDice(map, moved, { label: k + 1, tolerance }));
  }
  assert.ok(found[0].surfaceDice === 1 && found[1].surfaceDice < 1);
  const run = (tolerance: unknown) => () =>
    evaluate(map, moved, { labels: [1, 2], metrics, tolerance: tolerance as number[] });
  refuses(
    run([1]),
    "TypeError",
    "Cannot compute surface Dice: tolerance must be one number, or one for each of the 2 labels, got 1",
  );
  refuses(
    run([1, -1]),
    "RangeError",
    "Cannot compute surface Dice: tolerance must be at least 0 and finite, got -1",
  );
});
