import { isOfEncoder } from "./encoders/mod.ts";
import { variablesOf } from "./layers.ts";
import type { Network } from "./network.ts";
import type { Training } from "./state.ts";

/**
 * The trained weights of the encoder and of the decoder, so that each can have its own learning rate, or
 * the decoder be trained alone; both in the order of `network.trainable`.
 */
export function trainableWeightsOf({ model, metadata, trainable }: Network): Training["weights"] {
  const { encoder } = metadata.architecture;
  const layers = model.layers.filter(({ name }) => isOfEncoder(name, encoder));
  const ofEncoder = new Set(layers.flatMap(variablesOf));
  return {
    encoder: trainable.filter((variable) => ofEncoder.has(variable)),
    decoder: trainable.filter((variable) => !ofEncoder.has(variable)),
  };
}
