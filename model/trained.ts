import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { valuesOf } from "./layer_kinds.ts";
import { readModel } from "./load.ts";
import { metadataOf, type ModelMetadata } from "./metadata.ts";
import { digestOf } from "./model_file.ts";
import type { Topology } from "./topology.ts";
import { LOGITS } from "./unet.ts";

/** A trained model's weights, for another training to start from, or another program's format. */
export interface TrainedWeights {
  /** The network. */
  topology: Topology;
  /** What the model says about itself. */
  metadata: ModelMetadata;
  /** Channels of the images that it takes. */
  channels: number;
  /** SHA-256 of `weights.bin`, in hexadecimal. */
  sha256: string;
  /** The weights by name. */
  weights: ReadonlyMap<string, { shape: number[]; values: Float32Array }>;
}

/**
 * Reads the weights of a model that `saveModel` wrote. It needs no engine.
 *
 * @param folder Contains `model.json` and `weights.bin`.
 * @returns Its weights, for {@link takeWeights}.
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
 * const { channels, sha256 } = await readTrained(folder);
 * assert.deepEqual([channels, sha256.length], [3, 64]);
 * ```
 */
export async function readTrained(folder: string): Promise<TrainedWeights> {
  const { topology, weightSpecs, weights, metadata } = await readModel(folder);
  const values = new Float32Array(weights.buffer);
  let start = 0;
  const byName = weightSpecs.map(({ name, shape }) => {
    const end = start + valuesOf(shape);
    const one = [name, { shape, values: values.subarray(start, end) }] as const;
    start = end;
    return one;
  });
  return {
    topology,
    metadata,
    channels: topology.input.at(-1)!,
    sha256: digestOf(weights),
    weights: new Map(byName),
  };
}

/**
 * Gives a model the weights of a trained one. If its classes aren't the same in the same order, its last
 * layer keeps the weights that it has: what it has learned is of no use to other classes.
 *
 * @param model Of `buildUnet`, with the trained model's encoder and features.
 * @param trained From {@link readTrained}.
 * @returns Whether the last layer's weights were taken, too.
 * @throws {TypeError} If a weight is missing, or has another shape; the text completes "Cannot start
 *   from …: ".
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, saveModel } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const build = (names: string[]) => {
 *   const classes = names.map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 *   return buildUnet({ size: 16, features: 1, classes, seed: 0 });
 * };
 * const folder = await Deno.makeTempDir();
 * await saveModel(folder, build(["cat", "background"]));
 * const trained = await readTrained(folder);
 * assert.equal(takeWeights(build(["cat", "background"]), trained), true);
 * assert.equal(takeWeights(build(["cat", "dog", "background"]), trained), false);
 * ```
 */
export function takeWeights(model: LayersModel, trained: TrainedWeights): boolean {
  const channels = model.inputs[0].shape.at(-1)!;
  if (channels !== trained.channels) {
    throw new TypeError(
      `its images must have the ${channels} channels of the data, and have ${trained.channels}`,
    );
  }
  const hasSameClasses = namesOf(metadataOf(model)) === namesOf(trained.metadata);
  for (const layer of model.layers) {
    if (layer.weights.length === 0 || layer.name === LOGITS && !hasSameClasses) continue;
    tf.tidy(() =>
      layer.setWeights(layer.weights.map(({ originalName, shape }) => {
        const found = trained.weights.get(originalName);
        if (String(found?.shape) === String(shape)) return tf.tensor(found!.values, found!.shape);
        const sizes = [shape, found?.shape ?? []].map((one) => one.join("x") || "none");
        throw new TypeError(`its ${originalName} must be of the shape ${sizes.join(", got ")}`);
      }))
    );
  }
  return hasSameClasses;
}

function namesOf({ classes }: ModelMetadata): string {
  return JSON.stringify(classes.map(({ name }) => name));
}
