// Which masks are taken for pairs, and what is said of the others.
import assert from "node:assert/strict";
import { fittingAffixes } from "../../../evaluation/masks/affixes.ts";
import { findCases, type FoundCases } from "../../../evaluation/masks/find_cases.ts";
import { withImages } from "../../../evaluation/masks/find_images.ts";
import { folderTest } from "./evaluate_command.ts";
import { evaluateJob, writeMasks } from "./evaluate_job.ts";

/** Writes empty masks under their paths and pairs them. */
async function pairs(
  folder: string,
  files: string[],
  truth: string,
  prediction: string,
): Promise<FoundCases & { names: (string | undefined)[][] }> {
  await writeMasks(folder, Object.fromEntries(files.map((file) => [file, [0, 1]])));
  const found = await findCases(
    { truth: `${folder}/${truth}`, prediction: `${folder}/${prediction}` },
    { allowMissing: false },
  );
  const inFolder = (path?: string): string | undefined => path?.slice(folder.length + 1);
  const names = found.cases.map(({ id, truth, prediction }) => [
    id,
    inFolder(truth),
    inFolder(prediction),
  ]);
  return { ...found, names };
}

const LAYOUTS: [what: string, files: string[], sides: [string, string], expected: string[][]][] = [
  [
    "subfolders",
    ["t/x/a.npy", "t/y/a.npy", "p/x/a.npy", "p/y/a.npy"],
    ["t", "p"],
    [["x/a", "t/x/a.npy", "p/x/a.npy"], ["y/a", "t/y/a.npy", "p/y/a.npy"]],
  ],
  [
    "subfolders on one side",
    ["t/x/a.npy", "t/y/b.npy", "p/a.npy", "p/b.npy"],
    ["t", "p"],
    [["a", "t/x/a.npy", "p/a.npy"], ["b", "t/y/b.npy", "p/b.npy"]],
  ],
  [
    "suffixes",
    ["t/a_gt.npy", "t/b_gt.npy", "p/a.npy", "p/b.npy"],
    ["t", "p"],
    [["a", "t/a_gt.npy", "p/a.npy"], ["b", "t/b_gt.npy", "p/b.npy"]],
  ],
  [
    "a prefix and a suffix",
    ["t/case_1_seg.npy", "t/case_2_seg.npy", "p/pred_case_1.npy", "p/pred_case_2.npy"],
    ["t", "p"],
    [
      ["case_1", "t/case_1_seg.npy", "p/pred_case_1.npy"],
      ["case_2", "t/case_2_seg.npy", "p/pred_case_2.npy"],
    ],
  ],
  ["one pair", ["t/a_gt.npy", "p/a_pred.npy"], ["t", "p"], [["a", "t/a_gt.npy", "p/a_pred.npy"]]],
  [
    "patterns",
    ["d/p1/liver.npy", "d/p1/net.npy", "d/p2/liver.npy", "d/p2/net.npy"],
    ["d/*/liver.npy", "d/*/net.npy"],
    [["p1", "d/p1/liver.npy", "d/p1/net.npy"], ["p2", "d/p2/liver.npy", "d/p2/net.npy"]],
  ],
  [
    "patterns across folders",
    ["d/x/y/a_gt.npy", "d/x/y/a_net.npy"],
    ["d/**/*_gt.npy", "d/**/*_net.npy"],
    [["x/y/a", "d/x/y/a_gt.npy", "d/x/y/a_net.npy"]],
  ],
  [
    "a prefix of folders with masks of one name",
    ["t/gt_x/m.npy", "t/gt_y/m.npy", "p/x/m.npy", "p/y/m.npy"],
    ["t", "p"],
    [["x/m", "t/gt_x/m.npy", "p/x/m.npy"], ["y/m", "t/gt_y/m.npy", "p/y/m.npy"]],
  ],
];

for (const [what, files, [truth, prediction], expected] of LAYOUTS) {
  folderTest(`evaluate pairs masks: ${what}`, async (folder) => {
    const { names, skipped } = await pairs(folder, files, truth, prediction);
    assert.deepEqual([names, skipped], [expected, []]);
  });
}

