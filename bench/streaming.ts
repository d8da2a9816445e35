/**
 * Trains on many images that are read from a file, beside 1,000 in memory, and measures memory and speed:
 * `deno task bench:streaming [IMAGES] [STEPS]`. The images are 100 drawn animals, each at 256 places, so that
 * of 100,000 each is there about four times; the file, 26 GB of them, lies in a temporary folder and is
 * removed.
 *
 * @module
 */
import { closeSync, openSync } from "node:fs";
import { imageOf, RGB } from "../core/mod.ts";
import { table } from "../cli/mod.ts";
import {
  type Dataset,
  menagerie,
  type TrainingBatches,
  TRIMAP_CLASSES,
  wholeBatches,
} from "../data/mod.ts";
import { layoutOf } from "../data/pack.ts";
import { makePack, writeRecord } from "../data/pack_file.ts";
import type { PackedDataset } from "../data/types.ts";
import { buildUnet, chooseBackend, startTraining, trainStep } from "../model/mod.ts";

const SIZE = 256, ANIMALS = 100, FEW = 1000, BATCH = 8, FEATURES = 8;

/** Steps that are timed in turn, so that both sets meet the same load of the machine. */
const BLOCK = 20;

if (import.meta.main) {
  const [count, steps] = [Deno.args[0] ?? 100_000, Deno.args[1] ?? 200].map(Number);
  const folder = await Deno.makeTempDir();
  let peak = 0;
  const watch = () => void (peak = Math.max(peak, Deno.memoryUsage().rss));
  const watching = setInterval(watch, 100);
  try {
    await chooseBackend("simd");
    const animals = await menagerie({ count: ANIMALS, size: SIZE, seed: 0 });
    const start = performance.now();
    const many = await packed(`${folder}/many.pack`, animals, count);
    const seconds = (performance.now() - start) / 1000;
    const before = peak;
    const sets = [few(animals), many];
    const times = await timed(sets.map((set) => batchesOf(set, steps)), steps, watch);
    const speeds = times.map((time) => steps * BATCH / time);
    const rows = sets.map(({ ids }, i) => [
      ids.length,
      i === 0 ? "memory" : "a file",
      speeds[i].toFixed(1),
    ]);
    console.log(`${SIZE} px, batches of ${BATCH}, ${FEATURES} features, ${steps} steps each\n`);
    console.log(table(rows, { head: ["images", "from", "images/s"] }));
    const different = Math.min(count, ANIMALS * SIZE);
    console.log(
      `\n${different} of the images differ: ${ANIMALS} drawn animals, each moved by columns`,
    );
    console.log(`speed from the file / from memory: ${(speeds[1] / speeds[0]).toFixed(3)}`);
    console.log(`written in ${seconds.toFixed(0)} s, at most ${gigabytes(before)} in memory`);
    console.log(`trained with at most ${gigabytes(peak)} in memory`);
  } finally {
    clearInterval(watching);
    await Deno.remove(folder, { recursive: true });
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

/** The images of a set in memory. */
function few(animals: Dataset): Dataset {
  const pixels = SIZE * SIZE;
  const images = new Uint8Array(new SharedArrayBuffer(FEW * pixels * 3));
  const labels = new Uint8Array(new SharedArrayBuffer(FEW * pixels));
  for (let i = 0; i < FEW; i++) {
    const one = variant(animals, i);
    images.set(one.image, i * pixels * 3);
    labels.set(one.labels, i * pixels);
  }
  return { ...animals, images, labels, ids: Array.from({ length: FEW }, (_, i) => `${i}`) };
}

/** Many images in a file. */
async function packed(path: string, animals: Dataset, count: number): Promise<PackedDataset> {
  const how = { format: RGB, labels: TRIMAP_CLASSES.map(({ label }) => label) };
  const bytes = count * layoutOf(how, [SIZE, SIZE]).length;
  const ids = Array.from({ length: count }, (_, i) => `${i}`);
  const set = await makePack(path, { ...how, bytes }, (target) => {
    const file = openSync(target.path, "r+");
    try {
      const records = ids.map((_, i) => writeRecord(target, file, variant(animals, i)));
      return Promise.resolve({ key: "", ids, records, skipped: [], asStored: [] });
    } finally {
      closeSync(file);
    }
  }, () => "");
  const { shape, classes } = animals;
  return { ...set, shape, classes, inPieces: false, name: "many", groups: ids };
}

/** An animal, moved to the side: each hundred of images is moved by another column. */
function variant({ labels, ...animals }: Dataset, index: number) {
  const from = index % ANIMALS, by = Math.floor(index / ANIMALS) % SIZE;
  const image = imageOf(animals, from), own = labels.subarray(from * SIZE * SIZE);
  const moved = { image: new Uint8Array(image.length), labels: new Uint8Array(SIZE * SIZE) };
  for (let row = 0; row < SIZE; row++) {
    for (const [data, to, values] of [[image, moved.image, 3], [own, moved.labels, 1]] as const) {
      const start = row * SIZE * values, cut = start + by * values, end = start + SIZE * values;
      to.set(data.subarray(cut, end), start);
      to.set(data.subarray(start, cut), start + end - cut);
    }
  }
  return { ...moved, shape: [SIZE, SIZE] as const };
}

function batchesOf(set: Dataset | PackedDataset, steps: number): TrainingBatches {
  const { length } = set.ids, most = Math.floor(length / BATCH);
  return wholeBatches(set, Array.from({ length }, (_, i) => i), {
    batch: BATCH,
    seed: 0,
    augment: ["flip"],
    steps: Math.min(steps, most),
  });
}

/** Seconds that each set takes for its steps, a block of each in turn. */
async function timed(
  sets: readonly TrainingBatches[],
  steps: number,
  watch: () => void,
): Promise<number[]> {
  const model = buildUnet({ size: SIZE, features: FEATURES, classes: TRIMAP_CLASSES, seed: 0 });
  const training = startTraining(model), seconds = sets.map(() => 0);
  const streams = sets.map((batches) => endless(batches));
  // the kernels are compiled, and batches are made ahead, before any is timed
  for (let step = -BLOCK; step < steps; step++) {
    if (step % BLOCK !== 0) continue;
    for (const [i, stream] of streams.entries()) {
      const start = performance.now();
      for (let k = 0; k < BLOCK; k++) {
        await trainStep(training, (await stream.next()).value!);
        watch();
      }
      if (step >= 0) seconds[i] += (performance.now() - start) / 1000;
    }
  }
  for (const stream of streams) await stream.return();
  return seconds;
}

async function* endless(batches: TrainingBatches) {
  for (let epoch = 1;; epoch++) yield* batches.epoch(epoch);
}
