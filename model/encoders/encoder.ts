import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { DecoderSettings } from "../decoder.ts";
import type { WeightsFormat, WeightsFormatName } from "../weights/format.ts";

/** The half of a U-Net that turns an image into feature maps, and all that is known about it. */
export interface Encoder {
  /** What a network with this encoder is called: `U-Net on MobileNetV2`. */
  title: string;
  /** Pixels of the image per pixel of each feature map, finest first; the last divides every size. */
  strides: readonly number[];
  /** The prefixes of its layers' names, which no other layers' names have. */
  layers: readonly string[];
  /**
   * Adds the encoder's layers.
   *
   * @param image Values from 0 to 1, [n, rows, columns, channels].
   * @param settings Width, and what the weights are made for.
   * @returns A feature map for each stride, the finest first.
   */
  build(image: SymbolicTensor, settings: EncoderSettings): SymbolicTensor[];
  /**
   * The channels of each feature map.
   *
   * @param features Channels at the top of the U-Net.
   * @returns One number per map, the finest first.
   */
  channels(features: number): number[];
  /**
   * How its feature maps become one of the image's size.
   *
   * @param features Channels at the top of the U-Net.
   * @returns The decoder's settings.
   */
  decoder(features: number): DecoderSettings;
  /** The weights it can start from; without them it always starts from random ones. */
  pretrained?: Pretrained;
}

/** Settings of {@link Encoder.build}. */
export interface EncoderSettings {
  /** Channels at the top of the U-Net; encoders with fixed widths leave it to the decoder. */
  features: number;
  /** What the weights are made for; only with {@link Encoder.pretrained}. */
  format?: WeightsFormat;
}

/** Which files an encoder takes pretrained weights from. */
export interface Pretrained {
  /** What the encoder is built for unless its weights say otherwise. */
  format: WeightsFormat;
  /** What the metadata of a file calls the encoder: architecture and width. */
  architecture: string;
  /** The layer that takes the image, whose weights in files are for RGB. */
  first: string;
  /** The file that is downloaded when no other is named. */
  published?: PublishedWeights;
  /**
   * Which tensors of a file belong to which layers.
   *
   * @param names Whose names the tensors have.
   * @returns The prefix of a layer's tensors, by the layer's name.
   */
  tensors(names: WeightsFormat["names"]): Map<string, string>;
}

/** A published file of weights. */
export interface PublishedWeights {
  /** Where it is. */
  url: string;
  /** The first digits of its SHA-256, in hexadecimal. */
  sha256: string;
  /** What it is made for. */
  format: WeightsFormatName;
  /** What it was trained on, and by whom. */
  description: string;
}
