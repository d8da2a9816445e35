// The plan of a training: each rule beside a data set that triggers it, and one that doesn't.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { factsOf, lookAt, sourceOf } from "../../data/mod.ts";
import { type Plan, type PlanFacts, planFor, planLines } from "../../training/plan.ts";
import { openData } from "../../training/open_data.ts";
import { planRun } from "../../training/plan_run.ts";
import { settingsOf } from "../../training/presets.ts";
import { jpeg, trimap, withFolders } from "../data/pets_folder.ts";
import { withEnvironment } from "../environment.ts";
import type { Settings } from "../../training/settings.ts";

/** A data set to draw: three images, their masks by a rule. */
interface Drawn {
  width: number;
  height: number;
  channels?: 1 | 3;
  /** The value in the masks at a place. */
  valueAt: (x: number, y: number) => number;
}

/** A disc of value 1 with a diameter. */
const disc = (diameter: number) => (x: number, y: number) =>
  Number(Math.hypot(x - 100, y - 100) < diameter / 2);

/** Stripes of value 1, as wide as said, one in a period. */
const stripes = (width: number, period: number) => (x: number) => Number(x % period < width);

/** Facts of a set, drawn into a folder for the look. */
async function factsIn(set: Drawn): Promise<PlanFacts> {
  return await inDrawn(
    set,
    async (folder) => factsOf(await lookAt(folder, { maxMegapixels: 1 }), { maxMegapixels: 1 }),
  );
}

async function inDrawn<T>(
  { width, height, channels = 3, valueAt }: Drawn,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const part of ["images", "masks"]) await Deno.mkdir(`${folder}/${part}`);
    const mask = Uint8Array.from(
      { length: width * height },
      (_, i) => valueAt(i % width, Math.floor(i / width)),
    );
    const image = new Uint8Array(channels * mask.length).map((_, i) => 60 + 20 * (i % channels));
    const [picture, truth] = [[image, channels], [mask, 1]].map(([data, channels]) =>
      encode({ data, channels, width, height } as Parameters<typeof encode>[0])
    );
    for (let i = 0; i < 3; i++) {
      await Deno.writeFile(`${folder}/images/${i}.png`, picture);
      await Deno.writeFile(`${folder}/masks/${i}.png`, truth);
    }
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function plan(set: Drawn, typed: Partial<Settings> = {}): Promise<Plan> {
  return planFor(await factsIn(set), typed);
}

/** Large objects of colour, a third of the image. */
const PHOTOS: Drawn = { width: 400, height: 300, valueAt: (x) => Number(x < 150) };

Deno.test("a look tells shape, channels, and each class's share and width", async () => {
  const facts = await factsIn({ width: 100, height: 50, channels: 1, valueAt: stripes(5, 20) });
  assert.deepEqual(facts, {
    images: 3,
    shape: [50, 100],
    ofOneSize: 1,
    channels: 1,
    split: [],
    classes: [
      { name: "background", share: 0.75, width: 15 },
      { name: "foreground", share: 0.25, width: 5 },
    ],
  });
});

Deno.test("photographs get the pretrained encoder, grey images the plain one", async () => {
  const photos = await plan(PHOTOS), grey = await plan({ ...PHOTOS, channels: 1 });
  const chosen = (
    { settings: { encoder, encoderLr, weightDecay } }: Plan,
  ) => [encoder, encoderLr, weightDecay];
  assert.deepEqual(chosen(photos), ["mobilenetv2", 3e-4, 0.01]);
  assert.deepEqual(chosen(grey), ["plain", undefined, undefined]);
  assert.match(grey.reasons.encoder!, /^images have 1 channel/);
});

Deno.test("where weights can't be had the plan is the plain encoder's, and says what to type later", async () => {
  const facts = { ...await factsIn(PHOTOS), missingWeights: "no network" };
  const { settings, reasons } = planFor(facts, {});
  assert.equal(settings.encoder, "plain");
  assert.match(reasons.encoder!, /\(no network\); once they are, --encoder mobilenetv2/);
  assert.equal(planFor(facts, { weights: "file" }).settings.encoder, "mobilenetv2");
});

