/** For each kernel of tfjs-backend-wasm calls on small inputs, which are the same on every backend. */
import * as tf from "@tensorflow/tfjs-core";
import { noise } from "./compare.ts";

type Inputs = Record<string, tf.Tensor> | tf.Tensor[];

/** A call: inputs, which are made on the current backend, and attributes. */
export interface Call {
  inputs: () => Inputs;
  attrs?: Record<string, unknown>;
}

const ints = (shape: number[], below: number, seed = 1) =>
  tf.cast(tf.floor(tf.mul(tf.abs(noise(shape, seed)), below)), "int32");
/** Booleans. */
export const bools = (shape: number[], seed: number) => tf.greater(noise(shape, seed), 0);
/** Numbers of 32 bits as given. */
export const int = (values: number[], shape = [values.length]) => tf.tensor(values, shape, "int32");
const positive = (shape: number[], seed: number) => tf.add(tf.abs(noise(shape, seed)), 0.1);

/** Calls of one input, named x unless told, with attributes. */
export const of = (make: () => tf.Tensor, attrs: Call["attrs"] = {}, name = "x"): Call[] => [
  { inputs: () => ({ [name]: make() }), attrs },
];

/** Shapes of images and of a volume, and such noise. */
export const MAP = [2, 6, 5, 4], VOLUME = [1, 4, 5, 4, 3];
export const map = () => noise(MAP, 1), volume = () => noise(VOLUME, 1);
/** Beyond one, so that clipping and steps show. */
const wide = () => tf.mul(noise([3, 7, 5], 2), 8);

/** Element by element, of noise, of numbers above one, of positive ones and with values that are none. */
export function unary(): Record<string, Call[]> {
  const names = {
    wide:
      "Abs Atan Ceil Elu Floor IsFinite LeakyRelu Neg Relu Relu6 Round Selu Sigmoid Sign Square Step",
    noise: "Acos Asin Asinh Atanh Cos Cosh Erf Exp Expm1 Identity Sin Sinh Softplus Tan Tanh",
    positive: "Log Log1p Reciprocal Rsqrt Sqrt",
    odd: "IsFinite IsInf IsNan ZerosLike OnesLike",
    aboveOne: "Acosh",
  };
  const values = {
    wide,
    noise: () => noise([3, 7, 5], 2),
    positive: () => positive([3, 7, 5], 2),
    odd: () => tf.tensor1d([0, NaN, Infinity, -Infinity, 3]),
    aboveOne: () => tf.add(positive([3, 7, 5], 2), 1),
  };
  const attrs: Record<string, Call["attrs"]> = { LeakyRelu: { alpha: 0.3 }, Step: { alpha: 0.2 } };
  return Object.fromEntries(
    Object.entries(names).flatMap(([kind, list]) =>
      list.split(" ").map((name) => [name, of(values[kind as keyof typeof values], attrs[name])])
    ),
  );
}

/** Of two inputs of one shape, of broadcast ones, and of whole numbers. */
export function binary(): Record<string, Call[]> {
  const both = (...makers: (() => tf.Tensor)[]): Call => ({
    inputs: () => ({ a: makers[0](), b: makers[1]() }),
  });
  const one = () => positive([4, 3, 5], 1), other = () => positive([4, 3, 5], 2);
  const few = (seed: number) => () => tf.add(ints([4, 3, 5], 3, seed), 1);
  const floats = [both(one, other), both(one, () => positive([3, 1], 3))];
  const whole = both(few(1), few(2)),
    logical = both(
      () => bools([4, 5], 1),
      () => bools([4, 5], 2),
    );
  const named = (list: string, calls: Call[]) => list.split(" ").map((name) => [name, calls]);
  return Object.fromEntries([
    ...named("Add Sub Multiply Maximum Minimum SquaredDifference FloorDiv Mod", [...floats, whole]),
    ...named("RealDiv Atan2 Pow", floats),
    ...named("Equal NotEqual Greater GreaterEqual Less LessEqual", [...floats, whole]),
    ...named("LogicalAnd LogicalOr", [logical]),
    ...named("BitwiseAnd", [whole]),
  ]);
}

