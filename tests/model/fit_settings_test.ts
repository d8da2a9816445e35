// What fit() does with the settings of a training, and that an interrupted one resumes with them exactly.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { EpochRecord } from "../../core/mod.ts";
import { TRIMAP_CLASSES } from "../../data/types.ts";
import {
  buildUnet,
  chooseBackend,
  endTraining,
  fit,
  type FitOptions,
  restoreCheckpoint,
  saveCheckpoint,
  startTraining,
  type Training,
  type TrainingOptions,
} from "../../model/mod.ts";
import { noise, weightsOf } from "./build.ts";

await chooseBackend("simd");

/** Everything that may be set, so that nothing of it is lost between two processes. */
const ALL: TrainingOptions = {
  encoderRate: 0.1,
  weightDecay: 0.05,
  dice: 1,
  classWeights: [1, 2, 3],
};

const OPTIONS: FitOptions = {
  epochs: 4,
  batches: { steps: 2, epoch: batches },
  learningRate: 1e-2,
  schedule: { shape: "cosine", warmup: 1 },
  freezeEpochs: 2,
  validate: (epoch) => Promise.resolve({ loss: 1, dice: { cat: epoch / 10 } }),
};

async function* batches(epoch: number, fromStep: number) {
  for (let step = fromStep; step < 2; step++) {
    yield await Promise.resolve(noise(2, 32, 10 * epoch + step));
  }
}

function start(options: TrainingOptions = ALL, seed = 0): Training {
  const model = buildUnet({
    encoder: "mobilenetv2-0.5",
    size: 32,
    features: 2,
    classes: TRIMAP_CLASSES,
    seed,
  });
  return startTraining(model, options);
}

Deno.test("fit() resumed at any step under all settings ends with the same weights, bit for bit", async () => {
  const path = await Deno.makeTempFile();
  const unbroken = start();
  await fit(unbroken, OPTIONS);
  const expected = weightsOf(unbroken.network.model);
  for (const last of [1, 3, 4, 5, 7]) {
    const broken = start();
    const stop = new AbortController();
    let steps = 0;
    await fit(broken, {
      ...OPTIONS,
      signal: stop.signal,
      onStep: () => ++steps === last ? stop.abort() : undefined,
    });
    await saveCheckpoint(path, broken);
    const resumed = start(ALL, 9);
    await restoreCheckpoint(path, resumed);
    await fit(resumed, OPTIONS);
    assert.deepEqual(weightsOf(resumed.network.model), expected, `stopped after step ${last}`);
    endTraining(broken);
    endTraining(resumed);
  }
  endTraining(unbroken);
  await Deno.remove(path);
});

Deno.test("fit() leaves the frozen encoder as it is, statistics too, and then moves it", async () => {
  const training = start();
  const { weights } = training;
  const before = sums(weights.encoder), decoder = sums(weights.decoder);
  const statistics = runningOf(training);
  await fit(training, {
    ...OPTIONS,
    onEpoch({ epoch }) {
      if (epoch > 2) return;
      assert.deepEqual(sums(weights.encoder), before);
      assert.deepEqual(runningOf(training), statistics);
      assert.notDeepEqual(sums(weights.decoder), decoder);
    },
  });
  sums(weights.encoder).forEach((sum, i) =>
    assert.notEqual(sum, before[i], weights.encoder[i].name)
  );
  assert.notDeepEqual(runningOf(training), statistics);
  endTraining(training);
});

Deno.test("fit() writes the rate of each epoch's last step", async () => {
  const training = start({});
  const rates: number[] = [];
  const onEpoch = ({ learningRate }: EpochRecord) => void rates.push(learningRate);
  await fit(training, { ...OPTIONS, freezeEpochs: 0, schedule: { shape: "step" }, onEpoch });
  assert.deepEqual(rates.map((rate) => rate.toFixed(6)), [
    "0.010000",
    "0.010000",
    "0.001000",
    "0.000100",
  ]);
  endTraining(training);
});

Deno.test("fit() ends when no better epoch came for as long as its patience", async () => {
  const dice = [0.1, 0.3, 0.2, 0.3, 0.9];
  const measured: number[] = [];
  const options: FitOptions = {
    ...OPTIONS,
    epochs: 5,
    patience: 2,
    validate(epoch) {
      measured.push(epoch);
      return Promise.resolve({ loss: 1, dice: { cat: dice[epoch - 1] } });
    },
  };
  const training = start({});
  const expected = { stopped: false, epochs: 4, best: { epoch: 2, dice: 0.3 } };
  assert.deepEqual(await fit(training, options), expected);
  // what was ended so is ended when it is resumed, too
  assert.deepEqual(await fit(training, options), expected);
  assert.deepEqual(measured, [1, 2, 3, 4]);
  endTraining(training);
});

Deno.test("weight decay pulls kernels, and neither biases nor batch norms", async () => {
  const [plain, decayed] = [start({}), start({ weightDecay: 0.5 })];
  async function* epoch() {
    yield await Promise.resolve(noise(2, 32, 1));
  }
  const length = { epochs: 1, batches: { steps: 1, epoch } };
  const options = { ...OPTIONS, ...length, freezeEpochs: 0, schedule: {} };
  await fit(plain, options);
  await fit(decayed, options);
  plain.network.trainable.forEach((variable, i) => {
    const [a, b] = [variable, decayed.network.trainable[i]].map((one) => one.dataSync());
    const isSame = a.every((value, k) => value === b[k]);
    assert.equal(isSame, variable.rank === 1, variable.name);
  });
  endTraining(plain);
  endTraining(decayed);
});

Deno.test("endTraining() leaves nothing behind", async () => {
  const { numTensors } = tf.memory();
  const training = start();
  await fit(training, { ...OPTIONS, epochs: 1, freezeEpochs: 1, schedule: {} });
  endTraining(training);
  assert.equal(tf.memory().numTensors, numTensors);
});

Deno.test("fit() refuses settings of its training that are out of range", async () => {
  const refuses = async (change: Partial<FitOptions>, message: string) =>
    await assert.rejects(fit(start({}), { ...OPTIONS, ...change }), {
      name: "RangeError",
      message: `Cannot train: ${message}`,
    });
  await refuses({ patience: -1 }, "patience must be a whole number of 0 or more, got -1");
  await refuses({ freezeEpochs: 0.5 }, "freezeEpochs must be a whole number of 0 or more, got 0.5");
  await refuses(
    { schedule: { warmup: 4 } },
    "the warm-up must be from 0 to below 4 epochs, got 4",
  );
});

function sums(variables: tf.Variable[]): number[] {
  return variables.map((variable) =>
    variable.dataSync<"float32">().reduce((sum, value) => sum + value, 0)
  );
}

/** The running statistics of the encoder's batch norms. */
function runningOf({ network }: Training): number[] {
  const { weights } = network.model;
  const running = weights.filter(({ originalName }) => /encoder_.*moving_/.test(originalName));
  return sums(running.map((weight) => weight.read() as tf.Variable));
}

Deno.test("startTraining() refuses an average and micro-batches that there can't be", () => {
  const refuses = (options: TrainingOptions, message: string) =>
    assert.throws(() => start(options), {
      name: "RangeError",
      message: `Cannot train: ${message}`,
    });
  for (const ema of [1, -0.1, NaN]) refuses({ ema }, `ema must be from 0 to below 1, got ${ema}`);
  for (const microBatch of [0, -1, 1.5, NaN]) {
    refuses({ microBatch }, `microBatch must be a whole number of 1 or more, got ${microBatch}`);
  }
});
