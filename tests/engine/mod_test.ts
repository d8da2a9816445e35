import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, startBackend } from "@triptych/engine";

Deno.test("startBackend() sets up the engine asked for and says so", async () => {
  const backend = await startBackend("cpu");
  assert.equal(backend.name, "cpu");
  assert.equal(tf.getBackend(), "cpu");
  assert.equal(backend.description, "cpu: tfjs-backend-cpu, plain JavaScript (slow)");
  assert.equal(backend.version, "4.22.0");
});

Deno.test("startBackend() refuses a name it doesn't know", async () => {
  await assert.rejects(startBackend("gpu" as BackendName), {
    name: "TypeError",
    message: "Cannot start a backend: it must be one of tensorflow, simd, cpu, got gpu",
  });
});
