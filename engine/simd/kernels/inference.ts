/** @module Convolutions of a trained network, whose weights are folded and rearranged once, and kept. */
import * as tf from "@tensorflow/tfjs-core";
import { composedInference, foldNorm } from "../../ops/inference_convolution.ts";
import { composedTransposed } from "../../ops/inference_transposed.ts";
import { kernelNames } from "../../ops/kernel.ts";
import { type Address, behind } from "../arena.ts";
import type { KernelCall, KernelFunction } from "../kernel_call.ts";
import { activations } from "./activation.ts";
import { winogradGeometryOf, withConcatenated } from "./concatenated_convolution.ts";
import { convolve, isSpread, spread } from "./convolution.ts";
import { copyBytes } from "./copying.ts";
import { depthwise, depthwiseGeometryOf } from "./depthwise.ts";
import type { Plan } from "./ending.ts";
import { type Geometry, geometryOf, outShape } from "./geometry.ts";

/** Bytes that addresses are multiples of. */
const LINE = 64;

const convolution: KernelFunction = (call) => {
  const { inputs: { x, nextX, filter }, backend, attrs } = call;
  const isApart = nextX === undefined ||
    winogradGeometryOf([x.shape, nextX.shape], filter.shape, attrs) !== null;
  if (!isApart) {
    return withConcatenated(backend, [x, nextX], (both) => {
      const { nextX: _, ...inputs } = call.inputs;
      return convolution({ ...call, inputs: { ...inputs, x: both } });
    });
  }
  const geometry = geometryOfCall(call);
  if (geometry === null) return composedInference(call.inputs as tf.NamedTensorMap, attrs);
  const y = backend.allocate(outShape(geometry));
  const activation = activations[attrs.activation];
  const way = attrs.isDepthwise ? depthwise : convolve;
  runKept(call, way(backend, geometry, { x, nextX, y, flipped: false, activation }));
  return [y];
};

const transposed: KernelFunction = (call) => {
  const { inputs: { x, filter }, backend } = call;
  const [count, height, width] = x.shape;
  const [rows, columns, channels] = filter.shape;
  const shape = [count, height * rows, width * columns, channels];
  // of the convolution that this is the transpose of
  const settings = { strides: [rows, columns] as [number, number], pad: "valid" as const };
  const geometry = geometryOf(shape, filter.shape, { ...settings, dataFormat: "NHWC" });
  if (geometry === null || !isSpread(geometry)) {
    return composedTransposed(call.inputs as tf.NamedTensorMap);
  }
  const y = backend.allocate(shape);
  runKept(call, spread(backend, geometry, { x, y }));
  return [y];
};

/** The kernels of this file. */
export const inferenceKernels: Record<string, KernelFunction> = {
  [kernelNames.inferenceConvolution]: convolution,
  [kernelNames.inferenceTransposed]: transposed,
};

/** Null where another kernel must compute it. */
function geometryOfCall({ inputs: { x, nextX, filter }, attrs }: KernelCall): Geometry | null {
  if (attrs.isDepthwise) return depthwiseGeometryOf(x, filter.shape, attrs);
  const channels = x.shape[3] + (nextX?.shape[3] ?? 0);
  return geometryOf([...x.shape.slice(0, 3), channels], filter.shape, attrs);
}

/** Runs a plan with what is kept of the weights: a summand for each output, then the filter. */
function runKept({ inputs, backend, attrs }: KernelCall, plan: Plan): void {
  const { x: _, nextX: _next, ...weights } = inputs;
  const { epsilon = 0 } = attrs;
  const outs = plan.channels;
  const summandBytes = Math.ceil(4 * outs / LINE) * LINE;
  const making = {
    sources: [weights.filter, ...Object.values(weights)],
    kind: `${plan.kind}, ${epsilon}`,
    bytes: summandBytes + plan.bytes,
    make: (to: Address) => {
      const { filter, bias = tf.zeros([outs]) } = foldNorm(weights as tf.NamedTensorMap, epsilon);
      copyBytes(backend, backend.address(bias), to, 4 * outs);
      plan.pack(filter, behind(to, summandBytes));
      tf.dispose([filter, bias]);
    },
  };
  backend.withKept(making, (kept) => plan.run(behind(kept, summandBytes), kept));
}
