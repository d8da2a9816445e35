// The memory that fit() takes, and what becomes of the weights where a step fails.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { OutOfMemory } from "@triptych/engine";
import { SimdBackend } from "../../engine/simd/backend.ts";
import { chooseBackend, fit, startTraining, trainStep } from "../../model/mod.ts";
import { noise, tinyUnet, weightsOf } from "./build.ts";
import { engines } from "./engines.ts";
import { options, start } from "./two_epochs.ts";

await chooseBackend("simd");

for (const backend of engines) {
  Deno.test(`fit() keeps memory flat on ${backend}`, async () => {
    await chooseBackend(backend);
    const seen: string[] = [];
    const training = start();
    const note = () => {
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      seen.push(`${numTensors} tensors, ${numDataBuffers} buffers, ${numBytes} bytes`);
    };
    await fit(training, { ...options, onStep: note, onEpoch: note });
    assert.equal(seen.length, 8);
    assert.equal(new Set(seen).size, 1, seen.join("\n"));
  });
}

for (const backend of engines) {
  Deno.test(`fit() stops at a loss that is not finite, and keeps the weights, on ${backend}`, async () => {
    await chooseBackend(backend);
    const training = start();
    const before = weightsOf(training.network.model);
    async function* epoch() {
      const batch = noise(2, 16, 1);
      yield { ...batch, images: batch.images.fill(NaN, 0, 1) };
    }
    const tensors = tf.memory().numTensors;
    await assert.rejects(fit(training, { ...options, batches: { steps: 1, epoch } }), {
      name: "RangeError",
      message:
        "Cannot continue training: the loss must be finite, got NaN in epoch 1, step 1. Try a lower " +
        "learning rate than 0.001, a larger batch, or look for blank images",
    });
    assert.deepEqual(weightsOf(training.network.model), before);
    assert.equal(tf.memory().numTensors, tensors);
  });
}

for (
  const [fitting, advice] of [[2, "2 would: train with --batch 2"], [
    0,
    "not even 1 does: lower --size or --features",
  ]] as const
) {
  Deno.test(`fit() says which batch fits where the memory takes ${fitting}, and keeps the weights`, async () => {
    await chooseBackend("cpu");
    const training = start();
    const before = weightsOf(training.network.model);
    const tensors = tf.memory().numTensors;
    const restore = failWhere("Conv2D", ({ inputs }) => inputs.x!.shape[0] > fitting);
    async function* epoch() {
      yield noise(5, 16, 1);
    }
    try {
      await assert.rejects(fit(training, { ...options, batches: { steps: 1, epoch } }), {
        name: "RangeError",
        message: "Cannot train with a batch of 5: it must fit into the memory of the engine cpu, " +
          `and ${advice}`,
      });
    } finally {
      restore();
    }
    assert.deepEqual(weightsOf(training.network.model), before);
    assert.equal(tf.memory().numTensors, tensors);
  });
}

for (const name of ["Conv2D", "Conv2DBackpropFilter", "TriptychAdam"]) {
  Deno.test(`a step of micro-batches that fails in ${name} leaves no tensor behind`, async () => {
    await chooseBackend("cpu");
    const training = startTraining(tinyUnet(), { microBatch: 2 });
    const batch = noise(3, 16, 1);
    await trainStep(training, batch);
    const tensors = tf.memory().numTensors;
    // the second micro-batch has one image
    const restore = failWhere(
      name,
      ({ inputs }) => name === "TriptychAdam" || inputs.x!.shape[0] === 1,
    );
    try {
      await assert.rejects(trainStep(training, batch), { name: "OutOfMemory" });
    } finally {
      restore();
    }
    assert.equal(tf.memory().numTensors, tensors);
  });
}

Deno.test("fit() says which batch fits on the embedded engine, too", async () => {
  await chooseBackend("simd");
  const training = start();
  const backend = tf.backend() as SimdBackend;
  backend.allocate = function (shape, dtype) {
    const isFilter = shape[1] <= 3;
    if (shape.length === 4 && !isFilter && shape[0] > 2) throw new OutOfMemory("a test");
    return SimdBackend.prototype.allocate.call(this, shape, dtype);
  };
  async function* epoch() {
    yield noise(5, 16, 1);
  }
  try {
    await assert.rejects(fit(training, { ...options, batches: { steps: 1, epoch } }), {
      name: "RangeError",
      message: "Cannot train with a batch of 5: it must fit into the memory of the engine simd, " +
        "and 2 would: train with --batch 2",
    });
  } finally {
    Reflect.deleteProperty(backend, "allocate");
  }
});

/** Lets the engine cpu run out of memory in some calls of a kernel; what it returns puts that back. */
function failWhere(
  kernelName: string,
  isTooMuch: (call: Parameters<tf.KernelFunc>[0]) => boolean,
): () => void {
  const { kernelFunc, ...kernel } = tf.getKernel(kernelName, "cpu");
  const replace = (kernelFunc: tf.KernelFunc) => {
    tf.unregisterKernel(kernelName, "cpu");
    tf.registerKernel({ ...kernel, kernelFunc });
  };
  replace((call) => {
    if (isTooMuch(call)) throw new OutOfMemory("a test");
    return kernelFunc(call);
  });
  return () => replace(kernelFunc);
}
