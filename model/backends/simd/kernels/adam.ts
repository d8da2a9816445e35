/** @module Adam over all parameters. */
import * as tf from "@tensorflow/tfjs-core";
import type { AdamAttributes } from "../../../ops/adam.ts";
import { kernelNames } from "../../../ops/kernel.ts";
import type { SimdBackend } from "../backend.ts";
import type { KernelFunction } from "../kernel_call.ts";

const PER_PART = 65536;

const adam: KernelFunction = ({ inputs, backend, attrs }) => {
  const { rates, decays, beta1, beta2, epsilon, steps } = attrs as AdamAttributes;
  const tensors = Object.values(inputs);
  // inputs come in fours: variable, gradient, mean, variance
  return rates.flatMap((learningRate, i) => {
    const rate = learningRate / (1 - beta1 ** steps[i]);
    const root = 1 / Math.sqrt(1 - beta2 ** steps[i]);
    const kept = 1 - learningRate * decays[i];
    const constants = [kept, rate, beta1, beta2, 1 - beta1, 1 - beta2, root, epsilon];
    const [w, g, m, v] = tensors.slice(4 * i, 4 * i + 4);
    const results = [w, m, v].map((tensor) => inPlace(backend, tensor));
    const count = tf.util.sizeFromShape(w.shape);
    const addresses = [w, g, m, v, ...results].map((tensor) => backend.address(tensor));
    const parts = Math.ceil(count / PER_PART);
    backend.pool.run("adam", parts, ...addresses, count, ...constants, PER_PART);
    return results;
  });
};

/** The kernels of this file. */
export const adamKernels: Record<string, KernelFunction> = { [kernelNames.adam]: adam };

/** The tensor itself, unless something else (a clone) still looks at its values. */
function inPlace(backend: SimdBackend, tensor: tf.TensorInfo): tf.TensorInfo {
  if (backend.refCount(tensor.dataId) > 1) return backend.allocate(tensor.shape);
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}
