/**
 * The encoders that a segmentation model may have, by name. Another one is another line here.
 *
 * @module
 */
import type { Encoder } from "./encoder.ts";
import { mobilenetv2 } from "./mobilenetv2.ts";
import { mobilenetv3 } from "./mobilenetv3.ts";
import { plain } from "./plain.ts";

export type { Encoder, EncoderSettings } from "./encoder.ts";

/** The name of an encoder. */
export type EncoderName =
  | "plain"
  | "mobilenetv2"
  | "mobilenetv2-0.5"
  | "mobilenetv3-small"
  | "mobilenetv3-large";

/** All encoders. */
export const ENCODERS: Record<EncoderName, Encoder> = {
  "plain": plain,
  "mobilenetv2": mobilenetv2(1),
  "mobilenetv2-0.5": mobilenetv2(0.5),
  "mobilenetv3-small": mobilenetv3("small"),
  "mobilenetv3-large": mobilenetv3("large"),
};

/** The names of all encoders. */
export const encoderNames: readonly EncoderName[] = Object.keys(ENCODERS) as EncoderName[];

/**
 * Whether a layer belongs to the encoder of its model.
 *
 * @param name The layer's name
 * @returns Whether it does
 */
export function isOfEncoder(name: string): boolean {
  return /^(encoder_|down\d|bottom_|pool\d)/.test(name);
}
