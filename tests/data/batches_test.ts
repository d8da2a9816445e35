import assert from "node:assert/strict";
import {
  type Batch,
  type BatchOptions,
  type Dataset,
  fingerprint,
  trainingBatches,
  TRIMAP_CLASSES,
  wholeBatches,
} from "../../data/mod.ts";
import { RGB, UNIT_RGB } from "../../core/mod.ts";
import { AUGMENTATIONS } from "../../data/augmentations.ts";
import { makeBatch, planEpoch, stepOf } from "../../data/make_batch.ts";

const COUNT = 11, SIZE = 4, PIXELS = SIZE * SIZE;
const ALL = Array.from({ length: COUNT }, (_, i) => i);
const CHANCE = { batch: 3, seed: 7, augment: AUGMENTATIONS };
const EPOCH = 2;

/** Images whose every pixel tells which image and which place it is. */
function dataset(): Dataset {
  const images = new Uint8Array(new SharedArrayBuffer(COUNT * PIXELS * 3));
  const labels = new Uint8Array(new SharedArrayBuffer(COUNT * PIXELS));
  images.forEach((_, at) => images[at] = at % 3 === 0 ? Math.floor(at / PIXELS / 3) : at % 251);
  labels.forEach((_, at) => labels[at] = 1 + (at * 7 + Math.floor(at / 5)) % 3);
  const ids = ALL.map((i) => `cat_${i}`);
  const parts = { ids, shape: [SIZE, SIZE] as const, images, labels };
  const groups = ALL.map(() => "cat");
  return {
    ...parts,
    name: "test",
    fingerprint: fingerprint(parts),
    groups,
    classes: TRIMAP_CLASSES,
    skipped: [],
  };
}

/** Which images a batch contains, read from their red channel. */
function imagesOf({ images, count }: Batch): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(images[i * PIXELS * 3] * 255));
}

/** The batches of an epoch from a step on. */
async function collect(
  { epoch = EPOCH, fromStep, ...options }: BatchOptions & { epoch?: number; fromStep?: number },
  indices = ALL,
): Promise<Batch[]> {
  return await Array.fromAsync(trainingBatches(dataset(), indices, options).epoch(epoch, fromStep));
}

Deno.test("trainingBatches() give each image once per epoch, the last batch what is left", async () => {
  // mirrored images still tell which they are
  const made = await collect({ ...CHANCE, augment: ["flip"] });
  assert.deepEqual(made.map(({ count }) => count), [3, 3, 3, 2]);
  const order = made.flatMap(imagesOf);
  assert.deepEqual(order.toSorted((a, b) => a - b), ALL);
  assert.notDeepEqual(order, ALL);
  for (const { images, labels, count } of made) {
    assert.equal(images.length, count * PIXELS * 3);
    assert.equal(labels.length, count * PIXELS);
  }
});

Deno.test("trainingBatches() scale to 0…1, turn labels into class indices, and keep the order unshuffled", async () => {
  const data = dataset();
  const made = await collect({ batch: 2, seed: 0, shuffle: false }, [4, 2]);
  const at = 4 * PIXELS;
  assert.equal(made.length, 1);
  assert.deepEqual(imagesOf(made[0]), [4, 2]);
  const expected = Float32Array.from(
    data.images.subarray(at * 3, (at + PIXELS) * 3),
    (v) => v / 255,
  );
  assert.deepEqual(made[0].images.subarray(0, PIXELS * 3), expected);
  const classes = Int32Array.from(data.labels.subarray(at, at + PIXELS), (label) => label - 1);
  assert.deepEqual(made[0].labels.subarray(0, PIXELS), classes);
});

Deno.test("trainingBatches() mirror image and mask together, about half of them", () => {
  const data = dataset();
  let mirrored = 0;
  for (let epoch = 0; epoch < 40; epoch++) {
    const plan = planEpoch(ALL, { seed: 3, epoch, shuffle: false, augment: ["flip"] });
    const flipped = makeBatch(data, plan, UNIT_RGB);
    const plain = makeBatch(data, { ...plan, augment: [] }, UNIT_RGB);
    for (let i = 0; i < COUNT; i++) {
      const isMirrored = plan.draws[i] >= 2 ** 31;
      if (isMirrored) mirrored++;
      for (let p = 0; p < PIXELS; p++) {
        const x = p % SIZE, other = isMirrored ? p - x + (SIZE - 1 - x) : p;
        const [a, b] = [i * PIXELS + p, i * PIXELS + other];
        assert.equal(flipped.labels[a], plain.labels[b]);
        for (let c = 0; c < 3; c++) {
          assert.equal(flipped.images[a * 3 + c], plain.images[b * 3 + c]);
        }
      }
    }
  }
  // 440 fair coins: further than 5 standard deviations from half is no chance
  assert.ok(Math.abs(mirrored - 220) < 53, `${mirrored} of 440 are mirrored`);
});

