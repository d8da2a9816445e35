import * as tf from "@tensorflow/tfjs-core";
import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@triptych/engine";
import { apply, ZEROS } from "../blocks.ts";
import type { WeightsFormat } from "../weights/format.ts";

/** A convolution with its batch norm and activation. */
export interface Convolution {
  /** What the layers' names begin with. */
  name: string;
  /** Output channels; without it the convolution is depthwise. */
  filters?: number;
  /** Pixels per side of the filter. */
  kernel: number;
  /** 1, or 2 to halve the size. */
  stride: number;
  /** What follows. */
  activation: Activation;
  /** What the weights are made for. */
  format: WeightsFormat;
  /** The weight of the old value in the batch norm's running statistics. */
  momentum: number;
}

/** Convolution, batch norm unless it is folded into the convolution, activation. */
export function convolve(x: SymbolicTensor, convolution: Convolution): SymbolicTensor {
  const { name, filters, kernel, stride, activation, format, momentum } = convolution;
  // with a stride of 1 both paddings are the same
  const isPadded = stride > 1 && format.padding === "torch";
  if (isPadded) {
    const side = (kernel - 1) / 2;
    const padding: [[number, number], [number, number]] = [[side, side], [side, side]];
    x = apply(layers.zeroPadding2d({ padding, name: `${name}_pad` }), x);
  }
  const isFolded = format.batchNorms === "folded";
  const settings = {
    ...ZEROS,
    kernelSize: kernel,
    strides: stride,
    padding: isPadded ? "valid" as const : "same" as const,
    useBias: isFolded,
    name: `${name}_conv`,
  };
  x = filters === undefined
    ? apply(layers.depthwiseConv2d({ ...settings, depthwiseInitializer: "zeros" }), x)
    : apply(layers.conv2d({ ...settings, filters }), x);
  if (!isFolded) {
    const norm = { epsilon: format.epsilon, momentum, name: `${name}_norm` };
    x = apply(layers.batchNormalization(norm), x);
  }
  if (activation === "hardSwish") return hardSwish(x, name);
  if (activation === "linear") return x;
  return apply(
    layers.reLU({ ...activation === "relu6" && { maxValue: 6 }, name: `${name}_${activation}` }),
    x,
  );
}

/**
 * Scales images from 0 to 1 to what an encoder's weights were trained on. It is a layer rather than a step
 * before the model, so that every program feeds the model the same images. It can't be folded into the
 * next convolution, which sees zeros around the scaled image. As a 1×1 convolution it is exact, and fast
 * on every engine. A single channel has the means of RGB's three; of any other number of channels
 * each has red's, green's or blue's, in turn.
 */
export function normalise(
  image: SymbolicTensor,
  { normalisation }: WeightsFormat,
): SymbolicTensor {
  const channels = image.shape[3]!;
  const [mean, std] = [normalisation.mean, normalisation.std].map((rgb) =>
    ofChannels(rgb, channels)
  );
  const layer = layers.conv2d({
    ...ZEROS,
    filters: channels,
    kernelSize: 1,
    trainable: false,
    name: "encoder_normalise",
  });
  const scaled = apply(layer, image);
  tf.tidy(() => {
    const factors = tf.diag(tf.tensor1d(std.map((deviation) => 1 / deviation)));
    const summands = tf.tensor1d(mean.map((value, c) => -value / std[c]));
    layer.setWeights([tf.reshape(factors, [1, 1, channels, channels]), summands]);
  });
  return scaled;
}

/** What is given for red, green and blue for as many channels. */
function ofChannels(rgb: readonly number[], channels: number): number[] {
  if (channels === 1) return [rgb.reduce((sum, value) => sum + value, 0) / rgb.length];
  return Array.from({ length: channels }, (_, c) => rgb[c % rgb.length]);
}

/**
 * The squeeze-and-excitation gate of Hu et al. (https://arxiv.org/abs/1709.01507) with MobileNetV3's
 * hard sigmoid: the means of all channels, through a narrow layer of so many, weigh each channel.
 */
export function squeezeAndExcite(
  x: SymbolicTensor,
  channels: number,
  name: string,
): SymbolicTensor {
  const inputs = x.shape[3]!;
  const fully = (filters: number, part: string) =>
    layers.conv2d({ ...ZEROS, filters, kernelSize: 1, name: `${name}_${part}` });
  let y = apply(layers.globalAveragePooling2d({ name: `${name}_mean` }), x);
  y = apply(layers.reshape({ targetShape: [1, 1, inputs], name: `${name}_pixel` }), y);
  y = apply(fully(channels, "squeeze"), y);
  y = apply(layers.reLU({ name: `${name}_squeeze_relu` }), y);
  y = hardSigmoid(apply(fully(inputs, "excite"), y), `${name}_excite`);
  return apply(layers.multiply({ name: `${name}_gate` }), [x, y]);
}

/** Adds a block's output to its input. */
export function residual(values: SymbolicTensor[], name: string): SymbolicTensor {
  return apply(layers.add({ name }), values);
}

/** x × hardSigmoid(x), of MobileNetV3 (https://arxiv.org/abs/1905.02244). */
function hardSwish(x: SymbolicTensor, name: string): SymbolicTensor {
  return apply(layers.multiply({ name: `${name}_hardswish` }), [x, hardSigmoid(x, name)]);
}

/**
 * min(max(x / 6 + 0.5, 0), 1). TensorFlow.js has a "hardSigmoid" with another slope, 0.2, and Keras
 * changed the meaning of the word; these two layers mean the same everywhere.
 */
function hardSigmoid(x: SymbolicTensor, name: string): SymbolicTensor {
  const line = layers.rescaling({ scale: 1 / 6, offset: 0.5, name: `${name}_hardsigmoid_line` });
  return apply(layers.reLU({ maxValue: 1, name: `${name}_hardsigmoid` }), apply(line, x));
}
