import { createHash } from "node:crypto";
import { join } from "node:path";
import { TRIMAP_CLASSES } from "../../../data/types.ts";
import {
  buildUnet,
  chooseBackend,
  endTraining,
  restoreCheckpoint,
  startTraining,
  type Training,
} from "../../../model/mod.ts";
import type { Reader } from "../reader.ts";

const OLD = new URL("../../fixtures/runs/b35c387/interrupted/checkpoint/", import.meta.url);

/** Bytes of the SHA-256 at a checkpoint's end. */
const DIGEST = 32;

/** Checkpoints, half of them with a checksum that holds all the same. */
export const reader: Reader = {
  seeds: async () => [await Deno.readFile(new URL("checkpoint.bin", OLD))],
  async read(bytes, folder) {
    const path = join(folder, "checkpoint.bin");
    await Deno.writeFile(path, bytes);
    const training = await start();
    try {
      await restoreCheckpoint(path, training);
      const weights = training.network.model.weights.map((weight) => weight.read().dataSync());
      return [training.progress, ...weights, await training.optimizer.state()];
    } finally {
      endTraining(training);
    }
  },
  check(result) {
    const [{ epoch, step }] = result as [Training["progress"]];
    return epoch >= 1 && step >= 0 ? undefined : `epoch ${epoch}, step ${step}`;
  },
  repair(bytes) {
    if (bytes.length < DIGEST) return bytes;
    const content = bytes.subarray(0, bytes.length - DIGEST);
    const digest = createHash("sha256").update(content).digest();
    return new Uint8Array([...content, ...digest]);
  },
  isChecked: true,
};

async function start(): Promise<Training> {
  await chooseBackend("cpu");
  return startTraining(buildUnet({ size: 32, features: 1, seed: 1, classes: TRIMAP_CLASSES }));
}
