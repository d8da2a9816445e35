// The moving average of the weights: its formula, and that a training is as exact with it as without.
import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import {
  chooseBackend,
  endTraining,
  fit,
  restoreCheckpoint,
  saveCheckpoint,
  startTraining,
  type Training,
  withAverage,
} from "../../model/mod.ts";
import { tinyUnet, weightsOf } from "./build.ts";
import { options, start, stopAfter } from "./two_epochs.ts";

await chooseBackend("simd");

const DECAY = 0.6;

const startAveraged = (seed = 0) => startTraining(tinyUnet({ seed }), { ema: DECAY });

const averageOf = (training: Training) =>
  withAverage(training, ({ model }) => Promise.resolve(weightsOf(model)));

Deno.test("the average of the weights is that of its formula, running statistics included", async () => {
  const training = startAveraged();
  let steps = 0, expected = new Float64Array();
  await fit(training, {
    ...options,
    onStep() {
      const decay = Math.min(DECAY, steps / (steps + 10));
      expected = Float64Array.from(
        weightsOf(training.network.model),
        (value, i) => decay * (expected[i] ?? 0) + (1 - decay) * value,
      );
      steps++;
    },
  });
  const found = await averageOf(training);
  found.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) <= 1e-5 * Math.max(1, Math.abs(value)))
  );
  assert.notDeepEqual(found, weightsOf(training.network.model));
  endTraining(training);
});

Deno.test("a training with an average has the weights of one without, bit for bit, and gets them back", async () => {
  const plain = start(), averaged = startAveraged();
  await fit(plain, options);
  await fit(averaged, {
    ...options,
    async validate() {
      await averageOf(averaged);
      await assert.rejects(
        withAverage(averaged, () => Promise.reject(new Error("while measuring"))),
      );
      return options.validate();
    },
  });
  assert.deepEqual(weightsOf(averaged.network.model), weightsOf(plain.network.model));
  endTraining(plain);
  endTraining(averaged);
});

Deno.test("fit() validates the average", async () => {
  const training = startAveraged(), validated: Float32Array[] = [], averages: Float32Array[] = [];
  await fit(training, {
    ...options,
    validate() {
      validated.push(weightsOf(training.network.model));
      return options.validate();
    },
    onEpoch: async () => void averages.push(await averageOf(training)),
  });
  assert.equal(validated.length, 2);
  assert.deepEqual(validated, averages);
  endTraining(training);
});

Deno.test("a training that is resumed at any step ends with the same average, bit for bit", async () => {
  const path = join(await Deno.makeTempDir(), "checkpoint"), unbroken = startAveraged();
  await fit(unbroken, options);
  const expected = await averageOf(unbroken);
  for (let last = 1; last <= 6; last++) {
    const broken = startAveraged(), stop = new AbortController();
    await fit(broken, { ...options, onStep: stopAfter(last, stop), signal: stop.signal });
    await saveCheckpoint(path, broken);
    const resumed = startAveraged(99);
    await restoreCheckpoint(path, resumed);
    await fit(resumed, options);
    assert.deepEqual(await averageOf(resumed), expected, `stopped after step ${last}`);
  }
});

Deno.test("before the first step the average is the model as it is", async () => {
  const training = startAveraged();
  assert.deepEqual(await averageOf(training), weightsOf(training.network.model));
});

Deno.test("a checkpoint with an average is refused by a training without one, and the other way round", async () => {
  const path = join(await Deno.makeTempDir(), "checkpoint");
  const refuses = async (saved: Training, other: Training, message: RegExp) => {
    await saveCheckpoint(path, saved);
    await assert.rejects(restoreCheckpoint(path, other), { name: "TypeError", message });
  };
  await refuses(startAveraged(), start(), /must contain no average of the weights/);
  await refuses(start(), startAveraged(), /must contain the average of the weights, .* does not$/);
});

Deno.test("endTraining() frees the average", () => {
  const { numTensors } = tf.memory();
  endTraining(startAveraged());
  assert.equal(tf.memory().numTensors, numTensors);
});
