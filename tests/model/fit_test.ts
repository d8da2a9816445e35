import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { EpochRecord } from "../../core/mod.ts";
import { chooseBackend, OutOfMemory } from "@triptych/engine";
import {
  fit,
  type FitOptions,
  restoreCheckpoint,
  saveCheckpoint,
  startTraining,
  type StepRecord,
  type Training,
  type Validation,
} from "../../model/mod.ts";
import { SimdBackend } from "../../engine/simd/backend.ts";
import { noise, tinyUnet, weightsOf } from "./build.ts";
import { engines } from "./engines.ts";

await chooseBackend("simd");

Deno.test("fit() calls its hooks for each step and epoch, and says which epoch was best", async () => {
  const steps: StepRecord[] = [];
  const epochs: [EpochRecord, boolean][] = [];
  const outcome = await fit(start(), {
    ...options,
    epochs: 3,
    // of equals the first is the best
    validate: (epoch) =>
      Promise.resolve({ loss: epoch, dice: { a: [0.2, 0.6, 0.6][epoch - 1], b: 0.4 } }),
    onStep: (step) => void steps.push(step),
    onEpoch: (record, isBest) => void epochs.push([record, isBest]),
  });
  assert.deepEqual(outcome, { stopped: false, epochs: 3, best: { epoch: 2, dice: 0.5 } });
  assert.deepEqual(
    steps.map(({ epoch, step, steps }) => `${epoch}: ${step}/${steps}`),
    ["1: 1/3", "1: 2/3", "1: 3/3", "2: 1/3", "2: 2/3", "2: 3/3", "3: 1/3", "3: 2/3", "3: 3/3"],
  );
  assert.ok(steps.every(({ imagesPerSecond }) => imagesPerSecond > 0));
  assert.deepEqual(epochs.map(([, isBest]) => isBest), [true, true, false]);

  const [record] = epochs[1];
  const { seconds, imagesPerSecond, ...exact } = record;
  assert.deepEqual(exact, {
    epoch: 2,
    trainLoss: steps[5].loss,
    validationLoss: 2,
    dice: { a: 0.6, b: 0.4 },
    learningRate: 1e-3,
  });
  // an epoch has 2 + 2 + 1 photographs
  assert.ok(seconds >= 5 / imagesPerSecond);
});

Deno.test("fit() has no best epoch, and no end to its patience, where no Dice can be measured", async () => {
  const isBest: boolean[] = [];
  const outcome = await fit(start(), {
    ...options,
    epochs: 3,
    patience: 1,
    validate: (epoch) => Promise.resolve({ loss: epoch, dice: {} }),
    onEpoch: (_, best) => void isBest.push(best),
  });
  assert.deepEqual(outcome, { stopped: false, epochs: 3, best: undefined });
  assert.deepEqual(isBest, [false, false, false]);
});

Deno.test("fit() refuses a loss that is not finite after an epoch", async () => {
  const validate = () => Promise.resolve({ loss: NaN, dice: { a: 0.5 } });
  await assert.rejects(fit(start(), { ...options, validate }), {
    name: "RangeError",
    message:
      /^Cannot go on training: the loss must be finite, got NaN measured after epoch 1\. Try/,
  });
});

Deno.test("fit() keeps the records of all epochs in the training's progress", async () => {
  const training = start();
  const records: EpochRecord[] = [];
  await fit(training, { ...options, epochs: 2, onEpoch: (record) => void records.push(record) });
  assert.deepEqual(training.progress.records, records);
  assert.deepEqual(records.map(({ epoch }) => epoch), [1, 2]);
});

Deno.test("fit() reports the mean loss over photographs, not over batches", async () => {
  const training = start();
  const losses: number[] = [];
  let record: EpochRecord | undefined;
  let sum = 0;
  await fit(training, {
    ...options,
    epochs: 1,
    onStep: () => {
      losses.push(training.progress.lossSum - sum);
      sum = training.progress.lossSum;
    },
    onEpoch: (of) => void (record = of),
  });
  assert.equal(losses.length, 3);
  assert.ok(Math.abs(record!.trainLoss - (losses[0] + losses[1] + losses[2]) / 5) < 1e-12);
});

