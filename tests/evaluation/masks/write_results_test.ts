// A run folder from arrays in memory.
import assert from "node:assert/strict";
import { readRun, type Results, writeResults } from "../../../evaluation/mod.ts";
import { folderTest } from "./evaluate_command.ts";

/** Three images of two pixels, the second and the last of them predicted. */
const RESULTS: Results = {
  shape: [1, 2],
  images: new Uint8Array(18).fill(100),
  truths: Uint8Array.of(0, 0, 1, 1, 0, 1),
  predictions: Uint8Array.of(1, 0, 0, 1),
  indices: [1, 2],
  classes: [{ label: 1, name: "cat", color: "#e07a3f" }],
  ids: ["a", "b", "c"],
  groups: ["x", "y", "z"],
};

folderTest(
  "writeResults() measures the images that were predicted, and says what ran",
  async (folder) => {
    const path = `${folder}/runs/mine`;
    const history = [{
      epoch: 1,
      trainLoss: 0.5,
      validationLoss: 0.6,
      dice: { cat: 0.5 },
      learningRate: 1e-3,
      seconds: 1,
      imagesPerSecond: 3,
    }];
    const about = { title: "Mine", settings: { lr: 1e-3 }, backend: "simd", history };
    const evaluation = await writeResults(path, { ...RESULTS, ...about });
    const read = await readRun(path);
    assert.deepEqual(read.evaluation, evaluation);
    assert.deepEqual(read.history, history);
    assert.deepEqual(
      evaluation.cases.map(({ id, group, classes }) => [id, group, classes.cat.dice]),
      [["b", "y", 2 / 3], ["c", "z", 1]],
    );
    const { status, backend, settings, data } = read.run!;
    assert.deepEqual([status, backend, settings, data.test], [
      "done",
      "simd",
      { lr: 1e-3 },
      ["b", "c"],
    ]);
    assert.equal(read.writer, "gone");
  },
);

folderTest("writeResults() names cases by their place where they have no ids", async (folder) => {
  const { cases } = await writeResults(`${folder}/mine`, { ...RESULTS, ids: undefined });
  assert.deepEqual(cases.map(({ id }) => id), ["2", "3"]);
});

const BAD: [Partial<Results>, RegExp][] = [
  [{ shape: [0, 2] }, /shape must be rows and columns of 1 or more, got \[0, 2\]/],
  [{ shape: [2, 2] }, /truths must be whole masks of 4 pixels, got 6 labels/],
  [{ images: new Uint8Array(6) }, /images must be 18 long, got 6/],
  [{ indices: undefined }, /predictions must be 6 long, got 4/],
  [{ ids: ["a"] }, /ids must be 3 long, got 1/],
  [{ groups: [] }, /groups must be 3 long, got 0/],
  [{ indices: [1, 3] }, /indices must be whole numbers from 0 to 2, got 3/],
  [{ ids: ["a", "b", "b"] }, /ids of predicted images must be unique, got "b" twice/],
  [{ indices: [1, 1] }, /ids of predicted images must be unique, got "b" twice/],
];

folderTest(
  "writeResults() refuses arrays that don't fit each other, and makes no folder",
  async (folder) => {
    for (const [change, message] of BAD) {
      await assert.rejects(writeResults(`${folder}/mine`, { ...RESULTS, ...change }), message);
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  },
);
