import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { writeFileAtomic } from "../io/mod.ts";
import { checkMetadata, type ModelMetadata } from "./metadata.ts";
import { DESCRIPTION, digestOf, seal, unseal, WEIGHTS } from "./model_file.ts";

/**
 * Writes a model as `model.json` and `weights.bin` in the TensorFlow.js layers format, which
 * `tf.loadLayersModel` reads anywhere; `model.json` contains the {@link ModelMetadata} as
 * `userDefinedMetadata` and checksums of both files. Each file is written aside, then renamed.
 * `model.json` is written first and also holds the checksum of the old weights: when a model replaces
 * one with the same settings, a crash between the two writes leaves the old model whole.
 *
 * @param folder Created if it doesn't exist; a model in it is replaced.
 * @param model From `buildUnet` or `loadModel`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const folder = await Deno.makeTempDir();
 * await saveModel(folder, buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * assert.ok((await Deno.stat(`${folder}/model.json`)).isFile);
 * ```
 */
export async function saveModel(folder: string, model: LayersModel): Promise<void> {
  await mkdir(folder, { recursive: true });
  await model.save(io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, weightData, userDefinedMetadata } = artifacts;
    const weights = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
    const digests = new Set([digestOf(weights), ...await digestsIn(folder)]);
    const description = {
      format: "layers-model",
      generatedBy: "Triptych",
      convertedBy: null,
      modelTopology,
      weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs, sha256: [...digests] }],
      userDefinedMetadata,
    };
    await writeFileAtomic(join(folder, DESCRIPTION), JSON.stringify(seal(description)) + "\n", {
      durable: true,
    });
    await writeFileAtomic(join(folder, WEIGHTS), weights, { durable: true });
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
  }));
}

/**
 * Changes what a saved model says about itself; its weights stay as they are.
 *
 * @param folder The model's.
 * @param changed The fields of the metadata that become others.
 * @throws {TypeError} If the model is damaged, or a field isn't what it must be.
 */
export async function saveMetadata(
  folder: string,
  changed: Partial<ModelMetadata>,
): Promise<void> {
  const path = join(folder, DESCRIPTION);
  const description = unseal(JSON.parse(await readFile(path, "utf8"))) as Description;
  const userDefinedMetadata = { ...description.userDefinedMetadata, ...changed };
  checkMetadata(userDefinedMetadata);
  const content = JSON.stringify(seal({ ...description, userDefinedMetadata })) + "\n";
  await writeFileAtomic(path, content, { durable: true });
}

interface Description {
  userDefinedMetadata: ModelMetadata;
}

/** The checksum of the weights in a folder, if there are any. */
async function digestsIn(folder: string): Promise<string[]> {
  try {
    return [digestOf(await readFile(join(folder, WEIGHTS)))];
  } catch {
    return [];
  }
}
