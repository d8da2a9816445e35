/**
 * @module Max pooling on the CPU by oneDNN. TensorFlow puts it in the place of its own in graphs; of
 * operations called one by one it would take its own, which is five times as slow going back.
 */
import * as tf from "@tensorflow/tfjs-core";
import { execute, FLOAT, type KernelCall, type KernelFunction } from "../kernel_call.ts";

/**
 * Wraps tfjs-node's kernels, which still do what oneDNN doesn't: integers, GPUs.
 *
 * @param originalOf Finds them.
 * @returns The kernels of this file.
 */
export function poolingKernels(
  originalOf: (name: string) => KernelFunction,
): Record<string, KernelFunction> {
  const [maxPool, maxPoolGrad] = ["MaxPool", "MaxPoolGrad"].map(originalOf);
  return {
    MaxPool: (call) => {
      if (!hasOwn(call, call.inputs.x)) return maxPool(call);
      return tf.tidy(() => pool(call, call.inputs.x)[0]);
    },
    MaxPoolGrad: (call) => {
      const { inputs: { dy, input }, backend } = call;
      if (!hasOwn(call, input)) return maxPoolGrad(call);
      // where the maxima lie is found anew: to keep it would take as much memory as dy
      return tf.tidy(() => {
        const [y, places] = pool(call, input);
        return execute(backend, "_MklNativeMaxPoolGrad", {
          inputs: [input, y, dy, places],
          attributes: settings(call, input),
        })[0];
      });
    },
  };
}

/** The maxima, and where they lie. */
function pool(call: KernelCall, x: tf.TensorInfo): tf.Tensor[] {
  const attributes = settings(call, x);
  return execute(call.backend, "_MklNativeMaxPool", { inputs: [x], attributes, outputs: 2 });
}

function settings({ attrs }: KernelCall, x: tf.TensorInfo) {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const shape = x.shape as [number, number, number, number];
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = tf.backend_util
    .computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    T: FLOAT,
    ksize: [1, filterHeight, filterWidth, 1],
    strides: [1, strideHeight, strideWidth, 1],
    padding: padInfo.type,
    data_format: "NHWC",
    workspace_enabled: true,
    // how TensorFlow itself marks that an operation has taken another's place
    _kernel: "MklNameChangeOp",
  };
}

/** Whether oneDNN is there; found out at the first pooling. */
let isThere: boolean | undefined;

function hasOwn(call: KernelCall, x: tf.TensorInfo): boolean {
  if (call.backend.isUsingGpuDevice || x.dtype !== "float32") return false;
  if (isThere === undefined) {
    try {
      tf.tidy(() => pool(call, x));
      isThere = true;
    } catch {
      // a TensorFlow without it, or TF_ENABLE_ONEDNN_OPTS=0
      isThere = false;
    }
  }
  return isThere;
}