/** Along axes. */
export function reductions(): Record<string, Call[]> {
  const along = (attrs: Call["attrs"]) => of(map, attrs);
  const each = (axis: number | number[]) => ({ axis, keepDims: false });
  const logical = { inputs: () => ({ x: bools([4, 5], 1) }), attrs: each([1]) };
  const running = (attrs: Call["attrs"]) => [
    ...along({ axis: 3, exclusive: false, reverse: false }),
    ...along({ axis: 3, exclusive: true, reverse: true, ...attrs }),
  ];
  return {
    All: [logical],
    Any: [logical],
    ArgMax: [...along({ axis: 3 }), ...along({ axis: 1 })],
    ArgMin: along({ axis: 2 }),
    Max: along({ reductionIndices: [1, 2], keepDims: false }),
    Min: along(each([3])),
    Mean: [...along(each([1, 2])), ...along({ axis: [0, 3], keepDims: true })],
    Sum: [...along(each([1, 2])), ...of(() => ints([3, 4], 9), each([0]))],
    Prod: along(each([1])),
    Cumsum: running({}),
    Cumprod: running({}),
    Softmax: of(map, { dim: 3 }, "logits"),
    TopK: along({ k: 3, sorted: true }),
    Unique: of(() => ints([12], 4), { axis: 0 }),
    Bincount: [{
      inputs: () => ({ x: ints([12], 5), weights: noise([12], 2) }),
      attrs: { size: 5 },
    }],
    DenseBincount: [{
      inputs: () => ({ x: ints([3, 8], 5), weights: noise([3, 8], 2) }),
      attrs: { size: 5, binaryOutput: false },
    }],
    LRN: of(map, { depthRadius: 2, bias: 1, alpha: 0.5, beta: 0.7 }),
    LRNGrad: [{
      inputs: () => ({ x: map(), y: noise(MAP, 2), dy: noise(MAP, 3) }),
      attrs: { depthRadius: 2, bias: 1, alpha: 0.5, beta: 0.7 },
    }],
  };
}

/** What moves values without computing. */
export function shapes(): Record<string, Call[]> {
  const block = { blockShape: [2, 2] };
  const strided = { begin: [0, 5, 1, 0], end: [2, 0, 5, 4], strides: [1, -2, 2, 1] };
  const masks = { beginMask: 0, endMask: 2, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 8 };
  const paddings = [[0, 0], [2, 1], [1, 3], [0, 0]];
  return {
    AddN: [{ inputs: () => [map(), noise(MAP, 2), noise(MAP, 3)] }],
    BatchToSpaceND: of(() => noise([8, 3, 4, 2], 1), { ...block, crops: [[0, 1], [1, 0]] }),
    BroadcastArgs: [{ inputs: () => ({ s0: int([3, 1, 5]), s1: int([4, 5]) }) }],
    Cast: [...of(wide, { dtype: "int32" }), ...of(() => bools([5, 7], 1), { dtype: "float32" })],
    ClipByValue: of(wide, { clipValueMin: -1, clipValueMax: 2 }),
    Concat: [
      { inputs: () => [map(), noise([2, 6, 5, 3], 2)], attrs: { axis: 3 } },
      { inputs: () => [map(), noise([1, 6, 5, 4], 2)], attrs: { axis: 0 } },
    ],
    DepthToSpace: of(map, { blockSize: 2, dataFormat: "NHWC" }),
    Diag: of(() => noise([5], 1)),
    ExpandDims: of(map, { dim: 1 }, "input"),
    Fill: [{ inputs: () => ({}), attrs: { shape: [3, 4], value: 7, dtype: "float32" } }],
    LinSpace: [{ inputs: () => ({}), attrs: { start: 1, stop: 3, num: 7 } }],
    Range: [{ inputs: () => ({}), attrs: { start: 9, stop: 1, step: -2, dtype: "int32" } }],
    MirrorPad: [
      ...of(map, { paddings, mode: "reflect" }),
      ...of(map, { paddings, mode: "symmetric" }),
    ],
    PadV2: of(map, { paddings, constantValue: 0.5 }),
    OneHot: of(
      () => ints([4, 3], 5),
      { depth: 5, onValue: 1, offValue: 0, dtype: "float32" },
      "indices",
    ),
    Pack: [{ inputs: () => [map(), noise(MAP, 2)], attrs: { axis: 2 } }],
    Unpack: of(map, { axis: 2 }, "value"),
    Reshape: of(map, { shape: [12, 20] }),
    Reverse: of(map, { dims: [1, 3] }),
    Select: [{
      inputs: () => ({ condition: bools(MAP, 3), t: map(), e: noise(MAP, 2) }),
    }],
    Slice: of(map, { begin: [0, 1, 2, 1], size: [2, 3, 2, 3] }),
    SpaceToBatchND: of(map, { ...block, paddings: [[1, 1], [0, 1]] }),
    SplitV: of(map, { numOrSizeSplits: [1, 3], axis: 3 }),
    StridedSlice: of(map, { ...strided, ...masks }),
    Tile: of(map, { reps: [1, 2, 1, 3] }),
    Transpose: [...of(map, { perm: [0, 3, 1, 2] }), ...of(map, { perm: [3, 1, 0, 2] })],
  };
}

