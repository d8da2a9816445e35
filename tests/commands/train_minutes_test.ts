// A training whose length follows from minutes.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { fails, inFolder, remains, train } from "./train_command.ts";

const SMALL = "--backend simd --size 32 --features 2 --animals 40 --batch 4".split(" ");

Deno.test("--minutes fixes epochs and steps once; with these the run has the same bits again", async () => {
  await inFolder(async (folder) => {
    const [timed, again] = [`${folder}/timed`, `${folder}/again`];
    const { code, stdout, stderr } = await train(...SMALL, "--minutes", "0.05", "--out", timed);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^length {2}about \d s of training: \d+ epochs? of \d+ steps?, /m);
    const { run, history } = await readRun(timed);
    const { minutes, epochs, epochSteps } = run!.settings;
    assert.equal(minutes, 0.05);
    assert.equal(history.length, epochs);
    assert.match(run!.command!, new RegExp(`--epochs ${epochs}\\b`));
    assert.doesNotMatch(run!.command!, /--minutes/);
    const length = [
      "--epochs",
      `${epochs}`,
      ...epochSteps ? ["--epoch-steps", `${epochSteps}`] : [],
    ];
    assert.equal((await train(...SMALL, ...length, "--out", again)).code, 0);
    assert.deepEqual(await remains(again), await remains(timed));
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
