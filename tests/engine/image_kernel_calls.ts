/** As kernel_calls.ts, for the kernels of images: convolutions, pooling, resizing, products. */
import * as tf from "@tensorflow/tfjs-core";
import { noise } from "./compare.ts";
import { type Call, int, MAP, map, of, VOLUME, volume } from "./kernel_calls.ts";

/** A convolution in each activation's form, and with steps between its taps. */
function fused(filter: number[], outputs: number): Call[] {
  const attrs = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  const inputs = () => ({ x: map(), filter: noise(filter, 2), bias: noise([outputs], 3) });
  const plain = ["linear", "relu", "relu6", "elu", "sigmoid"].map((activation) => ({
    inputs,
    attrs: { ...attrs, activation },
  }));
  const bare = ["linear", "relu", "elu"].map((activation) => ({
    inputs: () => ({ x: map(), filter: noise(filter, 2) }),
    attrs: { ...attrs, activation },
  }));
  return [
    ...plain,
    ...bare,
    {
      inputs,
      attrs: {
        ...attrs,
        strides: [2, 2],
        pad: "valid",
        activation: "leakyrelu",
        leakyreluAlpha: 0.3,
      },
    },
    {
      inputs: () => ({ ...inputs(), preluActivationWeights: noise([outputs], 4) }),
      attrs: { ...attrs, dilations: [2, 2], activation: "prelu" },
    },
  ];
}

