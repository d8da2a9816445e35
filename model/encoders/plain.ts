import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { apply, twice } from "../blocks.ts";
import type { Encoder } from "./encoder.ts";

/** Times that the size is halved. */
const HALVINGS = 4;

/**
 * The contracting path of the U-Net of Ronneberger, Fischer and Brox
 * (https://arxiv.org/abs/1505.04597): two convolutions per level, then half the size and twice the
 * channels.
 */
export const plain: Encoder = {
  title: "U-Net",
  strides: [1, 2, 4, 8, 16],
  layers: ["down", "pool", "bottom"],
  build(image, { features }) {
    const maps: SymbolicTensor[] = [];
    let x = image;
    for (let level = 0; level < HALVINGS; level++) {
      const map = twice(x, features * 2 ** level, `down${level + 1}`);
      maps.push(map);
      x = apply(layers.maxPooling2d({ poolSize: 2, strides: 2, name: `pool${level + 1}` }), map);
    }
    return [...maps, twice(x, features * 2 ** HALVINGS, "bottom")];
  },
  channels: (features) => plain.strides.map((stride) => features * stride),
  decoder: (features) => ({
    widths: plain.channels(features).slice(0, -1),
    grow: "transposed",
  }),
};
