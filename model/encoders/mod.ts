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
 * Whether a layer belongs to the encoder that its model's metadata names: by default the plain U-Net's.
 * No layer belongs to an unknown encoder, of which a later version may have made the model.
 */
export function isOfEncoder(layer: string, encoder: EncoderName = "plain"): boolean {
  return Object.hasOwn(ENCODERS, encoder) &&
    ENCODERS[encoder].layers.some((prefix) => layer.startsWith(prefix));
}
