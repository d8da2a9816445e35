import assert from "node:assert/strict";
import { type Dataset, TRIMAP_CLASSES } from "../../data/types.ts";
import { chooseBackend, compile } from "../../model/mod.ts";
import { divergenceOf } from "../../training/divergence.ts";
import { choosesEpoch, classesIn, notesOnSplit } from "../../training/judge.ts";
import { measureEpoch } from "../../training/measure_epoch.ts";
import type { Split, Subset } from "../../training/split.ts";
import { settingsOf } from "../../training/presets.ts";
import { tinyUnet } from "../model/build.ts";

const SIZE = 16;

Deno.test("a subset can judge the classes that its truths contain", () => {
  for (
    const [masks, held, chooses, note] of [
      [[[2], [1, 2, 3]], "foreground background border", true, undefined],
      [
        [[2], [1, 2]],
        "foreground background",
        true,
        "contains no border: foreground and background",
      ],
      [
        [[2], [2]],
        "background",
        false,
        "contains only background, so a model that finds nothing would",
      ],
      [[[0]], "", false, "contains only unlabelled pixels"],
    ] as const
  ) {
    const split = splitOf(masks);
    assert.equal(classesIn(split.validation).map(({ name }) => name).join(" "), held);
    assert.equal(choosesEpoch(split), chooses);
    const notes = notesOnSplit(split, settingsOf("sample"));
    assert.equal(notes.length, note === undefined ? 0 : 1);
    assert.ok(notes.join().includes(note ?? ""), notes.join());
  }
  const none = { ...splitOf([[2]]), validation: { data: dataOf([[2]]), indices: [] } };
  assert.equal(choosesEpoch(none), false);
  assert.deepEqual(notesOnSplit(none, settingsOf("sample")), [
    "The test set contains no foreground or border: it has no Dice there.",
  ]);
});

Deno.test("an epoch's Dice counts no image that neither mask contains, and no class without truth", async () => {
  await chooseBackend("simd");
  const network = compile(tinyUnet());
  // of four images one contains foreground, none border
  const { dice } = await measureEpoch(network, splitOf([[1, 2], [2], [2], [2]]).validation);
  assert.deepEqual(Object.keys(dice), ["foreground", "background"]);
  const one = await measureEpoch(network, splitOf([[1, 2]]).validation);
  const predicted = (await measureEpoch(network, splitOf([[2], [2], [2]]).validation)).labels;
  const invented = [0, 1, 2].filter((i) => predicted.get(i)!.includes(1));
  assert.ok(Math.abs(dice.foreground - one.dice.foreground / (1 + invented.length)) < 1e-12);
});

Deno.test("a training diverged if its loss is far above that of a guess", () => {
  const course = (...losses: [number, number][]) =>
    losses.map(([trainLoss, validationLoss], i) => ({
      epoch: i + 1,
      trainLoss,
      validationLoss,
      dice: {},
      learningRate: 1,
      seconds: 1,
      imagesPerSecond: 1,
    }));
  const about = { classes: 3, lr: 100 };
  // overfitting
  assert.equal(divergenceOf(course([1, 1], [0.01, 4]), { ...about, kept: 2 }), undefined);
  assert.equal(divergenceOf([], { ...about, kept: 0 }), undefined);
  assert.equal(
    divergenceOf(course([1, 0.9], [50, 1e8], [20, 400]), { ...about, kept: 3 }),
    "The training diverged: the loss rose from 0.90 to 1.0e+8 in epoch 2; a model that predicts all " +
      "classes as equally likely has 1.10. The model is useless; try a lower --lr than 100.",
  );
  assert.match(
    divergenceOf(course([1, 0.9], [50, 1e8]), { ...about, kept: 1 })!,
    /The model is that of epoch 1, before that; try/,
  );
  assert.match(
    divergenceOf(course([30, 30]), { ...about, kept: 1 })!,
    /was 30\.00 after the first/,
  );
});

/** A split whose images contain these labels, in stripes. */
function splitOf(masks: readonly (readonly number[])[]): Split {
  const data = dataOf(masks);
  const subset: Subset = { data, indices: masks.map((_, i) => i) };
  return { train: subset, validation: subset, test: subset };
}

function dataOf(masks: readonly (readonly number[])[]): Dataset {
  const pixels = SIZE ** 2;
  const images = new Uint8Array(new SharedArrayBuffer(masks.length * pixels * 3));
  const labels = new Uint8Array(new SharedArrayBuffer(masks.length * pixels));
  masks.forEach((held, n) => {
    for (let i = 0; i < pixels; i++) labels[n * pixels + i] = held[i % held.length];
  });
  const ids = masks.map((_, i) => `case ${i}`);
  return {
    name: "stripes",
    fingerprint: "",
    shape: [SIZE, SIZE],
    ids,
    groups: ids,
    images,
    labels,
    classes: TRIMAP_CLASSES,
    skipped: [],
  };
}
