import type { LayersModel } from "@tensorflow/tfjs-layers";
import { graphOf, type Layer, type Node } from "./graph.ts";

/** Bytes that a step may take: three quarters of what 32-bit WebAssembly can have. */
const BUDGET = 3 * 2 ** 30;
/** Bytes per weight: itself, its gradient and Adam's two moments. */
const BYTES_PER_WEIGHT = 16;

/**
 * How many images of a batch a step computes at once, so that it fits into 3 GiB: the whole batch, or
 * micro-batches as equal as possible. It depends only on the model, its size and the batch, never on free
 * memory, so that the same settings train the same way everywhere: batch norms take their statistics over
 * a micro-batch.
 *
 * @param model From `buildUnet`.
 * @param batch Images per step, 1 or more.
 * @returns Images, 1 to `batch`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * const model = buildUnet({ size: 128, features: 16, classes, seed: 0 });
 * assert.equal(microBatchFor(model, 8), 8);
 * assert.equal(microBatchFor(model, 400), 134);
 * ```
 */
export function microBatchFor(model: LayersModel, batch: number): number {
  const values = graphOf(model).reduce((sum, node) => sum + valuesKept(node), 0);
  const room = BUDGET - BYTES_PER_WEIGHT * model.countParams();
  const most = Math.max(1, Math.floor(room / (4 * values)));
  return Math.ceil(batch / Math.ceil(batch / most));
}

/**
 * Values per image that a layer keeps for its gradient: its output, the input of its batch norm, and what
 * is concatenated for it, on engines that can't read it where it lies.
 */
function valuesKept({ layer, norm, concatenation }: Node): number {
  const size = sizeOf(layer) * (norm ? 2 : 1);
  return concatenation ? size + sizeOf(concatenation) : size;
}

function sizeOf({ outputShape }: Layer): number {
  return (outputShape as number[]).slice(1).reduce((product, n) => product * n, 1);
}
