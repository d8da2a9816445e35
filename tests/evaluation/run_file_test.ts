// run.json and its JSON Schema: what is written matches it, what is read is checked against it.
import assert from "node:assert/strict";
import { readRun, type Run, writeRun } from "../../evaluation/mod.ts";
import { describePreset } from "../../training/published.ts";
import { presetNames, settingsOf } from "../../training/presets.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";
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
  weights: { name: "encoder.pth", sha256: "ef", source: "https://example.org/encoder.pth" },
  bestEpoch: 3,
  notes: ["The training diverged."],
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
  assumed: { size: "64, as elsewhere" },
};

/** Fields that are left out where they are of the wrong kind, one of each. */
const ODD: Record<string, unknown> = {
  command: ["deno"],
  startedAt: 3,
  weights: {},
  bestEpoch: 1.5,
  notes: "one",
  error: { message: "" },
  published: { source: "a talk" },
  assumed: { size: 64 },
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

for (const [field, value] of Object.entries(ODD)) {
  Deno.test(`readRun() leaves out ${field} of the wrong kind, and says so`, () =>
    inFolder(async (folder) => {
      await writeRun(folder, { ...RUN, [field]: value });
      const { run, problems } = await readRun(folder);
      const { [field as keyof Run]: _, ...rest } = RUN;
      assert.deepEqual(run, rest);
      assert.equal(problems.length, 1);
      const text = new RegExp(`^run\\.json: /${field}.* must .*, got .*; ${field} is left out$`);
      assert.match(problems[0], text);
    }));
}

Deno.test("readRun() leaves out several fields of the wrong kind, those of the data too", () =>
  inFolder(async (folder) => {
    const data = { ...RUN.data, skipped: [3], testData: "elsewhere" };
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ ...RUN, ...ODD, data }));
    const { run, problems } = await readRun(folder);
    const { skipped: _skipped, testData: _testData, ...rest } = RUN.data;
    assert.deepEqual(run!.data, rest);
    assert.equal(problems.length, Object.keys(ODD).length + 2);
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
    const url = new URL(`../fixtures/runs/b35c387/${name}`, import.meta.url);
    const { run, problems } = await readRun(decodeURIComponent(url.pathname));
    assert.deepEqual(problems, []);
    assert.match(run!.command!, /^deno task train/);
  });
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
