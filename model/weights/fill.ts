import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type EncoderName, ENCODERS } from "../encoders/mod.ts";
import type { Layer } from "../graph.ts";
import type { WeightsFormat } from "./format.ts";
import { shown } from "./shown.ts";
import type { FileTensor } from "./tensor.ts";

/** An encoder's weights, read from a file. */
export interface EncoderWeights {
  /** Which encoder they belong to. */
  encoder: EncoderName;
  /** What they are made for. */
  format: WeightsFormat;
  /** The tensors by name, possibly more than the encoder's. */
  tensors: Map<string, FileTensor>;
  /** The types of the tensors that aren't read, by name. */
  others?: ReadonlyMap<string, string>;
  /** What people should know about how the file was read. */
  notes?: readonly string[];
  /** The file's name, for people. */
  file: string;
  /** The file's SHA-256 in hexadecimal. */
  sha256: string;
}

/**
 * Puts an encoder's weights into a model that was built for the encoder and the weights' format; throws if
 * a tensor is missing, has another shape, or contains NaN.
 */
export function fill(model: LayersModel, weights: EncoderWeights): void {
  const { encoder, format } = weights;
  const { first, tensors } = ENCODERS[encoder].pretrained!;
  const names = tensors(format.names);
  const find = (name: string, shape: number[]): tf.Tensor => {
    try {
      return tf.tensor(valuesOfTensor(weights, name, shape), shape);
    } catch (error) {
      throw new TypeError(
        `Cannot use the weights of ${weights.file} for ${encoder}: ${(error as Error).message}`,
      );
    }
  };
  for (const layer of model.layers) {
    const prefix = names.get(layer.name);
    if (prefix === undefined) continue;
    const findOwn = (name: string, shape: number[]) => find(`${prefix}.${name}`, shape);
    tf.tidy(() => layer.setWeights(valuesOf(layer, findOwn, layer.name === first)));
  }
}

/** A layer's weights from PyTorch's tensors; those of the first are made for RGB. */
function valuesOf(
  layer: Layer,
  find: (name: string, shape: number[]) => tf.Tensor,
  isFirst: boolean,
): tf.Tensor[] {
  const shapes = layer.weights.map(({ shape }) => shape as number[]);
  const kind = layer.getClassName();
  if (kind === "BatchNormalization") {
    const names = ["weight", "bias", "running_mean", "running_var"];
    return names.map((name, i) => find(name, shapes[i]));
  }
  const [height, width, third, fourth] = shapes[0];
  const kernel = kind === "DepthwiseConv2D"
    ? tf.transpose(find("weight", [third, fourth, height, width]), [2, 3, 0, 1])
    : tf.transpose(
      forChannels(find("weight", [fourth, isFirst ? RGB : third, height, width]), third),
      [2, 3, 1, 0],
    );
  return shapes.length > 1 ? [kernel, find("bias", shapes[1])] : [kernel];
}

/** Channels of the images that encoders are trained on. */
const RGB = 3;

/**
 * The first layer's weights for images of other channels, as timm's `adapt_input_conv` has them
 * (https://github.com/huggingface/pytorch-image-models, timm/models/_manipulate.py), and
 * segmentation_models.pytorch's `patch_first_conv`: of one channel the sum over red, green and blue,
 * as if the grey were in all three; of more the three in turn, times 3 / channels,
 * so that the sums stay as large.
 *
 * @param kernel Shape [out, 3, height, width]; of other layers it is returned.
 * @param channels Of the images.
 */
function forChannels(kernel: tf.Tensor, channels: number): tf.Tensor {
  if (kernel.shape[1] === channels) return kernel;
  if (channels === 1) return tf.sum(kernel, 1, true);
  const inTurn = Array.from({ length: channels }, (_, c) => c % RGB);
  return tf.mul(tf.gather(kernel, inTurn, 1), RGB / channels);
}

function valuesOfTensor(
  { tensors, others }: EncoderWeights,
  name: string,
  shape: number[],
): Float32Array {
  const found = tensors.get(name);
  const must = `${name} must be of the shape ${shape.join("x")}`;
  if (found === undefined) {
    const type = others?.get(name);
    if (type !== undefined) {
      throw new TypeError(`${name} is ${shown(type)}, which isn't supported; save it as float32`);
    }
    throw new TypeError(`${must}, and is missing; ${nearest(name, [...tensors.keys()])}`);
  }
  if (String(found.shape) !== String(shape)) {
    throw new TypeError(`${must}, got ${found.shape.join("x") || "a single value"}`);
  }
  const values = found.read();
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new TypeError(`the weights contain ${bad} (in ${name})`);
  return values;
}

/** The names in a file most like a missing one, which begin and end alike. */
function nearest(name: string, names: readonly string[]): string {
  if (names.length === 0) return "the file contains no floating-point tensors";
  const likeness = (other: string) => alike(name, other) + alike(reversed(name), reversed(other));
  const ranked = names.map((other) => ({ other, points: likeness(other) }))
    .sort((a, b) => b.points - a.points);
  const first = ranked.slice(0, 3).map(({ other }) => shown(other));
  return `the closest of the file's ${names.length} names are ${first.join(", ")}`;
}

/** The length of the common prefix of two texts. */
function alike(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}
