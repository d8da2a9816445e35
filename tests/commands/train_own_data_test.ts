// deno task train on folders as people have them: resumed exactly, and with very few images.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { mulberry32 } from "../../core/mod.ts";
import { readRun } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { encodeTiff } from "../data/tiff.ts";
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
    const { userDefinedMetadata } = JSON.parse(
      await Deno.readTextFile(`${whole}/model/model.json`),
    );
    assert.deepEqual(userDefinedMetadata.maskValues, [0, 1, 2]);

    await killAfter({ isBegun: `${broken}/run.json` }, ...args, "--threads", "1", "--out", broken);
    await killAfter({ milliseconds: 1500 }, "--resume", broken);
    await train("--resume", broken);
    assert.deepEqual(await remains(broken), await remains(whole));
  });
});

Deno.test("five channels of 16 bits, an oblong shape, void and figures at the own size: the same bits over 1, 2 and 3 threads and kills", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, [whole, broken] = [`${folder}/whole`, `${folder}/broken`];
    for (const part of ["images", "masks"]) {
      await Deno.mkdir(`${data}/${part}`, { recursive: true });
    }
    const next = mulberry32(5);
    for (let i = 0; i < 20; i++) {
      const [width, height] = [[60, 30], [48, 48]][i % 2];
      const mask = Uint8Array.from({ length: width * height }, (_, at) => valueAt(i, at % width));
      const samples = Uint16Array.from(
        { length: 5 * mask.length },
        (_, at) => 1000 * (1 + mask[Math.floor(at / 5)] % 3) * (1 + at % 5) + 900 * next(),
      );
      const picture = { width, height, channels: 5, data: samples };
      await Deno.writeFile(`${data}/images/${i}.tif`, encodeTiff(picture));
      const png = encode({ width, height, channels: 1, data: mask });
      await Deno.writeFile(`${data}/masks/${i}.png`, png);
    }
    const args = [
      ...SMALL,
      ..."--size 48x32 --measure own --ignore 255 --batch 5 --augment flip,color --data".split(" "),
      data,
    ];
    const { stdout, stderr } = await train(...args, "--threads", "1", "--out", whole);
    assert.match(stdout, /^look {4}pixels: 5 channels of 16 bits/m, stderr);
    const { run, evaluation } = await readRun(whole);
    assert.deepEqual([run!.status, evaluation!.measuredAt], ["done", "own"]);
    assert.ok(evaluation!.cases.every(({ ignored }) => ignored! > 0));

    const began = { isBegun: `${broken}/history.jsonl` };
    await killAfter(began, ...args, "--threads", "2", "--out", broken);
    await setThreads(broken, 3);
    await killAfter({ milliseconds: 1300 }, "--resume", broken);
    await train("--resume", broken);
    assert.deepEqual(await remains(broken), await remains(whole));
  });
});

/** Has the next process that resumes a run use another number of threads. */
async function setThreads(run: string, threads: number): Promise<void> {
  const path = `${run}/run.json`, record = JSON.parse(await Deno.readTextFile(path));
  record.settings.threads = threads;
  await Deno.writeTextFile(path, JSON.stringify(record));
}

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
