import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { readInside, writeFileAtomic } from "../io/mod.ts";
import { SCHEMA } from "./metadata.ts";

const MODEL = "model.json";
const WEIGHTS = "weights.bin";

/**
 * Writes a model as `model.json` and `weights.bin` in the TensorFlow.js layers format, which
 * `tf.loadLayersModel` reads anywhere; `model.json` carries the {@link ModelMetadata} as
 * `userDefinedMetadata`. Each file is written aside, then renamed. Of two models with the same
 * settings `model.json` is the same, so that a crash between the two leaves a whole model, too.
 *
 * @param folder Made where it isn't there; a model in it is replaced
 * @param model A model of `buildUnet` or `loadModel`
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
    const description = {
      format: "layers-model",
      generatedBy: "Triptych",
      convertedBy: null,
      modelTopology,
      weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
      userDefinedMetadata,
    };
    const weights = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
    await writeFileAtomic(join(folder, WEIGHTS), weights);
    await writeFileAtomic(join(folder, MODEL), JSON.stringify(description) + "\n");
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
  }));
}

/**
 * Reads a model that `saveModel` wrote.
 *
 * @param folder Holds `model.json` and `weights.bin`
 * @returns The model, which carries its metadata
 * @throws {TypeError} If a file is missing, cut short, or not of Triptych
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
 * const model = await loadModel(folder);
 * assert.deepEqual(model.inputs[0].shape, [null, 16, 16, 3]);
 * ```
 */
export async function loadModel(folder: string): Promise<LayersModel> {
  const description = parse(await read(folder, MODEL), folder);
  const weightSpecs = description.weightsManifest.flatMap(({ weights }) => weights);
  const weights = await read(folder, WEIGHTS);
  const expected = weightSpecs.reduce(
    (sum, { shape }) => sum + 4 * shape.reduce((product, size) => product * size, 1),
    0,
  );
  if (weights.length !== expected) {
    throw new TypeError(
      `Cannot load the model in ${folder}: ${WEIGHTS} must hold ${expected} bytes, ` +
        `got ${weights.length}`,
    );
  }
  const { modelTopology, userDefinedMetadata } = description;
  const weightData = weights.slice().buffer;
  return await loadLayersModel(
    io.fromMemory({ modelTopology, weightSpecs, weightData, userDefinedMetadata }),
  );
}

/** What is used of a `model.json`. */
interface Description {
  modelTopology: Record<string, unknown>;
  weightsManifest: { weights: io.WeightsManifestEntry[] }[];
  userDefinedMetadata: Record<string, string>;
}

async function read(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readInside(folder, file, { most: 4 * 2 ** 30 });
  } catch (error) {
    throw new TypeError(`Cannot load the model in ${folder}: ${file} must be readable`, {
      cause: error,
    });
  }
}

function parse(bytes: Uint8Array, folder: string): Description {
  let description: Partial<Description> | undefined;
  try {
    description = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // told below, with what else can be wrong
  }
  const { modelTopology, weightsManifest, userDefinedMetadata } = description ?? {};
  const isOurs = userDefinedMetadata?.schema === SCHEMA;
  if (!modelTopology || !Array.isArray(weightsManifest) || !isOurs) {
    throw new TypeError(
      `Cannot load the model in ${folder}: ${MODEL} must be a layers model written by Triptych, ` +
        "and it is not",
    );
  }
  return description as Description;
}
