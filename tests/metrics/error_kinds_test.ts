import assert from "node:assert/strict";
import { type ErrorKinds, errorKinds, type Mask } from "@triptych/metrics";
import { mulberry32 } from "../../core/mod.ts";
import { bruteErrorKinds } from "./error_kinds.ts";
import { ball, box, draw, shift, union } from "./masks.ts";
import { refuses } from "./refused.ts";
import { samples } from "./samples.ts";

const NONE: ErrorKinds = {
  ...{ edge: 0, spill: 0, lost: 0, hole: 0, island: 0, missed: 0, splitMerge: 0 },
};

/** The kinds of the errors of label 1. */
function kindsOf(truth: Mask, prediction: Mask, distance = 3, spacing?: number[]): ErrorKinds {
  return errorKinds(truth, prediction, { labels: [1], distance, spacing, absent: "allow" })[0];
}

/** Voxels of the first mask that the second lacks. */
function without(mask: Mask, other: Mask): Mask {
  const data = Uint8Array.from(mask.data as Uint8Array, (value, i) => other.data[i] ? 0 : value);
  return { data, shape: mask.shape };
}

function size({ data }: Mask): number {
  return (data as Uint8Array).reduce((sum, value) => sum + value, 0);
}

Deno.test("kinds of errors are those of the definitions on 150 random pairs in 2D and 3D", () => {
  const random = mulberry32(7);
  const seen = { ...NONE };
  for (const { truth, prediction, spacing } of samples(150, 41)) {
    const distance = [0.5, 1, 1.5, 3, 100][Math.floor(random() * 5)];
    const kinds = kindsOf(truth, prediction, distance, spacing);
    const name = `${truth.shape.join("x")}, ${spacing}, ${distance}`;
    assert.deepEqual(kinds, bruteErrorKinds(truth, prediction, distance, spacing), name);
    for (const kind of Object.keys(seen) as (keyof ErrorKinds)[]) seen[kind] += kinds[kind];
  }
  assert.ok(Object.values(seen).every((count) => count > 0), JSON.stringify(seen));
});

Deno.test("kinds of errors are those of the definitions on rows of several words", () => {
  const random = mulberry32(11);
  for (let round = 0; round < 12; round++) {
    const shape = [5, 140];
    const wave = (phase: number) =>
      draw(shape, (y, x) => Math.sin((x + phase) / 9) + Math.sin(x / 31 + y) > random() - 0.4);
    const truth = wave(round), prediction = wave(round + 3 * random());
    const distance = [1, 3, 20, 35, 70, 139][round % 6];
    const expected = bruteErrorKinds(truth, prediction, distance, [1, 1]);
    assert.deepEqual(kindsOf(truth, prediction, distance), expected, `round ${round}`);
  }
});

Deno.test("each kind is found where it was planted", () => {
  const shape = [60, 60];
  const square = box(shape, [20, 20], [39, 39]);
  const grown = box(shape, [18, 18], [41, 41]);
  assert.deepEqual(kindsOf(square, square), NONE);
  assert.deepEqual(kindsOf(square, grown), { ...NONE, edge: 24 * 24 - 400 });
  assert.deepEqual(kindsOf(grown, square), { ...NONE, edge: 24 * 24 - 400 });

  const hole = ball(shape, 3, [30, 30]);
  assert.deepEqual(kindsOf(square, without(square, hole)), { ...NONE, hole: size(hole) });
  const island = ball(shape, 4, [8, 8]);
  assert.deepEqual(kindsOf(square, union(square, island)), { ...NONE, island: size(island) });
  assert.deepEqual(kindsOf(union(square, island), square), { ...NONE, missed: size(island) });
  const none = draw(shape, () => false);
  assert.deepEqual(kindsOf(square, none), { ...NONE, missed: 400 });
  assert.deepEqual(kindsOf(none, square), { ...NONE, island: 400 });

  // 10 of 20 columns are gone: of the first three from the cut on, only those near the outline are edge
  const lost = kindsOf(square, box(shape, [20, 20], [39, 29]));
  assert.equal(lost.lost + lost.edge, 200);
  assert.ok(lost.edge > 0 && lost.edge < 20, String(lost.edge));
  const spill = kindsOf(box(shape, [20, 20], [39, 29]), square);
  assert.deepEqual(spill, { ...NONE, edge: lost.edge, spill: lost.lost });
});

Deno.test("a cut divides an object, a bridge joins two, each however narrow", () => {
  const shape = [40, 80];
  const bar = box(shape, [10, 5], [29, 74]);
  for (const [first, last] of [[39, 39], [38, 41], [30, 49]]) {
    const cut = without(bar, box(shape, [10, first], [29, last]));
    const width = last - first + 1;
    const split = kindsOf(bar, cut), merge = kindsOf(cut, bar);
    assert.equal(split.splitMerge + split.edge, 20 * width);
    assert.ok(split.splitMerge >= 0.8 * 20 * width, `${width} wide: ${split.splitMerge}`);
    assert.deepEqual(merge, split);
  }
  // a fringe that joins two objects is edge but for the gap
  const pair = union(box(shape, [10, 5], [29, 38]), box(shape, [10, 41], [29, 74]));
  const fringed = box(shape, [9, 4], [30, 75]);
  const { splitMerge, edge, ...rest } = kindsOf(pair, fringed);
  assert.deepEqual(Object.values(rest), [0, 0, 0, 0, 0]);
  assert.ok(splitMerge >= 40 && splitMerge <= 60, String(splitMerge));
  assert.equal(splitMerge + edge, 22 * 72 - 2 * 20 * 34);
});

Deno.test("volumes: distances are in the unit of the spacing, and the kinds add up", () => {
  const shape = [12, 24, 24], spacing = [4, 1, 1];
  const truth = ball(shape, 5, [5, 12, 12]);
  const moved = shift(truth, [1, 0, 0]);
  const far = kindsOf(truth, moved, 3, spacing), near = kindsOf(truth, moved, 4, spacing);
  const wrong = size(without(truth, moved)) + size(without(moved, truth));
  for (const kinds of [far, near]) {
    assert.equal(Object.values(kinds).reduce((sum, count) => sum + count, 0), wrong);
  }
  assert.equal(near.edge, wrong);
  assert.ok(far.edge < wrong);
});

Deno.test("several labels, regions and ignored voxels are told apart in one call", () => {
  const truth = { data: [1, 1, 2, 2, 0, 9, 3, 3], shape: [2, 4] };
  const prediction = { data: [1, 2, 2, 2, 0, 3, 0, 0], shape: [2, 4] };
  const options = { labels: [1, 2, 3, [1, 2]], distance: 1, ignore: 9 };
  const [one, two, three, whole] = errorKinds(truth, prediction, options);
  assert.deepEqual([one, two, three, whole], [
    { ...NONE, edge: 1 },
    { ...NONE, edge: 1 },
    { ...NONE, missed: 2 },
    NONE,
  ]);
});

Deno.test("what can't be told apart is refused", () => {
  const mask = { data: [0, 1], shape: [1, 2] };
  const tell = (options: unknown) => () =>
    errorKinds(mask, mask, { labels: [1], ...options as object } as never);
  const rule = "Cannot compute kinds of errors: distance must be positive and finite, got";
  refuses(tell({}), "RangeError", `${rule} undefined`);
  refuses(() => errorKinds(mask, mask, undefined as never), "RangeError", `${rule} undefined`);
  refuses(tell({ distance: 0 }), "RangeError", `${rule} 0`);
  assert.throws(tell({ distance: 1, width: 2 }), /width/);
});
