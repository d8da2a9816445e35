import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import type { Batch } from "../../data/types.ts";
import { buildUnet, chooseBackend, microBatchFor, startTraining } from "../../model/mod.ts";
import { trainStep } from "../../model/step.ts";
import { noise } from "./build.ts";

await chooseBackend("simd");

const SIZE = 16;

function start(microBatch?: number, size = SIZE) {
  const model = buildUnet({ size, features: 2, classes: TRIMAP_CLASSES, seed: 3 });
  return startTraining(model, { microBatch });
}

function join(...batches: Batch[]): Batch {
  return {
    images: Float32Array.from(batches.flatMap(({ images }) => [...images])),
    labels: Int32Array.from(batches.flatMap(({ labels }) => [...labels])),
    count: batches.reduce((sum, { count }) => sum + count, 0),
  };
}

function weights(training: ReturnType<typeof start>): number[] {
  return training.network.trainable.flatMap((variable) => [...variable.dataSync()]);
}

Deno.test("a step over equal parts is the step over one of them", async () => {
  const part = noise(2, SIZE, 1);
  const [whole, parts] = [start(), start(2)];
  const expected = await trainStep(whole, part);
  const loss = await trainStep(parts, join(part, part, part));
  assert.ok(Math.abs(loss - expected) < 1e-6, `${loss}, ${expected}`);
  const other = weights(whole);
  // gradients that are zero but for rounding are magnified by Adam's first step
  const far = weights(parts).filter((value, i) => Math.abs(value - other[i]) > 1e-5);
  assert.ok(far.length < 0.01 * other.length, `${far.length} of ${other.length}`);
});

Deno.test("parts of different sizes count by their images", async () => {
  const [two, one] = [noise(2, SIZE, 1), noise(1, SIZE, 2)];
  const expected = (2 * await trainStep(start(), two) + await trainStep(start(), one)) / 3;
  const loss = await trainStep(start(2), join(two, one));
  assert.ok(Math.abs(loss - expected) < 1e-6, `${loss}, ${expected}`);
});

Deno.test("parts count by the pixels that are not ignored", async () => {
  const [two, one] = [noise(2, SIZE, 1), noise(1, SIZE, 2)];
  one.labels.fill(-1, 0, 96).fill(255, 96, 192);
  const [ofTwo, ofOne] = [await trainStep(start(), two), await trainStep(start(), one)];
  const expected = (512 * ofTwo + 64 * ofOne) / 576;
  const loss = await trainStep(start(2), join(two, one));
  assert.ok(Math.abs(loss - expected) < 1e-6, `${loss}, ${expected}`);
});

Deno.test("a step in parts leaves no memory behind, and takes less", async () => {
  const batch = noise(8, 64, 1);
  const peak = async (microBatch?: number) => {
    const training = start(microBatch, 64);
    await trainStep(training, batch);
    const before = tf.memory().numTensors;
    let most = 0;
    const { loss } = training;
    const watched = {
      ...training,
      loss: (...args: Parameters<typeof loss>) => {
        most = Math.max(most, tf.memory().numBytes);
        return loss(...args);
      },
    };
    await trainStep(watched, batch);
    assert.equal(tf.memory().numTensors, before);
    training.optimizer.dispose();
    training.network.model.dispose();
    return most;
  };
  const [whole, parts] = [await peak(), await peak(2)];
  assert.ok(parts < 0.6 * whole, `${parts} and ${whole} bytes`);
});

Deno.test("microBatchFor() takes what fits: the published preset whole, 64 features in parts", () => {
  const of = (features: number, batch: number) => {
    const model = buildUnet({ size: 128, features, classes: TRIMAP_CLASSES, seed: 0 });
    const count = microBatchFor(model, batch);
    model.dispose();
    return count;
  };
  assert.equal(of(32, 64), 64);
  assert.equal(of(64, 64), 22);
  assert.equal(of(64, 1), 1);
});
