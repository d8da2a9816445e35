/** @module Adam over all parameters. */
import * as tf from "@tensorflow/tfjs-core";
import type { AdamAttributes } from "../../ops/adam.ts";
import { kernelNames } from "../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import type { KernelFunction } from "../kernel_call.ts";

const PER_PART = 65536;

const adam: KernelFunction = ({ inputs, backend, attrs }) => {
  const { rates, decays, beta1, beta2, epsilon, steps } = attrs as AdamAttributes;
  const tensors = Object.values(inputs);
  // inputs come in fours: variable, gradient, mean, variance
  return rates.flatMap((learningRate, i) => {
    const [w, g, m, v] = tensors.slice(4 * i, 4 * i + 4);
    const [toW, toM, toV] = [w, m, v].map((tensor) => inPlace(backend, tensor));
    const count = tf.util.sizeFromShape(w.shape);
    backend.pool.run("adam", Math.ceil(count / PER_PART), {
      w: backend.address(w),
      g: backend.address(g),
      m: backend.address(m),
      v: backend.address(v),
      toW: backend.address(toW),
      toM: backend.address(toM),
      toV: backend.address(toV),
      count,
      kept: 1 - learningRate * decays[i],
      rate: learningRate / (1 - beta1 ** steps[i]),
      beta1,
      beta2,
      rest1: 1 - beta1,
      rest2: 1 - beta2,
      root: 1 / Math.sqrt(1 - beta2 ** steps[i]),
      epsilon,
      perPart: PER_PART,
    });
    return [toW, toM, toV];
  });
};

/** The kernels of this file. */
export const adamKernels: Record<string, KernelFunction> = { [kernelNames.adam]: adam };

/** The tensor itself, unless something else (a clone) still looks at its values. */
function inPlace(backend: SimdBackend, tensor: tf.TensorInfo): tf.TensorInfo {
  if (backend.refCount(tensor.dataId) > 1) return backend.allocate(tensor.shape);
  backend.incRef(tensor.dataId);
  backend.overwritten(tensor);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}
