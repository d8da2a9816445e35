// summary.json beside what nnU-Net itself writes of the same masks (tests/fixtures/evaluation/nnunet.py).
import assert from "node:assert/strict";
import { parsePythonJson } from "../../../evaluation/import/text.ts";
import { evaluationOfNnunet } from "../../../evaluation/import/nnunet.ts";
import { FIXTURES, folderTest } from "../masks/evaluate_command.ts";
import { evaluateJob, writeMasks } from "../masks/evaluate_job.ts";

const CLASSES = [1, 2, 3].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));
const REGIONS = [
  { label: 1, name: "both", color: "#3f6fb5", labels: [1, 3] },
  { label: 2, name: "one", color: "#3f6fb5", labels: [2] },
];

folderTest("summary.json is what nnU-Net writes of the same masks", async (folder) => {
  const sources = { truth: `${FIXTURES}/truth`, prediction: `${FIXTURES}/prediction` };
  // nnU-Net has no rule for a case without a prediction
  await evaluateJob(sources, {
    out: `${folder}/run`,
    classes: CLASSES,
    regions: REGIONS,
    allowMissing: true,
  });
  const ours = (await Deno.readTextFile(`${folder}/run/summary.json`)).replaceAll(
    `${FIXTURES}/`,
    "",
  );
  const theirs = await Deno.readTextFile(`${FIXTURES}/nnunet_summary.json`);
  // means are the same sums in another order of additions
  const rounded = (text: string) =>
    text.replace(/\d+\.\d{8,}/g, (number) => `${+(+number).toFixed(12)}`);
  assert.equal(rounded(ours), rounded(theirs));
  const evaluation = evaluationOfNnunet(parsePythonJson(ours), {
    name: "x",
    createdAt: new Date(0),
  });
  assert.equal(evaluation?.classes.length, 5);
});

folderTest(
  "summary.json has null for a prediction that is missing, and escapes names",
  async (folder) => {
    await writeMasks(folder, {
      "truth/ä\u007f.npy": [0, 1],
      "truth/b.npy": [0, 1],
      "prediction/b.npy": [0, 1],
    });
    const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
    await evaluateJob(sources, { out: `${folder}/run` });
    const text = await Deno.readTextFile(`${folder}/run/summary.json`);
    assert.match(
      text,
      /"prediction_file": null,\n {12}"reference_file": "[^"]*\\u00e4\\u007f.npy"/,
    );
    assert.match(text, /^\{\n {4}"foreground_mean": \{\n {8}"Dice": 0\.5,\n {8}"FN": 0\.5,/);
  },
);
