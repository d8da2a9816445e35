/** @module Adam by TensorFlow's own kernel, in place. */
import type * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "../../../ops/kernel.ts";
import { attributesOf, FLOAT, type KernelFunction } from "../kernel_call.ts";
import type { NodeBackend } from "../package.ts";

const CELL = attributesOf({ dtype: FLOAT });
const STEP = attributesOf({ T: FLOAT, use_locking: false, use_nesterov: false });

const adam: KernelFunction = ({ inputs, backend, attrs }) => {
  const { binding } = backend;
  const { learningRate, beta1, beta2, epsilon, step } = attrs as Record<string, number>;
  const power1 = beta1 ** step, power2 = beta2 ** step;
  // TensorFlow adds epsilon to a root that isn't corrected yet, PyTorch to the corrected one
  const ownEpsilon = epsilon * Math.sqrt(1 - power2);
  const constants = [power1, power2, learningRate, beta1, beta2, ownEpsilon].map((value) =>
    binding.createTensor([], FLOAT.dtype, Float32Array.of(value))
  );
  const cells = ["weights", "mean", "variance"].map((name) => makeCell(backend, name));
  const tensors = Object.values(inputs);
  const outputs: tf.TensorInfo[] = [];
  // inputs come in fours: variable, gradient, mean, variance. Operations are called by number: as
  // tensors of TensorFlow.js, the thousand of them would take as long as the arithmetic
  for (let i = 0; i < tensors.length; i += 4) {
    const [w, gradient, m, v] = tensors.slice(i, i + 4);
    const state = [w, m, v];
    state.forEach((tensor, c) => put(backend, cells[c], tensor));
    const ids = [...cells, ...constants, ...backend.getInputTensorIds([gradient])];
    binding.executeOp("ResourceApplyAdam", STEP, ids, 0);
    outputs.push(...state.map((tensor, c) => take(backend, cells[c], tensor)));
  }
  [...constants, ...cells].forEach((id) => binding.deleteTensor(id));
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

/** Takes the values out again: the same tensor with new values, or a new one where a clone stays. */
function take(backend: NodeBackend, cell: number, tensor: tf.TensorInfo): tf.TensorInfo {
  const [value] = backend.binding.executeOp("ReadVariableOp", CELL, [cell], 1);
  if (backend.refCount(tensor.dataId) > 1) return backend.createOutputTensor(value);
  backend.tensorMap.get(tensor.dataId).id = value.id;
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}
