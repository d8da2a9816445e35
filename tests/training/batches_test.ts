// How many steps an epoch has of what a model is trained on.
import assert from "node:assert/strict";
import { menagerie } from "../../data/mod.ts";
import { buildUnet, chooseBackend, compile, startTraining } from "../../model/mod.ts";
import { batchesOf } from "../../training/batches.ts";
import { settingsOf } from "../../training/presets.ts";
import { splitOf } from "../../training/split.ts";

Deno.test("a later fold has as many steps as the first, or all of its own where they are fewer", async () => {
  await chooseBackend("cpu");
  const data = await menagerie({ count: 10, size: 16, seed: 0 });
  const model = buildUnet({ size: 16, features: 1, classes: data.classes, seed: 0 });
  const training = { ...startTraining(model, {}), network: compile(model) };
  const stepsOf = (member: number, epochSteps: number) => {
    const own = { folds: 2, member, epochSteps, batch: 2, validation: 0 };
    const settings = { ...settingsOf("sample"), ...own };
    return batchesOf(settings, splitOf({ data }, settings), training).steps;
  };
  assert.deepEqual([stepsOf(1, 2), stepsOf(2, 2), stepsOf(2, 4)], [2, 2, 3]);
  assert.throws(() => stepsOf(1, 4), /from 1 to 3 steps/);
});
