// Another encoder, as anybody may add one: a record and its name.
import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { apply, twice } from "../../model/blocks.ts";
import { type Encoder, ENCODERS } from "../../model/encoders/mod.ts";

const stacks: Encoder = {
  title: "U-Net on two stacks",
  strides: [2, 4],
  layers: ["halve", "stack"],
  build(image, { features }) {
    const maps: SymbolicTensor[] = [];
    for (const level of [1, 2]) {
      const halve = layers.maxPooling2d({ poolSize: 2, strides: 2, name: `halve${level}` });
      maps.push(twice(apply(halve, maps.at(-1) ?? image), level * features, `stack${level}`));
    }
    return maps;
  },
  channels: (features) => [features, 2 * features],
  decoder: (features) => ({ widths: [features, features], grow: "nearest" }),
};

Object.assign(ENCODERS, { stacks });
