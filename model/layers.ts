import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  activate,
  batchNorm,
  concatenateChannels,
  convolveAtInference,
  convolveConcatenated,
  convolveFused,
  type InferenceSettings,
  type InferenceWeights,
  isFused,
  transposeConvolveAtInference,
} from "@triptych/engine";
import type { Layer, Node } from "./graph.ts";

/** The statistics of a batch at a batch norm, which update the running ones. */
export interface BatchStatistics {
  /** The layer they belong to. */
  norm: LayersModel["layers"][number];
  /** Mean of each channel. */
  mean: tf.Tensor1D;
  /** Biased variance of each channel. */
  variance: tf.Tensor1D;
  /** Values per channel. */
  count: number;
}

/**
 * Runs a layer with its padding, batch norm and activation. In training, batch norms use their batch's
 * statistics and add them to `statistics`; without it they use their running ones.
 */
export type Run = (inputs: tf.Tensor4D[], statistics?: BatchStatistics[]) => tf.Tensor4D;

/** Kernel and bias of a convolution. */
type Weights = [tf.Variable<tf.Rank.R4>, tf.Variable<tf.Rank.R1>?];

/** How each kind of layer runs, by its class name in TensorFlow.js. */
const KINDS: Record<string, (node: Node) => Run> = {
  Conv2D: convolution,
  DepthwiseConv2D: convolution,
  Conv2DTranspose: transposedConvolution,
  MaxPooling2D: maxPooling,
  GlobalAveragePooling2D: globalAveragePooling,
  UpSampling2D: upSampling,
  Concatenate: concatenate,
  Add: () => ([a, b]) => tf.add(a, b),
  Multiply: () => ([a, b]) => tf.mul(a, b),
  Reshape: reshape,
};

/**
 * Prepares a node of `graphOf` to run; throws if its kind of layer or one of its settings is unknown.
 */
export function prepare(node: Node): Run {
  const kind = node.layer.getClassName();
  if (!Object.hasOwn(KINDS, kind)) {
    throw new TypeError(
      `Cannot run layer ${node.layer.name}: its kind must be one of ${
        Object.keys(KINDS).join(", ")
      }, or one that runs with a convolution: ZeroPadding2D before it, BatchNormalization, ReLU up to ` +
        `infinity or 6, hard swish and hard sigmoid after it, got ${kind}`,
    );
  }
  return KINDS[kind](node);
}

/** The variables of a layer's weights, in the layer's order. */
export function variablesOf(layer: Layer): tf.Variable[] {
  return layer.weights.map((weight) => weight.read() as tf.Variable);
}

/**
 * A convolution, with the zero padding or the concatenation before it and the batch norm and activation
 * after it, if any.
 */
function convolution(node: Node): Run {
  const { layer, norm, activation } = node;
  const settings = { ...windowOf(node), activation };
  const [filter, bias] = variablesOf(layer) as Weights;
  if (!norm) {
    return (inputs, statistics) =>
      statistics
        ? tf.tidy(() => convolve(inputs, { filter, bias }, settings))
        : convolveAtInference(inputs, { filter, bias }, settings);
  }

  expect(norm, { axis: -1, center: true, scale: true });
  const { epsilon } = norm.getConfig() as { epsilon: number };
  const [gamma, beta, mean, variance] = variablesOf(norm) as tf.Variable<tf.Rank.R1>[];
  const weights = { filter, bias, norm: { gamma, beta, mean, variance, epsilon } };
  return (inputs, statistics) => {
    if (!statistics) return convolveAtInference(inputs, weights, settings);
    const values = convolve(inputs, { filter, bias }, { ...settings, activation: "linear" });
    const { y, ...batch } = batchNorm(values, { gamma, beta }, { epsilon, activation });
    statistics.push({ norm, ...batch, count: values.size / gamma.size });
    // the gradient has saved what it needs
    values.dispose();
    return y;
  };
}

/** Convolves one map or two concatenated ones, adds a bias, and activates, with gradients. */
function convolve(
  inputs: tf.Tensor4D[],
  { filter, bias }: InferenceWeights,
  { strides, pad, isDepthwise, activation }: InferenceSettings,
): tf.Tensor4D {
  const [x, nextX] = inputs;
  if (bias === undefined) {
    const plain = isDepthwise ? tf.depthwiseConv2d : tf.conv2d;
    const y = nextX === undefined
      ? plain(x, filter, strides, pad)
      : convolveConcatenated([x, nextX], filter, { strides, pad });
    return activate(y, activation);
  }
  const maps = nextX === undefined ? x : concatenateChannels([x, nextX]);
  const own = isFused(activation) ? activation : "linear";
  const y = convolveFused(maps, { filter, bias }, { strides, pad, isDepthwise, activation: own });
  return own === activation ? y : activate(y, activation);
}

