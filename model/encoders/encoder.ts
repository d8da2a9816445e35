import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { DecoderSettings } from "../decoder.ts";
import type { WeightsFormat } from "../weights/format.ts";

/** Settings of {@link Encoder.build}. */
export interface EncoderSettings {
  /** Channels at the top of the U-Net; encoders of fixed widths leave it to the decoder. */
  features: number;
  /** What the weights are made for; not for encoders without a format of their own. */
  format?: WeightsFormat;
}

/** The half of a segmentation model that turns photographs into feature maps. */
export interface Encoder {
  /**
   * Adds the encoder's layers.
   *
   * @param photograph RGB from 0 to 1, [n, size, size, 3]
   * @param settings Width, and what the weights are made for
   * @returns A feature map for each stride, the finest first
   */
  build(photograph: SymbolicTensor, settings: EncoderSettings): SymbolicTensor[];
  /**
   * The channels of each feature map.
   *
   * @param features Channels at the top of the U-Net
   * @returns One number a map, the finest first
   */
  channels(features: number): number[];
  /** Pixels of the photograph to one of each feature map, a side; the last divides every size. */
  strides: readonly number[];
  /**
   * How its feature maps become one of the photograph's size.
   *
   * @param features Channels at the top of the U-Net
   * @returns The decoder's settings
   */
  decoder(features: number): DecoderSettings;
  /** What it is built for where no weights say otherwise; none where there are no weights for it. */
  format?: WeightsFormat;
  /**
   * Which tensors of a file of weights belong to which layers; only with `format`.
   *
   * @param names Whose names the tensors have
   * @returns What the names of a layer's tensors begin with, by the layer's name
   */
  tensors?(names: WeightsFormat["names"]): Map<string, string>;
}
