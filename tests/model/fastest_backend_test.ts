// Which engine auto takes, by the times that were measured; what measuring leaves behind.
import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type Backend, type BackendName, startBackend } from "@triptych/engine";
import { keyOf, startFastest } from "../../model/fastest_backend.ts";
import { chooseBackend, saveModel } from "../../model/mod.ts";
import { knownTimes, rememberTimes, type StepTimes } from "../../model/step_times.ts";
import { timeSteps } from "../../model/time_steps.ts";
import { withoutTensorflow } from "./engines.ts";
import { tinyUnet } from "./build.ts";

const SETTING = "2 threads";

/** A folder with an installation that can be found, but not loaded, and with times if there are any. */
async function withTimes(
  times: StepTimes | undefined,
  check: (choose: (broken?: BackendName) => Promise<Backend>, said: string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-fastest-" });
  const file = join(folder, "engines.json");
  await Deno.writeTextFile(join(folder, "installed.json"), '{ "gpu": false, "files": {} }');
  if (times !== undefined) await rememberTimes(file, keyOf(SETTING, ["CPU"]), times);
  const said: string[] = [];
  const choose = (broken?: BackendName) =>
    startFastest({
      start: (name) =>
        name === broken
          ? Promise.reject(new Error("it is broken"))
          : Promise.resolve(standIn(name)),
      tensorflow: () => folder,
      setting: SETTING,
      timesFile: () => file,
      onMeasure: (line) => said.push(line),
    });
  try {
    await check(choose, said);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function standIn(name: BackendName): Backend {
  return { name, description: `${name}: a stand-in`, version: "1", devices: ["CPU"] };
}

Deno.test("auto takes tensorflow where its step takes at most 1/1.1 of simd's time", () =>
  withTimes({ simd: 330, tensorflow: 300 }, async (choose, said) => {
    const { name, description } = await choose();
    assert.equal(name, "tensorflow");
    assert.equal(
      description,
      "tensorflow: a stand-in (300 ms per training step, simd 330 ms)",
    );
    assert.deepEqual(said, [], "nothing is timed again");
  }));

Deno.test("auto stays with simd where tensorflow is less than 10 % faster", () =>
  withTimes({ simd: 329, tensorflow: 300 }, async (choose) => {
    assert.equal(
      (await choose()).description,
      "simd: a stand-in (329 ms per training step, tensorflow 300 ms, less than 10 % faster)",
    );
  }));

Deno.test("auto takes simd where it is faster", () =>
  withTimes({ simd: 4.25, tensorflow: 300 }, async (choose) => {
    assert.equal(
      (await choose()).description,
      "simd: a stand-in (4.3 ms per training step, tensorflow 300 ms)",
    );
  }));

Deno.test("an engine that doesn't start any more is left out, with the reason", () =>
  withTimes({ simd: 500, tensorflow: 300 }, async (choose) => {
    assert.equal(
      (await choose("tensorflow")).description,
      "simd: a stand-in (not tensorflow: it is broken)",
    );
  }));

Deno.test("where simd doesn't start either, plain JavaScript computes", () =>
  withTimes({ simd: 200, tensorflow: 300 }, async (choose) => {
    assert.equal(
      (await choose("simd")).description,
      "cpu: a stand-in (200 ms per training step, tensorflow 300 ms; not simd: it is broken)",
    );
  }));

Deno.test("without known times both engines are timed, and that is said", async () => {
  await startBackend("simd");
  const before = tf.memory();
  await withTimes(undefined, async (choose, said) => {
    const { description } = await choose();
    assert.deepEqual(said.length, 1);
    assert.match(said[0], /^timing a training step of tensorflow and of simd/);
    assert.match(description, /^(simd|tensorflow): a stand-in \(\d+ ms per training step, /);
  });
  assert.equal(tf.memory().numTensors, before.numTensors);
  assert.equal(tf.memory().numBytes, before.numBytes);
});

Deno.test("times are known for what they were measured on, and a damaged file knows none", async () => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-fastest-" });
  const file = join(folder, "cache", "engines.json");
  try {
    await rememberTimes(file, "this machine", { simd: 3, tensorflow: 2 });
    await rememberTimes(file, "another", { simd: 1, tensorflow: 1 });
    assert.deepEqual(await knownTimes(file, "this machine"), { simd: 3, tensorflow: 2 });
    assert.equal(await knownTimes(file, "a third"), undefined);
    for (const damaged of ["", "{ cut", "null", '{ "another": { "simd": "1" } }', "[]"]) {
      await Deno.writeTextFile(file, damaged);
      assert.equal(await knownTimes(file, "another"), undefined, damaged);
    }
    await rememberTimes(file, "another", { simd: 1, tensorflow: 1 });
    assert.deepEqual(await knownTimes(file, "another"), { simd: 1, tensorflow: 1 });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what went wrong with an engine is told, and the other is timed all the same", async () => {
  const before = tf.memory().numTensors;
  const { simd, tensorflow } = await timeSteps({
    tensorflow: () => Promise.reject(new Error("no GPU")),
    simd: () => startBackend("simd"),
  });
  assert.deepEqual(tensorflow, new Error("no GPU"));
  assert.ok(!(simd instanceof Error) && simd.least > 0 && simd.least <= simd.next);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("timing changes nothing that a model is made of", async () => {
  const folder = await Deno.makeTempDir({ prefix: "triptych-fastest-" });
  try {
    await chooseBackend("simd");
    await saveModel(join(folder, "before"), tinyUnet());
    await timeSteps({ simd: () => startBackend("simd") });
    await saveModel(join(folder, "after"), tinyUnet());
    for (const name of ["model.json", "weights.bin"]) {
      const [before, after] = await Promise.all(
        ["before", "after"].map((which) => Deno.readFile(join(folder, which, name))),
      );
      assert.deepEqual(after, before, name);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("auto keeps the engine that a run began on, where it works", async () => {
  assert.equal((await chooseBackend("auto", { keep: "cpu" })).name, "cpu");
});

Deno.test({
  name: "with TensorFlow set up, auto names both engines with their times",
  ignore: withoutTensorflow(),
  async fn() {
    const { name, description } = await chooseBackend("auto");
    const other = name === "simd" ? "tensorflow" : "simd";
    assert.match(description, new RegExp(`^${name}: .* per training step, ${other} [\\d.]+ ms`));
    assert.equal(tf.getBackend(), name);
  },
});
