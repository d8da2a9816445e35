// What fit() does in each step and epoch, and what it refuses.
import assert from "node:assert/strict";
import type { EpochRecord } from "../../core/mod.ts";
import { chooseBackend, fit, type FitOptions, type StepRecord } from "../../model/mod.ts";
import { options, start } from "./two_epochs.ts";

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

Deno.test("fit() without validate() trains to the last epoch, and says that nothing was measured", async () => {
  const { validate: _, ...rest } = options;
  const training = start();
  const outcome = await fit(training, { ...rest, patience: 1 });
  assert.deepEqual(outcome, { stopped: false, epochs: 2, best: undefined });
  const { records } = training.progress;
  assert.deepEqual(records.map(({ validationLoss, dice }) => ({ validationLoss, dice })), [
    { validationLoss: NaN, dice: {} },
    { validationLoss: NaN, dice: {} },
  ]);
  assert.ok(records[1].trainLoss > 0);
});

Deno.test("fit() refuses a loss that is not finite after an epoch", async () => {
  const validate = () => Promise.resolve({ loss: NaN, dice: { a: 0.5 } });
  await assert.rejects(fit(start(), { ...options, validate }), {
    name: "RangeError",
    message:
      /^Cannot continue training: the loss must be finite, got NaN measured after epoch 1\. Try/,
  });
});

Deno.test("fit() keeps the records of all epochs in the training's progress", async () => {
  const training = start();
  const records: EpochRecord[] = [];
  await fit(training, { ...options, epochs: 2, onEpoch: (record) => void records.push(record) });
  assert.deepEqual(training.progress.records, records);
  assert.deepEqual(records.map(({ epoch }) => epoch), [1, 2]);
});

Deno.test("fit() reports the mean loss over images, not over batches", async () => {
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

Deno.test("fit() rethrows what validate() throws", async () => {
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

Deno.test("fit() refuses settings out of range and epochs of another length", async () => {
  const refuses = async (change: Partial<FitOptions>, message: string) =>
    await assert.rejects(fit(start(), { ...options, ...change }), { name: "RangeError", message });
  await refuses({ epochs: 0 }, "Cannot train: epochs must be a positive integer, got 0");
  await refuses(
    { batches: { ...options.batches, steps: 1.5 } },
    "Cannot train: steps must be a positive integer, got 1.5",
  );
  const rate = "Cannot train: the learning rate must be positive and finite, got ";
  await refuses({ learningRate: 0 }, rate + "0");
  await refuses({ learningRate: NaN }, rate + "NaN");
  await refuses(
    { batches: { ...options.batches, steps: 4 } },
    "Cannot finish epoch 1: it must have 4 batches, got 3",
  );
});

Deno.test("fit() refuses batches that are normalised in another way than the model's images", async () => {
  const batches = (high: number) => ({
    ...options.batches,
    normalisation: Array.from({ length: 3 }, () => ({ low: 0, high })),
  });
  await assert.rejects(fit(start(), { ...options, batches: batches(1) }), {
    name: "TypeError",
    message: "Cannot train: the model's normalisation must be that of the batches, " +
      "0 to 1, 0 to 1, 0 to 1, got 0 to 255, 0 to 255, 0 to 255",
  });
  await fit(start(), { ...options, batches: batches(255) });
});
