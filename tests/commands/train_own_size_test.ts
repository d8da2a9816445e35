// A training measured at the images' own size, and at the model's.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { readRun } from "../../evaluation/mod.ts";
import { decodeLabelPng } from "../../io/mod.ts";
import { assertConfidence } from "../evaluation/run_folder/assert_confidence.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { fails, inFolder, train } from "./train_command.ts";

/** Images of three shapes; the middle is an object, its rim void. */
const SIZES = [[60, 30], [48, 48], [30, 64]] as const;
const COUNT = 12;

const SMALL =
  "--preset sample --backend simd --features 2 --epochs 1 --batch 4 --augment none --validation 0";

Deno.test("a folder is measured at its images' own size, void and padding aside", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, run = `${folder}/run`;
    await drawFolder(data);
    const { code, stdout, stderr } = await train(
      ...`${SMALL} --size 32 --data ${data} --ignore 255 --out ${run}`.split(" "),
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^measure at the images' own size; after each epoch at \S+ px$/m);
    await assertMatchesSchema(run);
    const { run: record, evaluation } = await readRun(run);
    assert.deepEqual([record!.settings.measure, evaluation!.measuredAt], ["own", "own"]);
    assert.ok(evaluation!.cases.length > 2);
    await assertConfidence(run, evaluation!);
    for (const { id, shape, ignored, spacing, pictures } of evaluation!.cases) {
      const truth = await maskOf(`${data}/masks/${id}.png`);
      assert.deepEqual(shape, [truth.height, truth.width]);
      assert.equal(ignored, truth.labels.filter((value) => value === 255).length);
      assert.deepEqual(spacing, [0.5, 0.25]);
      for (const path of [pictures!.truth!, pictures!.prediction!]) {
        const { width, height } = await maskOf(`${run}/${path}`);
        assert.deepEqual([height, width], shape, path);
      }
      const shown = await maskOf(`${run}/${pictures!.truth}`);
      const expected = truth.labels.map((value) => value === 255 ? 0 : value + 1);
      assert.deepEqual(shown.labels, expected, "the truth isn't resized");
    }
    const counted = evaluation!.confusion.flat().reduce((sum, count) => sum + count);
    const there = evaluation!.cases.reduce(
      (sum, { shape: [h, w], ignored }) => sum + h * w - ignored!,
      0,
    );
    assert.equal(counted, there, "every pixel gets a class, void aside");
    assert.equal(evaluation!.metrics.find(({ id }) => id === "assd")!.unit, "um");
    assert.deepEqual(Object.keys(evaluation!.constantDice!), ["ground", "object"]);
    for await (const { name } of Deno.readDir(`${run}/epochs`)) {
      const { width, height } = await maskOf(`${run}/epochs/${name}`);
      const truth = await maskOf(`${run}/pictures/${name.replace(/\.\d+\.png$/, ".truth.png")}`);
      assert.deepEqual([width, height], [truth.width, truth.height], name);
    }
  });
});

Deno.test("--measure model keeps the model's shape, which --size gives exactly", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, run = `${folder}/run`;
    await drawFolder(data);
    const { code, stdout, stderr } = await train(
      ...`${SMALL} --size 48x32 --measure model --data ${data} --ignore 255 --out ${run}`.split(
        " ",
      ),
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^measure at 48x32 px$/m);
    const { run: record, evaluation } = await readRun(run);
    const { size, measure } = record!.settings;
    assert.deepEqual([size, measure, evaluation!.measuredAt], ["48x32", "model", "model"]);
    assert.match(record!.command!, / --size 48x32 .*--measure model$/);
    for (const { shape } of evaluation!.cases) assert.deepEqual(shape, [32, 48]);
    await assertConfidence(run, evaluation!);
  });
});

Deno.test("drawn animals have no size of their own", async () => {
  await fails(
    2,
    /^error: --measure own needs images from files, got the menagerie/m,
    ..."--backend simd --size 32 --animals 20 --measure own".split(" "),
  );
});

/** Images and masks of several shapes, whose pixels are half a micrometre high and a quarter wide. */
async function drawFolder(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/images`, { recursive: true });
  await Deno.mkdir(`${folder}/masks`);
  for (let i = 0; i < COUNT; i++) {
    const [width, height] = SIZES[i % SIZES.length];
    const mask = Uint8Array.from({ length: width * height }, (_, at) => {
      const x = Math.abs(2 * (at % width) / width - 1),
        y = Math.abs(2 * Math.floor(at / width) / height - 1);
      const r = Math.max(x, y);
      return r < 0.5 ? 1 : r < 0.6 ? 255 : 0;
    });
    const image = mask.map((value, at) => value === 0 ? 40 + (at * 7 + i) % 20 : 200);
    const about = { width, height, channels: 1 } as const;
    await Deno.writeFile(`${folder}/images/${i}.png`, encode({ ...about, data: image }));
    await Deno.writeFile(`${folder}/masks/${i}.png`, encode({ ...about, data: mask }));
  }
  const description = {
    images: "images/*.png",
    masks: "masks/{id}.png",
    classes: [{ name: "ground", values: [0] }, { name: "object", values: [1] }],
    spacing: [0.5, 0.25],
    unit: "um",
  };
  await Deno.writeTextFile(`${folder}/triptych.json`, JSON.stringify(description));
}

async function maskOf(path: string) {
  return decodeLabelPng(await Deno.readFile(path));
}
