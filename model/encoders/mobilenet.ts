import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@triptych/engine";
import type { WeightsFormat } from "../weights/format.ts";
import type { Encoder, Pretrained } from "./encoder.ts";
import { convolve, normalise, residual, squeezeAndExcite } from "./layers.ts";
import { nameOf, STEM, tensorsOf } from "./tensor_names.ts";

/** An inverted residual block: widen, convolve each channel, gate the channels, narrow. */
export interface Block {
  /** Pixels a side of the filter that convolves each channel. */
  kernel: number;
  /** Channels in between; as many as come in: they aren't widened. */
  expanded: number;
  /** Channels that go out. */
  channels: number;
  /** 1, or 2 to halve the size. */
  stride: number;
  /** What follows the first two convolutions. */
  activation: Activation;
  /** Whether a squeeze-and-excitation gate weighs the channels. */
  gate?: boolean;
}

/** A MobileNet up to its last block; what widens the channels for a classifier is left out. */
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
 * Makes an encoder of a MobileNet. Its feature maps are the last values at each stride from 2 to 32:
 * what a halving block takes, and what the last block gives.
 *
 * @param net The architecture
 * @param record What the encoder is called, and its published weights
 * @returns The encoder
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
    // 16 features give 16, 32, 48, 64, 128: the peer that this project is measured beside
    decoder: (features) => ({
      widths: [1, 2, 3, 4, 8].map((factor) => factor * features),
      grow: "nearest",
    }),
    pretrained: {
      format: ownFormat,
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

/**
 * Rounds channels to a multiple of 8, never by more than a tenth down, as MobileNets do.
 *
 * @param channels Any number
 * @returns A multiple of 8
 */
export function divisible(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}
