// run.json and its JSON Schema: what is written matches it, what is read is checked against it.
import assert from "node:assert/strict";
import { compareCodePoints } from "../../../core/mod.ts";
import schema from "../../../evaluation/run_folder/run.schema.json" with { type: "json" };
import { readRun, type Run, writeRun } from "../../../evaluation/mod.ts";
import { describePreset } from "../../../training/published.ts";
import { presetNames, settingsOf } from "../../../training/presets.ts";
import { ignoreUnless, isShared, SHARED } from "../../ignored.ts";
import { assertMatchesSchema } from "./run_schema.ts";

const SKIPPED = [{ file: "images/a.jpg", reason: "it must be a picture" }];

/** A run with every field. */
const RUN: Required<Run> = {
  status: "done",
  settings: { size: 64, weights: null, augment: "flip" },
  backend: "simd",
  versions: { deno: "2.9.6" },
  hardware: "2 CPU threads",
  data: {
    name: "menagerie",
    fingerprint: "ab",
    skipped: SKIPPED,
    train: ["a"],
    validation: ["b"],
    test: ["c"],
    testData: { name: "photographs", fingerprint: "cd", skipped: [] },
  },
  curvesOn: "validation",
  seconds: 12.5,
  command: "deno task train --size 64",
  startedAt: "2026-01-01T00:00:00Z",
  weights: {
    name: "encoder.pth",
    sha256: "ef",
    source: "https://example.org/encoder.pth",
    seen: 2,
  },
  bestEpoch: 3,
  trainedOn: [20],
  members: 5,
  curve: [1, 0.5, 0.25, 0.125],
  postProcessing: {
    at: "own",
    classes: [{
      name: "cat",
      images: 9,
      tried: 4,
      best: { keep: 64, change: 0.01, p: 0.001 },
      isKept: true,
    }],
  },
  notes: ["The training diverged."],
  shard: { part: 1, of: 2, ids: "0123456789abcdef" },
  error: "the disk is full",
  published: {
    source: "a talk",
    note: "medians",
    figures: "nine values of Dice",
    settings: { epochs: 30 },
    dice: { cat: { best: 0.9, median: 0.5, worst: 0.1 } },
    pretrained: true,
    comparisons: [{ to: "best", about: "the encoder alone" }],
  },
  plan: { size: "images are large" },
  assumed: { size: "64, as elsewhere" },
};

/** What is left of fields of the wrong kind, one of each. */
const ODD: Record<string, { found: unknown; left?: unknown }> = {
  command: { found: ["deno"] },
  startedAt: { found: 3 },
  weights: { found: {} },
  bestEpoch: { found: 1.5 },
  trainedOn: { found: [20, 0], left: [20] },
  members: { found: 1 },
  notes: { found: ["A note.", 3], left: ["A note."] },
  error: { found: { message: "" } },
  published: { found: { source: "a talk" } },
  plan: { found: { size: 64, batch: "few" }, left: { batch: "few" } },
  assumed: {
    found: { size: 64, epochs: "30, as elsewhere" },
    left: { epochs: "30, as elsewhere" },
  },
};

Deno.test("a run with every field matches the schema, and is read as it was written", () =>
  inFolder(async (folder) => {
    await writeRun(folder, RUN);
    await assertMatchesSchema(folder);
    const { run, problems } = await readRun(folder);
    assert.deepEqual([run, problems], [RUN, []]);
  }));

Deno.test("what run.json says of each preset matches the schema", () =>
  inFolder(async (folder) => {
    for (const name of presetNames) {
      await writeRun(folder, { ...RUN, ...describePreset(settingsOf(name)) });
      await assertMatchesSchema(folder);
    }
  }));

for (const [field, { found, left }] of Object.entries(ODD)) {
  Deno.test(`readRun() leaves out what is of the wrong kind in ${field}, and says so`, () =>
    inFolder(async (folder) => {
      await writeRun(folder, { ...RUN, [field]: found });
      const { run, problems } = await readRun(folder);
      const { [field as keyof Run]: _, ...rest } = RUN;
      assert.deepEqual(run, left === undefined ? rest : { ...rest, [field]: left });
      assert.equal(problems.length, 1);
      const text = new RegExp(`^run\\.json: /${field}.* must .*, got .*; it is left out$`);
      assert.match(problems[0], text);
    }));
}

Deno.test("readRun() leaves out what is of the wrong kind in the data", () =>
  inFolder(async (folder) => {
    const data = { ...RUN.data, skipped: [3, ...SKIPPED], testData: "elsewhere" };
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ ...RUN, data }));
    const { run, problems } = await readRun(folder);
    const { testData: _, ...rest } = RUN.data;
    assert.deepEqual(run!.data, rest);
    assert.equal(problems.length, 2);
  }));

Deno.test("readRun() takes a run with a million faults, and names a few", () =>
  inFolder(async (folder) => {
    const run = { ...RUN, notes: Array(1e6).fill(3), error: 3 };
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(run));
    const read = await readRun(folder);
    assert.deepEqual([read.run!.notes, read.run!.error], [undefined, undefined]);
    assert.equal(read.problems.length, 12);
  }));

for (const run of [`${SHARED}runs/pytorch-unet`, `${SHARED}runs/pytorch-mobilenetv2`]) {
  Deno.test({
    name: `another program's run passes: ${run.replace(/^.*\//, "")}`,
    ignore: ignoreUnless(isShared("runs"), "../shared/runs is not here"),
    fn: async () => assert.deepEqual((await readRun(run)).problems, []),
  });
}

for (const name of ["done", "interrupted"]) {
  Deno.test(`an older run passes: ${name}`, async () => {
    const url = new URL(`../../fixtures/runs/b35c387/${name}`, import.meta.url);
    const { run, problems } = await readRun(decodeURIComponent(url.pathname));
    assert.deepEqual(problems, []);
    assert.match(run!.command!, /^deno task train/);
  });
}

Deno.test("docs/run-folder.md describes every field of the schema, and says which are always there", async () => {
  const docs = await Deno.readTextFile(new URL("../../../docs/run-folder.md", import.meta.url));
  const rows = [...docs.matchAll(/^\| (`.*?) +\| (yes)? +\|/gm)].flatMap(([, names, always]) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name]) => ({ name, isAlways: always === "yes" }))
  );
  const expected = [schema, schema.$defs.RunData].flatMap(({ properties, required }) =>
    Object.keys(properties).map((name) => ({ name, isAlways: required.includes(name) }))
  );
  const byName = (a: { name: string }, b: { name: string }) => compareCodePoints(a.name, b.name);
  assert.deepEqual(rows.sort(byName), expected.sort(byName));
});

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
