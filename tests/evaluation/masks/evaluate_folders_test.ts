// Folders measured in a program: the figures of the command, case by case, and nothing written.
import assert from "node:assert/strict";
import { evaluateFolders } from "../../../evaluation/mod.ts";
import { filesBelow, folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

const CLASSES = [1, 2].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));
const MASKS = {
  "truth/p1_a.npy": [0, 1, 2, 2],
  "prediction/p1_a.npy": [0, 1, 1, 2],
  "truth/p1_b.npy": [1, 1, 0, 255],
  "prediction/p1_b.npy": [0, 1, 0, 2],
  "truth/p2_c.npy": [1, 2, 2, 2],
};

folderTest("evaluateFolders() yields the cases of the command", async (folder) => {
  await writeMasks(folder, MASKS);
  const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
  const regions = [{ label: 1, name: "whole", color: "#888888", labels: [1, 2] }];
  const options = {
    classes: CLASSES,
    regions,
    ignore: [255],
    groups: "^(p\\d)_",
    spacing: [2, 0.5],
  };
  const before = await filesBelow(folder);
  const cases = await Array.fromAsync(evaluateFolders(sources.truth, sources.prediction, options));
  assert.deepEqual(await filesBelow(folder), before);
  const { evaluation } = await evaluateJob(sources, { ...options, out: `${folder}/run` });
  const expected = evaluation.cases.map(({ pictures: _, ...one }) => one);
  assert.deepEqual(JSON.parse(JSON.stringify(cases)), expected);
  assert.deepEqual(cases.map(({ id }) => id), ["p1_a", "p1_b", "p2_c"]);

  const parts = await Promise.all(
    [1, 2, 3].map((part) =>
      Array.fromAsync(
        evaluateFolders(sources.truth, sources.prediction, { ...options, shard: { part, of: 3 } }),
      )
    ),
  );
  const byId = parts.flat().sort((a, b) => a.id < b.id ? -1 : 1);
  assert.deepEqual(byId, cases);
});

folderTest("evaluateFolders() throws for what can't be used, or tells", async (folder) => {
  await writeMasks(folder, {
    ...MASKS,
    "prediction/p1_b.npy": [0, 1],
    "prediction/p3.npy": [0, 1],
  });
  const [truth, prediction] = [`${folder}/truth`, `${folder}/prediction`];
  const all = (options: Parameters<typeof evaluateFolders>[2]) =>
    Array.fromAsync(evaluateFolders(truth, prediction, options));
  await assert.rejects(all({ classes: CLASSES }), /Cannot measure p3\.npy: has no true mask/);
  const told: string[] = [];
  const onSkipped = (file: string, reason: string) => void told.push(`${file}: ${reason}`);
  const cases = await all({ classes: CLASSES, onSkipped });
  assert.equal(cases[1].classes["label 1"].fn, 2);
  assert.match(told.join("\n"), /p3\.npy: has no true mask[^]*p1_b\.npy: .*got 4x1 and 2x1/);
  assert.equal((await all({ classes: CLASSES, onSkipped, allowMissing: true })).length, 1);
  await assert.rejects(all({}), /classes must name their labels, got none/);
  await assert.rejects(
    Array.fromAsync(evaluateFolders(truth, `${folder}/run`, { classes: CLASSES })),
    /run/,
  );
});

folderTest("evaluateFolders() refuses a shard that there isn't", async (folder) => {
  await writeMasks(folder, MASKS);
  const shards = [[0, 4], [5, 4], [1.5, 4], [1, 0], [1, 2.5], [1, NaN]];
  for (const [part, of] of shards) {
    const options = { classes: CLASSES, shard: { part, of } };
    const cases = evaluateFolders(`${folder}/truth`, `${folder}/prediction`, options);
    await assert.rejects(() => cases.next(), {
      name: "RangeError",
      message:
        `Cannot measure masks: shard must be a whole part from 1 to of, got part ${part} of ${of}`,
    });
  }
});
