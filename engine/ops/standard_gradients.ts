/**
 * @module Gradients of the TensorFlow.js kernels that networks are made of. The package's own live in
 * modules that only a bundler can load.
 */
import * as tf from "@tensorflow/tfjs-core";
import { activationGradient } from "./activation.ts";

type Attributes = Record<string, unknown>;
type Gradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attributes: Attributes,
) => Record<string, () => tf.Tensor>;

define("Identity", (dy) => ({ x: () => tf.clone(dy) }));
define("Cast", (dy) => ({ x: () => tf.clone(dy) }));
define("Neg", (dy) => ({ x: () => tf.neg(dy) }));
define("Reshape", (dy, [x]) => ({ x: () => tf.reshape(dy, x.shape) }), { inputs: ["x"] });
define("Square", (dy, [x]) => ({ x: () => tf.mul(dy, tf.mul(x, 2)) }), { inputs: ["x"] });
define("Exp", (dy, [y]) => ({ x: () => tf.mul(dy, y) }), { output: true });
define("Relu", (dy, [y]) => ({ x: () => activationGradient(dy, y, "relu") }), { output: true });
define("Relu6", (dy, [x]) => ({ x: () => activationGradient(dy, x, "relu6") }), { inputs: ["x"] });
define(
  "Sigmoid",
  (dy, [x]) => ({ x: () => activationGradient(dy, x, "sigmoid") }),
  { inputs: ["x"] },
);
define("Transpose", (dy, _saved, { perm }) => {
  const order = perm as number[];
  return { x: () => tf.transpose(dy, order.map((_, axis) => order.indexOf(axis))) };
});
define("Softmax", (dy, [y], { dim }) => ({
  logits: () => {
    const product = tf.mul(dy, y);
    return tf.sub(product, tf.mul(tf.sum(product, [dim as number], true), y));
  },
}), { output: true });

const operands = ["a", "b"];
define("Add", (dy, [a, b]) => ({
  a: () => reduceTo(dy, a.shape),
  b: () => reduceTo(dy, b.shape),
}), { inputs: operands });
define("Sub", (dy, [a, b]) => ({
  a: () => reduceTo(dy, a.shape),
  b: () => tf.neg(reduceTo(dy, b.shape)),
}), { inputs: operands });
define("Multiply", (dy, [a, b]) => ({
  a: () => reduceTo(tf.mul(dy, b), a.shape),
  b: () => reduceTo(tf.mul(dy, a), b.shape),
}), { inputs: operands });
define("RealDiv", (dy, [a, b]) => ({
  a: () => reduceTo(tf.div(dy, b), a.shape),
  b: () => tf.neg(reduceTo(tf.div(tf.mul(dy, a), tf.square(b)), b.shape)),
}), { inputs: operands });
define("AddN", (dy, saved) => {
  return Object.fromEntries(saved.map((_, i) => [i, () => tf.clone(dy)]));
}, { all: true });

define("Sum", (dy, [x], { axis }) => ({ x: () => spread(dy, x, axis) }), { inputs: ["x"] });
define("Mean", (dy, [x], { axis }) => ({
  x: () => spread(tf.mul(dy, dy.size / x.size), x, axis),
}), { inputs: ["x"] });

define("BatchMatMul", (dy, [a, b], { transposeA, transposeB }) => {
  const product = (x: tf.Tensor, y: tf.Tensor, tx: boolean, ty: boolean) => tf.matMul(x, y, tx, ty);
  const [ta, tb] = [transposeA as boolean, transposeB as boolean];
  return {
    a: () => ta ? product(b, dy, tb, true) : product(dy, b, false, !tb),
    b: () => tb ? product(dy, a, true, ta) : product(a, dy, !ta, false),
  };
}, { inputs: operands });

