// Trained weights as the start of another training.
import assert from "node:assert/strict";
import { labelClasses } from "../../core/mod.ts";
import { buildUnet, chooseBackend, readTrained, saveModel, takeWeights } from "../../model/mod.ts";

Deno.test("weights of another network, or for other channels, are refused by name", async () => {
  await chooseBackend("cpu");
  const folder = await Deno.makeTempDir();
  const build = (features: number) =>
    buildUnet({ size: 16, features, classes: labelClasses("cat", "background"), seed: 0 });
  try {
    await saveModel(folder, build(1));
    const trained = await readTrained(folder);
    assert.throws(
      () => takeWeights(build(2), trained),
      /^TypeError: its \S+\/kernel must be of the shape 3x3x3x2, got 3x3x3x1$/,
    );
    assert.throws(() => takeWeights(build(1), { ...trained, channels: 4 }), {
      message: "its images must have the 3 channels of the data, and have 4",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
