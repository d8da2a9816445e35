// Post-processing that is kept where it helps on the folds, and only there.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { classColor, mulberry32, type PostProcessing } from "../../core/mod.ts";
import { type CaseMasks, evaluateCases, joinFolds } from "../../evaluation/mod.ts";
import {
  buildUnet,
  chooseBackend,
  compile,
  loadModel,
  type Network,
  saveModel,
} from "../../model/mod.ts";
import { predictFiles } from "../../prediction/mod.ts";
import { predictImage } from "../../prediction/predict_image.ts";
import { decodeLabelPng, encodeLabelPng, readImage } from "../../io/mod.ts";
import { choosePostProcessing } from "../../training/choose_post_processing.ts";
import { postProcessFolds } from "../../training/post_process_folds.ts";

const SIZE = 24, SHAPE = [SIZE, SIZE] as const;
const CLASSES = ["ground", "cell"].map((name, label) => ({
  name,
  label,
  color: classColor(label),
}));

function square(labels: Uint8Array, [left, top, side]: readonly number[], label = 1): Uint8Array {
  for (let y = top; y < top + side; y++) {
    labels.fill(label, y * SIZE + left, y * SIZE + left + side);
  }
  return labels;
}

/** Cases with a large object each; the truth may hold a small one, the prediction always does. */
function makeCases(count: number, smallIsTrue: (i: number) => boolean): CaseMasks[] {
  const random = mulberry32(3), blank = () => new Uint8Array(SIZE * SIZE);
  return Array.from({ length: count }, (_, i) => {
    const large = [2 + 5 * random() | 0, 2, 7 + 4 * random() | 0],
      small = [16 + 4 * random() | 0, 17, 3];
    const truth = square(blank(), large), prediction = square(square(blank(), large), small);
    if (smallIsTrue(i)) square(truth, small);
    return { id: `case ${i}`, group: `g${i % 3}`, shape: SHAPE, truth, prediction };
  });
}

async function choose(
  cases: CaseMasks[],
  about: { ignore?: number[]; independent?: "groups" } = {},
) {
  const folder = await Deno.makeTempDir();
  const options = { ids: cases.map(({ id }) => id), classes: CLASSES, ...about };
  const evaluation = await evaluateCases(folder, cases, options);
  await Deno.remove(folder, { recursive: true });
  const byId = new Map(cases.map((one) => [one.id, one]));
  return await choosePostProcessing(evaluation, ({ id }) => {
    const { truth, prediction } = byId.get(id)!;
    return Promise.resolve({ truth, prediction: prediction.slice() });
  });
}

Deno.test("a smallest size is kept where small parts are wrong, the largest alone where sizes overlap", async () => {
  const { steps, classes } = await choose(makeCases(12, () => false));
  // 16 pixels already remove the 9 of each small one; the largest alone would do no more
  assert.deepEqual(steps, [{ label: 1, keep: 16 }]);
  const [ground, cell] = classes;
  assert.deepEqual([ground.isKept, cell.isKept, cell.images], [false, true, 12]);
  assert.ok(cell.best!.change > 0.03 && cell.best!.p === 2 / 2 ** 12);

  // a wrong part that is as large as true ones of other images
  const cases = makeCases(12, () => false).map((one, i) => {
    const prediction = i % 2 === 0 ? square(one.prediction.slice(), [14, 14, 9]) : one.prediction;
    const truth = i % 2 === 0 ? square(one.truth.slice(), [2, 2, 12]) : one.truth;
    return { ...one, truth, prediction: i % 2 === 0 ? square(prediction, [2, 2, 12]) : prediction };
  });
  assert.deepEqual((await choose(cases)).steps, [{ label: 1, keep: "largest" }]);
});

Deno.test("nothing is kept where small parts are true, where it is chance, or of too few images", async () => {
  const truth = await choose(makeCases(12, () => true));
  assert.deepEqual(truth.steps, []);
  assert.ok(truth.classes[1].best!.change < 0);
  const chance = await choose(makeCases(12, (i) => i % 2 === 0));
  assert.deepEqual(chance.steps, []);
  // six images, p = 1/32, times the ways tried
  const few = await choose(makeCases(6, () => false));
  assert.deepEqual(few.steps, []);
  assert.ok(few.classes[1].best!.change > 0.03);
  // twelve images of three patients are three draws
  assert.deepEqual((await choose(makeCases(12, () => false), { independent: "groups" })).steps, []);
});

