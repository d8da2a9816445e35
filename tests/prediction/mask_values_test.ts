// Predicted masks have the values of the masks that were learned from: what is predicted can be measured
// beside them as it is.
import assert from "node:assert/strict";
import { type LabelClass, labelClasses } from "../../core/mod.ts";
import { formatDescription, lookAt, readFolder, sourceOf, truthAt } from "../../data/mod.ts";
import { evaluateFolders } from "../../evaluation/mod.ts";
import { decodeLabelPng, encodeLabelPng, findPhotographs } from "../../io/mod.ts";
import { buildUnet, chooseBackend, loadModel, metadataOf, saveModel } from "../../model/mod.ts";
import { predictFiles } from "../../prediction/mod.ts";
import { putFolder } from "../data/put_folder.ts";

const SIZE = { width: 16, height: 16 };

Deno.test("masks of 0 and 255 give predictions of 0 and 255, which are measured as they are", async () => {
  await inFolder(async (folder) => {
    const maskValues = await valuesOf(folder, (image, x) => x > image ? 255 : 0);
    assert.deepEqual(maskValues, [0, 255]);
    // not trained, the one predicts the first class everywhere, the other the second
    for (const [seed, label, value] of [[1, 1, 0], [2, 2, 255]]) {
      const labels = await predicted(`${folder}/labels${seed}`, { folder, seed });
      assert.deepEqual(new Set(labels), new Set([label]));
      const out = `${folder}/values${seed}`;
      const values = await predicted(out, { folder, seed, maskValues });
      assert.deepEqual(new Set(values), new Set([value]));
      const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
      assert.deepEqual(names.slice(0, 3), [
        "image0.class-0.png",
        "image0.class-255.png",
        "image0.overlay.jpg",
      ]);
      const classes: LabelClass[] = CLASSES.map((one, i) => ({ ...one, label: maskValues![i] }));
      for await (const one of evaluateFolders(`${folder}/data/masks`, out, { classes })) {
        const dice = classes.map(({ name }) => one.classes[name].dice! > 0);
        assert.deepEqual(dice, maskValues!.map((own) => own === value), one.id);
      }
    }
  });
});

Deno.test("masks that are black-and-white indexed PNGs give their indices, as evaluation reads them", async () => {
  await inFolder(async (folder) => {
    await putFolder(`${folder}/data`, { ...SIZE, count: 3, valueAt: (i, x) => x > i ? 1 : 0 });
    for (const { name } of Deno.readDirSync(`${folder}/data/masks`)) {
      const path = `${folder}/data/masks/${name}`;
      const { labels } = decodeLabelPng(Deno.readFileSync(path));
      const black = [0, 0, 0] as const, white = [255, 255, 255] as const;
      Deno.writeFileSync(path, encodeLabelPng({ ...SIZE, labels }, [black, white]));
    }
    const look = () => lookAt(`${folder}/data`, { maxMegapixels: 1 });
    const { description, survey, decisions } = await look();
    assert.ok(decisions.some((line) => /^indices: .* 1 for 255 in triptych\.json/.test(line)));
    const text = formatDescription(description, survey.indices);
    const written = (JSON.parse(text) as typeof description).classes.map(({ values }) => values);
    assert.deepEqual(written, [[0], [1]]);
    await Deno.writeTextFile(`${folder}/data/triptych.json`, text);
    const options = { size: 16, cacheFolder: `${folder}/cache` };
    const data = await readFolder(await look(), options), { maskValues } = sourceOf(data)!;
    assert.deepEqual([maskValues, data.ids.length, data.skipped], [[0, 1], 3, []]);
    assert.deepEqual(new Set(truthAt(data, 0)), new Set([1, 2]));
    const out = `${folder}/out`;
    await predicted(out, { folder, seed: 2, maskValues });
    const classes = CLASSES.map((one, i) => ({ ...one, label: maskValues![i] }));
    for await (const one of evaluateFolders(`${folder}/data/masks`, out, { classes })) {
      const { tp, fn } = one.classes.thing;
      assert.ok(tp > 0 && fn === 0, one.id);
    }
  });
});

Deno.test("labels stay where masks have the same values, and of several to a class the first is taken", async () => {
  const two = (low: number, high: number) => (image: number, x: number) => x > image ? high : low;
  await inFolder(async (folder) => {
    assert.equal(await valuesOf(folder, two(1, 2)), undefined);
  });
  await inFolder(async (folder) => {
    const classes = [{ name: "a", values: [0, 7] }, { name: "b", values: [9] }];
    const values = await valuesOf(folder, (i, x) => x > 12 ? 7 : two(0, 9)(i, x), classes);
    assert.deepEqual(values, [0, 9]);
  });
});

Deno.test("a model whose values aren't one for each class is refused", async () => {
  await inFolder(async (folder) => {
    for (const maskValues of [[0], [0, 0], [0, 256], "0,1"]) {
      const model = build();
      model.setUserDefinedMetadata({ ...metadataOf(model), maskValues });
      await saveModel(`${folder}/model`, model);
      model.dispose();
      await assert.rejects(
        loadModel(`${folder}/model`),
        /maskValues from 0 to 255, one for each class, got/,
      );
    }
  });
});

/** What a look at a folder of masks with these values says of them. */
async function valuesOf(
  folder: string,
  valueAt: (image: number, x: number) => number,
  classes?: { name: string; values: number[] }[],
): Promise<readonly number[] | undefined> {
  await putFolder(`${folder}/data`, { ...SIZE, count: 3, valueAt });
  const look = await lookAt(`${folder}/data`, { given: { classes }, maxMegapixels: 1 });
  return sourceOf(await readFolder(look, { size: 16, cacheFolder: `${folder}/cache` }))?.maskValues;
}

/** All pixels of the masks that a model predicts. */
async function predicted(
  out: string,
  { folder, ...about }: { folder: string; seed: number; maskValues?: readonly number[] },
): Promise<number[]> {
  const model = build(about), run = `${out}-run`;
  await saveModel(`${run}/model`, model);
  model.dispose();
  const files = await findPhotographs([`${folder}/data/images`]);
  const onSkipped = ({ reason }: { reason: string }) => assert.fail(reason);
  await predictFiles({ run, out, files, probabilities: "png", onSkipped });
  const masks = files.map((_, i) => decodeLabelPng(Deno.readFileSync(`${out}/image${i}.png`)));
  return masks.flatMap(({ labels }) => [...labels]);
}

const CLASSES = labelClasses("ground", "thing");

function build({ seed = 1, maskValues }: { seed?: number; maskValues?: readonly number[] } = {}) {
  return buildUnet({ size: 16, features: 2, classes: CLASSES, seed, maskValues });
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  await chooseBackend("simd", { threads: 1 });
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
