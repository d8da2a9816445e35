// Convolutions of a trained network: folded, rearranged, kept, and made anew when weights change.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  type Activation,
  Adam,
  convolveAtInference,
  type InferenceWeights,
  startBackend,
  transposeConvolveAtInference,
} from "@triptych/engine";
import { assertClose, noise, on, type Tensor64 } from "./compare.ts";
import { convolution, windowOf } from "./reference.ts";

await startBackend("cpu");
await startBackend("simd");

const EPSILON = 1e-3;

/** Plain JavaScript's of the activations. */
const FUNCTIONS: Record<Activation, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  hardSwish: (x) => x * Math.min(Math.max(x + 3, 0), 6) / 6,
  hardSigmoid: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

interface Case {
  image: [number, number];
  /** Channels of one input or two, then of the output. */
  channels: number[];
  out: number;
  size: number;
  stride?: number;
  isDepthwise?: boolean;
  activation: Activation;
  isNormed?: boolean;
  isBiased?: boolean;
}

const CASES: Case[] = [
  // Winograd, by blocks and by frequencies
  { image: [9, 7], channels: [16], out: 24, size: 3, activation: "relu", isNormed: true },
  { image: [8, 8], channels: [192], out: 192, size: 3, activation: "relu", isNormed: true },
  { image: [8, 12], channels: [16, 8], out: 16, size: 3, activation: "relu", isNormed: true },
  { image: [6, 5], channels: [3, 13], out: 13, size: 3, activation: "relu6", isNormed: true },
  // direct, pointwise, depthwise
  { image: [9, 7], channels: [3], out: 8, size: 3, activation: "relu", isNormed: true },
  { image: [3, 3], channels: [2, 3], out: 8, size: 3, activation: "relu", isNormed: true },
  { image: [9, 6], channels: [5], out: 7, size: 3, stride: 2, activation: "hardSwish" },
  { image: [5, 5], channels: [19], out: 21, size: 1, activation: "hardSwish", isNormed: true },
  { image: [1, 1], channels: [9], out: 4, size: 1, activation: "hardSigmoid", isBiased: true },
  ...[3, 5].flatMap((size) =>
    [1, 2].map((stride): Case => ({
      image: [9, 8],
      channels: [11],
      out: 11,
      size,
      stride,
      isDepthwise: true,
      activation: "relu6",
      isNormed: true,
      isBiased: stride === 2,
    }))
  ),
];

/** The result on an engine; the weights as they are after `change`, before which they are used once. */
async function resultOf(
  backend: string,
  each: Case,
  change = 1,
): Promise<ArrayLike<number>> {
  const { image, channels, stride = 1, isDepthwise = false, activation } = each;
  const [{ values }] = await on(backend, () => {
    const inputs = channels.map((count, i) => noise([2, ...image, count], i + 1) as tf.Tensor4D);
    const weights = variablesOf(each);
    const settings = { strides: [stride, stride] as [number, number], pad: "same" as const };
    const run = () =>
      convolveAtInference(inputs, weights, { ...settings, isDepthwise, activation });
    const before = run();
    if (change === 1) return before;
    weights.norm!.variance.assign(tf.mul(weights.norm!.variance, change));
    return run();
  });
  return values;
}

function variablesOf({ channels, out, size, isDepthwise, isNormed, isBiased }: Case) {
  const ins = channels.reduce((sum, count) => sum + count);
  const shape = isDepthwise ? [size, size, ins, 1] : [size, size, ins, out];
  const variable = (shape: number[], seed: number, shift = 0) =>
    tf.variable(tf.add(noise(shape, seed), shift), false);
  return {
    filter: variable(shape, 11),
    ...isBiased && { bias: variable([out], 12) },
    ...isNormed && {
      norm: {
        gamma: variable([out], 13),
        beta: variable([out], 14),
        mean: variable([out], 15),
        variance: variable([out], 16, 1.5),
        epsilon: EPSILON,
      },
    },
  } as InferenceWeights & { norm?: Record<"gamma" | "beta" | "mean" | "variance", tf.Variable> };
}

/** By the definitions, in double precision. */
function referenceOf(each: Case, change = 1): number[] {
  const { image, channels, out, size, stride = 1, isDepthwise, activation } = each;
  return tf.tidy(() => {
    const double = (x: tf.Tensor): Tensor64 => ({
      shape: x.shape,
      values: Float64Array.from(x.dataSync()),
    });
    const { filter, bias, norm } = variablesOf(each);
    const x = tf.concat(channels.map((count, i) => noise([2, ...image, count], i + 1)), 3);
    // a depthwise filter is one whose other channels are zero
    const whole = isDepthwise
      ? tf.mul(filter, tf.reshape(tf.eye(out), [1, 1, out, out])) as tf.Tensor4D
      : filter;
    const window = windowOf(image, size, stride, "same");
    const values = convolution(double(x), double(whole), window);
    const of = (tensor: tf.Tensor | undefined, channel: number, otherwise: number) =>
      tensor?.dataSync()[channel] ?? otherwise;
    return Array.from(values, (value, i) => {
      const c = i % out;
      const spread = Math.sqrt(of(norm?.variance, c, 1) * change + (norm ? EPSILON : 0));
      const shifted = value + of(bias, c, 0) - of(norm?.mean, c, 0);
      return FUNCTIONS[activation](
        shifted / spread * of(norm?.gamma, c, 1) + of(norm?.beta, c, 0),
      );
    });
  });
}