/** Stride, padding and kind of a convolution. */
function windowOf(
  { layer, padding, concatenation }: Node,
): Pick<InferenceSettings, "strides" | "pad" | "isDepthwise"> {
  const settings = convolutionSettings(layer);
  const isDepthwise = layer.getClassName() === "DepthwiseConv2D";
  if (isDepthwise) expect(layer, { depthMultiplier: 1 });
  expect(concatenation, { axis: -1 });
  const pad = padding ? paddingOf(padding, settings.padding) : settings.padding;
  return { strides: settings.strides, pad, isDepthwise };
}

/** The zeros on each side of the image, as many on all, as padding of the convolution itself. */
function paddingOf(layer: Layer, padding: "same" | "valid"): number {
  const sides = layer.getConfig().padding as number[][];
  const [side] = sides.flat();
  const isAlike = sides.flat().every((other) => other === side);
  if (!isAlike || padding !== "valid") {
    throw new TypeError(
      `Cannot run layer ${layer.name}: it must pad all sides alike, before a convolution without ` +
        `padding, got ${JSON.stringify(sides)} and "${padding}"`,
    );
  }
  return side;
}

function transposedConvolution({ layer }: Node): Run {
  const { strides, padding } = convolutionSettings(layer);
  const [kernel, bias] = variablesOf(layer) as Weights;
  const [kernelHeight, kernelWidth, channels] = kernel.shape;
  if (kernelHeight !== strides[0] || kernelWidth !== strides[1]) {
    throw new TypeError(
      `Cannot run layer ${layer.name}: a transposed convolution's kernel must be as large as its ` +
        `strides, got ${kernelHeight}x${kernelWidth} and ${strides.join("x")}`,
    );
  }
  return ([x], statistics) => {
    if (!statistics) return transposeConvolveAtInference(x, { filter: kernel, bias });
    return tf.tidy(() => {
      const [count, height, width] = x.shape;
      const shape: [number, number, number, number] = [
        count,
        height * strides[0],
        width * strides[1],
        channels,
      ];
      const y = tf.conv2dTranspose(x, kernel, shape, strides, padding);
      return bias ? tf.add(y, bias) : y;
    });
  };
}

function maxPooling({ layer }: Node): Run {
  const { poolSize, strides, padding } = layer.getConfig() as {
    poolSize: [number, number];
    strides: [number, number];
    padding: "same" | "valid";
  };
  return ([x]) => tf.maxPool(x, poolSize, strides, padding);
}

/** The mean of each channel, as an image of one pixel, so that the Reshape after it has nothing to do. */
function globalAveragePooling(): Run {
  return ([x]) => tf.mean(x, [1, 2], true);
}

function upSampling({ layer }: Node): Run {
  expect(layer, { interpolation: "nearest", dataFormat: "channelsLast" });
  const size = layer.getConfig().size as [number, number];
  const repeat = repeatPixels(size);
  return ([x]) => repeat(x);
}

/**
 * Repeats each pixel; the gradient is summed here, since the kernel of tfjs-backend-cpu 4.22 for it reads
 * all images of a batch but the first from the wrong place.
 */
function repeatPixels([rows, columns]: [number, number]): (x: tf.Tensor4D) => tf.Tensor4D {
  const window: [number, number] = [rows, columns];
  return tf.customGrad((x) => {
    const images = x as tf.Tensor4D;
    const [, height, width] = images.shape;
    return {
      value: tf.image.resizeNearestNeighbor(images, [height * rows, width * columns]),
      gradFunc: (dy) =>
        tf.mul(tf.avgPool(dy as tf.Tensor4D, window, window, "valid"), rows * columns),
    };
  }) as (x: tf.Tensor4D) => tf.Tensor4D;
}

function reshape({ layer }: Node): Run {
  const shape = layer.getConfig().targetShape as [number, number, number];
  return ([x]) => tf.reshape(x, [x.shape[0], ...shape]);
}

function concatenate({ layer }: Node): Run {
  expect(layer, { axis: -1 });
  return concatenateChannels;
}

function convolutionSettings(
  layer: Layer,
): { strides: [number, number]; padding: "same" | "valid" } {
  expect(layer, { activation: "linear", dataFormat: "channelsLast", dilationRate: [1, 1] });
  return layer.getConfig() as { strides: [number, number]; padding: "same" | "valid" };
}

/** Refuses a layer with a setting that would be ignored. */
function expect(layer: Layer | undefined, settings: Record<string, unknown>): void {
  const config = layer?.getConfig() ?? {};
  for (const [name, value] of Object.entries(settings)) {
    const found = JSON.stringify(config[name] ?? null);
    if (layer && name in config && found !== JSON.stringify(value)) {
      throw new TypeError(
        `Cannot run layer ${layer.name}: ${name} must be ${JSON.stringify(value)}, got ${found}`,
      );
    }
  }
}
