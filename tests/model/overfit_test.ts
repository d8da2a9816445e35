import assert from "node:assert/strict";
import { menagerie, trainingBatches } from "../../data/mod.ts";
import { buildUnet, chooseBackend, startTraining } from "../../model/mod.ts";
import { trainStep } from "../../model/step.ts";
import { withoutLongTests } from "../ignored.ts";

Deno.test("a U-Net of 8 features learns a batch of 32 px by heart", async () => {
  const settings = { animals: 4, features: 8, size: 32, seed: 0, learningRate: 5e-3 };
  const loss = await lossAfter(80, settings);
  assert.ok(loss < 0.15, `the last loss is ${loss}`);
});

for (const seed of [0, 1, 2]) {
  Deno.test({
    name: `a U-Net of 16 features learns a batch of 64 px by heart, seed ${seed}`,
    ignore: withoutLongTests(),
    fn: async () => {
      const settings = { animals: 4, features: 16, size: 64, seed, learningRate: 5e-3 };
      const loss = await lossAfter(70, settings);
      assert.ok(loss < 0.15, `the last loss is ${loss}`);
    },
  });
}

/** The loss after so many steps on the same animals. */
async function lossAfter(
  steps: number,
  settings: { animals: number; features: number; size: number; seed: number; learningRate: number },
): Promise<number> {
  await chooseBackend("simd");
  const { animals, features, size, seed, learningRate } = settings;
  const data = await menagerie({ count: animals, size, seed: 0 });
  const indices = data.ids.map((_, i) => i);
  const training = startTraining(buildUnet({ size, features, classes: data.classes, seed }));
  training.optimizer.learningRate = learningRate;
  const batches = trainingBatches(data, indices, { batch: animals, seed, shuffle: false });
  const [batch] = await Array.fromAsync(batches.epoch(0));
  let loss = Infinity;
  // a copy for each step: tensors may take their values over
  for (let step = 0; step < steps; step++) loss = await trainStep(training, structuredClone(batch));
  return loss;
}
