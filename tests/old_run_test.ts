// The run folders of an earlier version, made by tests/fixtures/runs/make.ts: this version reads them,
// shows them, resumes them and predicts with them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readRun } from "../evaluation/mod.ts";
import { decodeLabelPng } from "../io/mod.ts";
import { buildSite } from "../site/mod.ts";
import { readBegunRun } from "../training/open_run.ts";
import { DEFAULTS } from "../training/presets.ts";
import { programArgs } from "./program_args.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const old = `${root}tests/fixtures/runs/b35c387`;
const expected = JSON.parse(await Deno.readTextFile(`${old}/expected.json`));

Deno.test("a run folder of b35c387 is read whole", async () => {
  const { run, history, evaluation, epochPictures } = await readRun(`${old}/done`);
  assert.equal(run?.status, "done");
  assert.equal(run?.bestEpoch, 7);
  assert.deepEqual(history, expected.history);
  assert.deepEqual(evaluation?.cases.map(({ id }) => id), run?.data.test);
  assert.deepEqual(
    evaluation?.cases.find(({ id }) => id === "elephant_001")?.classes.foreground,
    {
      tp: 149,
      fp: 274,
      fn: 15,
      tn: 586,
      dice: 0.5076660988074957,
      iou: 0.3401826484018265,
      assd: 5.48335852244665,
      hd95: 12.659289313101294,
    },
  );
  assert.equal(epochPictures.length, 2 * expected.history.length);
});

Deno.test("a site of b35c387's run folders has a page and pictures of each case", async () => {
  await inFolder(async (out) => {
    const { runs } = await buildSite({ runs: [`${old}/done`, `${old}/interrupted`], out });
    assert.deepEqual(runs.map(({ cases }) => cases).toSorted(), [0, 7]);
    for (const { page } of runs) assert.ok((await Deno.stat(page)).isFile);
    const files = await Array.fromAsync(walk(out));
    for (const { id } of (await readRun(`${old}/done`)).evaluation!.cases) {
      const ofCase = files.filter((file) => file.includes(id));
      for (const ending of [".html", ".jpg", ".png"]) {
        assert.ok(ofCase.some((file) => file.endsWith(ending)), `${id}${ending}`);
      }
    }
  });
});

for (const backend of ["simd", "cpu"]) {
  Deno.test(`predict with b35c387's model and ${backend} gives the masks that it gave`, async () => {
    await inFolder(async (out) => {
      const names = Object.keys(expected.labels);
      const images = names.map((name) => `${old}/images/${name}`);
      const flags = ["--model", `${old}/done`, "--backend", backend, "--out", out];
      // it has no checksum, which is no reason to complain
      assert.doesNotMatch(await run("predict", ...flags, ...images), /checksum/);
      for (const name of names) {
        const mask = await Deno.readFile(`${out}/${name}`);
        assert.equal(sha256(decodeLabelPng(mask).labels), expected.labels[name], name);
      }
    });
  });
}

Deno.test("a run of b35c387 that was killed is resumed to the end of one that was not", async () => {
  await inFolder(async (folder) => {
    await cp(`${old}/interrupted`, `${folder}/run`, { recursive: true });
    await run("train", "--resume", `${folder}/run`);
    const resumed = await readRun(`${folder}/run`);
    const whole = await readRun(`${old}/done`);
    assert.equal(resumed.run?.status, "done");
    assert.equal(resumed.run?.bestEpoch, whole.run?.bestEpoch);
    assert.deepEqual(figuresOf(resumed), figuresOf(whole));
    assertClose(lossesOf(resumed), lossesOf(whole));
    assertClose(await weightsOf(`${folder}/run`), await weightsOf(`${old}/done`));
  });
});

Deno.test("settings that the version of a run didn't have are the defaults when it is resumed", async () => {
  await inFolder(async (folder) => {
    const json = JSON.parse(await Deno.readTextFile(`${old}/interrupted/run.json`));
    const { testAugment: _, patience: __, ...settings } = json.settings;
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ ...json, settings }));
    assert.deepEqual((await readBegunRun(folder)).settings, {
      ...DEFAULTS,
      measure: "model",
      ...json.settings,
    });
  });
});

type Run = Awaited<ReturnType<typeof readRun>>;

/** What an interruption and a later version must not change. */
function figuresOf({ history, evaluation }: Run): unknown {
  return {
    epochs: history.map(({ epoch, dice }) => ({ epoch, dice })),
    cases: evaluation?.cases.map(({ id, classes }) => ({ id, classes })),
  };
}

function lossesOf({ history }: Run): number[] {
  return history.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss!]);
}

async function weightsOf(folder: string): Promise<Float32Array> {
  return new Float32Array((await Deno.readFile(`${folder}/model/weights.bin`)).buffer);
}

/**
 * Checks that numbers are equal up to rounding: a later version may sum in another order. What matters
 * in a checkpoint moves weights by far more: without Adam's means, by up to 0.9.
 */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(difference < 1e-5, `number ${i} must be ${expected[i]}, got ${actual[i]}`);
  }
}

/** What a task prints, which must succeed. */
async function run(task: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [...programArgs(task), ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr));
  return text.decode(stdout) + text.decode(stderr);
}

async function* walk(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* walk(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
