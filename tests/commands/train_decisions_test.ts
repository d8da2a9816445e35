// What a training decides and says of itself: which epoch it takes, and that it went wrong.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { quantile, readRun } from "../../evaluation/mod.ts";
import { encodeJpeg } from "../../io/mod.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { fails, inFolder, train } from "./train_command.ts";

const SIDE = 40;

Deno.test("a validation set without any animal chooses no epoch, and the output says why", async () => {
  await inFolder(async (folder) => {
    // photograph 0 is the validation set of seed 0
    await drawDiscs(`${folder}/data`, (i) => i === 0);
    const { code, stdout, stderr } = await train(
      ..."--preset sample --backend simd --size 32 --features 8 --epochs 40 --batch 4 --lr 3e-3 --augment none"
        .split(" "),
      ..."--patience 5 --data".split(" "),
      `${folder}/data`,
      "--out",
      `${folder}/run`,
    );
    assert.equal(code, 0, stderr);
    const why =
      "The validation set contains only background, so a model that finds nothing would look " +
      "perfect there: the last epoch is kept, and --patience 5 has no effect.";
    assert.equal(stdout.split(why).length, 2);
    assert.match(stdout, /epoch 40\/40 +loss \S+ \/ \S+ +Dice background \d\.\d{3} +\d/);

    await assertMatchesSchema(`${folder}/run`);
    const { run, history, evaluation } = await readRun(`${folder}/run`);
    assert.deepEqual(run?.data.validation, ["cat_0"]);
    assert.deepEqual(run?.notes, [why]);
    assert.equal(run?.bestEpoch, 40);
    for (const { dice } of history) assert.deepEqual(Object.keys(dice), ["background"]);
    const dice = evaluation!.cases.map((one) => one.classes.foreground.dice!).sort((a, b) => a - b);
    assert.ok(quantile(dice, 0.5) > 0.9, `foreground ${dice}`);
  });
});

Deno.test("a training that diverges says so at its end and in run.json", async () => {
  await inFolder(async (folder) => {
    const args = "--backend simd --animals 30 --size 32 --features 4 --epochs 2 --batch 8".split(
      " ",
    );
    const { code, stderr } = await train(...args, "--lr", "100", "--out", `${folder}/run`);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^warning The training diverged: .*\. The model is useless; try a lower --lr than 100\.\n$/m,
    );
    const { run } = await readRun(`${folder}/run`);
    assert.match(String(run?.notes), /^The training diverged: the loss/);
  });
});

Deno.test("batches that leave a batch norm a single value are refused before the training", async () => {
  await inFolder(async (folder) => {
    const start = [
      "--backend",
      "simd",
      "--animals",
      "30",
      "--features",
      "4",
      "--out",
      `${folder}/run`,
    ];
    const mobile = "--size 32 --encoder mobilenetv2-0.5 --weights random".split(" ");
    const about = /^error: Cannot train: a batch norm needs more than 1 value per channel, but at /;
    const refuse = async (why: RegExp, ...args: string[]) => {
      const { stderr } = await fails(1, about, ...start, ...args);
      assert.match(stderr, why);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    };
    await refuse(
      /--size 16 .* --batch is 1\. Try --size 32, or another --batch\n/,
      "--size",
      "16",
      "--batch",
      "1",
    );
    await refuse(
      /the last batch of 18 images in batches of 17 is a single image\. Try --size 64/,
      ...mobile,
      "--batch",
      "17",
    );
    await refuse(
      /micro-batches of 4 \(--micro-batch\) leave a single .* another --micro-batch\n/,
      ...mobile,
      ..."--batch 9 --micro-batch 4".split(" "),
    );
  });
});

/** Discs on noise, as the trimaps' official layout has them; some photographs hold none. */
async function drawDiscs(folder: string, isEmpty: (i: number) => boolean): Promise<void> {
  await Deno.mkdir(`${folder}/images`, { recursive: true });
  await Deno.mkdir(`${folder}/annotations/trimaps`, { recursive: true });
  let state = 1;
  const random = (low: number, high: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (high - low) * state / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) {
    const [cy, cx, radius] = [random(14, 26), random(14, 26), random(6, 12)];
    const data = new Uint8Array(SIDE * SIDE * 3);
    const trimap = new Uint8Array(SIDE * SIDE).fill(2);
    for (let at = 0; at < trimap.length; at++) {
      const distance = Math.hypot(Math.floor(at / SIDE) - cy, at % SIDE - cx);
      const isDisc = !isEmpty(i) && distance < radius;
      const color = isDisc ? [210, 120, 60] : [random(90, 130), random(90, 130), random(90, 130)];
      data.set(color.map((value) => value + random(-8, 8)), at * 3);
      if (!isEmpty(i) && distance < radius + 1) trimap[at] = distance < radius - 1 ? 1 : 3;
    }
    const photograph = { data, width: SIDE, height: SIDE };
    await Deno.writeFile(
      `${folder}/images/cat_${i}.jpg`,
      await encodeJpeg(photograph, { quality: 95 }),
    );
    const mask = encode({ data: trimap, width: SIDE, height: SIDE, channels: 1 });
    await Deno.writeFile(`${folder}/annotations/trimaps/cat_${i}.png`, mask);
  }
}
