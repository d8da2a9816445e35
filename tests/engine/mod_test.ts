import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "@triptych/engine";

Deno.test("chooseBackend() sets up the engine asked for and says so", async () => {
  const backend = await chooseBackend("cpu");
  assert.equal(backend.name, "cpu");
  assert.equal(tf.getBackend(), "cpu");
  assert.match(backend.description, /^cpu: .* because it was asked for/);
  assert.equal(backend.version, "4.22.0");
});

Deno.test("chooseBackend() refuses a name it doesn't know", async () => {
  await assert.rejects(chooseBackend("gpu"), {
    name: "TypeError",
    message: "Cannot choose a backend: it must be one of auto, tensorflow, simd, cpu, got gpu",
  });
});
