// `deno task evaluate` with folders as people have them: what it measures, and what it says.
import assert from "node:assert/strict";
import { readRun } from "../../../evaluation/mod.ts";
import { evaluate, folderTest, maskFolders, writeMask } from "./evaluate_command.ts";
import { ignoreUnless } from "../../ignored.ts";

folderTest("evaluate stops where the folders share no label but 0", async (folder) => {
  const truth = { a: [0, 255, 255], b: [0, 0, 255] }, prediction = { a: [0, 1, 1], b: [0, 0, 1] };
  const line = await maskFolders(folder, truth, prediction);
  const { code, stderr } = await evaluate([...line, "--out", `${folder}/out`]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: Cannot measure masks that share no label but 0: \S*truth contains 0, 255 in 2 masks, \S*prediction contains 0, 1 in 2 masks\. If they mean one class, give both the same name: --classes 255=cell,1=cell; if they are different classes, name them: --classes 1=NAME,255=NAME$/m,
  );
  await assert.rejects(Deno.stat(`${folder}/out`), Deno.errors.NotFound);

  const named = await evaluate([...line, "--classes", "1=cat,255=dog", "--out", `${folder}/out`]);
  assert.equal(named.code, 0, named.stderr);
  assert.match(named.stdout, /^note: only .*\/prediction contains label 1 \(cat\)$/m);
  assert.match(named.stdout, /^note: only .*\/truth contains label 255 \(dog\)$/m);
});

folderTest(
  "values with one name are one class, as the same masks in one value are",
  async (folder) => {
    const truth = { a: [0, 255, 255], b: [0, 0, 255] }, prediction = { a: [0, 1, 0], b: [0, 0, 1] };
    for (const name of ["two", "one"]) await Deno.mkdir(`${folder}/${name}`);
    const line = await maskFolders(`${folder}/two`, truth, prediction);
    const args = ["--classes", "255=cell,1=cell", "--out", `${folder}/joined`];
    const { code, stdout, stderr } = await evaluate([...line, ...args]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.doesNotMatch(stdout, /^note/m);
    const one = (values: number[]) => values.map((value) => value && 1);
    const same = Object.fromEntries(Object.entries(truth).map(([id, mask]) => [id, one(mask)]));
    const plain = await maskFolders(`${folder}/one`, same, prediction);
    await evaluate([...plain, "--classes", "1=cell", "--out", `${folder}/plain`]);
    const [joined, other] = await Promise.all(
      ["joined", "plain"].map((name) => readRun(`${folder}/${name}`)),
    );
    const [cases, others] = [joined, other].map(({ evaluation }) =>
      evaluation!.cases.map(({ classes, truthHash }) => [classes, truthHash])
    );
    assert.deepEqual(cases, others);
    assert.deepEqual(joined.evaluation!.confusion, other.evaluation!.confusion);
    assert.deepEqual(joined.evaluation!.confusion, [[2]]);
  },
);

folderTest("evaluate takes a prediction of nothing for what it is", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 1] }, { a: [0, 0] });
  const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
  assert.equal(code, 0);
  assert.match(stdout, /^note: only .*\/truth contains label 1 \(foreground\)$/m);
});

folderTest("evaluate --ignore leaves the pixels of a value out of every figure", async (folder) => {
  // VOC: 255 is void; label 1 was predicted over some of it
  const line = await maskFolders(folder, { a: [0, 1, 1, 255, 255, 2] }, { a: [1, 1, 0, 1, 0, 2] });
  const ignored = await evaluate([...line, "--ignore", "255", "--out", `${folder}/out`]);
  assert.deepEqual([ignored.code, ignored.stderr], [0, ""]);
  assert.doesNotMatch(ignored.stdout, /^note/m);
  const { run, evaluation } = await readRun(`${folder}/out`);
  const { tp, fp, fn, tn, dice } = evaluation!.cases[0].classes["label 1"];
  assert.deepEqual([tp, fp, fn, tn, dice], [1, 1, 1, 1, 0.5]);
  assert.deepEqual([evaluation!.ignore, evaluation!.cases[0].ignored], [[255], 2]);
  assert.deepEqual(evaluation!.confusion, [[1, 0], [0, 1]]);
  assert.deepEqual(evaluation!.unlabelled, { truth: [1, 0], prediction: [1, 0], both: 0 });
  assert.equal(run!.settings.ignore, "255");

  const counted = await evaluate([...line, "--out", `${folder}/counted`]);
  assert.match(
    counted.stdout,
    /^note: only .*truth contains label 255; if 255 marks unlabelled pixels, add --ignore 255$/m,
  );
  const without = (await readRun(`${folder}/counted`)).evaluation!;
  assert.equal(without.cases[0].classes["label 1"].fp, 2);
  assert.deepEqual([without.ignore, without.cases[0].ignored], [undefined, undefined]);

  const nowhere = await evaluate([...line, "--ignore", "7,255", "--out", `${folder}/other`]);
  assert.equal(nowhere.code, 0);
  const none = await evaluate([...line, "--ignore", "7", "--out", `${folder}/none`]);
  assert.match(none.stdout, /^note: no true mask contains 7, the value to ignore$/m);
});

