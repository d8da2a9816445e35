// A training whose length follows from minutes.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { fails, inFolder, killAfter, remains, train } from "./train_command.ts";

const SMALL = "--backend simd --size 32 --features 2 --animals 40 --batch 4".split(" ");

/** A bright disc, in the same place of all images. */
async function putDiscs(folder: string): Promise<void> {
  const valueAt = (_: number, x: number, y: number) => Number(Math.hypot(x - 40, y - 30) < 20);
  await putFolder(folder, { count: 8, width: 90, height: 70, valueAt });
}

Deno.test("--minutes fixes epochs and steps once; folds of patches that are killed have the bits of those with as many", async () => {
  await inFolder(async (folder) => {
    const [timed, again, data] = [`${folder}/timed`, `${folder}/again`, `${folder}/data`];
    await putDiscs(data);
    const folds = [
      ..."--preset sample --backend simd --features 2 --batch 4 --patch 32 --folds 2".split(" "),
      ...["--augment", "flip", "--data", data],
    ];
    // the first fits into half of the minutes, and the second is killed
    await killAfter(
      { isBegun: `${timed}/members/2/history.jsonl`, milliseconds: 20 },
      ...[...folds, "--minutes", "0.1", "--threads", "1", "--out", timed],
    );
    const { code, stderr } = await train("--resume", timed);
    assert.equal(code, 0, stderr);
    const { run } = await readRun(timed), { minutes, epochs, epochSteps } = run!.settings;
    assert.equal(minutes, 0.1);
    assert.match(run!.command!, new RegExp(`--epochs ${epochs}\\b`));
    assert.doesNotMatch(run!.command!, /--minutes/);
    for (const member of [1, 2]) {
      const { run, history } = await readRun(`${timed}/members/${member}`);
      assert.equal(history.length, epochs);
      assert.deepEqual([run!.settings.epochs, run!.settings.epochSteps], [epochs, epochSteps]);
    }
    const length = [
      "--epochs",
      `${epochs}`,
      ...epochSteps ? ["--epoch-steps", `${epochSteps}`] : [],
    ];
    const { stdout } = await train(...folds, ...length, "--threads", "2", "--out", again);
    assert.match(stdout, /^length {2}about \d+ s of training: \d+ epochs? of \d+ steps?, /m);
    for (const member of [1, 2]) {
      const [one, other] = [timed, again].map((run) => remains(`${run}/members/${member}`));
      assert.deepEqual(await one, await other);
    }
    const [one, other] = [await readRun(timed), await readRun(again)];
    assert.deepEqual(one.evaluation!.cases, other.evaluation!.cases);
    assert.deepEqual(one.run!.postProcessing, other.run!.postProcessing);
  });
});

Deno.test("a member that is trained alone gets its part of the minutes", async () => {
  await inFolder(async (folder) => {
    const out = `${folder}/out`, folds = ["--folds", "4", "--member", "2"];
    const { code, stderr } = await train(...SMALL, ...folds, "--minutes", "0.2", "--out", out);
    assert.equal(code, 0, stderr);
    assert.equal((await readRun(out)).run!.settings.minutes, 0.05);
  });
});

Deno.test("minutes and epochs exclude each other", async () => {
  const decides = /^error: --minutes decides how long to train: leave out --epochs/m;
  await fails(2, decides, ...SMALL, "--minutes", "1", "--epochs", "3");
});

Deno.test("an epoch can't have more steps than its images give", async () => {
  await fails(
    1,
    /^error: Cannot make batches: an epoch must have from 1 to 7 steps, of all images, got 9/m,
    ...SMALL,
    ..."--epochs 1 --epoch-steps 9 --validation 0 --out".split(" "),
    await Deno.makeTempDir() + "/run",
  );
});