Deno.test("a host of weights that isn't reached, or lacks them, costs the encoder and not the training", async () => {
  const { fetch } = globalThis, cache = await Deno.makeTempDir();
  const answers: [why: RegExp, fetch: (method?: string) => Response][] = [
    [/MobileNetV2's weights aren't available \(no route\)/, () => {
      throw new TypeError("no route");
    }],
    [
      /aren't available \(download.pytorch.org answered 404\)/,
      () => new Response("", { status: 404 }),
    ],
    [
      /aren't available \(Cannot download http.*403/,
      (method) =>
        method === "HEAD"
          ? new Response(null, { headers: { "content-length": "14000000" } })
          : new Response("", { status: 403 }),
    ],
  ];
  try {
    for (const [why, answer] of answers) {
      globalThis.fetch = (_, init) => Promise.try(() => answer(init?.method));
      await inDrawn(PHOTOS, async (data) => {
        const run = {
          settings: { ...settingsOf("sample"), data },
          typed: { data },
          isPlanned: true,
        };
        const { settings, plan } = await withEnvironment(
          { TRIPTYCH_CACHE: cache },
          () => planRun(run, new AbortController().signal),
        );
        assert.equal(settings.encoder, "plain");
        assert.match(plan!.encoder, why);
      });
    }
  } finally {
    globalThis.fetch = fetch;
    await Deno.remove(cache, { recursive: true });
  }
});

Deno.test("the pets in their own layout are planned by their trimaps, and still read as they document it", async () => {
  await withFolders(async ({ folder: data, put }) => {
    const bands = Uint8Array.from({ length: 300 * 300 }, (_, i) => 1 + Math.floor(i / 300 / 100));
    for (let i = 0; i < 3; i++) {
      await put(`images/cat_${i}.jpg`, await jpeg(300, 300, 100));
      await put(`annotations/trimaps/cat_${i}.png`, trimap(300, 300, bands));
    }
    const facts = await factsOf(await lookAt(data, { maxMegapixels: 1 }), { maxMegapixels: 1 });
    assert.deepEqual(facts.classes.map(({ name }) => name), ["foreground", "background", "border"]);
    const typed = { data, encoder: "plain" as const };
    const run = { settings: { ...settingsOf("sample"), ...typed }, typed, isPlanned: true };
    const signal = new AbortController().signal;
    const { settings, plan } = await planRun(run, signal);
    assert.match(plan!.size!, /^images are 300x300/);
    assert.equal(sourceOf(await openData(data, settings))!.isPets, true);
  });
});

Deno.test("small images are taken whole, tiny ones enlarged", async () => {
  const small = await plan({ width: 240, height: 160, valueAt: disc(80) }, { encoder: "plain" });
  assert.equal(small.settings.size, 192);
  assert.match(small.reasons.size!, /^images have 240x160 pixels/);
  const tiny = await plan({ width: 28, height: 28, valueAt: (x) => Number(x > 9) });
  assert.equal(tiny.settings.size, 64);
});

Deno.test("large images of large objects are reduced, of thin ones trained on in patches", async () => {
  const { settings: large } = await plan(PHOTOS);
  assert.deepEqual([large.size, large.patch, large.batch], [224, undefined, 16]);
  assert.equal((await plan({ ...PHOTOS, channels: 1 })).settings.size, 208);
  const thin: Drawn = { width: 600, height: 600, valueAt: stripes(6, 30) };
  const { settings, reasons } = await plan(thin);
  assert.deepEqual([settings.size, settings.patch, settings.batch], [undefined, 192, 4]);
  assert.match(
    reasons.patch!,
    /^foreground is 6 px wide at the median, 2.6 px of it would be left/,
  );
});

Deno.test("where most classes are wide enough, a thin one of many is no reason for patches", async () => {
  const valueAt = (x: number) => x < 4 ? 1 : x < 200 ? 2 : x < 400 ? 3 : 0;
  const { settings, reasons } = await plan({ width: 600, height: 600, valueAt });
  assert.deepEqual([settings.size, settings.patch], [256, undefined]);
  assert.match(reasons.size!, /^images are 600x600; reduced to this size, most classes are 4 px/);
});

Deno.test("objects that a little more size keeps get it", async () => {
  const { settings, reasons } = await plan({
    width: 300,
    height: 300,
    channels: 1,
    valueAt: stripes(5, 20),
  });
  assert.deepEqual([settings.size, settings.patch], [256, undefined]);
  assert.match(reasons.size!, /^foreground is 5 px wide at the median, 4.3 px of it are left/);
});

Deno.test("the batch follows from the pixels of an image", async () => {
  for (const [size, batch] of [[32, 16], [208, 4], [320, 2], ["512x512", 2], [1024, 2]] as const) {
    assert.equal((await plan(PHOTOS, { size, encoder: "plain" })).settings.batch, batch);
  }
});

Deno.test("pretrained weights are adapted in large steps, unless a rare class takes many or patches are small", async () => {
  const rare: Drawn = { ...PHOTOS, valueAt: (x) => Number(x < 12) };
  const adapted = ({ settings: { size, batch, weightDecay } }: Plan) => [size, batch, weightDecay];
  assert.deepEqual(adapted(await plan(PHOTOS)), [224, 16, 0.01]);
  assert.deepEqual(adapted(await plan(PHOTOS, { size: 320 })), [undefined, 8, 0.01]);
  assert.deepEqual(adapted(await plan(rare)), [224, 4, undefined]);
  assert.deepEqual(adapted(await plan(PHOTOS, { patch: 192 })), [undefined, 4, undefined]);
});

