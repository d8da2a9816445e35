// `deno task evaluate FOLDER`: what to measure as the folder's triptych.json says it.
import assert from "node:assert/strict";
import { readEvaluation } from "../../evaluation/mod.ts";
import { encodeJpeg } from "../../io/mod.ts";
import { evaluate, folderTest } from "../evaluation/masks/evaluate_command.ts";
import { writeMasks } from "../evaluation/masks/evaluate_job.ts";

const DESCRIPTION = {
  images: "images/*_0.jpg",
  truth: "labels/*_seg.npy",
  prediction: "predicted",
  classes: [
    { name: "background", values: [0] },
    { name: "liver", values: [1], color: "#123456" },
    { name: "lesion", values: [2, 3] },
  ],
  regions: { whole: [1, 2] },
  ignore: [255],
  groups: "^(p\\d)_",
  spacing: [2, 0.5],
};

async function described(folder: string, description: unknown): Promise<string> {
  await writeMasks(folder, {
    "labels/p1_a_seg.npy": [0, 1, 2, 255],
    "predicted/p1_a.npy": [0, 1, 3, 1],
  });
  await Deno.mkdir(`${folder}/images`, { recursive: true });
  const image = { data: new Uint8Array(12), width: 4, height: 1 };
  await Deno.writeFile(`${folder}/images/p1_a_0.jpg`, await encodeJpeg(image));
  await Deno.writeTextFile(`${folder}/triptych.json`, JSON.stringify(description));
  return folder;
}

folderTest("evaluate FOLDER measures what its triptych.json says", async (folder) => {
  await described(folder, DESCRIPTION);
  const { code, stderr } = await evaluate([folder, "--out", `${folder}/run`]);
  assert.deepEqual([code, stderr], [0, ""]);
  const { classes, cases: [one], ignore } = await readEvaluation(`${folder}/run/evaluation.json`);
  assert.deepEqual(classes.map(({ name }) => name), ["liver", "lesion", "whole"]);
  assert.deepEqual([classes[0].color, classes[1].labels], ["#123456", [2, 3]]);
  assert.deepEqual([one.id, one.group, one.spacing, ignore], ["p1_a", "p1", [2, 0.5], [255]]);
  assert.deepEqual([one.classes.lesion.dice, one.classes.whole.fn], [1, 1]);
  assert.equal(one.pictures?.image, "pictures/p1_a.jpg");
});

folderTest(
  "flags come before triptych.json, and masks are the truth without one",
  async (folder) => {
    const { truth, prediction: _, ...rest } = DESCRIPTION;
    await described(folder, { ...rest, masks: truth });
    const flags = ["--prediction", `${folder}/predicted`, "--classes", "3=x", "--regions", "y=1+3"];
    const { code, stderr } = await evaluate([
      ...[folder, "--out", `${folder}/run`, "--spacing", "auto", "--groups", "_(a)"],
      ...flags,
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    const { classes, cases: [one] } = await readEvaluation(`${folder}/run/evaluation.json`);
    assert.deepEqual(classes.map(({ name }) => name), ["x", "y"]);
    assert.deepEqual([one.group, one.spacing], ["a", [1, 1]]);
  },
);

folderTest(
  "a class of several values is one class, where no region has a part of it",
  async (folder) => {
    await described(folder, { ...DESCRIPTION, regions: { whole: [1, 2, 3], liver_too: [1] } });
    const { code, stderr } = await evaluate([folder, "--out", `${folder}/run`]);
    assert.deepEqual([code, stderr], [0, ""]);
    const { classes, cases: [one], confusion } = await readEvaluation(
      `${folder}/run/evaluation.json`,
    );
    assert.deepEqual(classes.map(({ labels }) => labels), [undefined, undefined, [1, 2], [1]]);
    assert.deepEqual([one.classes.lesion.dice, one.classes.whole.dice], [1, 1]);
    assert.deepEqual(confusion, [[1, 0], [0, 1]]);
  },
);

folderTest("evaluate FOLDER says what its triptych.json lacks", async (folder) => {
  await Deno.mkdir(`${folder}/none`);
  const without = await evaluate([`${folder}/none`]);
  assert.equal(without.code, 1);
  assert.match(
    without.stderr,
    /none\/triptych\.json: a FOLDER must have one, with truth and prediction/,
  );
  const refused: [object, number, RegExp][] = [
    [{ truth: "labels" }, 2, /--prediction DIR must be given/],
    [
      { masks: "{id}/masks/{object}.png", prediction: "predicted" },
      1,
      /{id}\/masks\/{object}\.png says one per object; write the objects of an image into one mask$/m,
    ],
    [
      { masks: "masks/{class}/{id}.png", prediction: "predicted" },
      1,
      /says one per class; --truth and --prediction take such patterns/,
    ],
    [{ ...DESCRIPTION, truth: "a.json" }, 1, /must be pictures or volumes, got outlines, a\.json/],
    [
      { ...DESCRIPTION, ignore: ["#ff00ff"] },
      1,
      /ignore must be numbers from 0 to 255, got #ff00ff/,
    ],
    [
      { regions: { whole: [] } },
      1,
      /its field regions must be names with values, .*, got \{"whole":\[\]\}/,
    ],
    [
      { prediction: 3 },
      1,
      /its field prediction must be a folder or a pattern of paths, .*, got 3/,
    ],
  ];
  for (const [description, status, message] of refused) {
    await described(folder, description);
    const { code, stderr } = await evaluate([folder, "--out", `${folder}/run`]);
    assert.match(stderr, message);
    assert.equal(code, status);
  }
  const two = await evaluate([folder, folder]);
  assert.match(two.stderr, /Expected one FOLDER with a triptych\.json, got 2/);
});
