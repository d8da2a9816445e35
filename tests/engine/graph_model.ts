/** A model as TensorFlow's converter writes it, with weights from seeds: for tf.loadGraphModel. */
import type { io } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { noise } from "./compare.ts";

/** With which each class is somewhere the likeliest. */
const SEED = 20;

type Attributes = Record<string, unknown>;

/** A node of a graph, with attributes as protocol buffers have them in JSON. */
interface Node {
  name: string;
  op: string;
  input?: string[];
  attr?: Attributes;
}

const FLOAT = "DT_FLOAT", INT = "DT_INT32";
const type = (name: string) => ({ type: name });
const list = (values: number[]) => ({ list: { i: values.map(String) } });
const text = (value: string) => ({ s: btoa(value) });
const fused = (...ops: string[]) => ({
  fused_ops: { list: { s: ops.map(btoa) } },
  num_args: { i: "1" },
  epsilon: { f: 0 },
  T: type(FLOAT),
});
const window = (stride: number, padding: string) => ({
  strides: list([1, stride, stride, 1]),
  padding: text(padding),
  data_format: text("NHWC"),
  dilations: list([1, 1, 1, 1]),
});
const T = { T: type(FLOAT) };

/** What nodes refer to: filters and vectors of noise, and whole numbers. */
const NOISE: Record<string, number[]> = {
  stem: [3, 3, 3, 8],
  stem_bias: [8],
  depthwise: [3, 3, 8, 1],
  depthwise_bias: [8],
  pointwise: [1, 1, 8, 12],
  pointwise_bias: [12],
  alpha: [12],
  logits_filter: [1, 1, 20, 4],
  logits_bias: [4],
  scale: [12],
  offset: [12],
  mean: [12],
  variance: [12],
  head: [12, 4],
  head_bias: [4],
};
const WHOLE: Record<string, number[]> = {
  paddings: [0, 0, 1, 0, 0, 1, 0, 0],
  size: [16, 24],
  axis3: [3],
  axes: [1, 2],
  order: [0, 3, 1, 2],
  flat: [-1, 4],
  begin: [0, 0, 0, 0],
  end: [0, 16, 0, 0],
  steps: [1, 1, 2, 1],
};
const SHAPES: Record<string, number[]> = { paddings: [4, 2], axis3: [] };

/** An encoder of fused convolutions, a decoder by resizing and concatenation, and a classifier. */
const NODES: Node[] = [
  {
    name: "image",
    op: "Placeholder",
    attr: { dtype: type(FLOAT), shape: shapeOf([-1, 16, 24, 3]) },
  },
  ...[...Object.keys(NOISE), ...Object.keys(WHOLE)].map((name) => ({
    name,
    op: "Const",
    attr: { dtype: type(name in NOISE ? FLOAT : INT) },
  })),
  { name: "padded", op: "Pad", input: ["image", "paddings"], attr: T },
  {
    name: "a",
    op: "_FusedConv2D",
    input: ["padded", "stem", "stem_bias"],
    attr: { ...window(2, "VALID"), ...fused("BiasAdd", "Relu6") },
  },
  {
    name: "b",
    op: "FusedDepthwiseConv2dNative",
    input: ["a", "depthwise", "depthwise_bias"],
    attr: { ...window(1, "SAME"), ...fused("BiasAdd", "Relu") },
  },
  { name: "ab", op: "AddV2", input: ["a", "b"], attr: T },
  {
    name: "pooled",
    op: "MaxPool",
    input: ["ab"],
    attr: { ...window(2, "SAME"), ksize: list([1, 3, 3, 1]) },
  },
  {
    name: "c",
    op: "_FusedConv2D",
    input: ["pooled", "pointwise", "pointwise_bias"],
    attr: { ...window(1, "SAME"), ...fused("BiasAdd") },
  },
  {
    name: "normalised",
    op: "FusedBatchNormV3",
    input: ["c", "scale", "offset", "mean", "variance"],
    attr: { epsilon: { f: 0.001 }, data_format: text("NHWC"), is_training: { b: false }, ...T },
  },
  { name: "d", op: "Prelu", input: ["normalised", "alpha"], attr: T },
  {
    name: "enlarged",
    op: "ResizeBilinear",
    input: ["d", "size"],
    attr: { align_corners: { b: false }, half_pixel_centers: { b: true }, ...T },
  },
  {
    name: "near",
    op: "ResizeNearestNeighbor",
    input: ["a", "size"],
    attr: { align_corners: { b: false }, half_pixel_centers: { b: false }, ...T },
  },
  {
    name: "both",
    op: "ConcatV2",
    input: ["enlarged", "near", "axis3"],
    attr: { N: { i: "2" }, ...T },
  },
  {
    name: "logits",
    op: "_FusedConv2D",
    input: ["both", "logits_filter", "logits_bias"],
    attr: { ...window(1, "SAME"), ...fused("BiasAdd") },
  },
  { name: "probabilities", op: "Softmax", input: ["logits"], attr: T },
  { name: "planes", op: "Transpose", input: ["probabilities", "order"], attr: T },
  { name: "rows", op: "Reshape", input: ["probabilities", "flat"], attr: T },
  {
    name: "labels",
    op: "ArgMax",
    input: ["logits", "axis3"],
    attr: { output_type: type(INT), ...T },
  },
  { name: "means", op: "Mean", input: ["d", "axes"], attr: { keep_dims: { b: false }, ...T } },
  {
    name: "classes",
    op: "_FusedMatMul",
    input: ["means", "head", "head_bias"],
    attr: { transpose_a: { b: false }, transpose_b: { b: false }, ...fused("BiasAdd", "Elu") },
  },
  {
    name: "half",
    op: "StridedSlice",
    input: ["planes", "begin", "end", "steps"],
    attr: {
      begin_mask: { i: "15" },
      end_mask: { i: "15" },
      ellipsis_mask: { i: "0" },
      new_axis_mask: { i: "0" },
      shrink_axis_mask: { i: "0" },
      ...T,
    },
  },
];

function shapeOf(sizes: number[]) {
  return { shape: { dim: sizes.map((size) => ({ size: String(size) })) } };
}

/** The names of what it computes. */
export const OUTPUTS = ["half", "rows", "labels", "classes"];

/** The model, as a handler of tf.loadGraphModel gives it. */
export function graphArtifacts(): io.ModelArtifacts {
  const floats = Object.entries(NOISE).map(([name, shape], i) => {
    const tensor = name === "variance" ? tf.abs(noise(shape, i)) : noise(shape, i + SEED);
    const values = tensor.dataSync() as Float32Array;
    tensor.dispose();
    return { spec: { name, shape, dtype: "float32" as const }, values };
  });
  const whole = Object.entries(WHOLE).map(([name, values]) => ({
    spec: { name, shape: SHAPES[name] ?? [values.length], dtype: "int32" as const },
    values: Int32Array.from(values),
  }));
  const weights = [...floats, ...whole];
  const bytes = weights.flatMap(({ values }) => [...new Uint8Array(values.buffer)]);
  return {
    format: "graph-model",
    modelTopology: { node: NODES, versions: { producer: 1 } },
    weightSpecs: weights.map(({ spec }) => spec),
    weightData: Uint8Array.from(bytes).buffer,
  };
}
