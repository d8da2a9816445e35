// One training on each engine: the same weights and batches must give the same steps.
import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import {
  chooseBackend,
  restoreCheckpoint,
  saveCheckpoint,
  startTraining,
  type Training,
} from "../../model/mod.ts";
import { trainStep } from "../../model/step.ts";
import { noise, tinyUnet } from "./build.ts";
import { engines } from "./engines.ts";

const [size, count, steps] = [32, 2, 20];
/** Of losses, in nats, and of logits, whose deviation is near 0.5, after 20 steps. */
const LOSS = 3e-4, LOGIT = 2e-3;

const [expected, ...others] = engines;
const reference = await run(expected);

for (const engine of others) {
  Deno.test(`20 steps on ${engine} are those on ${expected}: losses to ${LOSS}, logits to ${LOGIT}`, async () => {
    const { losses, logits } = await run(engine);
    assert.ok(losses[0] - losses.at(-1)! > 0.05, `nothing is learnt: ${losses}`);
    assertNear(losses, reference.losses, LOSS);
    assertNear(logits, reference.logits, LOGIT);
  });
}

engines.forEach((first, i) => {
  const second = engines[(i + 1) % engines.length];
  Deno.test(`a training started on ${first} continues on ${second}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "triptych-engines-" });
    try {
      const path = join(folder, "checkpoint");
      await chooseBackend(first);
      const begun = start();
      const losses = await train(begun, 0, 5);
      await saveCheckpoint(path, begun);

      await chooseBackend(second);
      const resumed = start();
      await restoreCheckpoint(path, resumed);
      losses.push(...await train(resumed, 5, 10));
      assertNear(losses, reference.losses.slice(0, 10), LOSS);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
});

async function run(engine: string): Promise<{ losses: number[]; logits: ArrayLike<number> }> {
  await chooseBackend(engine);
  const training = start();
  const losses = await train(training, 0, steps);
  const images = tf.tensor4d(noise(count, size, 99).images, [count, size, size, 3]);
  const logits = training.network.infer(images);
  return { losses, logits: await logits.data() };
}

function start(): Training {
  return startTraining(tinyUnet({ size, features: 2, seed: 7 }));
}

async function train(training: Training, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step < to; step++) {
    losses.push(await trainStep(training, noise(count, size, step % 4)));
  }
  return losses;
}

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, bound: number): void {
  assert.equal(actual.length, expected.length);
  const errors = Array.from(actual, (value, i) => Math.abs(value - expected[i]));
  const worst = errors.reduce((a, b) => Math.max(a, b), 0);
  assert.ok(worst <= bound, `the largest difference is ${worst}, more than ${bound}`);
}
