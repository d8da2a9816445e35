import assert from "node:assert/strict";
import { UsageError } from "../../../cli/mod.ts";
import { cornerKey } from "../../../training/explain/corners.ts";
import { factorsOf } from "../../../training/explain/factors.ts";
import { questionOf } from "../../../training/explain/question.ts";
import { scaledLength } from "../../../training/explain/scale.ts";
import { settingsOf } from "../../../training/presets.ts";
import type { Settings } from "../../../training/settings.ts";

const unet = settingsOf("unet"), long = settingsOf("mobilenetv2-long");

function question(a: Settings, b: Settings, asked = {}) {
  const sides = [{ name: "a", settings: a }, { name: "b", settings: b }];
  return questionOf(sides, { out: "out", seeds: 1, ...asked });
}

Deno.test("the talk's two models differ in four factors, the weights nothing without the encoder", () => {
  const factors = factorsOf(unet, long);
  assert.deepEqual(factors.map(({ id, requires }) => [id, requires]), [
    ["encoder", undefined],
    ["weights", "encoder"],
    ["epochs", undefined],
    ["lr", undefined],
  ]);
  assert.match(factors[0].why!, /features, 32 to 16/);
});

Deno.test("every corner is a training that the settings allow, and the last is the later run", () => {
  const { corners } = question(unet, long, { isFull: true });
  assert.equal(corners.length, 12);
  assert.equal(new Set(corners.map(({ key }) => key)).size, 12);
  assert.equal(corners[1].key, cornerKey(long));
  const random = corners.filter(({ settings }) => settings.weights === "random");
  assert.ok(random.every(({ factors }) => !factors.includes("weights")));
  assert.ok(random.every(({ settings }) => settings.encoder === "mobilenetv2"));
  assert.ok(corners.slice(2).every(({ settings }) => settings.preset === "sample"));
});

Deno.test("back from a pretrained encoder, its weights go first", () => {
  const factors = factorsOf(long, unet);
  assert.deepEqual(factors.slice(0, 2).map(({ id, requires }) => [id, requires]), [
    ["weights", undefined],
    ["encoder", "weights"],
  ]);
  const { corners } = question(long, unet, { isFull: true });
  assert.equal(corners[1].key, cornerKey(unet));
});

Deno.test("two pretrained encoders are one factor with their weights", () => {
  const [first, ...others] = factorsOf(settingsOf("mobilenetv3"), long);
  assert.deepEqual([first.id, first.to.encoder], ["encoder", "mobilenetv2"]);
  assert.match(first.why!, /fit one encoder alone/);
  assert.ok(!others.some(({ id }) => id === "weights"));
});

