/**
 * The encoders by name. Another one is a file with its record, and a line here.
 *
 * @module
 */
import type { Encoder } from "./encoder.ts";
import { mobilenetv2, mobilenetv2Half } from "./mobilenetv2.ts";
import { mobilenetv3Large, mobilenetv3Small } from "./mobilenetv3.ts";
import { plain } from "./plain.ts";

export type { Encoder, EncoderSettings, Pretrained, PublishedWeights } from "./encoder.ts";

/** All encoders, by the names that `--encoder` takes. */
export const ENCODERS = {
  "plain": plain,
  "mobilenetv2": mobilenetv2,
  "mobilenetv2-0.5": mobilenetv2Half,
  "mobilenetv3-small": mobilenetv3Small,
  "mobilenetv3-large": mobilenetv3Large,
} satisfies Record<string, Encoder>;

/** The name of an encoder. */
export type EncoderName = keyof typeof ENCODERS;

/**
 * Whether a layer belongs to the encoder of its model.
 *
 * @param layer The layer's name
 * @param encoder What the model's metadata says; nothing for the plain U-Net
 * @returns Whether it does; never where a later version's encoder isn't known here
 */
export function isOfEncoder(layer: string, encoder: EncoderName = "plain"): boolean {
  return Object.hasOwn(ENCODERS, encoder) &&
    ENCODERS[encoder].layers.some((beginning) => layer.startsWith(beginning));
}
