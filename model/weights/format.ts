/** What an encoder's weights are made for; in another network they give other feature maps. */
export interface WeightsFormat {
  /** Whose names the tensors have: torchvision's `features.0.0.weight`, or timm's `conv_stem.weight`. */
  names: "torchvision" | "timm";
  /**
   * Where a convolution of stride 2 sees zeros: PyTorch pads all sides alike, TensorFlow's "same" puts
   * the odd pixel at the bottom and at the right.
   */
  padding: "torch" | "tensorflow";
  /** How images are scaled first: (value − mean) / std of red, green and blue from 0 to 1. */
  normalisation: { mean: number[]; std: number[] };
  /** Whether batch norms have their own tensors or are folded into the convolutions before them. */
  batchNorms: "live" | "folded";
  /** Added to a live batch norm's variance before the root. */
  epsilon?: number;
}

/** Mean and standard deviation of ImageNet's images, as torchvision and timm use them. */
export const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** The scale of TensorFlow's MobileNets, −1 to 1. */
export const CENTRED = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** Each named format, given the one that an encoder is built for by default. */
const FORMATS = {
  torchvision: (own: WeightsFormat): WeightsFormat => own,
  // timm uses PyTorch's default for every network
  timm: (own: WeightsFormat): WeightsFormat => ({ ...own, names: "timm", epsilon: 1e-5 }),
  "tensorflow-folded": (): WeightsFormat => ({
    names: "torchvision",
    padding: "tensorflow",
    normalisation: CENTRED,
    batchNorms: "folded",
  }),
};

/** The name of a format of weights. */
export type WeightsFormatName = keyof typeof FORMATS;

/**
 * The names of all formats: `torchvision` and `timm` are what the two libraries publish (timm's files
 * without `tf_`); `tensorflow-folded` has torchvision's names, TensorFlow's padding, images from −1 to 1,
 * and batch norms folded into the convolutions.
 */
export const weightsFormatNames = Object.keys(FORMATS) as WeightsFormatName[];

/** The format of a name, given the one that the encoder is built for by default. */
export function formatNamed(name: WeightsFormatName, own: WeightsFormat): WeightsFormat {
  return FORMATS[name](own);
}

/** The name of the format in which an encoder's network is as a given one says; undefined for none. */
export function formatNameOf(
  format: WeightsFormat,
  own: WeightsFormat,
): WeightsFormatName | undefined {
  const networkOf = (
    { padding, normalisation: { mean, std }, batchNorms, epsilon }: WeightsFormat,
  ) => JSON.stringify([padding, mean, std, batchNorms, epsilon]);
  return weightsFormatNames.find((name) => networkOf(formatNamed(name, own)) === networkOf(format));
}
