/**
 * Training speed, images a second: `deno task bench:training [FEATURES SIZE BATCH]…`. Data is made up;
 * everything else is the real step: forward, loss, gradients, Adam, running statistics.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { TRIMAP_CLASSES } from "../data/types.ts";
import { buildUnet, chooseBackend, startTraining } from "../model/mod.ts";
import { trainStep } from "../model/training.ts";

/** What is measured: features, size, batch. */
const SETTINGS = [[8, 64, 16], [16, 64, 8], [16, 128, 8], [32, 128, 8]];

/** Seconds a setting is trained for, after two steps to warm up. */
const SECONDS = 10;

if (import.meta.main) {
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const start = performance.now();
  const backend = await chooseBackend("auto", { threads });
  console.log(`${backend.description}; started in ${(performance.now() - start).toFixed(0)} ms`);
  const own = Deno.args.length > 0 ? [Deno.args.map(Number)] : SETTINGS;
  for (const [features, size, batch] of own) {
    const { speed, peak } = await trainingSpeed(features, size, batch);
    console.log(
      `${features} features, ${size} px, batch ${batch}: ${speed.toFixed(2)} images/s, ` +
        `peak ${(peak / 2 ** 20).toFixed(0)} MB`,
    );
  }
}

/** Images a second by the median step, and the engine's peak memory in bytes. */
async function trainingSpeed(
  features: number,
  size: number,
  batch: number,
): Promise<{ speed: number; peak: number }> {
  const { step, dispose } = trainer(features, size, batch);
  await step();
  await step();
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end || times.length < 3) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[times.length >> 1];
  const peak = (tf.memory() as unknown as { peakBytes: number }).peakBytes;
  dispose();
  return { speed: batch / median * 1000, peak };
}

/** A U-Net with a batch of made-up photographs. */
export function trainer(
  features: number,
  size: number,
  batch: number,
): { step: () => Promise<number>; dispose: () => void } {
  const model = buildUnet({ features, size, classes: TRIMAP_CLASSES, seed: 0 });
  const training = startTraining(model);
  const pixels = batch * size * size;
  const images = Float32Array.from({ length: 3 * pixels }, (_, i) => i * 7919 % 256 / 255);
  const labels = Int32Array.from({ length: pixels }, (_, i) => i * 31 % 3);
  return {
    step: () => trainStep(training, { images, labels, count: batch }),
    dispose() {
      training.optimizer.dispose();
      model.dispose();
    },
  };
}
