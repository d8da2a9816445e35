// A set that takes more memory than it may is read from a file, to the same results.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { inFolder, remains, train } from "./train_command.ts";

const SMALL = "--backend simd --features 2 --epochs 2 --batch 4 --augment flip,crop".split(" ");

Deno.test("a set that is read from a file gives the bits of one in memory, images from files or drawn", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`;
    // ovals in images that get padding
    const valueAt = (image: number, x: number, y: number) =>
      Number(Math.hypot(x - 40 - image, 2 * (y - 15)) < 20);
    await putFolder(data, { count: 16, width: 90, height: 40, valueAt });
    await Deno.writeTextFile(`${data}/images/image3.png`, "no image");
    for (
      const [name, ...flags] of [
        ["files", "--data", data, "--size", "64", "--validation", "0.2"],
        ["drawn", "--data", "menagerie", "--animals", "14", "--size", "32"],
      ]
    ) {
      const [whole, streamed] = [`${folder}/${name}-whole`, `${folder}/${name}-streamed`];
      const inMemory = await train(...SMALL, ...flags, "--out", whole);
      assert.equal(inMemory.code, 0, inMemory.stderr);
      assert.match(inMemory.stdout, /^memory {2}[\d.]+ kB decoded$/m);
      const fromFile = await train(...SMALL, ...flags, "--memory", "0", "--out", streamed);
      assert.equal(fromFile.code, 0, fromFile.stderr);
      assert.match(
        fromFile.stdout,
        /^memory {2}[\d.]+ kB decoded, more than --memory 0: read from a file of [\d.]+ kB in .*decoded$/m,
      );
      assert.deepEqual(await remains(streamed), await remains(whole));
      const [one, other] = await Promise.all([whole, streamed].map((run) => readRun(run)));
      assert.deepEqual(other.run!.data, one.run!.data);
    }
  });
});