define("Conv2D", (dy, [x, filter], attributes) => ({
  x: () =>
    run("Conv2DBackpropInput", { dy, filter }, { ...convolution(attributes), inputShape: x.shape }),
  filter: () =>
    run("Conv2DBackpropFilter", { x, dy }, {
      ...convolution(attributes),
      filterShape: filter.shape,
    }),
}), { inputs: ["x", "filter"] });
// the transposed convolution
define("Conv2DBackpropInput", (dy, [input, filter], attributes) => ({
  dy: () => run("Conv2D", { x: dy, filter }, { ...convolution(attributes), dilations: [1, 1] }),
  filter: () =>
    run("Conv2DBackpropFilter", { x: dy, dy: input }, {
      ...convolution(attributes),
      filterShape: filter.shape,
    }),
}), { inputs: ["dy", "filter"] });
define("DepthwiseConv2dNative", (dy, [x, filter], attributes) => {
  const settings = { ...convolution(attributes), dilations: [1, 1] };
  return {
    x: () =>
      run("DepthwiseConv2dNativeBackpropInput", { dy, filter }, {
        ...settings,
        inputShape: x.shape,
      }),
    filter: () =>
      run("DepthwiseConv2dNativeBackpropFilter", { x, dy }, {
        ...settings,
        filterShape: filter.shape,
      }),
  };
}, { inputs: ["x", "filter"] });

define("MaxPool", (dy, [x, y], attributes) => ({
  x: () => run("MaxPoolGrad", { dy, input: x, output: y }, pooling(attributes)),
}), { inputs: ["x"], output: true });
define("AvgPool", (dy, [x], attributes) => ({
  x: () => run("AvgPoolGrad", { dy, input: x }, pooling(attributes)),
}), { inputs: ["x"] });
for (const kind of ["ResizeBilinear", "ResizeNearestNeighbor"]) {
  define(kind, (dy, [images], { alignCorners, halfPixelCenters }) => ({
    images: () => run(`${kind}Grad`, { images, dy }, { alignCorners, halfPixelCenters }),
  }), { inputs: ["images"] });
}

define("PadV2", (dy, [x], { paddings }) => ({
  x: () => tf.slice(dy, (paddings as number[][]).map(([before]) => before), x.shape),
}), { inputs: ["x"] });
define("Slice", (dy, [x], { begin, size }) => {
  // a plain number is where the first axis begins
  const [starts] = tf.slice_util.parseSliceParams(x, begin as number[], size as number[]);
  const paddings = x.shape.map((length, axis): [number, number] => [
    starts[axis],
    length - starts[axis] - dy.shape[axis],
  ]);
  return { x: () => tf.pad(dy, paddings) };
}, { inputs: ["x"] });
define("Concat", (dy, saved, attributes) => {
  const axis = tf.util.parseAxisParam(attributes.axis as number, dy.shape)[0];
  let start = 0;
  return Object.fromEntries(saved.map((x, i) => {
    const begin = dy.shape.map((_, a) => a === axis ? start : 0);
    start += x.shape[axis];
    return [i, () => tf.slice(dy, begin, x.shape)];
  }));
}, { all: true });

/** Registers a gradient, unless a package that was loaded earlier brought one. */
function define(
  kernelName: string,
  gradient: Gradient,
  saved: { inputs?: string[]; output?: boolean; all?: boolean } = {},
): void {
  if (tf.getGradient(kernelName) !== undefined) return;
  tf.registerGradient({
    kernelName,
    inputsToSave: saved.inputs ?? [],
    outputsToSave: saved.output ? [true] : [],
    saveAllInputs: saved.all ?? false,
    gradFunc: (dy, tensors, attributes) =>
      gradient(dy as tf.Tensor, tensors, attributes as Attributes),
  });
}

function run(name: string, inputs: tf.NamedTensorMap, attributes: Attributes): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}

/** The attributes of a convolution's gradients, which no engine has for dilated ones. */
function convolution(
  { strides, pad, dataFormat, dimRoundingMode, dilations }: Attributes,
): Attributes {
  if (!tf.backend_util.tupleValuesAreOne((dilations ?? 1) as number | number[])) {
    throw new TypeError(
      `Cannot compute the gradient of a convolution: its dilations must be 1, got ${dilations}`,
    );
  }
  return { strides, pad, dataFormat, dimRoundingMode };
}

function pooling({ filterSize, strides, pad, dimRoundingMode }: Attributes): Attributes {
  return { filterSize, strides, pad, dimRoundingMode };
}

/** Sums what broadcasting had repeated. */
function reduceTo(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

/** Repeats a reduction's gradient over the axes that were summed. */
function spread(dy: tf.Tensor, x: tf.Tensor, axis: unknown): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number[], x.shape);
  const kept = x.shape.map((length, a) => axes.includes(a) ? 1 : length);
  const repetitions = x.shape.map((length, a) => axes.includes(a) ? length : 1);
  return tf.tile(tf.reshape(dy, kept), repetitions);
}
