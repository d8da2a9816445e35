import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { calibration, type Region } from "@triptych/metrics";
import { assertClose } from "./samples.ts";
import { refuses } from "./refused.ts";

Deno.test("calibration() equals scikit-learn's Brier score and curve", async () => {
  const file = new URL("../fixtures/metrics/calibration.json", import.meta.url);
  const cases = JSON.parse(await Deno.readTextFile(file)) as {
    shape: number[];
    bins: number;
    truth: number[];
    sixtyFourths: number[];
    expected: { ece: number; brier: number; classes: { ece: number; brier: number }[] };
  }[];
  assert.equal(cases.length, 12);
  for (const [k, { shape, bins, truth, sixtyFourths, expected }] of cases.entries()) {
    const data = Float32Array.from(sixtyFourths, (value) => value / 64);
    const probabilities = { data, shape: [expected.classes.length, ...shape] };
    const found = calibration({ data: truth, shape }, probabilities, { bins });
    assert.equal(found.voxels, truth.length);
    assertClose(found.ece, expected.ece, `ECE of case ${k}`);
    assertClose(found.brier, expected.brier, `Brier score of case ${k}`);
    for (const [c, { ece, brier }] of expected.classes.entries()) {
      assert.equal(found.classes[c].label, c);
      assertClose(found.classes[c].ece, ece, `ECE of case ${k}, class ${c}`);
      assertClose(found.classes[c].brier, brier, `Brier score of case ${k}, class ${c}`);
    }
  }
});

Deno.test("calibration leaves out ignored voxels and labels that are no class", () => {
  const truth = { data: [0, 1, 255, 7], shape: [2, 2] };
  const data = Float64Array.of(1, 0, 0.5, 0.5, 0, 1, 0.5, 0.5);
  const found = calibration(truth, { data, shape: [2, 2, 2] }, { ignore: 255, bins: 2 });
  assert.deepEqual([found.voxels, found.ignored, found.ece, found.brier], [2, 1, 0, 0]);
  assert.deepEqual(found.bins, [
    { from: 0, to: 0.5, voxels: 0, confidence: NaN, accuracy: NaN },
    { from: 0.5, to: 1, voxels: 2, confidence: 1, accuracy: 1 },
  ]);
  const options = { labels: [0, [1, 7]], ignore: 255 };
  const joined = calibration(truth, { data, shape: [2, 2, 2] }, options);
  assert.equal(joined.voxels, 3);
  assert.deepEqual(joined.classes[1].label, [1, 7]);
});

Deno.test("a probability lies above its bin's lower end, and at most at its upper one", () => {
  for (const bins of [7, 10, 15, 49, 100]) {
    for (let k = 1; k < bins; k++) {
      const end = k / bins, data = Float64Array.of(end, end + Number.EPSILON);
      const truth = { data: [0, 0], shape: [1, 2] };
      const { classes: [{ bins: found }] } = calibration(
        truth,
        { data, shape: [1, 1, 2] },
        { bins, labels: [0] },
      );
      assert.deepEqual([found[k - 1].voxels, found[k].voxels], [1, 1], `${k} of ${bins}`);
    }
  }
});

Deno.test("calibration takes arrays of another frame or context", () => {
  const truth = { data: [0, 1], shape: [1, 2] };
  const data = runInNewContext("Float32Array.of(1, 0, 0, 1)") as Float32Array;
  assert.ok(!(data instanceof Float32Array));
  assert.equal(calibration(truth, { data, shape: [2, 1, 2] }).brier, 0);
});

Deno.test("without a voxel there is no calibration", () => {
  const truth = { data: [5, 5], shape: [1, 2] };
  const probabilities = { data: new Float32Array(4), shape: [2, 1, 2] };
  const { ece, brier, classes } = calibration(truth, probabilities, { absent: "allow" });
  assert.deepEqual([ece, brier, classes[0].ece, classes[1].brier], [NaN, NaN, NaN, NaN]);
});

Deno.test("calibration refuses what are no probabilities, or those of another image", () => {
  const truth = { data: [0, 1, 1, 0], shape: [2, 2] };
  const run = (data: unknown, shape: number[], options: object = {}) => () =>
    calibration(truth, { data: data as Float32Array, shape }, options);
  const start = "Cannot compute calibration: ";
  refuses(
    run(new Float32Array(8).fill(2), [2, 2, 2]),
    "RangeError",
    `${start}probabilities must be from 0 to 1, got 2 for class 0 at voxel 0; apply the softmax first`,
  );
  refuses(
    run(new Float32Array(8).fill(NaN), [2, 2, 2]),
    "RangeError",
    `${start}probabilities must be from 0 to 1, got NaN for class 0 at voxel 0; apply the softmax first`,
  );
  refuses(
    run(new Float32Array(8), [2, 4]),
    "TypeError",
    `${start}probabilities must have the shape classes x 2x2, got 2x4`,
  );
  refuses(
    run(new Float32Array(7), [2, 2, 2]),
    "TypeError",
    `${start}probabilities must have 8 values, got 7`,
  );
  refuses(
    run(new Uint8Array(8), [2, 2, 2]),
    "TypeError",
    `${start}probabilities must have data of floating-point numbers, got others`,
  );
  refuses(
    run(new Float32Array(8), [2, 2, 2], { labels: [1] }),
    "TypeError",
    `${start}labels must be one for each of the 2 classes, got 1`,
  );
  refuses(
    run(new Float32Array(8), [2, 2, 2], { bins: 0 }),
    "RangeError",
    `${start}bins must be a positive integer, got 0`,
  );
  const twice: Region[] = [1, [1, 2]];
  assert.throws(run(new Float32Array(8), [2, 2, 2], { labels: twice }), /must differ/);
});
