// deno task train as its users meet it: a process that is given flags, trains, or says why it can't.
import assert from "node:assert/strict";
import { type Evaluation, readRun } from "../../evaluation/mod.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { fails, inFolder, isThere, root, SMALL, train } from "./train_command.ts";
import { programArgs } from "../program_args.ts";

Deno.test("train writes a run folder with model, figures and pictures", async () => {
  await inFolder(async (folder) => {
    const args = [...SMALL, "--threads", "2", "--out", `${folder}/run`];
    const { code, stdout, stderr } = await train(...args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /epoch 3\/3 .* images\/s/);
    assert.match(stdout, /foreground +\d\.\d{3}/);
    assert.match(stdout, /deno task train --data oxford/);

    await assertMatchesSchema(`${folder}/run`);
    const { run, history, evaluation, epochPictures } = await readRun(`${folder}/run`);
    assert.equal(run?.status, "done");
    assert.equal(run?.curvesOn, "validation");
    assert.match(String(run?.command), /^deno task train .*--features 2/);
    assert.deepEqual(history.map(({ epoch }) => epoch), [1, 2, 3]);
    assert.equal(evaluation?.cases.length, 12);
    assert.deepEqual(evaluation?.cases.map(({ id }) => id), run?.data.test);
    assert.deepEqual([...new Set(epochPictures.map(({ epoch }) => epoch))].sort(), [1, 2, 3]);
    for (const { image, truth, prediction } of evaluation!.cases.map((one) => one.pictures!)) {
      for (const path of [image, truth, prediction]) await Deno.stat(`${folder}/run/${path}`);
    }
  });
});

Deno.test("train without a validation set reports the last epoch and draws curves on the test set", async () => {
  await inFolder(async (folder) => {
    await train(...SMALL, "--validation", "0", "--out", `${folder}/run`);
    const { run, evaluation, history } = await readRun(`${folder}/run`);
    assert.equal(run?.curvesOn, "test");
    assert.equal(run?.bestEpoch, undefined);
    // the figures are the last epoch's: its mean Dice is that of the evaluation
    assert.ok(Math.abs(history[2].dice.background - meanDice(evaluation!)) < 1e-12);
  });
});

Deno.test("a run folder is not made among the data", async () => {
  await inFolder(async (folder) => {
    await draw(`${folder}/a`, 12, 0);
    const data = [...SMALL, "--epochs", "1", "--data", `${folder}/a`];
    for (const [out, how] of [["a/run", "inside the data"], [".", "which contains the data"]]) {
      const { code, stderr } = await train(...data, "--out", `${folder}/${out}`);
      assert.deepEqual([code, stderr.includes(how)], [1, true], stderr);
    }
  });
});

Deno.test("wrong usage exits 2, says what is known, and leaves nothing behind", async () => {
  await inFolder(async (folder) => {
    const out = ["--out", `${folder}/run`];
    await fails(
      2,
      /Unknown flag --epoch, did you mean --epochs\?[\s\S]*--features/,
      "--epoch",
      "3",
      ...out,
    );
    await fails(2, /--size must be divisible by 16.*got 100; try 96/, "--size", "100", ...out);
    await fails(
      2,
      /--epochs must be a whole number of at least 1, got "0"/,
      "--epochs",
      "0",
      ...out,
    );
    await fails(2, /--lr must be above 0/, "--lr", "0", ...out);
    await fails(
      2,
      /--preset must be one of sample, unet, mobilenetv3/,
      "--preset",
      "large",
      ...out,
    );
    await fails(2, /--backend must be one of auto/, "--backend", "cuda", ...out);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("work that fails exits 1, without a stack trace, and leaves no run folder", async () => {
  await inFolder(async (folder) => {
    const out = ["--out", `${folder}/run`];
    const { stderr } = await fails(
      1,
      /^error: Cannot .*nowhere/,
      "--data",
      `${folder}/nowhere`,
      ...out,
    );
    assert.doesNotMatch(stderr, /\n +at /);
    await Deno.writeTextFile(`${folder}/run`, "");
    await fails(1, /Cannot make the run folder/, ...SMALL, ...out);
    const verbose = await train("--data", `${folder}/nowhere`, "--verbose", ...out);
    assert.match(verbose.stderr, /\n +at /);
  });
});

Deno.test("--test-data tests on another folder and trains on all of --data", async () => {
  await inFolder(async (folder) => {
    await draw(`${folder}/a`, 12, 0);
    await draw(`${folder}/b`, 12, 1);
    const data = ["--data", `${folder}/a`, "--test-data", `${folder}/b`, "--validation", "0"];
    const { stderr } = await train(...SMALL, "--epochs", "1", ...data, "--out", `${folder}/run`);
    const { run, evaluation } = await readRun(`${folder}/run`);
    assert.equal(run?.status, "done", stderr);
    assert.equal(run?.data.train.length, 12);
    assert.equal(evaluation?.cases.length, 12);
    assert.match(JSON.stringify(run?.data.testData), /"name":".*\/b"/);
  });
});

Deno.test("a bad file is named, skipped and counted, or stops the run with --strict", async () => {
  await inFolder(async (folder) => {
    await draw(`${folder}/a`, 12, 0);
    await Deno.truncate(`${folder}/a/images/cat_001.jpg`, 200);
    const args = [...SMALL, "--epochs", "1", "--data", `${folder}/a`, "--out"];
    const { code, stdout } = await train(...args, `${folder}/run`);
    assert.equal(code, 0);
    assert.match(stdout, /skipped .*cat_001\.jpg: /);
    assert.match(stdout, /read +11 images, skipped 1 file$/m);
    await fails(1, /cat_001\.jpg/, ...args, `${folder}/strict`, "--strict");
    assert.equal(await isThere(`${folder}/strict`), false);
  });
});

Deno.test("a loss that is not finite stops the run and says what to try", async () => {
  await inFolder(async (folder) => {
    const args = [...SMALL, "--lr", "1e38", "--out", `${folder}/run`];
    await fails(1, /loss must be finite.*Try a lower learning rate/, ...args);
    const { run } = await readRun(`${folder}/run`);
    assert.equal(run?.status, "stopped");
    assert.match(String(run?.error), /loss must be finite/);
  });
});

/** Writes animals in the layout of the official data set. */
async function draw(out: string, count: number, seed: number): Promise<void> {
  const args = [
    ...programArgs("menagerie"),
    "--count",
    `${count}`,
    "--size",
    "32",
    "--seed",
    `${seed}`,
    "--out",
    out,
  ];
  const { success } = await new Deno.Command("deno", { args, cwd: root, stdout: "null" }).output();
  assert.ok(success);
}

function meanDice({ cases }: Evaluation): number {
  return cases.reduce((sum, one) => sum + one.classes.background.dice!, 0) / cases.length;
}
