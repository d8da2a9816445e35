// Figures at the model's size, as they were before there were others.
import assert from "node:assert/strict";
import before from "../fixtures/training/measure_model.json" with { type: "json" };
import { inFolder, train } from "../commands/train_command.ts";
import { ARGS, figuresOf, putData } from "../fixtures/training/measure_model.ts";

Deno.test("--measure model gives the figures that runs had before images were measured at their own size", async () => {
  await inFolder(async (folder) => {
    await putData(`${folder}/data`);
    const out = ["--data", `${folder}/data`, "--out", `${folder}/run`];
    const { code, stderr } = await train(
      "--preset",
      "sample",
      ...ARGS,
      "--measure",
      "model",
      ...out,
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(figuresOf(await Deno.readTextFile(`${folder}/run/evaluation.json`)), before);
  });
});
