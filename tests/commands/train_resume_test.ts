// deno task train as its users meet it: a process that is interrupted, killed and resumed.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { withoutUnix } from "../ignored.ts";
import {
  epochsOf,
  fails,
  filmsIn,
  inFolder,
  isThere,
  killAfter,
  output,
  remains,
  SMALL,
  start,
  train,
  untilHolds,
  wait,
} from "./train_command.ts";

Deno.test("a run killed with kill -9 again and again ends with the bits of one never interrupted", async () => {
  const settings = [...SMALL, "--film", "5"];
  await inFolder(async (folder) => {
    await train(...settings, "--out", `${folder}/whole`);
    await killAfter(
      { isBegun: `${folder}/broken/run.json` },
      ...settings,
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
    const films = [1, 2, 3].map((epoch) => `epochs/film.00${epoch}.jsonl`);
    assert.deepEqual(await filmsIn(`${folder}/broken`), films);
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
    ..."--augment flip,shift-scale-rotate,crop,elastic,color --patience 2".split(" "),
  ];
  await inFolder(async (folder) => {
    const { stderr } = await train(...settings, "--threads", "2", "--out", `${folder}/whole`);
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

Deno.test("Ctrl-C finishes the step, saves, and says how to resume", async () => {
  await inFolder(async (folder) => {
    await train(...SMALL, "--out", `${folder}/whole`);
    const child = start(...SMALL, "--out", `${folder}/broken`);
    // there before the first step: however fast the machine, there are steps left
    await untilHolds(child, () => isThere(`${folder}/broken/checkpoint`));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await output(child);
    assert.equal(code, 130, stderr);
    assert.match(stdout, /To resume: deno task train --resume .*broken/);
    assert.equal((await readRun(`${folder}/broken`)).run?.status, "stopped");

    await train("--resume", `${folder}/broken`);
    assert.deepEqual(await remains(`${folder}/broken`), await remains(`${folder}/whole`));
  });
});

Deno.test("a closed terminal stops a run as Ctrl-C does", { ignore: withoutUnix() }, async () => {
  await inFolder(async (folder) => {
    const child = start(...SMALL, "--epochs", "1000", "--out", `${folder}/run`);
    await untilHolds(child, async () => await epochsOf(`${folder}/run`) >= 1);
    // a shell and the terminal both say so
    child.kill("SIGHUP");
    child.kill("SIGHUP");
    const { code, stdout, stderr } = await output(child);
    assert.equal(code, 129, stderr);
    assert.match(stdout, /To resume: deno task train --resume/);
    const { run, writer } = await readRun(`${folder}/run`);
    assert.deepEqual([run?.status, writer], ["stopped", "gone"]);
  });
});

Deno.test("auto stays on the engine that a run began on, until another one is typed", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    // few images, as the engine cpu takes its time
    const few: Record<string, string> = { simd: "auto", 40: "12" };
    const auto = SMALL.map((word) => few[word] ?? word);
    await stdoutOfAnEpoch(run, ...auto, "--epochs", "1000", "--out", run);
    // a run that began on an engine that auto wouldn't take
    const file = JSON.parse(await Deno.readTextFile(`${run}/run.json`));
    assert.deepEqual([file.settings.backend, file.status], ["auto", "stopped"]);
    await Deno.writeTextFile(`${run}/run.json`, JSON.stringify({ ...file, backend: "cpu" }));

    assert.match(await stdoutOfAnEpoch(run, "--resume", run), /^engine {2}cpu: /m);
    assert.equal((await readRun(run)).run?.backend, "cpu");

    const moved = await stdoutOfAnEpoch(run, "--resume", run, "--backend", "simd");
    assert.match(moved, /^engine {2}simd: /m);
    assert.equal((await readRun(run)).run?.backend, "simd");
  });
});

Deno.test("--resume refuses what contradicts the run, and runs that cannot continue", async () => {
  await inFolder(async (folder) => {
    const run = `${folder}/run`;
    await train(...SMALL, "--epochs", "1", "--out", run);
    await fails(2, /--features was 2, got 4/, "--resume", run, "--features", "4");
    await fails(2, /leave out --out/, "--resume", run, "--out", `${folder}/other`);
    await fails(
      1,
      /the run is done, nothing is left to train; to train it further, add --epochs with more than its 1\n/,
      "--resume",
      run,
    );
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
    await untilHolds(long, async () => await epochsOf(run) >= 1);
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

Deno.test("--from-start is for a run that exists", async () => {
  await fails(2, /--from-start is for a run that exists: add --resume DIR/, "--from-start");
});

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [a, b] = [`${from}/${name}`, `${to}/${name}`];
    await (isDirectory ? copyFolder(a, b) : Deno.copyFile(a, b));
  }
}

/** Trains until one more epoch is recorded, then stops by Ctrl-C; what was printed. */
async function stdoutOfAnEpoch(run: string, ...args: string[]): Promise<string> {
  const before = await epochsOf(run);
  const child = start(...args);
  let isOver = false;
  child.status.then(() => isOver = true);
  while (!isOver && (await epochsOf(run)) <= before) await wait(20);
  if (!isOver) child.kill("SIGINT");
  const { stdout, stderr } = await output(child);
  assert.ok(await epochsOf(run) > before, stderr);
  return stdout;
}

Deno.test("a run whose images lie elsewhere by now goes on there, on another number of threads", async () => {
  await inFolder(async (folder) => {
    const [data, moved, out] = ["data", "moved", "out"].map((name) => `${folder}/${name}`);
    const valueAt = (_: number, x: number, y: number) => Number(Math.hypot(x - 40, y - 30) < 20);
    await putFolder(data, { count: 12, width: 90, height: 70, valueAt });
    const settings = "--preset sample --backend simd --size 32 --features 2 --batch 4 --folds 2";
    await killAfter(
      { isBegun: `${out}/members/2/history.jsonl`, milliseconds: 20 },
      ...settings.split(" "),
      ...["--epochs", "40", "--threads", "1", "--data", data, "--out", out],
    );
    await Deno.rename(data, moved);
    const lost = /its images must be in .*data, and there is no such folder; .*add --data DIR$/m;
    await fails(1, lost, "--resume", out);
    const { code, stderr } = await train("--resume", out, "--data", moved, "--threads", "2");
    assert.equal(code, 0, stderr);
    const { run } = await readRun(out);
    assert.deepEqual([run!.settings.data, run!.settings.threads, run!.status], [moved, 2, "done"]);
    const { run: member } = await readRun(`${out}/members/2`);
    for (const one of [run!, member!]) assert.match(one.command!, new RegExp(`--data ${moved}\\b`));
  });
});
