import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { apply, twice, ZEROS } from "./blocks.ts";

/** Settings of a decoder. */
export interface DecoderSettings {
  /** Channels at each level, the finest first; one fewer than there are feature maps. */
  widths: number[];
  /** How the size is doubled: by a transposed convolution, or by repeating each pixel. */
  grow: "transposed" | "nearest";
}

/**
 * The expanding path of a U-Net: starting from the coarsest feature map, double the size, concatenate the
 * next finer map, two convolutions, and so on up to the size of the first map.
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
