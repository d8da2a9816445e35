/** @module The loss of one step and its gradients, in as little memory as it takes. */
import * as tf from "@tensorflow/tfjs-core";
import { kernelNames } from "./kernel.ts";

/** One kernel that ran while gradients were recorded, as TensorFlow.js notes it. */
interface TapeNode {
  kernelName: string;
  inputs: tf.NamedTensorMap;
  outputs: tf.Tensor[];
  /** Kept for the gradient. */
  saved: tf.Tensor[];
  gradient?: (dys: (tf.Tensor | undefined)[]) => Record<string, () => tf.Tensor>;
}

/** What tf.engine() is inside; the package's version is pinned. */
interface Recorder {
  startTape(): void;
  endTape(): void;
  state: { activeTape: TapeNode[] | null };
}

/**
 * Kernels whose gradients read that of their first output alone. For the others a scalar will do, where
 * TensorFlow.js would make zeros as large as the output.
 */
const OWN: Set<string> = new Set(Object.values(kernelNames));

/**
 * Computes a loss and its gradient for each variable, as tf.variableGrads does. But each gradient and
 * each value kept for it is freed as soon as it has been used, not at the end: that halves the memory,
 * and what is used again at once is still in the cache.
 *
 * @param loss The forward pass; what it leaves behind is freed.
 * @param variables What the gradients are for; the loss must depend on all of them.
 * @returns The loss, and gradients by the variables' names; the caller disposes of both.
 * @throws {TypeError} When the loss doesn't depend on a variable.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { lossAndGradients, startBackend } from "@triptych/engine";
 *
 * await startBackend("cpu");
 * const w = tf.variable(tf.scalar(3), true, "w");
 * const { loss, gradients } = lossAndGradients(() => tf.square(w) as tf.Scalar, [w]);
 * assert.deepEqual([loss.dataSync()[0], gradients.w.dataSync()[0]], [9, 6]);
 * ```
 */
export function lossAndGradients(
  loss: () => tf.Scalar,
  variables: tf.Variable[],
): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { value, tape } = record(loss);
  try {
    const nodes = dependants(tape, variables);
    const gradients = tf.tidy(() => backward(nodes, value, variables));
    return { loss: value, gradients };
  } catch (error) {
    value.dispose();
    throw error;
  } finally {
    for (const { saved } of tape) tf.dispose(saved);
  }
}

function record(loss: () => tf.Scalar): { value: tf.Scalar; tape: TapeNode[] } {
  const recorder = tf.engine() as unknown as Recorder;
  recorder.startTape();
  try {
    const value = tf.tidy(loss);
    return { value, tape: recorder.state.activeTape! };
  } catch (error) {
    // no scope frees what is kept for gradients
    for (const { saved } of recorder.state.activeTape!) tf.dispose(saved);
    throw error;
  } finally {
    recorder.endTape();
    recorder.state.activeTape = null;
  }
}

/** The nodes whose outputs depend on a variable, each with those inputs only that do. */
function dependants(tape: TapeNode[], variables: tf.Variable[]): TapeNode[] {
  const known = new Set(variables.map((variable) => variable.id));
  const nodes: TapeNode[] = [];
  for (const node of tape) {
    const inputs = Object.entries(node.inputs).filter(([, tensor]) => known.has(tensor.id));
    if (inputs.length === 0) continue;
    nodes.push({ ...node, inputs: Object.fromEntries(inputs) });
    for (const { id } of node.outputs) known.add(id);
  }
  return nodes;
}

function backward(
  nodes: TapeNode[],
  value: tf.Scalar,
  variables: tf.Variable[],
): tf.NamedTensorMap {
  const pending = new Map<number, tf.Tensor>([[value.id, tf.onesLike(value)]]);
  const zero = tf.scalar(0);
  for (const { kernelName, inputs, outputs, saved, gradient } of nodes.toReversed()) {
    const dys = outputs.map(({ id }) => pending.get(id));
    if (dys.every((dy) => dy === undefined)) continue;
    if (gradient === undefined) {
      throw new TypeError("Cannot compute gradients: a kernel has no gradient");
    }
    // what several of them are made from is computed once, and freed with them
    const results = tf.tidy(() => {
      const makers = gradient(OWN.has(kernelName) ? filled(dys, zero) : dys);
      return Object.fromEntries(Object.keys(inputs).map((name) => [name, makers[name]()]));
    });
    // what must not become a gradient again, as it is freed on its own
    const taken = new Set(dys);
    for (const [name, { id }] of Object.entries(inputs)) {
      const result = results[name];
      const earlier = pending.get(id);
      pending.set(id, earlier === undefined ? own(result, taken) : tf.add(earlier, result));
      if (earlier !== undefined) {
        earlier.dispose();
        if (!taken.has(result)) result.dispose();
      }
    }
    for (const { id } of outputs) pending.delete(id);
    for (const dy of dys) dy?.dispose();
    tf.dispose(saved);
  }
  return Object.fromEntries(variables.map(({ id, name }) => {
    const gradient = pending.get(id);
    if (gradient === undefined) {
      throw new TypeError(`Cannot train ${name}: the loss must depend on it, and it doesn't`);
    }
    return [name, gradient];
  }));
}

/** Gradients of outputs, those that are missing but the first replaced by a scalar. */
function filled(
  [first, ...others]: (tf.Tensor | undefined)[],
  zero: tf.Scalar,
): (tf.Tensor | undefined)[] {
  return [first, ...others.map((dy) => dy ?? zero)];
}

/** The gradient itself, or a clone where the same tensor stands for something else already. */
function own(gradient: tf.Tensor, taken: Set<tf.Tensor | undefined>): tf.Tensor {
  if (taken.has(gradient)) return gradient.clone();
  taken.add(gradient);
  return gradient;
}
