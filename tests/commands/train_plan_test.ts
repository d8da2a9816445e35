// A training without a preset plans itself, says so, and can be repeated exactly.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { readRun } from "../../evaluation/mod.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { inFolder, remains, train } from "./train_command.ts";

/** Grey images, so that no weights are asked for. */
async function putGrey(folder: string): Promise<void> {
  const [width, height] = [48, 40];
  for (const part of ["images", "masks"]) {
    await Deno.mkdir(`${folder}/${part}`, { recursive: true });
  }
  for (let i = 0; i < 10; i++) {
    const mask = Uint8Array.from({ length: width * height }, (_, at) => +(at % width < 10 + i));
    const image = mask.map((value, at) => 40 + 120 * value + (at * 7919 + i) % 30);
    for (const [part, data] of [["images", image], ["masks", mask]] as const) {
      const png = encode({ data, width, height, channels: 1 });
      await Deno.writeFile(`${folder}/${part}/${i}.png`, png);
    }
  }
}

Deno.test("a folder alone is trained on by a plan, which run.json keeps, and whose command gives the same bits", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, [first, again] = [`${folder}/first`, `${folder}/again`];
    await putGrey(data);
    const typed = "--backend simd --features 2 --minutes 0.05".split(" ");
    const { code, stdout, stderr } = await train(...typed, "--data", data, "--out", first);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^plan {4}encoder plain: images have 1 channel/m);
    assert.match(stdout, /^plan {4}size 64: images have 48x40 pixels/m);
    assert.doesNotMatch(stdout, /^plan {4}minutes/m);
    await assertMatchesSchema(first);
    const { settings, plan, command } = (await readRun(first)).run!;
    assert.match(plan!.augment, /^10 images are few/);
    const { size, batch, loss, schedule, minutes } = settings;
    assert.deepEqual({ size, batch, loss, schedule, minutes }, {
      size: 64,
      batch: 16,
      loss: "cross-entropy",
      schedule: "cosine",
      minutes: 0.05,
    });
    const [, , , ...flags] = command!.split(" ");
    const repeated = await train(...flags, "--out", again);
    assert.equal(repeated.code, 0, repeated.stderr);
    assert.doesNotMatch(repeated.stdout, /^plan /m);
    assert.deepEqual(await remains(again), await remains(first));
  });
});
