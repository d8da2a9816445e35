// An encoder is added in one place: deno task train then lists it, checks by it and trains with it.
import assert from "node:assert/strict";
import { chooseBackend, compile, loadModel, metadataOf, predict } from "../../model/mod.ts";
import { type Ended, inFolder, trainWith } from "../commands/train_command.ts";

const ENCODER = new URL("another_encoder.ts", import.meta.url);
const train = (...args: string[]): Promise<Ended> => trainWith(ENCODER, ...args);

Deno.test("an encoder that is added in one place is listed, and sizes are checked by its strides", async () => {
  const { stdout } = await train("--help");
  assert.match(stdout, /mobilenetv3-large,\s+stacks/);
  const refused = await train("--encoder", "stacks", "--size", "30");
  assert.match(
    refused.stderr,
    /--size must be divisible by 4 with --encoder stacks, got 30; try 32/,
  );
  const weights = await train("--encoder", "stacks", "--size", "32", "--weights", "random");
  assert.match(weights.stderr, /got --encoder stacks and "random"/);
});

Deno.test("an encoder that is added in one place trains, and stays as it is while it is frozen", async () => {
  await inFolder(async (folder) => {
    const small = ["--animals", "12", "--size", "20", "--features", "2", "--batch", "4"];
    const frozen = ["--epochs", "1", "--freeze", "1", "--validation", "0"];
    const run = async (name: string, ...more: string[]) => {
      const out = `${folder}/${name}`;
      const flags = ["--encoder", "stacks", "--backend", "simd", "--seed", "3", "--out", out];
      const { code, stderr } = await train(...flags, ...small, ...frozen, ...more);
      assert.equal(code, 0, stderr);
      return out;
    };
    const [first, second] = [await run("first"), await run("second", "--lr", "0.1")];

    const { title } = JSON.parse(await Deno.readTextFile(`${first}/evaluation.json`));
    assert.match(title, /^U-Net on two stacks, 2 features/);

    // a program that doesn't know the encoder can use the model
    await chooseBackend("simd");
    const models = await Promise.all([first, second].map((run) => loadModel(`${run}/model`)));
    const [one, other] = models.map((model) => {
      assert.equal(metadataOf(model).architecture.encoder, "stacks");
      return new Map(model.layers.map((layer) => {
        const values = layer.getWeights().map((weight) => [...weight.dataSync()]);
        return [layer.name, values];
      }));
    });
    for (const [name, weights] of one) {
      if (weights.length === 0) continue;
      const isOfEncoder = name.startsWith("stack");
      assert.equal(String(weights) === String(other.get(name)), isOfEncoder, name);
    }
    const { labels } = await predict(compile(models[0]), new Uint8Array(20 * 20 * 3));
    assert.equal(labels.length, 20 * 20);
  });
});
