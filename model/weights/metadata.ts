import { type EncoderName, ENCODERS } from "../encoders/mod.ts";
import { CENTRED, type WeightsFormat } from "./format.ts";
import type { WeightsFile } from "./tensor.ts";

/** The values of a file's metadata that say what its weights are made for. */
const PADDINGS = new Map<string, WeightsFormat["padding"]>([
  ["torch", "torch"],
  ["tensorflow SAME", "tensorflow"],
]);
const INPUTS = new Map([["x/127.5-1, RGB", CENTRED]]);
const BATCH_NORMS = new Map<string, WeightsFormat["batchNorms"]>([
  ["folded into convolution weight and bias", "folded"],
]);

/**
 * Reads from a file's metadata what its weights are made for, unless the metadata is incomplete; throws if
 * they belong to another encoder.
 */
export function formatOfMetadata(
  { metadata, tensors }: WeightsFile,
  encoder: EncoderName,
): WeightsFormat | undefined {
  const { architecture, width = "1.0", layout } = metadata;
  const padding = PADDINGS.get(metadata.padding);
  const normalisation = INPUTS.get(metadata.input);
  const batchNorms = BATCH_NORMS.get(metadata.batch_norm);
  if (!architecture || !padding || !normalisation || !batchNorms || layout !== "OIHW") {
    return undefined;
  }
  const { architecture: wanted } = ENCODERS[encoder].pretrained!;
  if (`${architecture} ${width}` !== wanted) {
    throw new TypeError(`it must contain the weights of ${wanted}, got ${architecture} ${width}`);
  }
  const names = tensors.has("conv_stem.weight") ? "timm" : "torchvision";
  return { names, padding, normalisation, batchNorms };
}
