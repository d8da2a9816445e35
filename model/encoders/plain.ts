import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { apply, twice } from "../blocks.ts";
import type { Encoder } from "./encoder.ts";

const DOWNS = 4;

/**
 * The way down of the U-Net of Ronneberger, Fischer and Brox (https://arxiv.org/abs/1505.04597): two
 * convolutions a level, then half the size and twice the channels.
 */
export const plain: Encoder = {
  build(photograph, { features }) {
    const maps: SymbolicTensor[] = [];
    let x = photograph;
    for (let level = 0; level < DOWNS; level++) {
      const map = twice(x, features * 2 ** level, `down${level + 1}`);
      maps.push(map);
      x = apply(layers.maxPooling2d({ poolSize: 2, strides: 2, name: `pool${level + 1}` }), map);
    }
    return [...maps, twice(x, features * 2 ** DOWNS, "bottom")];
  },
  channels: (features) => plain.strides.map((stride) => features * stride),
  strides: [1, 2, 4, 8, 16],
  decoder: (features) => ({
    widths: plain.channels(features).slice(0, -1),
    grow: "transposed",
  }),
};
