import type * as tf from "@tensorflow/tfjs-core";
import { isOfEncoder } from "./encoders/mod.ts";
import { variablesOf } from "./layers.ts";
import type { Network } from "./network.ts";

/** The weights of a model that are trained, by the half that they belong to. */
export interface TrainableWeights {
  /** Of the encoder. */
  encoder: tf.Variable[];
  /** Of the decoder, the last convolution included. */
  decoder: tf.Variable[];
}

/**
 * Tells the weights of a model's encoder from those of its decoder, so that each half can have its own
 * learning rate. To train the decoder alone, run the network with `train(images, { freezeEncoder: true })`
 * and ask for the decoder's gradients.
 *
 * @param network Of `compile`, or `training.network`
 * @returns The weights of each half, in the order of `network.trainable`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend, compile } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const network = compile(buildUnet({ size: 16, features: 1, classes, seed: 0 }));
 * const { encoder, decoder } = trainableWeightsOf(network);
 * assert.equal(encoder.length + decoder.length, network.trainable.length);
 * ```
 */
export function trainableWeightsOf({ model, metadata, trainable }: Network): TrainableWeights {
  const { encoder } = metadata.architecture;
  const layers = model.layers.filter(({ name }) => isOfEncoder(name, encoder));
  const ofEncoder = new Set(layers.flatMap(variablesOf));
  return {
    encoder: trainable.filter((variable) => ofEncoder.has(variable)),
    decoder: trainable.filter((variable) => !ofEncoder.has(variable)),
  };
}
