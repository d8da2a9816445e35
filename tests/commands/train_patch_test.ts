// A training on patches of images at their own size, and the predictions of its model.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { decodeLabelPng } from "../../io/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { assertConfidence } from "../evaluation/run_folder/assert_confidence.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { predict } from "./predict_command.ts";
import { fails, inFolder, killAfter, remains, train } from "./train_command.ts";

const SMALL =
  "--preset sample --backend simd --features 2 --epochs 3 --batch 4 --validation 0 --patch 32 " +
  "--augment d4,shift-scale-rotate,elastic --test-augment d4";

/** A bright disc, in the same place of all images. */
async function putDiscs(folder: string): Promise<void> {
  const valueAt = (_: number, x: number, y: number) => Number(Math.hypot(x - 40, y - 30) < 20);
  await putFolder(folder, { count: 8, width: 90, height: 70, valueAt });
}

Deno.test("patches train a model of images at their own size, to the same bits after a kill", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, [whole, killed] = [`${folder}/whole`, `${folder}/killed`];
    await putDiscs(data);
    const flags = `${SMALL} --data ${data}`.split(" ");
    const { code, stdout, stderr } = await train(...flags, "--out", whole);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^data .*, patches of 32 px: 5 for training, 3 for the test$/m);
    assert.match(
      stdout,
      /^measure at the images' own size; the mean over 8 orientations, 8 times the work$/m,
    );
    await assertMatchesSchema(whole);
    const { evaluation } = await readRun(whole);
    assert.match(evaluation!.title!, /patches of 32 px/);
    assert.equal(evaluation!.measuredAt, "own");
    await assertConfidence(whole, evaluation!);
    assert.deepEqual(evaluation!.cases.map(({ shape }) => shape), Array(3).fill([70, 90]));
    const pixels = evaluation!.confusion.flat().reduce((sum, count) => sum + count);
    assert.equal(pixels, 3 * 70 * 90);

    await killAfter(
      { isBegun: `${killed}/history.jsonl` },
      ...flags,
      "--threads",
      "1",
      "--out",
      killed,
    );
    const resumed = await train("--resume", killed);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(await remains(killed), await remains(whole));

    const out = `${folder}/masks`;
    const predicted = await predict(folder, [
      "--model",
      whole,
      `${data}/images`,
      "--out",
      out,
      "--probabilities",
      "npy",
    ]);
    assert.equal(predicted.code, 0, predicted.stderr);
    assert.match(predicted.stdout, /^model {3}the mean over 8 orientations of each image/m);
    for (const { id, pictures } of evaluation!.cases) {
      const mask = decodeLabelPng(await Deno.readFile(`${out}/${id}.png`));
      const measured = decodeLabelPng(await Deno.readFile(`${whole}/${pictures!.prediction}`));
      // the masks have 0 and 1, the run's labels are 1 and 2
      const values = measured.labels.map((label) => label - 1);
      assert.deepEqual(mask.labels, values, "predict gives what was measured");
      const sure = decodeLabelPng(await Deno.readFile(`${whole}/${pictures!.confidence}`)).labels;
      const npy = await Deno.readFile(`${out}/${id}.npy`);
      const planes = new Float32Array(npy.buffer.slice(npy.length - 4 * 2 * sure.length));
      const said = values.map((c, i) => Math.round(100 * planes[c * sure.length + i]));
      assert.deepEqual(sure, said, "the probability of the label");
    }
    const { size } = await Deno.stat(`${out}/image1.npy`);
    assert.equal(size, 128 + 4 * 2 * 70 * 90);
  });
});

Deno.test("patches need images from files, sides that fit the encoder, and their own size", async () => {
  await fails(2, /^error: --patch needs images from files, got the menagerie/m, "--patch", "32");
  const others = ["--data", "x"];
  await fails(
    2,
    /^error: --patch must be divisible by 16 .*got 40; try 48/m,
    "--patch",
    "40",
    ...others,
  );
  await fails(
    2,
    /^error: --patch measures images at their own size: leave out --measure model/m,
    ..."--patch 32 --measure model".split(" "),
    ...others,
  );
});
