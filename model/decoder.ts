import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { apply, twice, ZEROS } from "./blocks.ts";

/** What a decoder is built from. */
export interface DecoderSettings {
  /** Channels at each level, the finest first; one fewer than there are feature maps. */
  widths: number[];
  /** How the size is doubled: by a transposed convolution, or each pixel repeated. */
  grow: "transposed" | "nearest";
}

/**
 * The way up of a U-Net: from the coarsest feature map, double the size, set the next finer map
 * beside it, two convolutions; and so on.
 *
 * @param maps Each of half the size of the one before
 * @param settings Widths, and how the size is doubled
 * @returns A map of the size of the first
 */
export function decode(
  maps: readonly SymbolicTensor[],
  { widths, grow }: DecoderSettings,
): SymbolicTensor {
  let x = maps[maps.length - 1];
  for (let level = maps.length - 2; level >= 0; level--) {
    const filters = widths[level];
    const name = `up${level + 1}`;
    const up = grow === "nearest"
      ? layers.upSampling2d({ size: [2, 2], name: `${name}_grow` })
      : layers.conv2dTranspose({
        ...ZEROS,
        filters,
        kernelSize: 2,
        strides: 2,
        name: `${name}_grow`,
      });
    const both = layers.concatenate({ name: `${name}_concatenate` });
    x = twice(apply(both, [maps[level], apply(up, x)]), filters, name);
  }
  return x;
}
