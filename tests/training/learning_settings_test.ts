// Each setting that says how a model learns reaches the training: another value gives other weights.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { LEARNING_SETTINGS } from "../../training/learning_settings.ts";
import { settingsOf } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";
import { trainWhatIsLeft } from "../../training/wanted_run.ts";
import { inFolder } from "../commands/train_command.ts";

/** Three steps of two epochs. */
const TINY: Settings = {
  ...settingsOf("sample"),
  ...{ backend: "simd", threads: 1, size: 32, encoder: "mobilenetv2-0.5", weights: "random" },
  ...{ features: 2, animals: 18, batch: 4, epochs: 2, validation: 0 },
  ...{ schedule: "constant", augment: "none" },
};

/** Another value of each; whoever adds a setting to the table adds it here. */
const OTHERS: Record<keyof typeof LEARNING_SETTINGS, Partial<Settings>> = {
  lr: { lr: 2e-3 },
  encoderLr: { encoderLr: 1e-4 },
  freeze: { freeze: 1 },
  schedule: { schedule: "cosine" },
  warmup: { warmup: 1 },
  weightDecay: { weightDecay: 0.5 },
  ema: { ema: 0.5 },
  loss: { loss: "dice-cross-entropy" },
  classWeights: { classWeights: "1,1,9" },
  augment: { augment: "shift-scale-rotate" },
  testAugment: { testAugment: "flip" },
};

/** The weights of a training, and what they say of the test images. */
async function resultOf(folder: string, change: Partial<Settings>): Promise<[string, string]> {
  await trainWhatIsLeft({ folder, settings: { ...TINY, ...change } }, new AbortController().signal);
  const weights = await Deno.readFile(`${folder}/model/weights.bin`);
  const digest = await crypto.subtle.digest("SHA-256", weights);
  const { evaluation } = await readRun(folder);
  const figures = evaluation!.cases.map(({ id, classes, confidence }) => [id, classes, confidence]);
  return [new Uint8Array(digest).toHex(), JSON.stringify(figures)];
}

Deno.test("no setting of learning is ignored: each gives weights, or predictions, of its own", async () => {
  await inFolder(async (folder) => {
    const plain = await resultOf(`${folder}/plain`, {}), seen = new Set([plain[0]]);
    for (const [name, change] of Object.entries(OTHERS)) {
      const [weights, figures] = await resultOf(`${folder}/${name}`, change);
      // the same model, asked in another way
      if (name === "testAugment") {
        assert.equal(weights, plain[0]);
        assert.notEqual(figures, plain[1], name);
        continue;
      }
      assert.ok(!seen.has(weights), `--${name} changes nothing`);
      seen.add(weights);
    }
    assert.deepEqual(Object.keys(OTHERS), Object.keys(LEARNING_SETTINGS));
  });
});
