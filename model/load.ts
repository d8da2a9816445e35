import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { openInside, readInside } from "../io/mod.ts";
import { valuesOf } from "./layer_kinds.ts";
import { checkMetadata, type ModelMetadata, SCHEMA } from "./metadata.ts";
import { DESCRIPTION, digestOf, unseal, WEIGHTS } from "./model_file.ts";
import { readTopology, type Topology } from "./topology.ts";
import { shown } from "./weights/shown.ts";

/** Bytes of a `model.json`; MobileNetV3's largest has 132 kB. */
const LONGEST = 8 * 2 ** 20;

/** How `deno task export --format tfjs` stores weights that fit. */
const HALF = "float16";

/** A `model.json` before it is checked. */
interface Description {
  modelTopology: unknown;
  weightsManifest: unknown;
  userDefinedMetadata: ModelMetadata;
}

/** What `weights.bin` must hold. */
interface StoredWeights {
  weightSpecs: io.WeightsManifestEntry[];
  /** Bytes per value of each: 4, or the 2 that an exported model has. */
  widths: number[];
  /** Checksums, one of which the file must have. */
  digests?: string[];
}

/** A checked model, for TensorFlow.js. */
export interface CheckedModel {
  topology: Topology;
  weightSpecs: io.WeightsManifestEntry[];
  /** In 32 bits each. */
  weights: Uint8Array<ArrayBuffer>;
  metadata: ModelMetadata;
}

/**
 * Reads a model that `saveModel` or an export for TensorFlow.js wrote, here or elsewhere: nothing in its files
 * is trusted. They must agree with each other and with the checksums, which exported models and those of
 * earlier versions don't have.
 *
 * @param folder Contains `model.json` and `weights.bin`.
 * @returns The model, with its metadata.
 * @throws {TypeError} If a file is missing or damaged, or another program wrote it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, saveModel } from "./mod.ts";
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
  return await layersModelOf(await readModel(folder));
}

/**
 * Makes a model of the content of its files, wherever that came from: nothing in it is trusted. Checksums are
 * not looked at.
 *
 * @param description What `model.json` holds.
 * @param weights What `weights.bin` holds.
 * @returns The model, with its metadata.
 * @throws {TypeError} If another program wrote it, or the two don't agree.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, saveModel } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const folder = await Deno.makeTempDir();
 * await saveModel(folder, buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * const description = JSON.parse(await Deno.readTextFile(`${folder}/model.json`));
 * const model = await modelOf(description, await Deno.readFile(`${folder}/weights.bin`));
 * assert.deepEqual(model.inputs[0].shape, [null, 16, 16, 3]);
 * ```
 */
export async function modelOf(
  description: unknown,
  weights: Uint8Array<ArrayBuffer>,
): Promise<LayersModel> {
  const checked = checkDescription(ofTriptych(description));
  return await layersModelOf({ ...checked, weights: readWeights(checked, weights) });
}

async function layersModelOf(checked: CheckedModel): Promise<LayersModel> {
  const { topology: { model: modelTopology }, weightSpecs, weights, metadata } = checked;
  return await loadLayersModel(io.fromMemory({
    modelTopology,
    weightSpecs,
    weightData: weights.buffer,
    userDefinedMetadata: { ...metadata },
  }));
}