folderTest(
  "evaluate refuses labels that neither folder holds while others are there",
  async (folder) => {
    const line = await maskFolders(folder, { a: [0, 255] }, { a: [255, 0] });
    const { code, stderr } = await evaluate([
      ...line,
      "--classes",
      "1=cat",
      "--out",
      `${folder}/out`,
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: Cannot measure label 1: a folder must contain the label that --classes names, got: \S*truth contains 0, 255 in 1 mask, \S*prediction contains 0, 255 in 1 mask$/m,
    );
    await writeMask(`${folder}/truth/a.png`, 0, 0);
    await writeMask(`${folder}/prediction/a.png`, 0, 0);
    const empty = await evaluate([...line, "--classes", "1=cat", "--out", `${folder}/out`]);
    assert.equal(empty.code, 0, "masks of 0 alone agree that there is none");
  },
);

folderTest("evaluate says that masks look like a JPEG's greys", async (folder) => {
  const noise = [0, 1, 3, 8, 15, 240, 246, 251, 254, 255];
  const line = await maskFolders(folder, { a: noise.map((v) => v > 127 ? 255 : 0) }, { a: noise });
  const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^note: \S*prediction contains 10 values: they look like shades near black and white, as JPEG/m,
  );
  assert.equal(stdout.match(/look like shades/g)!.length, 1);
});

folderTest("evaluate says what the folders contain in place of masks", async (folder) => {
  for (const side of ["t", "p"]) {
    await Deno.mkdir(`${folder}/${side}`);
    await Deno.writeTextFile(`${folder}/${side}/a.txt`, "no mask");
  }
  await writeMask(`${folder}/t/one.png`, 0, 1);
  const line = ["--truth", `${folder}/t`, "--prediction", `${folder}/p`];
  const { code, stderr } = await evaluate(line);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: Nothing to measure: .* \S*\/t contains 1 mask \(one\), 1 other file \(\.txt\), \S*\/p contains 1 other file \(\.txt\)$/m,
  );
  const file = await evaluate(["--truth", `${folder}/t/a.txt`, "--prediction", `${folder}/p`]);
  assert.match(file.stderr, /^error: Cannot read the folder \S*a\.txt: it is a file$/m);
});

folderTest(
  "evaluate pairs names that differ in Unicode's form or in the case of .png",
  async (folder) => {
    const line = await maskFolders(folder, { "Löwe": [0, 1] }, { "Lo\u0308we": [0, 1] });
    await writeMask(`${folder}/truth/b.PNG`, 0, 1);
    await writeMask(`${folder}/truth/b.png`, 0, 1);
    await writeMask(`${folder}/prediction/b.png`, 0, 1);
    const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^skipped b\.png: another file has the same name: b\.PNG$/m);
    const { evaluation } = await readRun(`${folder}/out`);
    assert.deepEqual(evaluation!.cases.map(({ id }) => id).sort(), ["Löwe", "b"].sort());
  },
);

Deno.test({
  name: "evaluate waits for no pipe among the masks and photographs",
  ignore: ignoreUnless(Deno.build.os !== "windows", "Windows has no pipes that a test can make"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const line = await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] });
    await Deno.mkdir(`${folder}/images`);
    for (const pipe of ["truth/b.png", "prediction/b.png", "images/a.jpg"]) {
      await new Deno.Command("mkfifo", { args: [`${folder}/${pipe}`] }).output();
    }
    const { code, stdout } = await evaluate([...line, "--images", `${folder}/images`], folder);
    await Deno.remove(folder, { recursive: true });
    assert.equal(code, 0);
    assert.match(stdout, /^note: Cannot read \S*images\/a\.jpg: it must be a file$/m);
  },
});