Deno.test("pixels to ignore count neither for a part nor against it", async () => {
  const cases = makeCases(12, () => false).map((one) => ({
    ...one,
    truth: square(one.truth.slice(), [15, 15, 8], 255),
  }));
  const { steps, classes } = await choose(cases, { ignore: [255] });
  assert.deepEqual([steps, classes[1].best!.change], [[], 0]);
});

Deno.test("what helps is done to the folds' predictions, saved with the models, and done by predict", async () => {
  await chooseBackend("cpu");
  const folder = await Deno.makeTempDir({ prefix: "triptych-post-" });
  try {
    const cases = makeCases(12, () => false), ids = cases.map(({ id }) => id);
    const folds = [];
    for (const member of [1, 2]) {
      const own = `${folder}/members/${member}`;
      const those = cases.filter((_, i) => i % 2 === member - 1);
      const evaluation = await evaluateCases(own, those, {
        ids,
        classes: CLASSES,
        measuredAt: "own",
      });
      await saveModel(
        `${own}/model`,
        buildUnet({ size: 16, features: 4, classes: CLASSES, seed: 5 }),
      );
      folds.push({ evaluation, folder: `members/${member}` });
    }
    const joined = joinFolds(folds, { name: "run", title: "run" });
    const { evaluation, record } = await postProcessFolds(folder, 2, joined);
    assert.equal(record.at, "own");
    assert.ok(evaluation.cases.every(({ classes: { cell } }) => cell.dice === 1));
    assert.deepEqual(
      evaluation.cases.map(({ member }) => member),
      joined.cases.map((c) => c.member),
    );
    const pixels = evaluation.confusion.flat();
    assert.deepEqual([pixels[1], pixels[2]], [0, 0]);
    const [{ pictures }] = evaluation.cases;
    const { labels } = decodeLabelPng(await Deno.readFile(`${folder}/${pictures!.prediction}`));
    assert.deepEqual(labels, new Uint8Array(cases[0].truth));
    assert.match(pictures!.truth!, /^members\/1\//);
    // again, as after a kill: the same
    const again = await postProcessFolds(folder, 2, joined);
    assert.deepEqual(again.evaluation.cases, evaluation.cases);

    const { metadata } = compile(await loadModel(`${folder}/members/2/model`));
    assert.deepEqual(metadata.postProcessing, { at: "own", steps: [{ label: 1, keep: 16 }] });
    await predictsLess(`${folder}/members/2`, cases[0]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Predicts the first case by a network that takes what is white for a cell, and says what it does. */
async function predictsLess(run: string, { truth, prediction }: CaseMasks): Promise<void> {
  const { metadata, ...network } = compile(await loadModel(`${run}/model`));
  const seeing = (postProcessing: PostProcessing | undefined): Network => ({
    ...network,
    metadata: { ...metadata, shape: SHAPE, postProcessing },
    infer: (images) => {
      const red = tf.slice(images, [0, 0, 0, 0], [-1, -1, -1, 1]);
      return tf.concat([tf.sub(0.5, red), tf.sub(red, 0.5)], 3);
    },
  });
  const picture = { labels: prediction, width: SIZE, height: SIZE };
  const image = encodeLabelPng(picture, [[0, 0, 0], [255, 255, 255]]),
    raster = await readImage(image);
  assert.deepEqual((await predictImage(seeing(undefined), raster)).labels, prediction);
  assert.deepEqual((await predictImage(seeing(metadata.postProcessing), raster)).labels, truth);

  const files = [{ path: `${run}/image.png`, root: run }], said: string[] = [];
  await Deno.writeFile(files[0].path, image);
  await predictFiles({
    run,
    files,
    out: `${run}-out`,
    onOpened: ({ postProcessing }) => said.push(...postProcessing),
    onSkipped: ({ reason }) => assert.fail(reason),
  });
  assert.deepEqual(said, ["of cell only parts of at least 16 pixels stay"]);
}
