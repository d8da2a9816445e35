// deno task train as its users meet it: a process that is given flags, is interrupted, is killed.
import assert from "node:assert/strict";
import { type Evaluation, readRun } from "../../evaluation/mod.ts";
import { assertMatchesSchema } from "../evaluation/run_schema.ts";
import { withoutUnix } from "../ignored.ts";
import { fails, inFolder, output, root, start, tasks, train } from "./train_command.ts";

/** Small enough for seconds, large enough for several steps and epochs. */
const SMALL = "--backend simd --size 32 --features 2 --animals 40 --batch 4 --epochs 3".split(" ");

Deno.test("train writes a run folder with model, figures and pictures", async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await train(...SMALL, "--out", `${folder}/run`);
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

Deno.test("a run killed with kill -9 again and again ends with the bits of one never broken", async () => {
  await inFolder(async (folder) => {
    await train(...SMALL, "--out", `${folder}/whole`);
    await killAfter(
      { isBegun: `${folder}/broken/run.json` },
      ...SMALL,
      "--out",
      `${folder}/broken`,
    );
    for (const milliseconds of [900, 1100, 1300, 1600, 2000]) {
      await killAfter({ milliseconds }, "--resume", `${folder}/broken`);
    }
    const { stderr } = await train("--resume", `${folder}/broken`);
    const { run } = await readRun(`${folder}/broken`);
    assert.equal(run?.status, "done", stderr);
    assert.deepEqual(await remains(`${folder}/broken`), await remains(`${folder}/whole`));
  });
});

Deno.test("a run with every setting of its training, killed and resumed, ends with the same bits", async () => {
  const settings = [
    ...SMALL,
    // 25 photographs to train: none is alone in a batch, which the deepest batch norm couldn't take
    ..."--batch 5".split(" "),
    ..."--encoder mobilenetv2-0.5 --weights random --encoder-lr 1e-4 --freeze 1 --schedule cosine --warmup 1"
      .split(
        " ",
      ),
    ..."--weight-decay 0.05 --loss dice-cross-entropy --class-weights 1,1,2".split(" "),
    ..."--augment flip,shift-scale-rotate,crop,color --patience 2".split(" "),
  ];
  await inFolder(async (folder) => {
    const { stderr } = await train(...settings, "--out", `${folder}/whole`);
    const { run, history } = await readRun(`${folder}/whole`);
    assert.equal(run?.status, "done", stderr);
    assert.equal(run?.settings.classWeights, "1,1,2");
    assert.ok(history[2].learningRate < history[1].learningRate);

    const broken = `${folder}/broken`;
    // more threads or fewer make no other batches and no other sums
    await killAfter(
      { isBegun: `${broken}/run.json` },
      ...settings,
      "--threads",
      "1",
      "--out",
      broken,
    );
    await killAfter({ milliseconds: 2000 }, "--resume", broken);
    await train("--resume", broken);
    assert.deepEqual(await remains(broken), await remains(`${folder}/whole`));
  });
});

Deno.test("Ctrl-C finishes the step, saves, and says how to go on", async () => {
  await inFolder(async (folder) => {
    await train(...SMALL, "--out", `${folder}/whole`);
    const child = start(...SMALL, "--out", `${folder}/broken`);
    while ((await epochsOf(`${folder}/broken`)) < 1) await wait(20);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await output(child);
    assert.equal(code, 130, stderr);
    assert.match(stdout, /To go on: deno task train --resume .*broken/);
    assert.equal((await readRun(`${folder}/broken`)).run?.status, "stopped");

    await train("--resume", `${folder}/broken`);
    assert.deepEqual(await remains(`${folder}/broken`), await remains(`${folder}/whole`));
  });
});

Deno.test("a closed terminal stops a run as Ctrl-C does", { ignore: withoutUnix() }, async () => {
  await inFolder(async (folder) => {
    const child = start(...SMALL, "--epochs", "1000", "--out", `${folder}/run`);
    while ((await epochsOf(`${folder}/run`)) < 1) await wait(20);
    // a shell and the terminal both say so
    child.kill("SIGHUP");
    child.kill("SIGHUP");
    const { code, stdout, stderr } = await output(child);
    assert.equal(code, 129, stderr);
    assert.match(stdout, /To go on: deno task train --resume/);
    const { run, writer } = await readRun(`${folder}/run`);
    assert.deepEqual([run?.status, writer], ["stopped", "gone"]);
  });
});

Deno.test("--resume refuses what contradicts the run, and runs that cannot go on", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    await train(...SMALL, "--epochs", "1", "--out", run);
    await fails(2, /--features was 2, got 4/, "--resume", run, "--features", "4");
    await fails(2, /leave out --out/, "--resume", run, "--out", `${folder}/other`);
    await fails(1, /Cannot resume .*broken off, and is done/, "--resume", run);
    await fails(
      1,
      /must contain run.json or evaluation.json, got no such folder/,
      "--resume",
      `${folder}/no`,
    );
    await Deno.writeTextFile(`${run}/run.json`, '{"settings":{"model":"unet"}}');
    await fails(1, /must be a run of deno task train/, "--resume", run);
  });
});

Deno.test("one program at a time writes to a run folder; the second says who does", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    const long = start(...SMALL, "--epochs", "1000", "--out", run);
    while ((await epochsOf(run)) < 1) await wait(20);
    assert.equal((await readRun(run)).writer, "alive");
    const others = await Promise.all([train("--resume", run), train("--resume", run)]);
    for (const { code, stderr } of others) {
      assert.equal(code, 1);
      assert.match(
        stderr,
        /Cannot write to .*\/run: process \d+ \(train\.ts, since .*Z\) is writing to it; wait/,
      );
    }
    long.kill("SIGKILL");
    await long.output();
    const read = await readRun(run);
    assert.deepEqual([read.run?.status, read.writer], ["running", "gone"]);
  });
});