/** Convolutions of two and three dimensions, and what their gradients need. */
export function convolutions(): Record<string, Call[]> {
  const strided = { strides: [2, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  const dilated = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [2, 1] };
  const explicit = [[0, 0], [1, 2], [0, 1], [0, 0]];
  const two = (filter: number[]) =>
    [strided, dilated, { ...strided, pad: explicit }].map((attrs) => ({
      inputs: () => ({ x: map(), filter: noise(filter, 2) }),
      attrs,
    }));
  const three = { strides: [1, 2, 1], pad: "same", dataFormat: "NDHWC", dilations: [1, 1, 1] };
  const filterShape = [2, 3, 3, 3, 2];
  const dilation = { strides: [1, 1], pad: "same", dilations: [1, 1] };
  const morphology = () => ({ x: map(), filter: noise([3, 3, 4], 2) });
  return {
    Conv2D: two([3, 3, 4, 5]),
    DepthwiseConv2dNative: two([3, 3, 4, 2]),
    FusedConv2D: fused([3, 3, 4, 5], 5),
    FusedDepthwiseConv2D: fused([3, 3, 4, 1], 4),
    Conv2DBackpropInput: [{
      inputs: () => ({ dy: noise([2, 3, 5, 5], 1), filter: noise([3, 3, 4, 5], 2) }),
      attrs: { ...strided, inputShape: MAP },
    }],
    Conv3D: [{ inputs: () => ({ x: volume(), filter: noise(filterShape, 2) }), attrs: three }],
    Conv3DBackpropFilterV2: [{
      inputs: () => ({ x: volume(), dy: noise([1, 4, 3, 4, 2], 2) }),
      attrs: { ...three, filterShape },
    }],
    Conv3DBackpropInputV2: [{
      inputs: () => ({ dy: noise([1, 4, 3, 4, 2], 1), filter: noise(filterShape, 2) }),
      attrs: { ...three, inputShape: VOLUME },
    }],
    Dilation2D: [{ inputs: morphology, attrs: dilation }],
    Dilation2DBackpropFilter: [{
      inputs: () => ({ ...morphology(), dy: noise(MAP, 3) }),
      attrs: dilation,
    }],
    Dilation2DBackpropInput: [{
      inputs: () => ({ ...morphology(), dy: noise(MAP, 3) }),
      attrs: dilation,
    }],
  };
}

/** Pooling of two and three dimensions, and its gradients. */
export function pooling(): Record<string, Call[]> {
  const two = { filterSize: [3, 2], strides: [2, 2], pad: "same" }, pooled = [2, 3, 3, 4];
  const three = { filterSize: [2, 3, 2], strides: [1, 2, 2], pad: "same", dataFormat: "NDHWC" };
  const deep = [1, 4, 3, 2, 3];
  const whole = { filterSize: [6, 5], strides: [1, 1], pad: "valid" };
  const back = (input: () => tf.Tensor, dy: number[], attrs: Call["attrs"]) => [
    { inputs: () => ({ dy: noise(dy, 3), input: input() }), attrs },
  ];
  return {
    AvgPool: [...of(map, two), ...of(map, whole)],
    MaxPool: [...of(map, two), ...of(map, whole)],
    AvgPool3D: of(volume, three),
    MaxPool3D: of(volume, three),
    // tfjs-backend-cpu counts padding into the mean that it takes the gradient of
    AvgPoolGrad: back(map, [2, 2, 4, 4], { filterSize: [3, 2], strides: [2, 1], pad: "valid" }),
    MaxPoolGrad: [{
      inputs: () => ({
        dy: noise(pooled, 3),
        input: map(),
        output: tf.maxPool(map() as tf.Tensor4D, [3, 2], 2, "same"),
      }),
      attrs: two,
    }],
    AvgPool3DGrad: back(volume, deep, three),
    MaxPool3DGrad: back(volume, deep, three),
    MaxPoolWithArgmax: of(map, { ...two, includeBatchInIndex: true }),
  };
}

/** Resizing, turning, cutting out and choosing boxes. */
export function images(): Record<string, Call[]> {
  const ways = [[false, false], [true, false], [false, true]].map((
    [alignCorners, halfPixelCenters],
  ) => ({ alignCorners, halfPixelCenters }));
  const resize = ways.flatMap((way) => of(map, { ...way, size: [9, 4] }, "images"));
  // tfjs-backend-cpu's gradients are right for one square image without half pixels: see resize_test.ts
  const resizeGrad = ways.slice(0, 2).map((attrs) => ({
    inputs: () => ({ images: noise([1, 6, 6, 4], 1), dy: noise([1, 9, 9, 4], 2) }),
    attrs,
  }));
  const boxes = () =>
    tf.tensor2d([[0, 0, 1, 1], [0, 0.1, 1, 1.1], [0, 2, 1, 3], [0.2, 0.1, 0.9, 0.8]]);
  const suppress = (attrs: Call["attrs"]) => [{
    inputs: () => ({ boxes: boxes(), scores: tf.tensor1d([0.9, 0.75, 0.6, 0.3]) }),
    attrs: { maxOutputSize: 3, iouThreshold: 0.5, scoreThreshold: 0.2, ...attrs },
  }];
  const moved = () => tf.tensor2d([1.2, 0.1, -0.5, -0.1, 0.9, 0.4, 0, 0], [1, 8]);
  return {
    ResizeBilinear: resize,
    ResizeNearestNeighbor: resize,
    ResizeBilinearGrad: resizeGrad,
    ResizeNearestNeighborGrad: resizeGrad,
    FlipLeftRight: of(map, {}, "image"),
    RotateWithOffset: of(map, { radians: 0.4, fillValue: 0.5, center: [0.5, 0.4] }, "image"),
    CropAndResize: [{
      inputs: () => ({ image: map(), boxes: boxes(), boxInd: int([0, 1, 1, 0]) }),
      attrs: { cropSize: [3, 4], method: "bilinear", extrapolationValue: 0.5 },
    }],
    Transform: ["nearest", "bilinear"].map((interpolation) => ({
      inputs: () => ({ image: map(), transforms: tf.concat([moved(), moved()]) }),
      attrs: { interpolation, fillMode: "reflect", fillValue: 0, outputShape: [6, 5] },
    })),
    NonMaxSuppressionV3: suppress({}),
    NonMaxSuppressionV4: suppress({ padToMaxOutputSize: true }),
    NonMaxSuppressionV5: suppress({ softNmsSigma: 0.4 }),
  };
}

/** Products, normalisation and activations of several inputs. */
export function products(): Record<string, Call[]> {
  const sides = [[false, false], [true, false], [false, true]];
  const matrices = (transposeA: boolean, transposeB: boolean) => ({
    a: noise(transposeA ? [2, 7, 5] : [2, 5, 7], 1),
    b: noise(transposeB ? [2, 6, 7] : [2, 7, 6], 2),
  });
  const layer = () => ({ ...matrices(false, false), bias: noise([6], 3) });
  return {
    BatchMatMul: sides.map(([transposeA, transposeB]) => ({
      inputs: () => matrices(transposeA, transposeB),
      attrs: { transposeA, transposeB },
    })),
    _FusedMatMul: [
      ...["linear", "relu", "relu6", "elu", "sigmoid"].map((activation) => ({
        inputs: layer,
        attrs: { transposeA: false, transposeB: false, activation },
      })),
      {
        inputs: () => matrices(true, false),
        attrs: { transposeA: true, transposeB: false, activation: "relu" },
      },
    ],
    FusedBatchNorm: [{
      inputs: () => ({
        x: map(),
        scale: noise([4], 2),
        offset: noise([4], 3),
        mean: noise([4], 4),
        variance: tf.abs(noise([4], 5)),
      }),
      attrs: { varianceEpsilon: 0.001 },
    }],
    Prelu: [{ inputs: () => ({ x: map(), alpha: noise([4], 2) }) }],
    EluGrad: [{ inputs: () => ({ dy: noise(MAP, 2), y: map() }) }],
    LogicalNot: of(() => tf.greater(map(), 0)),
  };
}
