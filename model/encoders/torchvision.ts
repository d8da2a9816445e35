import { IMAGENET, type WeightsFormat } from "../weights/format.ts";
import type { PublishedWeights } from "./encoder.ts";

/** A file that torchvision calls IMAGENET1K_V1; its name ends with the first digits of its SHA-256. */
export function torchvision(file: `${string}-${string}.pth`): PublishedWeights {
  return {
    url: `https://download.pytorch.org/models/${file}`,
    sha256: file.slice(file.lastIndexOf("-") + 1, -".pth".length),
    format: "torchvision",
    description: "ImageNet, torchvision",
  };
}

/** What torchvision's weights are made for, with the epsilon of the batch norms. */
export function torchvisionFormat(epsilon: number): WeightsFormat {
  return {
    names: "torchvision",
    padding: "torch",
    normalisation: IMAGENET,
    batchNorms: "live",
    epsilon,
  };
}