Deno.test("fit() resumed from a checkpoint of any step ends with the same weights, bit for bit", async () => {
  const folder = await Deno.makeTempDir();
  const unbroken = start();
  const records: EpochRecord[] = [];
  await fit(unbroken, { ...options, onEpoch: (record) => void records.push(record) });
  const expected = weightsOf(unbroken.network.model);

  for (let last = 1; last <= 6; last++) {
    const path = join(folder, `${last}`);
    const broken = start();
    const stop = new AbortController();
    const outcome = await fit(broken, {
      ...options,
      onStep: stopAfter(last, stop),
      signal: stop.signal,
    });
    assert.equal(outcome.stopped, true);
    await saveCheckpoint(path, broken);

    // another seed: nothing but the checkpoint tells how to go on
    const resumed = start(99);
    await restoreCheckpoint(path, resumed);
    const found: EpochRecord[] = [];
    const { best } = await fit(resumed, {
      ...options,
      onEpoch: (record) => void found.push(record),
    });
    assert.deepEqual(weightsOf(resumed.network.model), expected, `stopped after step ${last}`);
    assert.deepEqual(await resumed.optimizer.state(), await unbroken.optimizer.state());
    assert.deepEqual(best, { epoch: 1, dice: 0.5 });
    assert.equal(found.at(-1)!.trainLoss, records[1].trainLoss);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("fit() resumed from the checkpoint of an epoch's end goes on with the next", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "checkpoint");
  const unbroken = start();
  await fit(unbroken, {
    ...options,
    onEpoch: async ({ epoch }) => {
      if (epoch === 1) await saveCheckpoint(path, unbroken);
    },
  });
  const resumed = start(99);
  await restoreCheckpoint(path, resumed);
  const epochs: number[] = [];
  await fit(resumed, { ...options, onEpoch: ({ epoch }) => void epochs.push(epoch) });
  assert.deepEqual(epochs, [2]);
  assert.deepEqual(weightsOf(resumed.network.model), weightsOf(unbroken.network.model));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("fit() stops before its first step when the signal is raised already", async () => {
  const training = start();
  const outcome = await fit(training, { ...options, signal: AbortSignal.abort() });
  assert.deepEqual(outcome, { stopped: true, epochs: 0, best: undefined });
  assert.equal(training.progress.step, 0);
});

Deno.test("fit() stopped while measuring measures again on resume", async () => {
  const training = start();
  const stop = new AbortController();
  const outcome = await fit(training, {
    ...options,
    signal: stop.signal,
    validate: () => {
      stop.abort();
      throw stop.signal.reason;
    },
  });
  assert.deepEqual(outcome, { stopped: true, epochs: 0, best: undefined });
  assert.equal(training.progress.step, 3);

  const measured: number[] = [];
  const validate = (epoch: number) => {
    measured.push(epoch);
    return options.validate();
  };
  assert.deepEqual(await fit(training, { ...options, validate }), {
    stopped: false,
    epochs: 2,
    best: { epoch: 1, dice: 0.5 },
  });
  assert.deepEqual(measured, [1, 2]);
});

Deno.test("fit() passes on what measure throws of its own", async () => {
  const validate = () => Promise.reject(new Error("no disk"));
  await assert.rejects(fit(start(), { ...options, validate }), { message: "no disk" });
});

Deno.test("fit() gives the event loop a turn after each step", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const seen: number[] = [];
  await fit(start(), { ...options, epochs: 1, onStep: () => void seen.push(turns) });
  clearInterval(timer);
  assert.ok(seen[2] > seen[1] && seen[1] > seen[0], `${seen}`);
});

for (const backend of engines) {
  Deno.test(`fit() keeps memory flat on ${backend}`, async () => {
    await chooseBackend(backend);
    const seen: string[] = [];
    const training = start();
    const note = () => {
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      seen.push(`${numTensors} tensors, ${numDataBuffers} buffers, ${numBytes} bytes`);
    };
    await fit(training, { ...options, onStep: note, onEpoch: note });
    assert.equal(seen.length, 8);
    assert.equal(new Set(seen).size, 1, seen.join("\n"));
  });
}

Deno.test("fit() refuses settings out of range and epochs of another length", async () => {
  const refuses = async (change: Partial<FitOptions>, message: string) =>
    await assert.rejects(fit(start(), { ...options, ...change }), { name: "RangeError", message });
  await refuses({ epochs: 0 }, "Cannot train: epochs must be a positive integer, got 0");
  await refuses({ steps: 1.5 }, "Cannot train: steps must be a positive integer, got 1.5");
  const rate = "Cannot train: the learning rate must be positive and finite, got ";
  await refuses({ learningRate: 0 }, rate + "0");
  await refuses({ learningRate: NaN }, rate + "NaN");
  await refuses({ steps: 4 }, "Cannot finish epoch 1: it must have 4 batches, got 3");
});

for (const backend of engines) {
  Deno.test(`fit() stops at a loss that is not finite, and keeps the weights, on ${backend}`, async () => {
    await chooseBackend(backend);
    const training = start();
    const before = weightsOf(training.network.model);
    async function* batches() {
      const batch = noise(2, 16, 1);
      yield { ...batch, images: batch.images.fill(NaN, 0, 1) };
    }
    const tensors = tf.memory().numTensors;
    await assert.rejects(fit(training, { ...options, batches, steps: 1 }), {
      name: "RangeError",
      message:
        "Cannot go on training: the loss must be finite, got NaN in epoch 1, step 1. Try a lower " +
        "learning rate than 0.001, a larger batch, or look for photographs that hold no image",
    });
    assert.deepEqual(weightsOf(training.network.model), before);
    assert.equal(tf.memory().numTensors, tensors);
  });
}

for (
  const [fitting, advice] of [[2, "2 would: train with --batch 2"], [
    0,
    "not even 1 does: lower --size or --features",
  ]] as const
) {
  Deno.test(`fit() says which batch fits where the memory takes ${fitting}, and keeps the weights`, async () => {
    await chooseBackend("cpu");
    const training = start();
    const before = weightsOf(training.network.model);
    const { kernelFunc, ...kernel } = tf.getKernel("Conv2D", "cpu");
    const replace = (kernelFunc: tf.KernelFunc) => {
      tf.unregisterKernel("Conv2D", "cpu");
      tf.registerKernel({ ...kernel, kernelFunc });
    };
    replace((call) => {
      if (call.inputs.x!.shape[0] > fitting) throw new OutOfMemory("a test");
      return kernelFunc(call);
    });
    async function* batches() {
      yield noise(5, 16, 1);
    }
    try {
      await assert.rejects(fit(training, { ...options, batches, steps: 1 }), {
        name: "RangeError",
        message: "Cannot train with a batch of 5: it must fit into the memory of the engine cpu, " +
          `and ${advice}`,
      });
    } finally {
      replace(kernelFunc);
    }
    assert.deepEqual(weightsOf(training.network.model), before);
  });
}

Deno.test("fit() says which batch fits on the embedded engine, too", async () => {
  await chooseBackend("simd");
  const training = start();
  const backend = tf.backend() as SimdBackend;
  backend.allocate = function (shape, dtype) {
    const isFilter = shape[1] <= 3;
    if (shape.length === 4 && !isFilter && shape[0] > 2) throw new OutOfMemory("a test");
    return SimdBackend.prototype.allocate.call(this, shape, dtype);
  };
  async function* batches() {
    yield noise(5, 16, 1);
  }
  try {
    await assert.rejects(fit(training, { ...options, batches, steps: 1 }), {
      name: "RangeError",
      message: "Cannot train with a batch of 5: it must fit into the memory of the engine simd, " +
        "and 2 would: train with --batch 2",
    });
  } finally {
    Reflect.deleteProperty(backend, "allocate");
  }
});

/** Two epochs of three batches, the last with one photograph. */
const options = {
  epochs: 2,
  steps: 3,
  learningRate: 1e-3,
  async *batches(epoch: number, fromStep: number) {
    for (let step = fromStep; step < 3; step++) {
      yield noise(step === 2 ? 1 : 2, 16, 10 * epoch + step);
    }
  },
  validate: (): Promise<Validation> => Promise.resolve({ loss: 1, dice: { a: 0.25, b: 0.75 } }),
} satisfies FitOptions;

function start(seed = 0): Training {
  return startTraining(tinyUnet({ seed }));
}

/** A hook that raises a signal after so many steps. */
function stopAfter(steps: number, stop: AbortController): () => void {
  return () => {
    if (--steps === 0) stop.abort();
  };
}
