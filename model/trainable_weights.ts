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
 * Tells the weights of the encoder from those of the decoder, so that each half can have its own learning
 * rate, or the decoder be trained alone; each half in the order of `network.trainable`.
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
