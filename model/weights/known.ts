import type { EncoderName } from "../encoders/mod.ts";
import type { WeightsFormatName } from "./named.ts";

/** A published file of weights. */
export interface KnownWeights {
  /** The encoder it is of. */
  encoder: EncoderName;
  /** Where it is. */
  url: string;
  /** The first digits of its SHA-256, in hexadecimal. */
  sha256: string;
  /** What it is made for. */
  format: WeightsFormatName;
  /** What it was trained on, by whom. */
  description: string;
}

const TORCHVISION = "https://download.pytorch.org/models/";

/**
 * The published files that a pretrained encoder is downloaded from, one an encoder: those that
 * torchvision calls IMAGENET1K_V1. Their names end with the first digits of their SHA-256.
 */
export const knownWeights: readonly KnownWeights[] = [
  torchvision("mobilenetv2", "mobilenet_v2", "b0353104"),
  torchvision("mobilenetv3-small", "mobilenet_v3_small", "047dcff4"),
  torchvision("mobilenetv3-large", "mobilenet_v3_large", "8738ca79"),
];

function torchvision(encoder: EncoderName, name: string, sha256: string): KnownWeights {
  return {
    encoder,
    url: `${TORCHVISION}${name}-${sha256}.pth`,
    sha256,
    format: "torchvision",
    description: "ImageNet, torchvision",
  };
}