Deno.test("settings that are refused without each other are one factor, and it says so", () => {
  const base = settingsOf("sample");
  const factors = factorsOf(base, { ...base, augment: "d4", testAugment: "d4", lr: 1e-2 });
  assert.deepEqual(factors.map(({ id }) => id), ["lr", "augment"]);
  assert.match(factors[1].why!, /augment and test-augment can't be changed alone/);
});

Deno.test("what makes sense with pretrained weights alone comes with them, whatever the encoder is", () => {
  const random: Settings = { ...long, weights: "random" };
  const [weights, ...others] = factorsOf(random, { ...long, freeze: 3, encoderLr: 1e-4 });
  assert.deepEqual([weights.id, weights.to.freeze, weights.to.encoderLr], ["weights", 3, 1e-4]);
  assert.match(weights.why!, /the encoder's learning rate and frozen epochs/);
  assert.deepEqual(others, []);
  // a plain U-Net has no weights that could be random
  const continued = { ...unet, init: "runs/pets" };
  for (const [a, b] of [[continued, random], [random, continued]]) {
    assert.equal(question(a, b).factors.filter(({ id }) => id === "weights").length, 1);
  }
});

Deno.test("a factor of which a scaled training has nothing left is said to be left out", () => {
  const more = { ...unet, epochs: 34, lr: 1e-3 };
  const { factors, notes } = question(unet, more, { scale: 0.1 });
  assert.deepEqual(factors.map(({ id }) => id), ["lr"]);
  assert.match(notes.join(), /Left out: epochs, the same in both at --scale 0.1/);
  const sides = [{ name: "unet", settings: unet }];
  const also = { "epochs=31": { epochs: 31 }, "lr=0.01": { lr: 0.01 } };
  const one = questionOf(sides, { out: "out", seeds: 1, scale: 0.1, also });
  assert.deepEqual(one.corners.map(({ name }) => name), ["unet", "unet, lr=0.01"]);
  assert.match(one.notes.join(), /Left out: epochs=31, the same/);
  assert.throws(
    () => question(unet, { ...unet, epochs: 34 }, { scale: 0.1 }),
    /At --scale 0.1 both are the same training/,
  );
});

Deno.test("patience comes with the validation set that it needs, unless the data is known to have one", () => {
  const known = { ...unet, data: "my/pets" };
  const patient = { ...known, patience: 5, validation: 0.1 };
  assert.deepEqual(factorsOf(known, patient).map(({ id }) => id), ["validation"]);
  assert.throws(
    () => question(known, { ...known, lr: 1e-3 }, { also: { "patience=5": { patience: 5 } } }),
    /patience 5 needs images to judge epochs by/,
  );
  const judged = { ...known, patience: 5 };
  assert.deepEqual(factorsOf(judged, { ...judged, patience: 9 }).map(({ id }) => id), ["patience"]);
});

Deno.test("a corner that can't be trained is named", () => {
  assert.throws(
    () => question({ ...unet, size: 208 }, { ...long, size: 224 }),
    /^UsageError: a \+ encoder, which would have to be trained, can't be: --size must be divisible/,
  );
});

Deno.test("trainings that are tested on other images can't be explained, nor those without difference", () => {
  assert.throws(
    () => factorsOf(unet, settingsOf("sample")),
    (error) =>
      error instanceof UsageError && /--data is oxford in one and menagerie/.test(error.message),
  );
  assert.throws(() => factorsOf(unet, { ...unet, threads: 1 }), /the same settings twice/);
});

Deno.test("all corners of five factors are refused; the ablations of a preset aren't", () => {
  const best = settingsOf("best");
  assert.throws(() => question(unet, best, { isFull: true }), /at most 4 factors, got 1\d/);
  const { corners, design } = question(unet, best, { isBack: true, typed: { tune: true } });
  assert.ok(design.effects.every(({ kind }) => kind === "total" || kind === "backward"));
  assert.ok(corners.every(({ settings }) => settings.tune && settings.measure === "own"));
});

Deno.test("images of several shapes are measured at their own size, drawn ones are refused", () => {
  const measures = (asked: Parameters<typeof question>[2], a = unet, b = long) =>
    new Set(question(a, b, asked).corners.map(({ settings }) => settings.measure));
  assert.deepEqual(measures({}), new Set(["model"]));
  // the encoders' strides differ
  assert.deepEqual(measures({ keepsProportions: true }), new Set(["own"]));
  assert.deepEqual(measures({ also: { "size=192": { size: 192 } } }), new Set(["own"]));
  const drawn = { typed: { data: "menagerie" } };
  assert.throws(
    () => question(unet, settingsOf("best"), { ...drawn, isBack: true }),
    /--size given/,
  );
});

Deno.test("what changes the images or nothing that is learned explains nothing", () => {
  const film = question(unet, { ...unet, film: "all", lr: 1e-3 });
  assert.deepEqual(film.factors.map(({ id }) => id), ["lr"]);
  for (const also of [{ "seed=1": { seed: 1 } }, { "threads=1": { threads: 1 } }]) {
    assert.throws(() => question(unet, long, { also }), /--also must change how a model learns/);
  }
  const [folds, curve] = [{ folds: 5 }, { curve: true }].map((more) => [
    { ...unet, ...more },
    { ...long, ...more },
  ]);
  assert.throws(() => question(folds[0], folds[1]), /--folds 5 trains several; train them without/);
  assert.throws(() => question(curve[0], curve[1]), /--curve trains several/);
});

Deno.test("changes to one training are corners of their own, scaled as it is; what changes nothing is refused", () => {
  const sides = [{ name: "unet", settings: unet }];
  const also = { "epochs=60": { epochs: 60 }, "lr=0.01": { lr: 0.01 } };
  const { corners, names, b } = questionOf(sides, { out: "out", seeds: 1, scale: 0.1, also });
  assert.deepEqual([names, b], [["unet"], undefined]);
  assert.deepEqual(
    corners.map(({ name, settings: { epochs, lr } }) => [name, epochs, lr]),
    [["unet", 3, 1e-4], ["unet, epochs=60", 6, 1e-4], ["unet, lr=0.01", 3, 0.01]],
  );
  const { corners: [, , , , last] } = question(unet, { ...unet, batch: 8, lr: 1e-3 }, {
    also,
    scale: 0.1,
  });
  assert.deepEqual([last.name, last.settings.epochs, last.settings.batch], ["b, epochs=60", 6, 8]);
  assert.throws(
    () => questionOf(sides, { out: "out", seeds: 1, also: { "epochs=30": { epochs: 30 } } }),
    /unet, epochs=30 is the same as unet/,
  );
});

Deno.test("a key is the same wherever data and weights lie, whatever computes it, and from any version", () => {
  const key = cornerKey({ ...long, data: "/there/pets", weights: "/there/net.safetensors" });
  assert.equal(
    cornerKey({ ...long, data: "../pets", weights: "net.safetensors", threads: 3, microBatch: 8 }),
    key,
  );
  assert.notEqual(cornerKey({ ...long, data: "pets", weights: "random" }), key);
  // two runs may have members of one name
  const [one, other] = ["a", "b"].map((run) =>
    cornerKey({ ...unet, init: `runs/${run}/members/1` })
  );
  assert.notEqual(one, other);
  assert.equal(cornerKey({ ...long, ...{ newer: undefined } }), cornerKey(long));
});

Deno.test("a scaled training has that part of the epochs, and what is counted in them", () => {
  const best = settingsOf("best"), { epochs, freeze, warmup } = scaledLength(best, 0.25);
  assert.deepEqual([epochs, freeze, warmup], [8, 0, 0.25]);
  assert.equal(scaledLength(unet, 0.001).epochs, 1);
  assert.equal(scaledLength(unet, 1), unet);
});
