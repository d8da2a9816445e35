// The engine as any backend of TensorFlow.js: imported, then chosen by name.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";

Deno.test("an import alone leaves tfjs-backend-cpu the default; tf.setBackend starts simd on all cores", async () => {
  await tf.ready();
  assert.equal(tf.getBackend(), "cpu");
  assert.equal(await tf.setBackend("simd"), true);
  const y = tf.conv2d(tf.ones([1, 8, 8, 4]) as tf.Tensor4D, tf.ones([3, 3, 4, 8]), 1, "valid");
  assert.deepEqual([...new Set(y.dataSync())], [36]);
  const { description } = await startBackend("simd");
  const cores = Math.min(navigator.hardwareConcurrency, 16);
  assert.match(description, RegExp(` on ${cores} threads?$`));
  y.dispose();
});
