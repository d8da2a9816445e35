/** @module Functions of single values, as TensorFlow.js names them. */
import * as tf from "@tensorflow/tfjs-core";
import { type KernelCall, type KernelFunction, onCpu } from "../kernel_call.ts";
import {
  ABSOLUTE,
  CLIP,
  ELU,
  LEAKY_RELU,
  NEGATIVE,
  SQUARE,
  SQUARE_ROOT,
  STEP,
} from "../seam.generated.ts";

/** Values a part: few enough to share out small tensors, enough to be worth a thread. */
const PER_PART = 16384;

/** The numbers that a function takes from a kernel's attributes. */
type Limits = (attrs: KernelCall["attrs"]) => { low?: number; high?: number };

/** The kernels of this file. */
export const elementwiseKernels: Record<string, KernelFunction> = {
  Abs: elementwise("Abs", ABSOLUTE),
  ClipByValue: elementwise("ClipByValue", CLIP, ({ clipValueMin, clipValueMax }) => ({
    low: clipValueMin,
    high: clipValueMax,
  })),
  Elu: elementwise("Elu", ELU),
  LeakyRelu: elementwise("LeakyRelu", LEAKY_RELU, ({ alpha }) => ({ low: alpha })),
  Neg: elementwise("Neg", NEGATIVE),
  Sqrt: elementwise("Sqrt", SQUARE_ROOT),
  Square: elementwise("Square", SQUARE),
  Step: elementwise("Step", STEP, ({ alpha }) => ({ low: alpha })),
};

function elementwise(name: string, kind: number, limits: Limits = () => ({})): KernelFunction {
  return (call) => {
    const { inputs: { x }, backend, attrs } = call;
    if (x.dtype !== "float32") return onCpu(name, call);
    const { low = 0, high = 0 } = limits(attrs);
    const y = backend.allocate(x.shape), count = tf.util.sizeFromShape(x.shape);
    backend.pool.run("elementwise", Math.ceil(count / PER_PART), {
      x: backend.address(x),
      y: backend.address(y),
      count,
      kind,
      low,
      high,
      perPart: PER_PART,
    });
    return y;
  };
}