Deno.test("trainingBatches() of a worker equal those made on this thread", async () => {
  const data = dataset();
  const plan = planEpoch(ALL, { ...CHANCE, epoch: EPOCH, shuffle: true });
  const plain = [0, 1, 2, 3].map((step) =>
    makeBatch(data, stepOf(plan, CHANCE.batch, step), UNIT_RGB)
  );
  assert.deepEqual(await collect(CHANCE), plain);
});

Deno.test("trainingBatches() depend on seed and epoch alone", async () => {
  const first = await collect(CHANCE);
  assert.deepEqual(await collect(CHANCE), first);
  const orders = await Promise.all([
    collect(CHANCE),
    collect({ ...CHANCE, epoch: 3 }),
    collect({ ...CHANCE, seed: 8 }),
  ]);
  const distinct = new Set(orders.map((made) => made.flatMap(imagesOf).join()));
  assert.equal(distinct.size, 3);
});

Deno.test("trainingBatches() resume at a step with the very same batches", async () => {
  const whole = await collect(CHANCE);
  for (let fromStep = 0; fromStep <= 4; fromStep++) {
    assert.deepEqual(await collect({ ...CHANCE, fromStep }), whole.slice(fromStep));
  }
});

Deno.test("trainingBatches() end their worker when the loop is left early, fails, or never begins", async () => {
  // the test runner fails a test that leaves a worker behind
  const batches = trainingBatches(dataset(), ALL, CHANCE);
  for await (const { count } of batches.epoch(1)) {
    assert.equal(count, 3);
    break;
  }
  await assert.rejects(async () => {
    for await (const _ of batches.epoch(1)) throw new Error("step failed");
  }, { message: "step failed" });
  const unused = batches.epoch(1);
  await unused.return();
  const closed = batches.epoch(1);
  await closed.next();
  await closed.return();
  assert.deepEqual(await closed.next(), { done: true, value: undefined });
});

Deno.test("trainingBatches() pass on what stops their worker", async () => {
  const pack = { path: "/nowhere", identity: "", labels: [1], offsets: [0], counts: [[16]] };
  const shapes = [[SIZE, SIZE]] as const, { classes } = dataset();
  const set = {
    shape: shapes[0],
    classes,
    inPieces: false,
    pack: { ...pack, shapes, format: RGB },
  };
  await assert.rejects(
    wholeBatches(set, [0], CHANCE).epoch(1).next(),
    /^Error: Cannot make batches: .*\/nowhere/,
  );
});

Deno.test("trainingBatches() give nothing for no images", async () => {
  assert.deepEqual(await collect(CHANCE, []), []);
});

Deno.test("trainingBatches() refuse indices and numbers out of range", async () => {
  const bad: [Partial<Parameters<typeof collect>[0]>, string][] = [
    [{ batch: 0 }, "batch must be a whole number of 1 or more, got 0"],
    [{ batch: 2.5 }, "batch must be a whole number of 1 or more, got 2.5"],
    [{ epoch: -1 }, "epoch must be a whole number from 0 to 4294967295, got -1"],
    [{ seed: 2 ** 32 }, "seed must be a whole number from 0 to 4294967295, got 4294967296"],
    [{ fromStep: 5 }, "fromStep must be a whole number from 0 to 4, got 5"],
  ];
  for (const [wrong, message] of bad) {
    await assert.rejects(collect({ ...CHANCE, ...wrong }), {
      name: "RangeError",
      message: `Cannot make batches: ${message}`,
    });
  }
  for (const index of [11, -1, 0.5]) {
    const error = {
      name: "RangeError",
      message: `Cannot make batches: indices must be below the dataset's 11 images, got ${index}`,
    };
    assert.throws(() => trainingBatches(dataset(), [0, index], CHANCE), error);
  }
});

Deno.test("fingerprint() changes with any id, shape, pixel or label, and with nothing else", () => {
  const data = dataset();
  assert.equal(fingerprint(data), fingerprint(dataset()));
  const other = dataset(), another = dataset();
  other.images[100] ^= 1;
  another.labels[100] ^= 1;
  const prints = [
    data,
    other,
    another,
    { ...data, shape: [2, 2] as const },
    { ...data, shape: [2, 8] as const },
    { ...data, ids: [...data.ids.slice(1), "dog_1"] },
  ].map(fingerprint);
  assert.equal(new Set(prints).size, 6);
});
