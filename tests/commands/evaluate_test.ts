// `deno task evaluate`: figures, run folders, refusals.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { decodeLabelPng, encodeJpeg } from "../../io/mod.ts";
import {
  evaluate,
  FIXTURES,
  folderTest,
  maskFolders,
  ROOT,
  writeMask,
} from "../evaluation/masks/evaluate_command.ts";

const LABELS = "1=disc,2=ring,3=dots";

for (const spacing of ["1,1", "2,0.75"]) {
  folderTest(`evaluate gives scipy's values at a spacing of ${spacing}`, async (folder) => {
    const out = `${folder}/runs/mine`;
    const masks = ["--truth", `${FIXTURES}/truth`, "--prediction", `${FIXTURES}/prediction`];
    const line = [...masks, "--classes", LABELS, "--spacing", spacing, "--out", out];
    const { code, stdout, stderr } = await evaluate(line);
    assert.deepEqual([code, stderr], [0, ""], stdout + stderr);

    const { run, evaluation } = await readRun(out);
    const expected = JSON.parse(await Deno.readTextFile(`${FIXTURES}/figures.json`));
    assert.deepEqual(evaluation!.cases.map(({ id }) => id), Object.keys(expected).sort());
    for (const { id, classes } of evaluation!.cases) {
      assertClose(classes, expected[id][spacing], id);
    }
    assert.deepEqual([run!.status, run!.data.test.length], ["done", 11]);
    assert.equal(run!.settings.classes, LABELS);
    assert.equal(evaluation!.metrics[2].unit, spacing === "1,1" ? "px" : undefined);
  });
}

folderTest("evaluate stores the masks as they were, and prints the table", async (folder) => {
  const masks = ["--truth", `${FIXTURES}/truth`, "--prediction", `${FIXTURES}/prediction`];
  const { stdout } = await evaluate([...masks, "--classes", LABELS, "--out", `${folder}/a`]);
  const { evaluation } = await readRun(`${folder}/a`);
  for (const { id, pictures } of evaluation!.cases) {
    for (const kind of ["truth", "prediction"] as const) {
      const stored = decodeLabelPng(await Deno.readFile(`${folder}/a/${pictures![kind]}`));
      assert.deepEqual(
        stored,
        decodeLabelPng(await Deno.readFile(`${FIXTURES}/${kind}/${id}.png`)),
      );
    }
  }
  assert.match(stdout, /^class .* missed {2}misplaced {2}invented {2}both empty$/m);
  assert.match(stdout, /^disc .* 1 {10}2 {9}1 {11}2$/m);
  assert.match(stdout, new RegExp(`^11 cases measured: ${folder}/a$`, "m"));
});

folderTest("evaluate finds the labels by itself, and a free folder in runs", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 9, 9] }, { a: [0, 0, 9] });
  for (const name of ["evaluation", "evaluation-2"]) {
    const { code, stderr } = await evaluate(line, folder);
    assert.deepEqual([code, stderr], [0, ""]);
    const { evaluation } = await readRun(`${folder}/runs/${name}`);
    assert.deepEqual(evaluation!.classes.map(({ label, name }) => [label, name]), [[
      9,
      "foreground",
    ]]);
    assert.equal(evaluation!.cases[0].classes.foreground.dice, 2 / 3);
    assert.equal(evaluation!.name, name);
  }
});

