import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  chooseBackend,
  restoreCheckpoint,
  saveCheckpoint,
  startTraining,
} from "../../model/mod.ts";
import { uniform } from "../../model/uniform.ts";
import { trainStep } from "../../model/step.ts";
import { noise, tinyUnet, weightsOf } from "./build.ts";

await chooseBackend("simd");

const folder = await Deno.makeTempDir();
const path = join(folder, "checkpoint");
const saved = startTraining(tinyUnet({ seed: 1 }));
await trainStep(saved, noise(2, 16, 1));
saved.progress = {
  epoch: 3,
  step: 7,
  photographs: 14,
  lossSum: 0.1 + 0.2,
  seconds: 1 / 3,
  best: { epoch: 2, dice: 2 / 3 },
  records: [1, 2].map((epoch) => ({
    epoch,
    trainLoss: 1 / 3,
    // without a validation set there is none
    validationLoss: epoch === 1 ? 2 / 3 : NaN,
    dice: { border: 0.1 + 0.2 },
    learningRate: 1e-3,
    seconds: 1,
    imagesPerSecond: 2,
  })),
};
await saveCheckpoint(path, saved);
const bytes = await Deno.readFile(path);

Deno.test("restoreCheckpoint() puts weights, Adam and progress back exactly", async () => {
  const restored = startTraining(tinyUnet({ seed: 2 }));
  await restoreCheckpoint(path, restored);
  assert.deepEqual(restored.progress, saved.progress);
  assert.deepEqual(weightsOf(restored.network.model), weightsOf(saved.network.model));
  const state = await restored.optimizer.state();
  assert.deepEqual(state, await saved.optimizer.state());
  assert.deepEqual([...new Set(state.steps)], [1]);
  assert.ok(state.means.some((values) => values.some((value) => value !== 0)));
});

Deno.test("restoreCheckpoint() refuses a file that is cut short anywhere, or changed", async () => {
  const damaged = join(folder, "damaged");
  const refuses = async (content: Uint8Array, reason: string) => {
    await Deno.writeFile(damaged, content);
    const training = startTraining(tinyUnet());
    const before = weightsOf(training.network.model);
    await assert.rejects(restoreCheckpoint(damaged, training), {
      name: "TypeError",
      message: `Cannot resume from ${damaged}: ${reason}`,
    });
    assert.deepEqual(weightsOf(training.network.model), before);
  };
  const beginning = 'a checkpoint must begin with "triptych", and it does not';
  const checksum = "its checksum must match its content, and it does not; " +
    "the file is damaged or cut short";
  for (const length of [0, 7]) await refuses(bytes.slice(0, length), beginning);
  for (const length of [8, 11, 12, 40, 2000, bytes.length - 32, bytes.length - 1]) {
    await refuses(bytes.slice(0, length), checksum);
  }
  for (const place of [9, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
    await refuses(bytes.map((value, i) => i === place ? value ^ 1 : value), checksum);
  }
});

Deno.test("restoreCheckpoint() refuses any flipped bit", async () => {
  const flipped = join(folder, "flipped");
  const training = startTraining(tinyUnet());
  const random = uniform(1);
  for (let i = 0; i < 400; i++) {
    const damaged = bytes.slice();
    damaged[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
    await Deno.writeFile(flipped, damaged);
    await assert.rejects(
      restoreCheckpoint(flipped, training),
      /checksum must match|must begin with/,
    );
  }
});

Deno.test("restoreCheckpoint() refuses headers that contradict themselves though the checksum is right", async () => {
  const forged = join(folder, "forged");
  const refuses = async (change: (header: Header) => void, reason: RegExp) => {
    await Deno.writeFile(forged, forge(change));
    await assert.rejects(restoreCheckpoint(forged, startTraining(tinyUnet())), (error: Error) => {
      assert.match(error.message, reason);
      return error.message.startsWith(`Cannot resume from ${forged}: `);
    });
  };
  const another = /it must contain the weights of .*, got those of none$/;
  await refuses((header) => header.weights = [{ name: "a", shape: "large" }], another);
  await refuses((header) => header.weights = 3, another);
  await refuses((header) => header.trainable = [2 ** 30], /it must contain the weights of/);
  await refuses((header) => header.version = [], /it must be of version 2, and is of \[\]/);
  const halfway = /its steps and progress must be those of a training, and they are incomplete$/;
  await refuses((header) => header.progress = null, halfway);
  await refuses((header) => header.optimizerSteps = [1], halfway);
  await refuses((header) => header.progress = { epoch: -1 }, halfway);
  await refuses((header) => header.progress = { ...saved.progress, best: { epoch: "2" } }, halfway);
});

Deno.test("restoreCheckpoint() refuses a checkpoint of another model", async () => {
  const wider = startTraining(tinyUnet({ features: 2 }));
  await assert.rejects(restoreCheckpoint(path, wider), {
    name: "TypeError",
    message:
      `Cannot resume from ${path}: it must contain the weights of a model of 100 weights with ` +
      "31125 values, got those of a model of 100 weights with 7990 values",
  });
});

Deno.test("restoreCheckpoint() says which file is missing", async () => {
  const missing = join(folder, "missing");
  await assert.rejects(restoreCheckpoint(missing, startTraining(tinyUnet())), {
    name: "TypeError",
    message: `Cannot resume from ${missing}: the file must be readable`,
  });
});

addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

type Header = Record<string, unknown>;

/** The checkpoint with another header, and the right checksum. */
function forge(change: (header: Header) => void): Uint8Array {
  const length = new DataView(bytes.buffer).getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length)));
  change(header);
  const json = new TextEncoder().encode(JSON.stringify(header).padEnd(length));
  const content = new Uint8Array([
    ...bytes.subarray(0, 12),
    ...json,
    ...bytes.slice(12 + length, -32),
  ]);
  new DataView(content.buffer).setUint32(8, json.length, true);
  return new Uint8Array([...content, ...createHash("sha256").update(content).digest()]);
}
