import { IMAGENET, type WeightsFormat } from "../weights/format.ts";
import type { PublishedWeights } from "./encoder.ts";

/**
 * A file of torchvision's, of those that it calls IMAGENET1K_V1.
 *
 * @param file Its name, which ends with the first digits of its SHA-256
 * @returns Where it is, and how it is checked
 */
export function torchvision(file: `${string}-${string}.pth`): PublishedWeights {
  return {
    url: `https://download.pytorch.org/models/${file}`,
    sha256: file.slice(file.lastIndexOf("-") + 1, -".pth".length),
    format: "torchvision",
    description: "ImageNet, torchvision",
  };
}

/**
 * What torchvision's weights are made for.
 *
 * @param epsilon Of the batch norms
 * @returns The format
 */
export function torchvisionFormat(epsilon: number): WeightsFormat {
  return {
    names: "torchvision",
    padding: "torch",
    normalisation: IMAGENET,
    batchNorms: "live",
    epsilon,
  };
}
