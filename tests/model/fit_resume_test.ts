// fit() stopped anywhere and resumed ends as if it had not been stopped.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { EpochRecord } from "../../core/mod.ts";
import { chooseBackend, fit, restoreCheckpoint, saveCheckpoint } from "../../model/mod.ts";
import { weightsOf } from "./build.ts";
import { options, start, stopAfter } from "./two_epochs.ts";

await chooseBackend("simd");

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

    // another seed: only the checkpoint can make it the same
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

Deno.test("fit() resumed from the checkpoint of an epoch's end continues with the next", async () => {
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
