import assert from "node:assert/strict";
import { readReproduction, REPRODUCED, scaledSettings } from "../../training/reproduction.ts";

Deno.test("a scale makes images, epochs, batch and features smaller, and nothing else", () => {
  const counts = REPRODUCED.map((preset) => {
    const { epochs, batch, features, share, size, lr } = scaledSettings(preset, 0.05);
    return [epochs, batch, features, share, size, lr];
  });
  assert.deepEqual(counts, [
    [2, 3, 2, 0.05, 128, 1e-4],
    [10, 20, 1, 0.05, 128, 1e-3],
    [2, 3, 1, 0.05, 128, 1e-4],
    [5, 3, 1, 0.05, 128, 1e-3],
  ]);
  const { animals, share } = scaledSettings("unet", 0.05, { data: "menagerie" });
  assert.deepEqual([animals, share], [20, 1]);
  // few enough is few: nothing becomes 0, and some are left for the test
  const least = scaledSettings("unet", 0.001, { data: "menagerie" });
  assert.deepEqual([least.epochs, least.batch, least.features, least.animals], [1, 1, 1, 10]);
});

Deno.test("the published size is the presets' own", async () => {
  const { out, presets } = await readReproduction(["--out", "runs/mine/"]);
  assert.equal(out, "runs/mine");
  assert.deepEqual(
    presets.map(({ preset, folder, settings }) => [
      preset,
      folder,
      settings.epochs,
      settings.share,
      settings.data,
      settings.weights,
    ]),
    [
      ["unet", "runs/mine/unet", 30, 1, "oxford", undefined],
      ["mobilenetv3", "runs/mine/mobilenetv3", 200, 1, "oxford", undefined],
      ["mobilenetv2", "runs/mine/mobilenetv2", 30, 1, "oxford", undefined],
      ["mobilenetv2-long", "runs/mine/mobilenetv2-long", 100, 1, "oxford", undefined],
    ],
  );
});

Deno.test("weights and seed are those of the command line", async () => {
  const line = "--mobilenetv2 a.safetensors --mobilenetv3 random --seed 4 --data my/pets";
  const { presets } = await readReproduction(line.split(" "));
  assert.deepEqual(presets.map(({ settings }) => settings.weights), [
    undefined,
    "random",
    "a.safetensors",
    "a.safetensors",
  ]);
  assert.ok(presets.every(({ settings: { seed, data } }) => seed === 4 && data === "my/pets"));
});

Deno.test("a size that no MobileNet takes is refused before anything is trained", async () => {
  await assert.rejects(readReproduction(["--size", "48"]), {
    name: "UsageError",
    message: /must be divisible by 32/,
  });
});
