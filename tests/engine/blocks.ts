/** The blocks that MobileNetV2 and MobileNetV3 U-Nets are made of, with everything trained. */
import * as tf from "@tensorflow/tfjs-core";
import { activate, type Activation, batchNorm, softmaxCrossEntropy } from "@triptych/engine";
import { noise } from "./compare.ts";

/** Weights by name, made of noise when first asked for; the names' order is theirs. */
export class Weights {
  /** All so far. */
  readonly variables: tf.Variable[] = [];
  #next = 0;

  /** Begins the next pass. */
  rewind(): void {
    this.#next = 0;
  }

  /** The next weight. */
  take<R extends tf.Rank>(shape: number[], scale: number): tf.Variable<R> {
    const i = this.#next++;
    this.variables[i] ??= tf.variable(tf.mul(noise(shape, i + 1), scale), true, `weight${i}`);
    return this.variables[i] as tf.Variable<R>;
  }
}

/** An inverted residual of Sandler et al. 2018: expand, filter each channel, project. */
export function block(
  x: tf.Tensor4D,
  weights: Weights,
  { expanded, out, size, stride, activation, squeeze }: {
    expanded: number;
    out: number;
    size: number;
    stride: 1 | 2;
    activation: Activation;
    squeeze?: number;
  },
): tf.Tensor4D {
  let y = normalised(pointwise(x, weights, expanded), weights, activation);
  const filter = weights.take<tf.Rank.R4>([size, size, expanded, 1], 0.3);
  // PyTorch's padding: the same on both sides
  const pad = (size - 1) / 2;
  const filtered = tf.depthwiseConv2d(y, filter, stride, pad, "NHWC", undefined, "floor");
  y = normalised(filtered, weights, activation);
  if (squeeze !== undefined) y = excited(y, weights, squeeze);
  y = normalised(pointwise(y, weights, out), weights, "linear");
  return stride === 1 && out === x.shape[3] ? tf.add(x, y) : y;
}

/** Squeeze and excitation of Hu et al. 2018, as in MobileNetV3: channels are weighed by the whole. */
function excited(x: tf.Tensor4D, weights: Weights, squeeze: number): tf.Tensor4D {
  const channels = x.shape[3];
  const mean = tf.mean(x, [1, 2], true) as tf.Tensor4D;
  const narrow = tf.add(pointwise(mean, weights, squeeze), weights.take([squeeze], 0.1));
  const wide = pointwise(activate(narrow as tf.Tensor4D, "relu"), weights, channels);
  const gate = activate(tf.add(wide, weights.take([channels], 0.1)), "hardSigmoid");
  return tf.mul(x, gate);
}

function pointwise(x: tf.Tensor4D, weights: Weights, out: number): tf.Tensor4D {
  return tf.conv2d(x, weights.take<tf.Rank.R4>([1, 1, x.shape[3], out], 0.3), 1, "same");
}

function normalised(x: tf.Tensor4D, weights: Weights, activation: Activation): tf.Tensor4D {
  const gamma = weights.take<tf.Rank.R1>([x.shape[3]], 1);
  const beta = weights.take<tf.Rank.R1>([x.shape[3]], 0.5);
  return batchNorm(x, { gamma, beta }, { activation }).y;
}

/** The loss of a small U-Net of such blocks on photographs [n, size, size, 3]. */
export function loss(photographs: tf.Tensor4D, labels: tf.Tensor3D, weights: Weights): tf.Scalar {
  weights.rewind();
  const stem = tf.conv2d(
    ...[photographs, weights.take<tf.Rank.R4>([3, 3, 3, 12], 0.3), 2, 1, "NHWC"] as const,
    undefined,
    "floor",
  );
  const top = normalised(stem, weights, "hardSwish");
  const second = { expanded: 36, out: 20, size: 3, stride: 2, activation: "relu6" } as const;
  const down = block(top, weights, second);
  const same = block(down, weights, { ...second, stride: 1 });
  const third = { expanded: 44, out: 20, size: 5, stride: 1, activation: "hardSwish" } as const;
  const deep = block(same, weights, { ...third, squeeze: 11 });
  const [, height, width] = top.shape;
  const grown = tf.image.resizeBilinear(deep, [height, width], false, true);
  const joined = tf.concat([top, grown], 3);
  const pooled = tf.avgPool(tf.maxPool(joined, 3, 1, "same"), 3, 1, "same");
  const decoded = normalised(pointwise(pooled, weights, 16), weights, "relu");
  const sizes = photographs.shape;
  const whole = tf.image.resizeNearestNeighbor(decoded, [sizes[1], sizes[2]]);
  const logits = tf.add(pointwise(whole, weights, 3), weights.take([3], 0.1));
  return softmaxCrossEntropy(logits as tf.Tensor4D, labels);
}
