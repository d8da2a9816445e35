import { input, layers, type LayersModel, model } from "@tensorflow/tfjs-layers";
import {
  type Depth,
  type LabelClass,
  type Normalisation,
  type Shape,
  shapeOf,
  shapeText,
  UNIT_RGB,
} from "../core/mod.ts";
import { apply, ZEROS } from "./blocks.ts";
import { decode } from "./decoder.ts";
import { type EncoderName, ENCODERS } from "./encoders/mod.ts";
import { initialise } from "./initialise.ts";
import { checkMetadata, type ModelMetadata, SCHEMA, type TestAugmentation } from "./metadata.ts";
import {
  type EncoderWeights,
  fill,
  formatNamed,
  type WeightsFormat,
  type WeightsFormatName,
} from "./weights/mod.ts";

/** The name of the last layer, whose outputs are the classes. */
export const LOGITS = "logits";

/** Options of {@link buildUnet}. */
export interface UnetOptions {
  /** What turns images into feature maps. @default {"plain"} */
  encoder?: EncoderName;
  /**
   * Pixels per side of the images, or rows and columns: divisible by 16 for `plain`, by 32 for
   * MobileNets.
   */
  size: number | Shape;
  /** Channels at the top of the decoder, and of the encoder `plain`; 64 in the paper. */
  features: number;
  /** What the output channels stand for. */
  classes: readonly LabelClass[];
  /** Seeds the initial weights, 0 to 2^32 − 1. */
  seed: number;
  /** The encoder's weights, from `openWeights`. @default {random} */
  weights?: EncoderWeights;
  /**
   * What becomes 0 and what 1 in each channel of the images: the `normalisation` of the batches to train on.
   * @default {0 to 255 for RGB}
   */
  normalisation?: Normalisation;
  /** What the samples of the images are. @default {8} */
  depth?: Depth;
  /** How images are brought to the size. @default {"squash"} */
  fit?: ModelMetadata["fit"];
  /** Which axis of volumes the images are slices across; kept for predictions of volumes. */
  slices?: ModelMetadata["slices"];
  /** How the files that an image's channels come from are named; kept for predictions. */
  channelFiles?: ModelMetadata["channelFiles"];
  /** The value of each class in the masks that are learned from; kept for predictions. */
  maskValues?: ModelMetadata["maskValues"];
  /** What the encoder's weights are made for, if they come later. @default {the weights' own} */
  format?: WeightsFormatName;
  /** What `predict` predicts besides the image itself. @default {"none"} */
  testAugment?: TestAugmentation;
}

/**
 * Builds a U-Net from standard TensorFlow.js layers. It takes images [n, rows, columns, channels] with values
 * from 0 to 1 and gives logits [n, rows, columns, classes]; the normalisation that an encoder's weights expect is
 * a layer of the model. Initialisation, batch norm's epsilon and momentum are PyTorch's defaults; a seed
 * gives the same weights everywhere.
 *
 * With the encoder `plain` it is the network of Ronneberger, Fischer and Brox
 * (https://arxiv.org/abs/1505.04597) with "same" padding and batch norm after each convolution, which
 * has no bias, since the norm would remove it:
 *
 * ```
 * image ─ f ───────────────── concatenate ─ f ─ logits
 *          └ 2f ──────── concatenate ─ 2f ┘
 *             └ 4f ─── concatenate ─ 4f ┘
 *                └ 8f concatenate 8f ┘
 *                   └── 16f ──┘
 * ```
 *
 * With a MobileNet the image itself is the finest feature map, and decoder blocks with 8, 4, 3, 2 and 1
 * times `features` channels double the size by repeating each pixel.
 *
 * @param options Size, width, classes and seed; encoder and weights.
 * @returns The model, with its {@link ModelMetadata}.
 * @throws {RangeError} If the encoder is unknown, or `size`, `features` or `seed` is out of range.
 * @throws {TypeError} If the weights belong to another encoder, or a class, a range or another part of the
 * metadata isn't what a saved model must have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { labelClasses } from "../core/mod.ts";
 * import { chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = labelClasses("cat", "background");
 * const model = buildUnet({ size: 32, features: 4, classes, seed: 0 });
 * assert.deepEqual(model.outputs[0].shape, [null, 32, 32, 2]);
 * ```
 */
