import type { LayersModel } from "@tensorflow/tfjs-layers";
import { graphOf } from "./graph.ts";

/**
 * Pixels of the smallest feature map that a batch norm normalises: the values per channel that one image
 * contributes to its statistics.
 *
 * @param model From `buildUnet`.
 * @returns 1 or more; Infinity for a model without batch norms.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { buildUnet, chooseBackend } from "./mod.ts";
 *
 * await chooseBackend("cpu");
 * const classes = ["cat", "background"].map((name, i) => ({ label: i + 1, name, color: "#888888" }));
 * assert.equal(leastNormPixels(buildUnet({ size: 32, features: 1, classes, seed: 0 })), 4);
 * ```
 */
export function leastNormPixels(model: LayersModel): number {
  const maps = graphOf(model).filter(({ norm }) => norm)
    .map(({ layer }) => (layer.outputShape as number[])[1] * (layer.outputShape as number[])[2]);
  return Math.min(...maps);
}
