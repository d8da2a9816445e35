// deno task train on folders as people have them: resumed exactly, and with very few images.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { fails, inFolder, killAfter, remains, SMALL, train } from "./train_command.ts";

/** Blocks of 0, 1 and 2, with a line of 255 between 0 and 1. */
const valueAt = (image: number, x: number) =>
  x === 13 ? 255 : Math.min(2, Math.floor((x + image) / 14));

Deno.test("oblong images, ignored values and groups: killed and on other threads, a run has the same bits", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, [whole, broken] = [`${folder}/whole`, `${folder}/broken`];
    const nameOf = (i: number) => `patient${i % 5}_slice${i}`;
    await putFolder(data, { count: 20, width: 40, height: 24, valueAt, nameOf });
    const args = [
      ...SMALL,
      "--data",
      data,
      "--augment",
      "flip,crop",
      "--loss",
      "dice-cross-entropy",
    ];
    const { stdout, stderr } = await train(...args, "--threads", "2", "--out", whole);
    const { run } = await readRun(whole);
    assert.equal(run?.status, "done", stderr);
    assert.match(stdout, /^look {4}ignored: value 255/m);
    const { train: learned, test } = run!.data;
    const patients = (ids: string[]) => new Set(ids.map((id) => id.split("_")[0]));
    assert.ok(patients(learned).isDisjointFrom(patients(test)));

    await killAfter({ isBegun: `${broken}/run.json` }, ...args, "--threads", "1", "--out", broken);
    await killAfter({ milliseconds: 1500 }, "--resume", broken);
    await train("--resume", broken);
    assert.deepEqual(await remains(broken), await remains(whole));
  });
});

Deno.test("three images are enough to train on, and one is refused in a sentence", async () => {
  await inFolder(async (folder) => {
    for (const count of [1, 3]) {
      await putFolder(`${folder}/${count}`, { count, width: 32, height: 32, valueAt });
    }
    const args = [...SMALL, "--epochs", "1", "--out", `${folder}/run`, "--data"];
    const one =
      /Cannot train on \S+: at least one image must be left to learn from, but of its 1 image the test/;
    await fails(1, one, ...args, `${folder}/1`);
    const { code, stderr } = await train(...args, `${folder}/3`);
    assert.equal(code, 0, stderr);
    const { train: learned, validation, test } = (await readRun(`${folder}/run`)).run!.data;
    assert.deepEqual([learned.length, validation.length, test.length], [1, 1, 1]);
  });
});