for (const each of CASES) {
  const { image, channels, out, size, stride = 1, activation } = each;
  const kind = each.isDepthwise ? "depthwise" : "convolution";
  Deno.test(`convolveAtInference(), ${kind} ${size}x${size} / ${stride} of ${image}, ${channels} to ${out}, ${activation}`, async () => {
    for (const backend of ["cpu", "simd"]) {
      const y = await resultOf(backend, each);
      const expected = { shape: [], values: referenceOf(each) };
      assertClose({ shape: [], values: y }, expected, 1e-4);
    }
  });
}

Deno.test("simd: convolveAtInference() sees running statistics that change", async () => {
  for (const each of CASES.filter(({ isNormed }) => isNormed)) {
    const y = await resultOf("simd", each, 4);
    assertClose({ shape: [], values: y }, { shape: [], values: referenceOf(each, 4) }, 1e-4);
  }
});

Deno.test("simd: convolveAtInference() sees weights that Adam changes where they lie", async () => {
  await tf.setBackend("simd");
  const filter = tf.variable(noise([3, 3, 8, 8], 1), true, "kept") as tf.Variable<tf.Rank.R4>;
  const bias = tf.variable(noise([8], 2), true, "keptBias") as tf.Variable<tf.Rank.R1>;
  const x = noise([1, 8, 8, 8], 3) as tf.Tensor4D;
  const adam = new Adam([filter, bias], { learningRate: 0.1 });
  const infer = () =>
    tf.tidy(() =>
      convolveAtInference([x], { filter, bias }, {
        strides: [1, 1],
        pad: "same",
        isDepthwise: false,
        activation: "linear",
      }).dataSync()
    );
  const before = infer();
  for (const moving of [[bias], [filter]]) {
    const gradients = { kept: tf.ones(filter.shape), keptBias: tf.ones([8]) };
    adam.apply(gradients, moving);
    const expected = tf.tidy(() => tf.add(tf.conv2d(x, filter, 1, "same"), bias).dataSync());
    const after = infer();
    assert.notDeepEqual(after, before);
    assertClose({ shape: [], values: after }, { shape: [], values: expected }, 1e-5);
    tf.dispose(gradients);
  }
  adam.dispose();
  tf.dispose([filter, bias, x]);
});

Deno.test("simd: what is kept of weights is freed with them", async () => {
  await tf.setBackend("simd");
  const used = () => (tf.memory() as unknown as { usedBytes: number }).usedBytes;
  const before = used();
  const filter = tf.tidy(() => tf.variable(noise([3, 3, 64, 64], 1))) as tf.Variable<tf.Rank.R4>;
  const x = noise([1, 8, 8, 64], 3) as tf.Tensor4D;
  const settings = { strides: [1, 1] as [number, number], pad: "same" as const };
  const infer = () =>
    convolveAtInference([x], { filter }, { ...settings, isDepthwise: false, activation: "relu" });
  tf.dispose(infer());
  const once = used();
  tf.dispose(infer());
  assert.equal(used(), once);
  assert.ok(once - before > 4 * 36 * 64 * 64);
  tf.dispose([filter, x]);
  assert.equal(used(), before);
});

Deno.test("transposeConvolveAtInference() is a transposed convolution and a bias", async () => {
  for (const [size, ins, outs, isBiased] of [[2, 16, 8, 1], [2, 5, 3, 1], [3, 4, 9, 0]]) {
    const compute = (isPlain: boolean) => () => {
      const x = noise([2, 3, 5, ins], 1) as tf.Tensor4D;
      const filter = noise([size, size, outs, ins], 2) as tf.Tensor4D;
      const bias = noise([outs], 3) as tf.Tensor1D;
      if (!isPlain) {
        return transposeConvolveAtInference(x, { filter, ...isBiased && { bias } });
      }
      const shape: [number, number, number, number] = [2, 3 * size, 5 * size, outs];
      const y = tf.conv2dTranspose(x, filter, shape, size, "valid");
      return isBiased ? tf.add(y, bias) : y;
    };
    const [expected] = await on("cpu", compute(true));
    for (const backend of ["cpu", "simd"]) {
      const [y] = await on(backend, compute(false));
      assertClose(y, expected, 1e-5);
    }
  }
});

Deno.test("simd: a fused convolution follows its filter: other values, other shapes of the same values", async () => {
  const convolve = () => {
    const x = noise([1, 8, 8, 8], 1) as tf.Tensor4D, filter = tf.variable(noise([3, 3, 8, 16], 2));
    const run = (filter: tf.Tensor) => {
      const pad = "same" as const;
      const channels = tf.slice(tf.tile(x, [1, 1, 1, 2]), 0, [1, 8, 8, filter.shape[2]!]);
      return tf.fused.conv2d({
        x: channels as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad,
      });
    };
    const before = [run(filter), run(filter), run(tf.reshape(filter, [3, 3, 16, 8]))];
    filter.assign(noise([3, 3, 8, 16], 3));
    return [...before, run(filter)];
  };
  const expected = await on("cpu", convolve), own = await on("simd", convolve);
  expected.forEach((values, i) => assertClose(own[i], values, 1e-4));
});