folderTest(
  "evaluate pairs masks by name beside other files of one name in many folders",
  async (folder) => {
    const files = [
      ...["t/a.npy", "t/b.npy", "p/fold_0/validation/a.npy", "p/fold_1/validation/b.npy"],
      ...["p/fold_0/progress.npy", "p/fold_1/progress.npy"],
    ];
    const { names, skipped } = await pairs(folder, files, "t", "p");
    assert.deepEqual(names.map(([id]) => id), ["a", "b"]);
    assert.equal(skipped.length, 2);
  },
);

for (
  const [side, files] of [
    ["true", ["t/s1/anat/m.npy", "t/s2/anat/m.npy", "p/m.npy"]],
    ["predicted", ["t/m.npy", "p/f0/s1/m.npy", "p/f1/s2/m.npy"]],
  ] as const
) {
  folderTest(`evaluate pairs no ${side} masks of one name in different folders`, async (folder) => {
    await assert.rejects(
      pairs(folder, [...files], "t", "p"),
      /^Error: Cannot pair masks: .* must occur once on a side, got \S+1\S*\/m and \S+2\S*\/m; patterns/,
    );
  });
}

folderTest("evaluate says where names were taken apart", async (folder) => {
  const { notes } = await pairs(
    folder,
    ["t/a_gt.npy", "t/b_gt.npy", "p/a.npy", "p/b.npy"],
    "t",
    "p",
  );
  assert.match(notes.join(), /names differ; .* all have in common: true masks end in _gt$/);
});

folderTest(
  "evaluate counts a truth without prediction as missed, and names a prediction without truth",
  async (folder) => {
    await writeMasks(folder, {
      "t/a.npy": [0, 1, 1],
      "t/b.npy": [0, 1, 1],
      "p/a.npy": [0, 1, 1],
      "p/c.npy": [0, 1, 1],
    });
    const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
    const missed = await evaluateJob(sources, { out: `${folder}/missed` });
    assert.deepEqual(missed.skipped, ["c.npy: has no true mask"]);
    assert.match(missed.notes.join(), /^1 true mask has no prediction, counted as missed .*: b$/);
    const [a, b] = missed.evaluation.cases.map(({ classes }) => classes.foreground);
    assert.deepEqual([a.dice, b.dice, b.fn, b.assd], [1, 0, 2, null]);
    // a missing prediction is not one of background
    const background = [{ label: 0, name: "ground", color: "#888888" }];
    const ground = await evaluateJob(sources, { out: `${folder}/ground`, classes: background });
    assert.equal(ground.evaluation.cases[1].classes.ground.dice, 0);

    const allowed = await evaluateJob(sources, { out: `${folder}/allowed`, allowMissing: true });
    assert.deepEqual(allowed.evaluation.cases.map(({ id }) => id), ["a"]);
    assert.match(
      allowed.notes.join(),
      /^1 true mask has no prediction, left out \(--allow-missing\): b$/,
    );

    await Deno.remove(`${folder}/p/c.npy`);
    await assert.rejects(
      evaluateJob(sources, { out: `${folder}/strict`, strict: true }),
      new Error("1 file can't be used:\nb: the true mask has no prediction"),
    );
    const both = { out: `${folder}/both`, strict: true, allowMissing: true };
    assert.equal((await evaluateJob(sources, both)).evaluation.cases.length, 1);
  },
);

folderTest("evaluate takes no photograph beside a mask for the mask", async (folder) => {
  const masks = ["t/a.npy", "t/b.npy", "p/a.npy", "p/b.npy"];
  for (const file of ["t/a.jpg", "t/b.JPEG", "p/b.webp"]) {
    await Deno.mkdir(`${folder}/${file[0]}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${file}`, "");
  }
  const { names, skipped, notes } = await pairs(folder, masks, "t", "p");
  assert.deepEqual(names, [["a", "t/a.npy", "p/a.npy"], ["b", "t/b.npy", "p/b.npy"]]);
  assert.deepEqual(skipped, []);
  assert.match(notes.join(), /^2 other files in \S*t left out: .*,1 other file in \S*p left out/);
  const [one] = await withImages([{ id: "a", truth: "" }], `${folder}/t/*.{jpg,npy}`);
  assert.equal(one.image, `${folder}/t/a.jpg`);
});

