import { type EncoderName, ENCODERS } from "../encoders/mod.ts";
import type { WeightsFormat } from "./format.ts";
import type { WeightsFile } from "./tensor.ts";

/** The name of a format of weights. */
export type WeightsFormatName = "torchvision" | "timm" | "tensorflow-folded";

/**
 * The names of all formats: `torchvision` and `timm` are what the two libraries publish (of timm the
 * files without `tf_`), `tensorflow-folded` has torchvision's names, TensorFlow's padding, photographs
 * from −1 to 1, and batch norms folded into the convolutions.
 */
export const weightsFormatNames: readonly WeightsFormatName[] = [
  "torchvision",
  "timm",
  "tensorflow-folded",
];

/** What TensorFlow's MobileNets take: −1 to 1. */
const CENTRED = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/**
 * @param name The name of a format
 * @param encoder Whose weights have it
 * @returns The format
 */
export function formatNamed(name: WeightsFormatName, encoder: EncoderName): WeightsFormat {
  const published = ENCODERS[encoder].format!;
  if (name === "torchvision") return published;
  // timm takes PyTorch's default for all
  if (name === "timm") return { ...published, names: "timm", epsilon: 1e-5 };
  return {
    names: "torchvision",
    padding: "tensorflow",
    normalisation: CENTRED,
    batchNorms: "folded",
  };
}

/** The words of a file's metadata that decide what its weights are made for. */
const PADDINGS = new Map<string, WeightsFormat["padding"]>([
  ["torch", "torch"],
  ["tensorflow SAME", "tensorflow"],
]);
const INPUTS = new Map([["x/127.5-1, RGB", CENTRED]]);
const BATCH_NORMS = new Map<string, WeightsFormat["batchNorms"]>([
  ["folded into convolution weight and bias", "folded"],
]);

/** `architecture` and `width` of the encoders. */
const ARCHITECTURES: Partial<Record<EncoderName, string>> = {
  "mobilenetv2": "mobilenet_v2 1.0",
  "mobilenetv2-0.5": "mobilenet_v2 0.5",
  "mobilenetv3-small": "mobilenet_v3_small 1.0",
  "mobilenetv3-large": "mobilenet_v3_large 1.0",
};

/**
 * Reads from a file's metadata what its weights are made for.
 *
 * @param file The file
 * @param encoder Whose weights it should hold
 * @returns The format; undefined where the metadata does not say all of it
 * @throws {TypeError} If they are another encoder's
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
  if (`${architecture} ${width}` !== ARCHITECTURES[encoder]) {
    throw new TypeError(
      `it must hold the weights of ${ARCHITECTURES[encoder]}, got ${architecture} ${width}`,
    );
  }
  const names = tensors.has("conv_stem.weight") ? "timm" : "torchvision";
  return { names, padding, normalisation, batchNorms };
}
