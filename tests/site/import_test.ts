import assert from "node:assert/strict";
import { evaluationOfCsv } from "../../site/import/csv.ts";
import { readSource } from "../../site/import/source.ts";
import { buildSite } from "../../site/site.ts";
import { makeRun } from "./make_run.ts";

const SUMMARY = `{"foreground_mean": {"Dice": NaN}, "metric_per_case": [
  {"prediction_file": "/p/case_1.nii.gz", "reference_file": "/r/case_1.nii.gz",
   "metrics": {"1": {"Dice": 0.5, "IoU": 0.333, "TP": 10, "FP": 10, "FN": 10, "TN": 70},
               "(1, 2)": {"Dice": NaN, "IoU": NaN, "TP": 0, "FP": 0, "FN": 0, "TN": 100}}},
  {"prediction_file": "/p/case_2.nii.gz", "reference_file": "/r/case_2.nii.gz",
   "metrics": {"1": {"Dice": 0.0, "IoU": 0.0, "TP": 0, "FP": 0, "FN": 9, "TN": 91},
               "(1, 2)": {"Dice": 1.0, "IoU": 1.0, "TP": 5, "FP": 0, "FN": 0, "TN": 95}}}]}`;

const CSV = `id,class,tp,fp,fn,assd,group
"a, ""b""",lesion,10,0,0,0.5,left
c,lesion,0,0,4,inf,right
`;

Deno.test("readSource() takes nnU-Net's summary.json, NaN and all", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/summary.json`, SUMMARY);
    const { evaluation } = await readSource(`${folder}/summary.json`);
    assert.deepEqual(evaluation!.classes.map((c) => c.name), ["label 1", "label (1, 2)"]);
    const [first, second] = evaluation!.cases;
    assert.equal(first.id, "case_1");
    assert.equal(first.classes["label 1"].dice, 0.5);
    assert.equal(first.classes["label (1, 2)"].dice, 1);
    assert.equal(second.classes["label 1"].dice, 0);
  });
});

Deno.test("readSource() takes a CSV, and the pages are built without pictures", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/mine.csv`, CSV);
    const { evaluation, name } = await readSource(`${folder}/mine.csv`);
    assert.equal(name, "mine");
    assert.deepEqual(evaluation!.cases[0].id, 'a, "b"');
    assert.deepEqual(evaluation!.cases.map((c) => c.classes.lesion.assd), [0.5, null]);
    await buildSite({ runs: [`${folder}/mine.csv`], out: `${folder}/_site` });
    const html = await Deno.readTextFile(`${folder}/_site/runs/mine/index.html`);
    assert.match(html, /in 1 of 2 pictures that have one/);
    assert.match(html, /1 missed/);
  });
});

Deno.test("evaluationOfCsv() names the line and column at fault", () => {
  const of = (text: string) => () => evaluationOfCsv(text, { name: "x", createdAt: new Date(0) });
  assert.throws(of("id,class\n"), { name: "TypeError", message: /got none called tp, fp, fn/ });
  assert.throws(of("id,class,tp,fp,fn\na,b,1,x,0"), {
    name: "TypeError",
    message: /line 2: fp must be a count of pixels, got "x"/,
  });
  assert.throws(of("id,class,tp,fp,fn\na,b,1,0,0\nc,d,1,0,0"), {
    name: "TypeError",
    message: /got none of d for a/,
  });
  assert.throws(of('id,class,tp,fp,fn\n"a,b,1,0,0'), { name: "TypeError", message: /must be CSV/ });
  assert.throws(of("id,class,tp,fp,fn,assd\na,b,1,0,0,-2"), {
    name: "TypeError",
    message: /line 2: assd must be a distance or inf, got "-2"/,
  });
});

Deno.test("readSource() takes a lone evaluation.json, without the pictures it has lost", async () => {
  await inFolder(async (folder) => {
    await makeRun(`${folder}/run`, { cases: 3 });
    await Deno.mkdir(`${folder}/alone`);
    await Deno.rename(`${folder}/run/evaluation.json`, `${folder}/alone/evaluation.json`);
    const { evaluation, name } = await readSource(`${folder}/alone/evaluation.json`);
    assert.equal(name, "alone");
    assert.deepEqual(evaluation!.cases.map((c) => c.pictures), [undefined, undefined, undefined]);
    await buildSite({ runs: [`${folder}/alone/evaluation.json`], out: `${folder}/_site` });
  });
});

Deno.test("readSource() names a file that is none of these", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/x.json`, "{}");
    await assert.rejects(readSource(`${folder}/x.json`), /Cannot read .*\/x\.json: /);
    const summary = SUMMARY.replace(`"FN": 10`, `"FN": null`);
    await Deno.writeTextFile(`${folder}/s.json`, summary);
    await assert.rejects(
      readSource(`${folder}/s.json`),
      /case case_1 must have whole TP, FP and FN/,
    );
  });
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