folderTest("evaluate names, skips and counts what it can't use", async (folder) => {
  const one = [0, 1];
  const line = await maskFolders(
    folder,
    { good: one, small: one, alone: one, torn: one },
    { good: one, small: [0, 1, 1], other: one, torn: one },
  );
  await Deno.truncate(`${folder}/prediction/torn.png`, 40);
  await Deno.writeTextFile(`${folder}/truth/notes.txt`, "not a mask");
  const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^note: 1 true mask has no prediction, counted as missed \(--allow.*: alone$/m,
  );
  assert.match(stdout, /^skipped other\.png: has no true mask$/m);
  assert.match(
    stdout,
    /^skipped small\.png: counted as missed, .* must have the same size, got 2x1 and 3x1$/m,
  );
  assert.match(
    stdout,
    /^skipped torn\.png: counted as missed, predicted mask: Cannot decode mask: /m,
  );
  assert.match(stdout, /^note: 1 other file in .*\/truth left out: \.txt$/m);
  assert.match(stdout, /^3 files skipped$/m);
  const { run, evaluation } = await readRun(`${folder}/out`);
  assert.deepEqual(evaluation!.cases.map(({ id }) => id), ["alone", "good", "small", "torn"]);
  assert.equal((run!.data.skipped as unknown[]).length, 3);
  for (const id of ["alone", "small", "torn"]) {
    const { classes: { foreground }, pictures } = evaluation!.cases.find((one) => one.id === id)!;
    assert.deepEqual(
      [foreground.dice, foreground.fn, foreground.hd95, pictures!.prediction],
      [0, 1, null, undefined],
      id,
    );
  }
  const fewer = await evaluate([...line, "--out", `${folder}/fewer`, "--allow-missing"]);
  assert.match(fewer.stdout, /^skipped torn\.png: predicted mask: Cannot decode mask: /m);
  const { evaluation: left } = await readRun(`${folder}/fewer`);
  assert.deepEqual(left!.cases.map(({ id }) => id), ["good"]);

  const strict = await evaluate([...line, "--out", `${folder}/strict`, "--strict"]);
  assert.equal(strict.code, 1);
  assert.match(
    strict.stderr,
    /^error: 4 files can't be used:\nalone: the true mask has no prediction\n/,
  );
  await assert.rejects(Deno.stat(`${folder}/strict`), Deno.errors.NotFound);
});

folderTest(
  "evaluate shows photographs of the same names, and says where one is missing",
  async (folder) => {
    const masks = { a: [0, 1], b: [0, 1], c: [0, 1] };
    const line = await maskFolders(folder, masks, masks);
    await Deno.mkdir(`${folder}/images`);
    const data = new Uint8Array(8 * 4 * 3).fill(99);
    await Deno.writeFile(`${folder}/images/a.jpg`, await encodeJpeg({ data, width: 8, height: 4 }));
    await Deno.writeTextFile(`${folder}/images/c.png`, "no photograph");
    const images = ["--images", `${folder}/images`];
    const { code, stdout } = await evaluate([...line, ...images, "--out", `${folder}/out`]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^note: Cannot show the image of b: .*\/images must contain b\.jpg, b\.jpeg/m,
    );
    assert.match(stdout, /^note: Cannot read .*\/images\/c\.png: /m);
    const { evaluation } = await readRun(`${folder}/out`);
    assert.deepEqual(evaluation!.cases.map(({ pictures }) => pictures!.image), [
      "pictures/a.jpg",
      undefined,
      undefined,
    ]);

    const strict = await evaluate([...line, ...images, "--out", `${folder}/strict`, "--strict"]);
    assert.deepEqual([strict.code, (await readRun(`${folder}/strict`)).run!.status], [
      1,
      "stopped",
    ]);
    assert.match(strict.stderr, /^error: Cannot show the image of b: /);
  },
);

folderTest("evaluate says when a label that was named is nowhere", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] });
  const labels = ["--classes", "1=cat, 7 = dog"];
  const { stdout } = await evaluate([...line, ...labels, "--out", `${folder}/out`]);
  assert.match(stdout, /^note: no mask contains label 7 \(dog\)$/m);
});