/** Reads and checks a model's files, without an engine. */
export async function readModel(folder: string): Promise<CheckedModel> {
  try {
    return await readFiles(folder);
  } catch (error) {
    throw new TypeError(`Cannot load the model in ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readFiles(folder: string): Promise<CheckedModel> {
  // opened first: if the model is being replaced, the new model.json also knows the old weights
  using file = await readable(WEIGHTS, openInside(folder, WEIGHTS));
  const text = new TextDecoder().decode(
    await readable(DESCRIPTION, readInside(folder, DESCRIPTION, { most: LONGEST })),
  );
  const checked = checkDescription(parse(text)), { digests } = checked;
  checkSize(checked, (await file.stat()).size);
  const weights = new Uint8Array(await new Response(file.readable).arrayBuffer());
  if (digests && !digests.includes(digestOf(weights))) {
    throw new TypeError(
      `the checksum of ${WEIGHTS} must be the one in ${DESCRIPTION}, and is not; ` +
        "the file is damaged, or of another model",
    );
  }
  return { ...checked, weights: readWeights(checked, weights) };
}

/** What a `model.json` says, checked, and the checksums of its weights. */
function checkDescription(
  { modelTopology, weightsManifest, userDefinedMetadata }: Description,
): Omit<CheckedModel, "weights"> & StoredWeights {
  const metadata = checkMetadata(userDefinedMetadata);
  const topology = readTopology(modelTopology);
  checkShapes(topology, metadata);
  return { topology, metadata, ...readManifest(weightsManifest, topology) };
}

function checkSize({ weightSpecs, widths }: StoredWeights, size: number): void {
  const expected = weightSpecs.reduce((sum, { shape }, i) => sum + widths[i] * valuesOf(shape), 0);
  if (size !== expected) {
    throw new TypeError(`${WEIGHTS} must have ${expected} bytes, got ${size}`);
  }
}

async function readable<Content>(file: string, reading: Promise<Content>): Promise<Content> {
  try {
    return await reading;
  } catch (error) {
    // openInside and readInside say why they refuse
    if (error instanceof TypeError) throw error;
    throw new TypeError(`${file} must be readable`, { cause: error });
  }
}

function parse(text: string): Description {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // reported below, with what else can be wrong
  }
  return unseal(ofTriptych(value)) as Description;
}

function ofTriptych(value: unknown): Description {
  const description = (value ?? {}) as Partial<Description>;
  if (description.userDefinedMetadata?.schema !== SCHEMA) {
    throw new TypeError(
      `${DESCRIPTION} must be a layers model written by Triptych, and it is not`,
    );
  }
  return description as Description;
}

function checkShapes(
  { input, output }: Topology,
  { shape, normalisation, classes }: ModelMetadata,
): void {
  const wanted = [[...shape, normalisation.length], [...shape, classes.length]];
  const found = [input, output];
  if (String(wanted) === String(found)) return;
  const [from, to] = wanted.map((shape) => shape.join("x"));
  throw new TypeError(
    `its network must turn ${from} into ${to}, as its metadata says, ` +
      `got ${input.join("x")} into ${output.join("x")}`,
  );
}

/** The weights in the order of the file: all that the layers have, and no others. */
function readManifest(manifest: unknown, { weights }: Topology): StoredWeights {
  const [group, ...more] = Array.isArray(manifest) ? manifest : [];
  const { paths, weights: specs, sha256: digests } = group ?? {};
  if (String(paths) !== WEIGHTS || more.length > 0 || !Array.isArray(specs)) {
    throw new TypeError(`its weights must lie in ${WEIGHTS} and nowhere else, got ${shown(paths)}`);
  }
  const missing = new Map(weights);
  for (const { name, shape, dtype, quantization } of specs.map((spec) => spec ?? {})) {
    const wanted = missing.get(name);
    if (wanted === undefined) {
      throw new TypeError(`its weights must be those of its layers, once each, got ${shown(name)}`);
    }
    if (!Array.isArray(shape) || String(shape) !== String(wanted)) {
      throw new TypeError(`${name} must be of the shape ${wanted.join("x")}, got ${shown(shape)}`);
    }
    if (dtype !== "float32" || quantization !== undefined && quantization?.dtype !== HALF) {
      const got = shown(quantization?.dtype ?? dtype);
      throw new TypeError(`${name} must be of the type float32 or float16, got ${got}`);
    }
    missing.delete(name);
  }
  const [lost] = missing.keys();
  if (lost !== undefined) throw new TypeError(`${lost} must be among its weights, and is not`);
  const weightSpecs = specs.map(({ name, shape }) => ({ name, shape, dtype: "float32" as const }));
  return {
    weightSpecs,
    widths: specs.map(({ quantization }) => quantization === undefined ? 4 : 2),
    digests: digests === undefined ? undefined : [digests].flat(),
  };
}

/** The weights in 32 bits each. */
function readWeights(
  stored: StoredWeights,
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  checkSize(stored, bytes.length);
  const { weightSpecs, widths } = stored;
  const values = new Float32Array(weightSpecs.reduce((sum, { shape }) => sum + valuesOf(shape), 0));
  let from = 0, start = 0;
  for (const [i, { name, shape }] of weightSpecs.entries()) {
    const end = start + valuesOf(shape), to = from + widths[i] * valuesOf(shape);
    // a Buffer's own slice is a view
    const buffer = bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + to);
    values.set(widths[i] === 2 ? new Float16Array(buffer) : new Float32Array(buffer), start);
    const bad = values.subarray(start, end).find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      throw new TypeError(`its weights must be finite, ${name} contains ${bad}`);
    }
    [from, start] = [to, end];
  }
  return new Uint8Array(values.buffer);
}