folderTest("evaluate names the predicted mask where that is what can't be used", async (folder) => {
  await writeMasks(folder, { "t/a.npy": [0, 1], "t/b.npy": [0, 1], "p/b.npy": [0, 1] });
  await Deno.writeTextFile(`${folder}/p/a.png`, "no picture");
  const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
  for (const allowMissing of [false, true]) {
    const { skipped } = await evaluateJob(sources, {
      out: `${folder}/${allowMissing}`,
      allowMissing,
    });
    assert.match(skipped.join(), /^a\.png: .*predicted mask/);
  }
});

folderTest("evaluate --pairs reads a list, relative to it", async (folder) => {
  await writeMasks(folder, { "m/a.npy": [0, 1], "m/b.npy": [1, 1], "n/a.npy": [0, 1] });
  const list = (text: string): Promise<void> => Deno.writeTextFile(`${folder}/list.csv`, text);
  const sources = { pairs: `${folder}/list.csv` };
  await list("Truth,prediction,group\nm/b.npy,,x\nm/a.npy,n/a.npy,y\n");
  const { evaluation } = await evaluateJob(sources, { out: `${folder}/out` });
  assert.deepEqual(
    evaluation.cases.map(({ id, group, classes }) => [id, group, classes.foreground.dice]),
    [["m/a", "y", 1], ["m/b", "x", 0]],
  );
  const refused: [string, RegExp][] = [
    ["a,b\n", /list\.csv: its first line must name the columns truth and prediction, got a, b$/],
    ["truth,prediction\n,n/a.npy\n", /list\.csv: line 2 must have a true mask, got none$/],
    ["id,truth,prediction\nx,m/a.npy,\nx,m/b.npy,\n", /line 3 must have an id of its own, line 2/],
    ['truth,prediction\n"m/a.npy"x,\n', /list\.csv: line 2 must be CSV/],
  ];
  for (const [text, message] of refused) {
    await list(text);
    await assert.rejects(evaluateJob(sources, { out: `${folder}/none` }), { message });
  }
});

folderTest("evaluate --groups takes a pattern or a CSV", async (folder) => {
  const masks = { "p1_a.npy": [1], "p1_b.npy": [1], "p2_a.npy": [1], "odd.npy": [1] };
  for (const side of ["t", "p"]) await writeMasks(`${folder}/${side}`, masks);
  const sources = { truth: `${folder}/t`, prediction: `${folder}/p` };
  const groups = async (groups: string, out: string) => {
    const { evaluation, notes } = await evaluateJob(sources, { out: `${folder}/${out}`, groups });
    assert.equal(evaluation.independent, "patients");
    return [evaluation.cases.map(({ group }) => group), notes.join()];
  };
  const expected = [undefined, "p1", "p1", "p2"];
  const note = "--groups names no group of 1 case: odd";
  assert.deepEqual(await groups("^(p\\d)_", "pattern"), [expected, note]);
  await Deno.writeTextFile(`${folder}/g.csv`, "id;group\np1_a;p1\np1_b;p1\np2_a;p2\n");
  assert.deepEqual(await groups(`${folder}/g.csv`, "csv"), [expected, note]);
  for (const bad of ["p\\d", "(p"]) {
    await assert.rejects(
      groups(bad, "bad"),
      /must be a CSV with columns id and group, or a regular/,
    );
  }
});

folderTest("evaluate --groups takes a list's hospital for no patient", async (folder) => {
  const masks = { "p1_a.npy": [1], "odd.npy": [1], "p/p1_a.npy": [1], "p/odd.npy": [1] };
  await writeMasks(folder, masks);
  await Deno.writeTextFile(
    `${folder}/list.csv`,
    "truth,prediction,group\np1_a.npy,p/p1_a.npy,Berlin\nodd.npy,p/odd.npy,Berlin\n",
  );
  const { evaluation, notes } = await evaluateJob({ pairs: `${folder}/list.csv` }, {
    out: `${folder}/out`,
    groups: "^(p\\d)_",
  });
  assert.deepEqual(evaluation.cases.map(({ group }) => group), [undefined, "p1"]);
  assert.deepEqual(notes, ["--groups names no group of 1 case: odd"]);
});

Deno.test("more names than a call has room for arguments are compared", () => {
  const names = Array.from({ length: 130_000 }, (_, i) => `case_${i}_gt`);
  assert.equal(fittingAffixes(names, names.map((name) => name.slice(0, -3)))?.truth.suffix, "_gt");
});
