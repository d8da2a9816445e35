/** @module Adam by TensorFlow's own kernel, in place. */
import type * as tf from "@tensorflow/tfjs-core";
import type { AdamAttributes } from "../../ops/adam.ts";
import { kernelNames } from "../../ops/kernel.ts";
import { attributesOf, FLOAT, type KernelFunction } from "../kernel_call.ts";
import type { NodeBackend } from "../package.ts";

const CELL = attributesOf({ dtype: FLOAT });
const PRODUCT = attributesOf({ T: FLOAT });
const STEP = attributesOf({ T: FLOAT, use_locking: false, use_nesterov: false });

const adam: KernelFunction = ({ inputs, backend, attrs }) => {
  const { binding } = backend;
  const { beta1, beta2, epsilon, rates, decays, steps } = attrs as AdamAttributes;
  const tensors = Object.values(inputs);
  const scalars = new Map<number, number>();
  const scalar = (value: number): number => {
    const id = scalars.get(value) ??
      binding.createTensor([], FLOAT.dtype, Float32Array.of(value));
    scalars.set(value, id);
    return id;
  };
  const cells = ["weights", "mean", "variance"].map((name) => makeCell(backend, name));
  const outputs: tf.TensorInfo[] = [];
  // inputs come in fours: variable, gradient, mean, variance. Operations are called by number: as
  // tensors of TensorFlow.js, the hundreds of them would take as long as the arithmetic
  for (let i = 0; i < rates.length; i++) {
    const [w, gradient, m, v] = tensors.slice(4 * i, 4 * i + 4);
    const state = [w, m, v];
    state.forEach((tensor, c) => put(backend, cells[c], tensor));
    if (decays[i] !== 0) shrink(backend, cells[0], scalar(1 - rates[i] * decays[i]));
    const power1 = beta1 ** steps[i], power2 = beta2 ** steps[i];
    // TensorFlow adds epsilon to a root that isn't corrected yet, PyTorch to the corrected one
    const settings = [power1, power2, rates[i], beta1, beta2, epsilon * Math.sqrt(1 - power2)];
    const ids = [...cells, ...settings.map(scalar), ...backend.getInputTensorIds([gradient])];
    binding.executeOp("ResourceApplyAdam", STEP, ids, 0);
    outputs.push(...state.map((tensor, c) => take(backend, cells[c], tensor)));
  }
  [...scalars.values(), ...cells].forEach((id) => binding.deleteTensor(id));
  return outputs;
};

/** The kernels of this file. */
export const adamKernels: Record<string, KernelFunction> = { [kernelNames.adam]: adam };

/** A variable of TensorFlow, which holds one tensor after the other. */
function makeCell({ binding }: NodeBackend, name: string): number {
  const attributes = attributesOf({
    dtype: FLOAT,
    // none, in truth: what is put in is of any shape
    shape: { dims: [] },
    container: "",
    shared_name: `triptych-adam-${name}`,
  });
  return binding.executeOp("VarHandleOp", attributes, [], 1)[0].id;
}

/**
 * Puts a tensor into a variable. Unless something else (a clone) looks at its values too, the tensor
 * lets go of them, so that TensorFlow can change them in place.
 */
function put(backend: NodeBackend, cell: number, tensor: tf.TensorInfo): void {
  const { binding } = backend;
  const [id] = backend.getInputTensorIds([tensor]);
  binding.executeOp("AssignVariableOp", CELL, [cell, id], 0);
  if (backend.refCount(tensor.dataId) === 1) binding.deleteTensor(id);
}

/** Multiplies what is in a variable. */
function shrink({ binding }: NodeBackend, cell: number, factor: number): void {
  const [before] = binding.executeOp("ReadVariableOp", CELL, [cell], 1);
  const [after] = binding.executeOp("Mul", PRODUCT, [before.id, factor], 1);
  binding.executeOp("AssignVariableOp", CELL, [cell, after.id], 0);
  [before, after].forEach(({ id }) => binding.deleteTensor(id));
}

/** Takes the values out again: the same tensor with new values, or a new one where a clone stays. */
function take(backend: NodeBackend, cell: number, tensor: tf.TensorInfo): tf.TensorInfo {
  const [value] = backend.binding.executeOp("ReadVariableOp", CELL, [cell], 1);
  if (backend.refCount(tensor.dataId) > 1) return backend.createOutputTensor(value);
  backend.tensorMap.get(tensor.dataId).id = value.id;
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}
