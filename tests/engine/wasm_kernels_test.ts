// Whatever op tfjs-backend-wasm has, simd has, and gives what tfjs-backend-cpu gives.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@triptych/engine";
import { assertClose } from "./compare.ts";
import { convolutions, images, pooling, products } from "./image_kernel_calls.ts";
import {
  binary,
  bools,
  type Call,
  lookups,
  reductions,
  shapes,
  strings,
  unary,
} from "./kernel_calls.ts";
import fixture from "../fixtures/engine/wasm_kernels.json" with { type: "json" };

const CALLS: Record<string, Call[]> = {
  ...unary(),
  ...binary(),
  ...reductions(),
  ...shapes(),
  ...lookups(),
  ...strings(),
  ...convolutions(),
  ...pooling(),
  ...images(),
  ...products(),
};

/** Kernels whose ops TensorFlow.js makes of other kernels, on every backend. */
const COMPOSED: Record<string, () => tf.Tensor> = {
  LogicalXor: () => tf.logicalXor(bools([4, 5], 1), bools([4, 5], 2)),
};

Deno.test("the calls cover the kernels of tfjs-backend-wasm", () => {
  assert.deepEqual([...Object.keys(CALLS), ...Object.keys(COMPOSED)].sort(), fixture.kernels);
});

for (const [name, calls] of Object.entries(CALLS)) {
  Deno.test(`${name} gives what tfjs-backend-cpu gives`, async () => {
    for (const { inputs, attrs = {} } of calls) {
      await compare(() => {
        const outputs = tf.engine().runKernel(name, inputs() as never, attrs as never);
        return [outputs].flat() as tf.Tensor[];
      });
    }
  });
}

for (const [name, run] of Object.entries(COMPOSED)) {
  Deno.test(`${name} is composed of others`, () => compare(() => [run()]));
}

/** Shapes, types and values on both backends. */
async function compare(run: () => tf.Tensor[]): Promise<void> {
  const [expected, own] = [await outputs("cpu", run), await outputs("simd", run)];
  assert.equal(own.length, expected.length);
  expected.forEach(({ dtype, ...values }, i) => {
    assert.equal(own[i].dtype, dtype);
    const isExact = dtype !== "float32" || values.values.some((value) => !isFinite(Number(value)));
    if (isExact) assert.deepEqual(own[i], expected[i]);
    else assertClose(own[i] as never, values as never, 1e-5);
  });
}

async function outputs(backend: string, run: () => tf.Tensor[]) {
  await tf.setBackend(backend);
  return tf.tidy(() =>
    run().map((y) => ({ shape: y.shape, dtype: y.dtype, values: Array.from(y.dataSync()) }))
  );
}
