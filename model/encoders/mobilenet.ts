import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@triptych/engine";
import type { WeightsFormat } from "../weights/format.ts";
import type { Encoder, Pretrained } from "./encoder.ts";
import { convolve, normalise, residual, squeezeAndExcite } from "./layers.ts";
import { nameOf, STEM, tensorsOf } from "./tensor_names.ts";

/** An inverted residual block: expand, depthwise convolution, gate, project. */
export interface Block {
  /** Pixels per side of the depthwise filter. */
  kernel: number;
  /** Channels in between; as many as the input's for a block that doesn't expand. */
  expanded: number;
  /** Output channels. */
  channels: number;
  /** 1, or 2 to halve the size. */
  stride: number;
  /** What follows the first two convolutions. */
  activation: Activation;
  /** Whether a squeeze-and-excitation gate weighs the channels. */
  gate?: boolean;
}

/** A MobileNet up to its last block, without the layer that expands the channels for a classifier. */
export interface MobileNet {
  /** Of the architecture. */
  version: 2 | 3;
  /** Channels of the first convolution, which halves the size. */
  stem: number;
  /** What follows it. */
  activation: Activation;
  /** The blocks, in order. */
  blocks: readonly Block[];
  /** The weight of the old value in batch norms' running statistics. */
  momentum: number;
  /** What its weights are made for unless they say otherwise. */
  format: WeightsFormat;
}

/**
 * Makes an encoder of a MobileNet. Its feature maps are the last values at each stride from 2 to 32: the
 * inputs of the blocks that halve the size, and the output of the last block.
 */
export function mobilenet(
  net: MobileNet,
  { title, architecture, published }:
    & Pick<Encoder, "title">
    & Pick<Pretrained, "architecture" | "published">,
): Encoder {
  const { blocks, momentum, format: ownFormat } = net;
  const halvings = blocks.flatMap(({ stride }, i) => stride === 2 ? [i] : []);
  return {
    title,
    strides: [2, 4, 8, 16, 32],
    layers: ["encoder_"],
    build(image, { format = ownFormat }) {
      const settings = { format, momentum };
      const values = [convolve(normalise(image, format), {
        ...settings,
        name: STEM,
        filters: net.stem,
        kernel: 3,
        stride: 2,
        activation: net.activation,
      })];
      blocks.forEach((block, i) => values.push(build(values[i], block, nameOf(i), settings)));
      return [...halvings.map((i) => values[i]), values[blocks.length]];
    },
    channels: () =>
      [...halvings, blocks.length].map((i) => i === 0 ? net.stem : blocks[i - 1].channels),
    // with 16 features 16, 32, 48, 64, 128, as the peer that this project is measured beside has
    decoder: (features) => ({
      widths: [1, 2, 3, 4, 8].map((factor) => factor * features),
      grow: "nearest",
    }),
    pretrained: {
      format: ownFormat,
      first: `${STEM}_conv`,
      architecture,
      published,
      tensors: (names) => tensorsOf(net, names),
    },
  };
}

function build(
  x: SymbolicTensor,
  block: Block,
  name: string,
  settings: { format: WeightsFormat; momentum: number },
): SymbolicTensor {
  const { kernel, expanded, channels, stride, activation, gate } = block;
  const inputs = x.shape[3];
  let y = x;
  if (expanded !== inputs) {
    const widen = { name: `${name}_expand`, filters: expanded, kernel: 1, stride: 1, activation };
    y = convolve(y, { ...settings, ...widen });
  }
  y = convolve(y, { ...settings, name: `${name}_depthwise`, kernel, stride, activation });
  if (gate) y = squeezeAndExcite(y, divisible(expanded / 4), name);
  const narrow = { name: `${name}_project`, filters: channels, kernel: 1, stride: 1 };
  y = convolve(y, { ...settings, ...narrow, activation: "linear" });
  return stride === 1 && channels === inputs ? residual([x, y], `${name}_add`) : y;
}

/** Rounds channels to a multiple of 8, never down by more than a tenth, as MobileNets do. */
export function divisible(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}