/** Command lines that are refused: exit code 2 for what was typed, 1 for what was found. */
const REFUSED: [args: string[], code: number, message: RegExp][] = [
  [[], 2, /--truth DIR must be given/],
  [["--truth", "a"], 2, /--prediction DIR must be given/],
  [["--trut", "a"], 2, /Unknown flag --trut, did you mean --truth\?\nKnown flags: --truth --pred/],
  [["--labels", "1=cat"], 2, /Unknown flag --labels, it is --classes today\n/],
  [
    ["--truth", "a", "--prediction", "b", "--spacing", "1"],
    2,
    /--spacing must be auto, or numbers above 0/,
  ],
  [["--truth", "a", "--prediction", "b", "--spacing", "1,0"], 2, /above 0: .*, got "1,0"/],
  [
    ["--truth", "a", "--prediction", "b", "--classes", "cat=1"],
    2,
    /--classes must be .*, got "cat=1"/,
  ],
  [["--truth", "a", "--prediction", "b", "--ignore", "256"], 2, /from 0 to 255, .*, got "256"/],
  [["--truth", "a", "--prediction", "b", "--ignore", "void"], 2, /--ignore must be numbers/],
  [
    ["--truth", "a", "--prediction", "b", "--ignore", "1", "--classes", "1,2"],
    2,
    /--ignore must be none of --classes, got 1 in both/,
  ],
  [["--truth", "a", "--prediction", "b", "--classes", "300"], 2, /from 0 to 255 .*, got "300"/],
  [["--truth", "a", "--prediction", "b", "--classes", "1=a,1=b"], 2, /must differ from each other/],
  [["--truth", "a", "--prediction", "b", "--classes", "1=a,1=a"], 2, /must differ from each other/],
  [
    ["--truth", "/nowhere", "--prediction", "b"],
    1,
    /Cannot read the folder \/nowhere: there is no such folder/,
  ],
  [
    ["--truth", `${ROOT}core`, "--prediction", `${ROOT}core`],
    1,
    /Nothing to measure: there must be a true and a predicted mask of the same name/,
  ],
];

for (const [args, code, message] of REFUSED) {
  Deno.test(`evaluate ${args.join(" ").replaceAll(ROOT, "")} exits with ${code}`, async () => {
    const found = await evaluate(args);
    assert.equal(found.code, code);
    assert.match(found.stderr, /^error: /);
    assert.match(found.stderr, message);
    assert.doesNotMatch(found.stderr, /^ +at /m);
  });
}

folderTest("evaluate never writes into a folder that holds something", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] });
  await Deno.mkdir(`${folder}/mine`);
  await Deno.writeTextFile(`${folder}/mine/notes.txt`, "not to be lost");
  for (
    const [out, message] of [
      ["mine", /^error: Cannot make the run folder .*\/mine: it must not exist yet/],
      ["truth", /^error: Cannot write the run folder to .*truth, the same place as the true masks/],
      ["truth/x", /^error: Cannot write the run folder to .*truth\/x, inside the true masks/],
      [".", /^error: Cannot write the run folder to .*, which contains the true masks/],
    ] as const
  ) {
    const { code, stderr } = await evaluate([...line, "--out", `${folder}/${out}`]);
    assert.equal(code, 1);
    assert.match(stderr, message);
  }
});

folderTest("evaluate can't tell labels where there are none, or shades of grey", async (folder) => {
  const grey = Array.from({ length: 100 }, (_, i) => i);
  const line = await maskFolders(folder, { a: [0, 0] }, { a: [0, 0] });
  const none = await evaluate(line, folder);
  assert.match(none.stderr, /^error: Cannot tell the labels: .*, got 0 alone; name the labels/);
  await writeMask(`${folder}/truth/a.png`, ...grey);
  await writeMask(`${folder}/prediction/a.png`, ...grey);
  const many = await evaluate(line, folder);
  assert.match(
    many.stderr,
    /contain 0 and 1 to 64 other values, got 99 others \(.*\/truth contains 0 to 99 in 1 mask, .*\/prediction contains 0 to 99 in 1 mask\); name the labels/,
  );
  assert.equal(many.code, 1);
});

Deno.test("evaluate --help shows every flag and exits with 0", async () => {
  const { code, stdout, stderr } = await evaluate(["--help"]);
  assert.deepEqual([code, stderr], [0, ""]);
  for (
    const flag of ["truth", "prediction", "out", "classes", "ignore", "spacing", "images", "strict"]
  ) {
    assert.match(stdout, new RegExp(`^  --${flag} .*\\w`, "m"));
  }
});

/** The same keys, numbers to 1e-9, null for null. */
function assertClose(found: unknown, expected: unknown, where: string): void {
  if (typeof expected === "number" && typeof found === "number") {
    assert.ok(Math.abs(found - expected) <= 1e-9, `${where}: ${found}, scipy ${expected}`);
  } else if (typeof expected === "object" && expected !== null) {
    assert.deepEqual(Object.keys(found as object).sort(), Object.keys(expected).sort(), where);
    for (const [key, value] of Object.entries(expected)) {
      assertClose((found as Record<string, unknown>)[key], value, `${where} ${key}`);
    }
  } else {
    assert.equal(found, expected, where);
  }
}