/** What finds values by their places, and draws them. */
export function lookups(): Record<string, Call[]> {
  const places = () => int([0, 1, 2, 0, 1, 2], [3, 2]);
  const segments = () => ({
    data: noise([5, 4], 1),
    indices: int([0, 3, 1, 4]),
    segmentIds: int([0, 0, 1, 3]),
  });
  return {
    GatherV2: [
      { inputs: () => ({ x: map(), indices: int([3, 0, 3]) }), attrs: { axis: 3, batchDims: 0 } },
      {
        inputs: () => ({ x: map(), indices: int([3, 0, 5, 1], [2, 2]) }),
        attrs: { axis: 1, batchDims: 1 },
      },
    ],
    GatherNd: [{ inputs: () => ({ params: noise([4, 3, 5], 1), indices: places() }) }],
    ScatterNd: [{
      inputs: () => ({ indices: places(), updates: noise([3, 5], 1) }),
      attrs: { shape: [4, 3, 5] },
    }],
    TensorScatterUpdate: [{
      inputs: () => ({ tensor: noise([4, 3, 5], 2), indices: places(), updates: noise([3, 5], 1) }),
    }],
    SearchSorted: [{
      inputs: () => ({
        sortedSequence: tf.tensor2d([[-0.5, 0, 0.2, 0.7], [-1, -0.3, 0.1, 0.9]]),
        values: noise([2, 5], 1),
      }),
      attrs: { side: "left" },
    }],
    SparseFillEmptyRows: [{
      inputs: () => ({
        indices: int([0, 1, 2, 0, 2, 3], [3, 2]),
        values: noise([3], 1),
        denseShape: int([5, 4]),
        defaultValue: tf.scalar(7),
      }),
    }],
    SparseReshape: [{
      inputs: () => ({
        inputIndices: int([0, 1, 2, 0, 2, 3], [3, 2]),
        inputShape: int([5, 4]),
        newShape: int([2, -1]),
      }),
    }],
    SparseSegmentMean: [{ inputs: segments }],
    SparseSegmentSum: [{ inputs: segments }],
    SparseToDense: [{
      inputs: () => ({
        sparseIndices: places(),
        sparseValues: noise([3], 1),
        defaultValue: tf.scalar(0.5),
      }),
      attrs: { outputShape: [4, 3] },
    }],
    Multinomial: of(() => tf.log(positive([2, 4], 1)), {
      numSamples: 6,
      seed: 3,
      normalized: false,
    }, "logits"),
  };
}

/** Of text. */
export function strings(): Record<string, Call[]> {
  const text = (values: string[]) => tf.tensor1d(values, "string");
  return {
    StringNGrams: [{
      inputs: () => ({ data: text(["a", "b", "c", "d"]), dataSplits: int([0, 3, 4]) }),
      attrs: {
        separator: "|",
        nGramWidths: [2],
        leftPad: "L",
        rightPad: "R",
        padWidth: 1,
        preserveShortSequences: false,
      },
    }],
    StringSplit: [{
      inputs: () => ({ input: text(["a cat", "on  a mat"]), delimiter: tf.scalar(" ", "string") }),
      attrs: { skipEmpty: true },
    }],
    StringToHashBucketFast: of(() => text(["a", "cat", ""]), { numBuckets: 10 }, "input"),
  };
}