export function buildUnet(options: UnetOptions): LayersModel {
  checkOptions(options);
  const { encoder = "plain", features, classes, seed, fit = "squash" } = options;
  const shape = shapeOf(options.size);
  const { weights, testAugment = "none", normalisation = UNIT_RGB, depth = 8 } = options;
  const { build, strides, decoder, pretrained } = ENCODERS[encoder];
  if (weights && weights.encoder !== encoder) {
    throw new TypeError(
      `Cannot build a U-Net: the weights must be of the encoder ${encoder}, ` +
        `got those of ${weights.encoder}`,
    );
  }
  const format = weights?.format ??
    (pretrained && options.format
      ? formatNamed(options.format, pretrained.format)
      : pretrained?.format);

  const metadata: ModelMetadata = {
    schema: SCHEMA,
    architecture: { name: "unet", features, ...encoder !== "plain" && { encoder } },
    shape,
    classes: [...classes],
    normalisation,
    ...depth !== 8 && { depth },
    ...fit !== "squash" && { fit },
    ...options.slices && { slices: options.slices },
    ...options.channelFiles && { channelFiles: options.channelFiles },
    ...options.maskValues && { maskValues: options.maskValues },
    ...testAugment !== "none" && { testAugment },
    ...format && { weights: weightsInfo(format, weights) },
  };
  checkSaved(metadata);

  // saved models have this name
  const image = input({ shape: [...shape, normalisation.length], name: "photograph" });
  const maps = build(image, { features, format });
  const finest = strides[0] === 1 ? [] : [image];
  const x = decode([...finest, ...maps], decoder(features));
  const logits = layers.conv2d({
    ...ZEROS,
    filters: classes.length,
    kernelSize: 1,
    name: LOGITS,
  });

  const unet = model({ inputs: image, outputs: apply(logits, x), name: "unet" });
  initialise(unet, seed);
  if (weights) fill(unet, weights);
  unet.setUserDefinedMetadata(metadata);
  return unet;
}

/** The format of the weights, with the file that they come from, if any. */
function weightsInfo(format: WeightsFormat, weights?: EncoderWeights): ModelMetadata["weights"] {
  return weights ? { file: weights.file, sha256: weights.sha256, ...format } : format;
}

/** What `loadModel` would refuse is refused before it is trained. */
function checkSaved(metadata: ModelMetadata): void {
  try {
    checkMetadata(metadata);
  } catch (error) {
    throw new TypeError(`Cannot build a U-Net: ${(error as Error).message}`, { cause: error });
  }
}

function checkOptions({ encoder = "plain", size, features, classes, seed }: UnetOptions): void {
  if (!Object.hasOwn(ENCODERS, encoder)) {
    const names = Object.keys(ENCODERS).join(", ");
    throw new RangeError(
      `Cannot build a U-Net: encoder must be one of ${names}, got ${encoder}`,
    );
  }
  const multiple = ENCODERS[encoder].strides.at(-1)!;
  const fits = (side: number) => Number.isInteger(side) && side > 0 && side % multiple === 0;
  if (!shapeOf(size).every(fits)) {
    throw new RangeError(
      `Cannot build a U-Net: size must be a positive multiple of ${multiple}, got ` +
        shapeText(shapeOf(size)),
    );
  }
  if (!Number.isInteger(features) || features < 1) {
    throw new RangeError(
      `Cannot build a U-Net: features must be a positive integer, got ${features}`,
    );
  }
  if (classes.length < 2) {
    throw new RangeError(
      `Cannot build a U-Net: classes must be two or more, got ${classes.length}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(
      `Cannot build a U-Net: seed must be an integer from 0 to 2^32 − 1, got ${seed}`,
    );
  }
}
