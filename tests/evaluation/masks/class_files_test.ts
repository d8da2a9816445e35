// Masks of one file per class: classes that overlap are counted each, in both layouts, however many.
import assert from "node:assert/strict";
import { evaluate } from "@triptych/metrics";
import { decodeLabelPng } from "../../../io/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";
import { evaluate as run, folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

/** Random binary masks of 12 pixels. */
function binary(random: () => number): number[] {
  return Array.from({ length: 12 }, () => random() < 0.5 ? 1 : 0);
}

const LAYOUTS = {
  "a folder per case": ["CASE/CLASS", "*/{class}.npy"],
  "a folder per class": ["CLASS/CASE", "{class}/*.npy"],
  "names of both": ["CASE_CLASS", "*_{class}.npy"],
} as const;

for (const [layout, [place, pattern]] of Object.entries(LAYOUTS)) {
  folderTest(`overlapping classes are measured each, with ${layout}`, async (folder) => {
    const random = mulberry32(3), names = ["liver", "tumour", "vessel"], ids = ["a1", "b2"];
    const masks: Record<string, number[]> = {};
    const pathOf = (side: string, id: string, name: string) =>
      `${side}/${place.replace("CASE", id).replace("CLASS", name)}.npy`;
    for (const side of ["truth", "prediction"]) {
      for (const id of ids) {
        for (const name of names) masks[pathOf(side, id, name)] = binary(random);
      }
    }
    await writeMasks(folder, masks);
    const sources = {
      truth: `${folder}/truth/${pattern}`,
      prediction: `${folder}/prediction/${pattern}`,
    };
    const whole = { label: 1, name: "whole", color: "#888888", labels: [1, 2] };
    const job = { out: `${folder}/run`, regions: [whole] };
    const { evaluation, notes } = await evaluateJob(sources, job);
    assert.deepEqual(notes, []);
    if (layout === "a folder per case") {
      const folders = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
      const found = await evaluateJob(folders, { ...job, out: `${folder}/found` });
      assert.deepEqual(found.evaluation.cases, evaluation.cases);
      assert.match(
        found.notes.join(),
        /each file for a class, liver, tumour and vessel; --truth "/,
      );
    }
    assert.deepEqual(evaluation.classes.map(({ name }) => name), [...names, "whole"]);
    for (const one of evaluation.cases) {
      const of = (side: string, name: string) => masks[pathOf(side, one.id, name)];
      const union = (side: string) => of(side, "liver").map((v, i) => v || of(side, "tumour")[i]);
      for (const name of [...names, "whole"]) {
        const [truth, prediction] = ["truth", "prediction"].map((side) => ({
          data: name === "whole" ? union(side) : of(side, name),
          shape: [1, 12],
        }));
        const [expected] = evaluate(truth, prediction, {
          labels: [1],
          metrics: ["dice", "assd", "hd95"],
        });
        const { tp, fp, fn, tn, dice, assd, hd95 } = one.classes[name];
        const { tp: a, fp: b, fn: c, tn: d } = expected;
        assert.deepEqual([tp, fp, fn, tn], [a, b, c, d]);
        assert.deepEqual([dice, assd, hd95], [expected.dice, expected.assd, expected.hd95]);
      }
    }
    // pictures and pages know which classes a pixel is in
    const [{ id, pictures }] = evaluation.cases;
    const { labels } = decodeLabelPng(await Deno.readFile(`${folder}/run/${pictures!.truth}`));
    for (const [k, name] of names.entries()) {
      const shown = [...labels].map((label) =>
        evaluation.classes[k].labels!.includes(label) ? 1 : 0
      );
      assert.deepEqual(shown, masks[pathOf("truth", id, name)]);
    }
  });
}

folderTest("a class without a file is nowhere, and a case without files missed", async (folder) => {
  await writeMasks(folder, {
    "truth/a/cat.npy": [255, 0],
    "truth/a/dog.npy": [0, 3],
    "prediction/a/cat.npy": [1, 0],
    "truth/b/cat.npy": [1, 1],
    "prediction/c/cat.npy": [1, 1],
  });
  const pattern = (side: string) => `${folder}/${side}/*/{class}.npy`;
  const sources = { truth: pattern("truth"), prediction: pattern("prediction") };
  const { evaluation, notes, skipped } = await evaluateJob(sources, { out: `${folder}/run` });
  const [a, b] = evaluation.cases;
  assert.deepEqual([a.classes.cat.dice, a.classes.dog.fn, a.classes.dog.assd], [1, 1, null]);
  assert.deepEqual([b.classes.cat.fn, b.classes.dog.dice, b.files?.prediction], [2, 1, undefined]);
  assert.deepEqual(a.files?.truth, `${folder}/truth/a/{class}.npy`);
  assert.match(notes.join("\n"), /some predicted masks have no file of dog, which counts as empty/);
  assert.match(notes.join("\n"), /1 true mask has no prediction, counted as missed/);
  assert.deepEqual(skipped, [`${folder}/prediction/c/cat.npy: has no true mask`]);
});

folderTest("a class may have the name of what all objects have", async (folder) => {
  const files = ["cat", "constructor"].flatMap((name) => [
    [`truth/a/${name}.npy`, [1, 0]],
    [`prediction/a/${name}.npy`, [1, 1]],
  ]);
  await writeMasks(folder, Object.fromEntries(files));
  const pattern = (side: string) => `${folder}/${side}/*/{class}.npy`;
  const sources = { truth: pattern("truth"), prediction: pattern("prediction") };
  const { evaluation } = await evaluateJob(sources, { out: `${folder}/run` });
  const { cat, constructor } = evaluation.cases[0].classes;
  assert.deepEqual(constructor, cat);
});

folderTest("more than eight classes have a file each, and may not overlap", async (folder) => {
  const names = Array.from({ length: 9 }, (_, i) => `organ_${i}`);
  const row = (at: number) => Array.from({ length: 9 }, (_, i) => i === at ? 1 : 0);
  const masks = names.flatMap((name, i) =>
    ["truth", "prediction"].map((side) => [`${side}/a/${name}.npy`, row(i)])
  );
  await writeMasks(folder, Object.fromEntries(masks));
  const pattern = (side: string) => `${folder}/${side}/*/{class}.npy`;
  const sources = { truth: pattern("truth"), prediction: pattern("prediction") };
  const { evaluation } = await evaluateJob(sources, { out: `${folder}/run` });
  assert.deepEqual(evaluation.cases[0].classes.organ_8.dice, 1);
  assert.equal(evaluation.confusion.length, 9);
  await writeMasks(folder, { "truth/a/organ_4.npy": row(5) });
  await assert.rejects(
    evaluateJob(sources, { out: `${folder}/b`, strict: true }),
    /true mask: of more than 8 classes no two may overlap, got a pixel of organ_4 and organ_5/,
  );
  const classes = [4, 5].map((label) => ({ label, name: names[label], color: "#e07a3f" }));
  const two = await evaluateJob(sources, { out: `${folder}/two`, classes });
  assert.deepEqual(two.evaluation.cases[0].classes.organ_4.dice, 0);
  assert.deepEqual(two.notes, ["files of 7 other classes left out"]);
});

folderTest("the command takes a file per class", async (folder) => {
  await writeMasks(folder, { "truth/a/cat.npy": [1, 0], "prediction/a/cat.npy": [1, 1] });
  const line = ["--truth", `${folder}/truth/*/{class}.npy`, "--out", `${folder}/run`];
  const predicted = ["--prediction", `${folder}/prediction/*/{class}.npy`];
  const { code, stdout, stderr } = await run([...line, ...predicted]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^cat +0\.667 \(1 of 1\)/m);
  const rated = await run([...line, ...predicted, "--raters", "a,b"]);
  assert.match(
    rated.stderr,
    /masks of one file per class: labels must be in one file, got --raters/,
  );
});

folderTest("masks of one file per class say what is wrong with them", async (folder) => {
  await writeMasks(folder, {
    "truth/a/cat.npy": [1, 2],
    "prediction/a/cat.npy": [1, 0],
    "truth/b/cat.npy": [1, 0],
    "truth/b/dog.npy": [1, 0, 0],
    "prediction/b/cat.npy": [1, 0],
  });
  const pattern = (side: string) => `${folder}/${side}/*/{class}.npy`;
  const sources = { truth: pattern("truth"), prediction: pattern("prediction") };
  const region = { label: 1, name: "whole", color: "#888888", labels: [1, 7] };
  const cat = { label: 1, name: "cow", color: "#e07a3f" };
  const refused: [Parameters<typeof evaluateJob>, RegExp][] = [
    [
      [sources, { out: "x", strict: true }],
      /cat: a mask of one class must have one value beside 0, got 1 and 2/,
    ],
    [[sources, { out: "x", strict: true }], /cat and dog must have the same size, got 2x1 and 3x1/],
    [[sources, { out: "x", ignore: [255] }], /every value but 0 is the class, got --ignore 255/],
    [
      [sources, { out: "x", regions: [region] }],
      /region whole: its numbers must be those of classes, 1=cat,2=dog, got 7/,
    ],
    [
      [sources, { out: "x", classes: [cat] }],
      /Cannot measure cow: a file must have this name, .*, got cat and dog/,
    ],
    [
      [{ ...sources, prediction: `${folder}/prediction` }, { out: "x" }],
      /must both have a file per class, \{class\} in the pattern, or neither/,
    ],
  ];
  for (const [args, message] of refused) await assert.rejects(evaluateJob(...args), { message });
});

folderTest(
  "folders of slices, of patients and of breeds are no folders of classes",
  async (folder) => {
    const layouts = {
      slices: ["p1/slice_1", "p1/slice_2", "p2/slice_1", "p2/slice_2"],
      patients: ["site_a/p1", "site_b/p2", "site_b/p3"],
      breeds: ["cats/tom", "cats/felix", "dogs/rex", "dogs/lassie"],
      one: ["all/tom", "all/rex"],
    };
    for (const [name, paths] of Object.entries(layouts)) {
      await writeMasks(
        `${folder}/${name}`,
        Object.fromEntries(
          ["truth", "prediction"].flatMap((side) =>
            paths.map((path) => [`${side}/${path}.npy`, [0, 1]])
          ),
        ),
      );
      const [truth, prediction] = ["truth", "prediction"].map((side) =>
        `${folder}/${name}/${side}`
      );
      const { evaluation } = await evaluateJob({ truth, prediction }, {
        out: `${folder}/run/${name}`,
      });
      assert.deepEqual(evaluation.cases.map(({ id }) => id), paths.toSorted());
    }
  },
);