Deno.test("a damaged history comes back from the checkpoint; a lost checkpoint erases no history", async (t) => {
  await inFolder(async (folder) => {
    const whole = `${folder}/whole`;
    await train(...SMALL, "--out", whole);
    const history = await Deno.readTextFile(`${whole}/history.jsonl`);
    const lines = history.split("\n");
    /** A copy that stands before the last measuring. */
    const stopped = async (name: string): Promise<string> => {
      const run = `${folder}/${name}`;
      await copyFolder(whole, run);
      const json = JSON.parse(await Deno.readTextFile(`${run}/run.json`));
      await Deno.writeTextFile(`${run}/run.json`, JSON.stringify({ ...json, status: "stopped" }));
      return run;
    };

    for (
      const [what, damaged] of [
        ["a damaged line", [lines[0], "\0\0{", lines[2], ""]],
        ["a lost line", [lines[0], ""]],
        ["two writers' lines", [lines[0], lines[1], lines[0], lines[1], lines[2], ""]],
        ["no line", []],
      ] as const
    ) {
      await t.step(`${what} is no matter`, async () => {
        const run = await stopped(what.replaceAll(/\W/g, "-"));
        await Deno.writeTextFile(`${run}/history.jsonl`, damaged.join("\n"));
        const { code, stderr } = await train("--resume", run);
        assert.equal(code, 0, stderr);
        assert.equal(await Deno.readTextFile(`${run}/history.jsonl`), history);
        assert.deepEqual(await remains(run), await remains(whole));
      });
    }
    for (const what of ["lost", "cut short"]) {
      await t.step(`a checkpoint ${what} is named, and nothing is begun over it`, async () => {
        const run = await stopped(`checkpoint-${what.replace(" ", "-")}`);
        const path = `${run}/checkpoint/checkpoint.bin`;
        await (what === "lost" ? Deno.remove(path) : Deno.truncate(path, 1000));
        const advice = /checkpoint\.bin.*--resume \S+\/checkpoint-\S+ --from-start$/m;
        const { stderr } = await fails(1, advice, "--resume", run);
        assert.doesNotMatch(stderr, /\n +at /);
        assert.equal(await Deno.readTextFile(`${run}/history.jsonl`), history);

        const { code } = await train("--resume", run, "--from-start");
        assert.equal(code, 0);
        assert.deepEqual(await remains(run), await remains(whole));
      });
    }
    await t.step("what a killed program left aside is swept", async () => {
      const run = await stopped("swept");
      const part = `${run}/model/weights.bin.${crypto.randomUUID()}.part`;
      await Deno.writeTextFile(part, "half");
      await train("--resume", run);
      assert.equal(await isThere(part), false);
    });
  });
});

Deno.test("a folder that holds only what a killed program left aside can be trained into", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/run.json.${crypto.randomUUID()}.part`, "{");
    const { code, stderr } = await train(...SMALL, "--epochs", "1", "--out", folder);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".part")),
      [],
    );
  });
});

Deno.test("a run folder is not made among the data", async () => {
  await inFolder(async (folder) => {
    await draw(`${folder}/a`, 12, 0);
    const data = [...SMALL, "--epochs", "1", "--data", `${folder}/a`];
    for (const [out, how] of [["a/run", "inside the data"], [".", "which holds the data"]]) {
      const { code, stderr } = await train(...data, "--out", `${folder}/${out}`);
      assert.deepEqual([code, stderr.includes(how)], [1, true], stderr);
    }
  });
});

Deno.test("--from-start is for a run that is there", async () => {
  await fails(2, /--from-start is for a run that is there: add --resume DIR/, "--from-start");
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
    await fails(2, /--size must be divisible by 16.*got 100, try 96/, "--size", "100", ...out);
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
    assert.match(stdout, /read +11 photographs, skipped 1 files/);
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
  const [, ...command] = tasks.menagerie.command.split(" ");
  const args = [
    ...command,
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

/** What must not depend on how often a run was broken off. */
async function remains(folder: string): Promise<unknown> {
  const { history, evaluation, epochPictures } = await readRun(folder);
  const weights = await Deno.readFile(`${folder}/model/weights.bin`);
  return {
    weights: await sha256(weights),
    history: history.map(({ seconds: _, imagesPerSecond: __, ...figures }) => figures),
    cases: evaluation?.cases,
    epochPictures,
  };
}

function meanDice({ cases }: Evaluation): number {
  return cases.reduce((sum, one) => sum + one.classes.background.dice!, 0) / cases.length;
}

/** Kills a training after a while, or once a file is there; one that is done by then is no matter. */
async function killAfter(
  { milliseconds = 100, isBegun }: { milliseconds?: number; isBegun?: string },
  ...args: string[]
): Promise<void> {
  const child = start(...args);
  const ended = child.output();
  while (isBegun !== undefined && !await isThere(isBegun)) await wait(10);
  await Promise.race([wait(milliseconds), ended]);
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended already
  }
  await ended;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [a, b] = [`${from}/${name}`, `${to}/${name}`];
    await (isDirectory ? copyFolder(a, b) : Deno.copyFile(a, b));
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function epochsOf(folder: string): Promise<number> {
  try {
    return (await readRun(folder)).history.length;
  } catch {
    return 0;
  }
}

async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