Deno.test("a rare class puts Dice into the loss, a very rare one weights the classes", async () => {
  const [even, rare, veryRare] = await Promise.all(
    [150, 80, 16].map((edge) => plan({ ...PHOTOS, valueAt: (x) => Number(x < edge) })),
  );
  assert.deepEqual([even, rare, veryRare].map(({ settings: { loss } }) => loss), [
    "cross-entropy",
    "dice-cross-entropy",
    "dice-cross-entropy",
  ]);
  assert.equal(rare.settings.classWeights, undefined);
  // the median of 0.96 and 0.04 is 0.5; √(0.5 ÷ 0.96) and √(0.5 ÷ 0.04) above 3
  assert.equal(veryRare.settings.classWeights, "0.72,3");
  assert.match(veryRare.reasons.classWeights!, /^foreground has 4 % of the pixels/);
});

Deno.test("few images are augmented more, and it is said that left and right are mirrored", async () => {
  const small: Drawn = { width: 16, height: 16, valueAt: (x) => Number(x < 6) };
  const facts = await factsIn(small);
  const [few, many] = [facts, { ...facts, images: 200 }].map((facts) => planFor(facts, {}));
  assert.equal(few.settings.augment, "flip,shift-scale-rotate,color");
  assert.equal(many.settings.augment, "flip");
  for (const { reasons } of [few, many]) assert.match(reasons.augment!, /--augment none where/);
  assert.equal(many.settings.testAugment, "flip");
  assert.equal((await plan(small, { augment: "d4" })).settings.testAugment, "flip");
  assert.equal((await plan(small, { augment: "none" })).settings.testAugment, undefined);
});

Deno.test("photographs of many sizes vary in distance and light, frames of one camera don't", async () => {
  const frames = { ...await factsIn(PHOTOS), images: 300 };
  const augment = (facts: Partial<PlanFacts>) =>
    planFor({ ...frames, ...facts }, {}).settings.augment;
  assert.equal(augment({}), "flip");
  assert.equal(augment({ ofOneSize: 0.5 }), "flip");
  assert.equal(augment({ ofOneSize: 0.4 }), "flip,shift-scale-rotate,crop,color");
  assert.equal(augment({ ofOneSize: 0.4, channels: 1 }), "flip");
  assert.match(
    planFor({ ...frames, ofOneSize: 0.4 }, {}).reasons.augment!,
    /^images in colour, at most 40 % of one size, are of many cameras/,
  );
  await withFolders(async ({ folder, putPair }) => {
    for (let i = 0; i < 4; i++) await putPair(`cat_${i}`, { width: 20 + (i >> 1), height: 10 });
    await putPair("cat_4", { width: 30, height: 10 });
    const look = await lookAt(folder, { maxMegapixels: 1 });
    assert.equal((await factsOf(look, { maxMegapixels: 1 })).ofOneSize, 2 / 5);
  });
});

Deno.test("all images are learned from, for ten minutes, at a rate that falls to 0", async () => {
  const { settings } = await plan(PHOTOS), { lr, schedule, validation, minutes } = settings;
  assert.deepEqual({ lr, schedule, validation, minutes }, {
    lr: 1e-3,
    schedule: "cosine",
    validation: 0,
    minutes: 10,
  });
  assert.equal((await plan(PHOTOS, { encoder: "plain" })).settings.lr, 2e-3);
  assert.equal((await plan(PHOTOS, { folds: 5 })).settings.minutes, 50);
  assert.equal((await plan(PHOTOS, { epochs: 3 })).settings.minutes, undefined);
  assert.equal((await plan(PHOTOS, { patience: 3 })).settings.validation, undefined);
});

Deno.test("what is typed goes before the plan, which makes room for it", async () => {
  const typed = { size: 208, loss: "cross-entropy", batch: 3, minutes: 1 } as const;
  const { settings, reasons } = await plan(PHOTOS, typed);
  for (const name of Object.keys(typed)) assert.ok(!(name in settings) && !(name in reasons), name);
  assert.equal(settings.encoder, "plain");
  assert.match(reasons.encoder!, /^208 can't be divided by 32/);
  const thin: Drawn = { width: 600, height: 600, valueAt: stripes(6, 30) };
  assert.equal((await plan(thin, { measure: "model" })).settings.patch, undefined);
});

Deno.test("a plan is a line per setting, with its flag's name", () => {
  const plan: Plan = { settings: { encoderLr: 3e-4 }, reasons: { encoderLr: "they are good" } };
  assert.deepEqual(planLines(plan), ["encoder-lr 0.0003: they are good"]);
});
