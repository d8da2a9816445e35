// Masks are read once, by classes that are known only when the last was read.
import assert from "node:assert/strict";
import { encodeIndexedPng, readLabels } from "../../../io/mod.ts";
import { linesOf } from "../../../evaluation/masks/lines_of.ts";
import { confusionOf, countPairs, labelsOf } from "../../../evaluation/masks/pair_counts.ts";
import { ConfusionTotals } from "../../../evaluation/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

folderTest(
  "a label that few masks have is measured in all, whichever is read first",
  async (folder) => {
    const random = mulberry32(1), sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
    // of these 50, those that are looked at first have neither 5 nor 9
    const labelsOfCase = (i: number): number[] => i === 17 ? [0, 5, 9] : i === 42 ? [9, 9, 0] : [];
    const masks = Array.from({ length: 50 }, (_, i) =>
      ["t", "p"].map((side) => [
        `${side}/${String(i).padStart(2, "0")}.npy`,
        [...labelsOfCase(i), ...Array.from({ length: 12 }, () => Math.floor(random() * 3))],
      ])).flat();
    await writeMasks(folder, Object.fromEntries(masks));
    const classes = [1, 2, 5, 9].map((label, i) => ({
      label,
      name: `label ${label}`,
      color: ["#e07a3f", "#3f7ae0", "#3fe07a", "#7a3fe0"][i],
    }));
    const named = await evaluateJob(sources, { out: `${folder}/named`, classes });
    for (const workers of [1, 2]) {
      const out = `${folder}/${workers}`;
      const { evaluation } = await evaluateJob(sources, { out, workers });
      assert.deepEqual(evaluation.classes.map(({ label }) => label), [1, 2, 5, 9]);
      assert.deepEqual(evaluation.cases, named.evaluation.cases);
      assert.deepEqual(evaluation.confusion, named.evaluation.confusion);
    }
  },
);

folderTest(
  "a damaged mask that is read late is named, or ends a strict evaluation",
  async (folder) => {
    const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
    const names = Array.from({ length: 40 }, (_, i) => String(i).padStart(2, "0"));
    await writeMasks(
      folder,
      Object.fromEntries(
        names.flatMap((n) => ["t", "p"].map((side) => [`${side}/${n}.npy`, [0, 1]])),
      ),
    );
    await Deno.writeTextFile(`${folder}/p/17.npy`, "no mask");
    await Deno.writeTextFile(`${folder}/t/18.npy`, "no mask");
    const { evaluation, skipped } = await evaluateJob(sources, { out: `${folder}/out` });
    assert.equal(evaluation.cases.length, 39);
    assert.equal(evaluation.cases[17].classes.foreground.dice, 0);
    assert.deepEqual(skipped.map((line) => line.slice(0, 40)), [
      "17.npy: counted as missed, predicted mas",
      "18.npy: true mask: Cannot decode labels:",
    ]);
    const run = JSON.parse(await Deno.readTextFile(`${folder}/out/run.json`));
    assert.deepEqual([run.data.test.length, run.data.skipped.length], [39, 2]);
    await assert.rejects(
      evaluateJob(sources, { out: `${folder}/strict`, strict: true }),
      /^Error: 2 files can't be used:\n17\.npy: .*\n18\.npy: /,
    );
  },
);

folderTest(
  "pictures have the rows of the masks' own PNGs, and the classes' colours",
  async (folder) => {
    const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
    // 64 x 64 pixels of 2 bits; each row is a byte for the filter, here "as above", and 16 of pixels
    const rows = new Uint8Array(64 * 17);
    for (let y = 0; y < 64; y++) rows[y * 17] = 2;
    rows.set([0b00011011, 0b11100100], 4);
    const greys = [0, 1, 2, 3].map((level) => [level, level, level] as const);
    const png = encodeIndexedPng(rows, { width: 64, height: 64, depth: 2, palette: greys });
    for (const side of ["t", "p"]) {
      await Deno.mkdir(`${folder}/${side}`);
      await Deno.writeFile(`${folder}/${side}/a.png`, png);
    }
    const { evaluation } = await evaluateJob(sources, { out: `${folder}/out` });
    const { labels } = await readLabels(`${folder}/t/a.png`);
    assert.deepEqual([...labels.subarray(12, 20)], [0, 1, 2, 3, 3, 2, 1, 0]);
    for (
      const path of [evaluation.cases[0].pictures!.truth, evaluation.cases[0].pictures!.prediction]
    ) {
      assert.deepEqual((await readLabels(`${folder}/out/${path}`)).labels, labels);
      const bytes = await Deno.readFile(`${folder}/out/${path}`);
      assert.deepEqual([...bytes.subarray(44, 47)], [0xe0, 0x7a, 0x3f], "the colour of label 1");
    }
  },
);

Deno.test("countPairs() finds the labels and the confusion matrix that metrics find", () => {
  const random = mulberry32(7);
  for (let round = 0; round < 200; round++) {
    const length = 1 + Math.floor(random() * 90), most = 1 + Math.floor(random() * 5);
    let label = 0;
    const [truth, prediction] = [0, 1].map(() =>
      Uint8Array.from(
        { length },
        () => random() < 0.3 ? label = Math.floor(random() * most) : label,
      )
    );
    const classes = [1, 2, 7].map((label) => ({ label, name: `${label}`, color: "#000000" }));
    const ignore = round % 2 === 0 ? [] : [3], totals = new ConfusionTotals(classes, ignore);
    totals.add(truth, prediction);
    const pairs = countPairs({ truth, prediction });
    const { confusion, unlabelled } = totals;
    assert.deepEqual(confusionOf(pairs, classes, ignore), { confusion, unlabelled });
    const kept = [...truth.keys()].filter((i) => !ignore.includes(truth[i]));
    const present = (mask: Uint8Array) => [...new Set(kept.map((i) => mask[i]))].sort();
    assert.deepEqual(labelsOf(pairs, ignore), {
      labels: { truth: present(truth), prediction: present(prediction) },
      ignores: kept.length < length,
    });
  }
});

folderTest(
  "linesOf() reads lines of any length, and leaves out what has no end",
  async (folder) => {
    const lines = ["a", "", "b".repeat(3_000_000), "c".repeat(1_048_575), "d"],
      path = `${folder}/lines`;
    await Deno.writeTextFile(path, `${lines.join("\n")}\nrest`);
    using file = await Deno.open(path);
    const found = [];
    let before = 0;
    for (const { from, to, bytes } of linesOf(file)) {
      assert.equal(from, before);
      before = to;
      found.push(new TextDecoder().decode(bytes).slice(0, -1));
    }
    assert.ok(found.every((line, i) => line === lines[i]));
    assert.equal(found.length, lines.length);
  },
);
