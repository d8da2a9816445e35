/**
 * Engines for TensorFlow.js, and the fused operations that training spends its time in.
 *
 * The backend `simd` computes in SIMD WebAssembly on all cores, under Deno and in browsers, and needs no
 * installation; `tensorflow` computes with TensorFlow's own C library, also on NVIDIA cards.
 *
 * @example A training step
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { Adam, lossAndGradients, startBackend } from "@triptych/engine";
 *
 * await startBackend("simd");
 * const w = tf.variable(tf.tensor1d([2]));
 * const adam = new Adam([w], { learningRate: 0.1 });
 * const { loss, gradients } = lossAndGradients(() => tf.sum(tf.square(w)), [w]);
 * adam.apply(gradients);
 * assert.equal(loss.dataSync()[0], 4);
 * assert.ok(Math.abs(w.dataSync()[0] - 1.9) < 1e-6);
 * ```
 *
 * @module
 */
export {
  type Backend,
  type BackendName,
  backendNames,
  type BackendOptions,
  startBackend,
} from "./start_backend.ts";
export * from "./ops/mod.ts";
export { OutOfMemory } from "./out_of_memory.ts";
export {
  findTensorflow,
  TENSORFLOW,
  type TensorflowInstallation,
  type TensorflowManifest,
} from "./tensorflow/installation.ts";
export { TensorflowUnavailable } from "./tensorflow/unavailable.ts";
export { FAST_FLAGS } from "./v8_flags.ts";
