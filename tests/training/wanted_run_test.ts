// A run that a command for several needs is resumed if it is the one that is wanted.
import assert from "node:assert/strict";
import { readRun, writeRun } from "../../evaluation/mod.ts";
import { settingsOf } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";
import { begunRun } from "../../training/wanted_run.ts";
import { inFolder, SMALL, train } from "../commands/train_command.ts";

const WANTED: Settings = {
  ...settingsOf("sample"),
  ...{ backend: "simd", threads: 1, size: 32, features: 2, animals: 40, batch: 4, epochs: 1 },
};

Deno.test("a run is resumed whatever it decided for its data, but not with a setting that was asked for otherwise", async () => {
  await inFolder(async (folder) => {
    assert.equal(await begunRun({ folder, settings: WANTED }), undefined);
    await train(...SMALL, "--epochs", "1", "--out", folder);
    const { run } = await readRun(folder);
    // as of a large model, whose batches don't fit into memory
    await writeRun(folder, { ...run!, settings: { ...run!.settings, microBatch: 2 } });
    const undecided = { ...WANTED, measure: undefined, microBatch: undefined };
    const begun = await begunRun({ folder, settings: undecided });
    assert.deepEqual(
      [begun!.settings.measure, begun!.settings.microBatch, begun!.record.status],
      ["model", 2, "done"],
    );
    const otherwise: [Partial<Settings>, RegExp][] = [
      [{ microBatch: 4 }, /has microBatch 2, got 4/],
      [{ measure: "own" }, /has measure model, got own/],
      [{ lr: 1e-4 }, /has lr 0\.001, got 0\.0001; --out names another folder/],
    ];
    for (const [settings, message] of otherwise) {
      await assert.rejects(begunRun({ folder, settings: { ...undecided, ...settings } }), message);
    }
  });
});
