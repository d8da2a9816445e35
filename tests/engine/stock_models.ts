/** Models that nobody made for this engine: of tf.layers, with weights from seeds. */
import * as tf from "@tensorflow/tfjs-core";
import {
  input as inputOf,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { noise } from "./compare.ts";

const start = (seed: number) =>
  ({
    className: "GlorotUniform" as const,
    config: { seed },
  }) as never;

/** Compresses images of 16 × 16 to 8 numbers and back; every kind of layer that such models have. */
export function autoencoder(): LayersModel {
  const convolution = (filters: number, seed: number) => ({
    filters,
    kernelSize: 3,
    padding: "same" as const,
    kernelInitializer: start(seed),
  });
  return sequential({
    layers: [
      layers.conv2d({
        ...convolution(8, 1),
        strides: 2,
        activation: "relu",
        inputShape: [16, 16, 1],
      }),
      layers.conv2d({ ...convolution(12, 2), activation: "elu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 8, activation: "tanh", kernelInitializer: start(3) }),
      layers.dense({ units: 192, activation: "relu", kernelInitializer: start(4) }),
      layers.reshape({ targetShape: [4, 4, 12] }),
      layers.conv2dTranspose({ ...convolution(8, 5), strides: 2, activation: "relu" }),
      // tfjs-backend-cpu's gradient of nearest pixels is wrong for all images but a batch's first
      layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }),
      layers.conv2d({ ...convolution(1, 6), activation: "sigmoid" }),
    ],
  });
}

/** Discs, for the autoencoder. */
export function discs(count: number): tf.Tensor4D {
  const side = 16, centres = noise([count, 3], 5).dataSync();
  const values = Float32Array.from({ length: count * side * side }, (_, i) => {
    const n = Math.floor(i / side / side), y = Math.floor(i / side) % side, x = i % side;
    const [cy, cx, r] = [0, 1, 2].map((k) => centres[3 * n + k]);
    return Math.hypot(y - 7.5 - 3 * cy, x - 7.5 - 3 * cx) < 3.5 + 1.5 * r ? 1 : 0;
  });
  return tf.tensor4d(values, [count, side, side, 1]);
}

/** Output channels, how often, and the first one's stride: MobileNetV2's table 2, its expansions being 6. */
const BLOCKS = [[8, 1, 1], [16, 2, 2], [24, 2, 2], [32, 1, 1], [40, 1, 2]];

/** MobileNetV2, narrow, for 10 classes: separable convolutions, relu6, batch norm, sums, a mean, dropout. */
export function mobileNetV2(side: number): LayersModel {
  let seed = 10;
  const input = inputOf({ shape: [side, side, 3] });
  const normalise = (x: SymbolicTensor) =>
    layers.batchNormalization({ epsilon: 0.001 }).apply(x) as SymbolicTensor;
  const relu6 = (x: SymbolicTensor) => layers.reLU({ maxValue: 6 }).apply(x) as SymbolicTensor;
  const pointwise = (x: SymbolicTensor, filters: number) =>
    normalise(
      layers.conv2d({
        filters,
        kernelSize: 1,
        useBias: false,
        kernelInitializer: start(seed++),
      }).apply(x) as SymbolicTensor,
    );
  const depthwise = (x: SymbolicTensor, strides: number) =>
    relu6(normalise(
      layers.depthwiseConv2d({
        kernelSize: 3,
        strides,
        padding: "same",
        useBias: false,
        depthwiseInitializer: start(seed++),
      }).apply(x) as SymbolicTensor,
    ));
  const first = layers.conv2d({
    filters: 16,
    kernelSize: 3,
    strides: 2,
    padding: "valid",
    useBias: false,
    kernelInitializer: start(seed++),
  });
  const padded = layers.zeroPadding2d({ padding: [[0, 1], [0, 1]] }).apply(input) as SymbolicTensor;
  let x = relu6(normalise(first.apply(padded) as SymbolicTensor));
  for (const [filters, count, stride] of BLOCKS) {
    for (let i = 0; i < count; i++) {
      const channels = x.shape[3]!;
      const wide = filters === 8 ? x : relu6(pointwise(x, 6 * channels));
      const y = pointwise(depthwise(wide, i === 0 ? stride : 1), filters);
      x = i === 0 ? y : layers.add().apply([x, y]) as SymbolicTensor;
    }
  }
  x = relu6(pointwise(x, 96));
  x = layers.globalAveragePooling2d({}).apply(x) as SymbolicTensor;
  x = layers.dropout({ rate: 0.2 }).apply(x) as SymbolicTensor;
  const classes = layers.dense({
    units: 10,
    activation: "softmax",
    kernelInitializer: start(seed),
  });
  const network = model({ inputs: input, outputs: classes.apply(x) as SymbolicTensor });
  enliven(network);
  return network;
}

/** Gives batch norms statistics that show, as training would. */
function enliven(network: LayersModel): void {
  network.layers.filter((layer) => layer.getClassName() === "BatchNormalization")
    .forEach((layer, i) =>
      tf.tidy(() => {
        const scales = [[0.3, 1.2], [0.3, 0.3], [0.2, 0], [0.2, 0.4]];
        layer.setWeights(
          layer.getWeights().map(({ shape }, k) => {
            const [spread, middle] = scales[k];
            return tf.add(tf.mul(noise(shape, 10 * i + k), spread), middle);
          }),
        );
      })
    );
}
