// MobileNet's blocks on simd: nothing of them falls back to tfjs-backend-cpu.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { Adam, lossAndGradients, startBackend } from "@triptych/engine";
import { loss, Weights } from "./blocks.ts";
import { assertClose, noise, on } from "./compare.ts";

/** Values that a kernel of tfjs-backend-cpu may touch. */
const FEW = 300;
/** They look at no values. */
const VIEWS = ["Identity", "Reshape"];

await startBackend("cpu");
await startBackend("simd");

const photographs = () => noise([2, 30, 22, 3], 1) as tf.Tensor4D;
const labels = () =>
  tf.tensor3d(Int32Array.from({ length: 1320 }, (_, i) => i * i % 3), [2, 30, 22], "int32");

Deno.test("simd trains MobileNet's blocks as tfjs-backend-cpu does", async () => {
  const run = () => {
    const weights = new Weights();
    loss(photographs(), labels(), weights);
    const forward = () => loss(photographs(), labels(), weights);
    const { loss: value, gradients } = lossAndGradients(forward, weights.variables);
    const results = [value, ...weights.variables.map(({ name }) => gradients[name])];
    weights.variables.forEach((variable) => variable.dispose());
    return results;
  };
  // its gradients of average pooling and of bilinear interpolation are wrong at edges: the loss alone
  const [[own], [expected]] = [await on("simd", run), await on("cpu", run)];
  assertClose(own, expected, 1e-5);
});

Deno.test("simd: the gradient of MobileNet's blocks is how fast the loss grows along it", async () => {
  await tf.setBackend("simd");
  const weights = new Weights();
  const [x, y] = [photographs(), labels()];
  const value = () => tf.tidy(() => loss(x, y, weights).dataSync()[0]);
  value();
  const { gradients, ...result } = lossAndGradients(() => loss(x, y, weights), weights.variables);
  const squares = weights.variables.map(({ name }) => tf.sum(tf.square(gradients[name])));
  const length = Math.sqrt(tf.addN(squares).dataSync()[0]);
  const move = (distance: number) => {
    for (const variable of weights.variables) {
      const change = tf.mul(gradients[variable.name], distance / length);
      variable.assign(tf.add(variable, change));
    }
  };
  const step = 2e-3;
  move(step);
  const above = value();
  move(-2 * step);
  const slope = (above - value()) / (2 * step);
  assert.ok(Math.abs(slope / length - 1) < 0.01, `${slope} and ${length}`);
  tf.dispose([x, y, weights.variables, gradients, result.loss]);
});

Deno.test("simd trains MobileNet's blocks without tfjs-backend-cpu", async () => {
  await tf.setBackend("simd");
  const weights = new Weights();
  const [x, y] = [photographs(), labels()];
  tf.tidy(() => loss(x, y, weights));
  const adam = new Adam(weights.variables);
  const calls = watchCpu();
  const { loss: value, gradients } = lossAndGradients(() => loss(x, y, weights), weights.variables);
  adam.apply(gradients);
  assert.deepEqual(calls.filter(({ values }) => values > FEW), []);
  assert.ok(Number.isFinite(value.dataSync()[0]));
  tf.dispose([value, gradients, x, y, weights.variables]);
  adam.dispose();
});

/** Notes what is computed by tfjs-backend-cpu: kernels that simd took over, and those it hands on. */
function watchCpu(): { name: string; values: number }[] {
  const calls: { name: string; values: number }[] = [];
  for (const cpu of tf.getKernelsForBackend("cpu")) {
    const { kernelName: name, kernelFunc } = cpu;
    if (VIEWS.includes(name)) continue;
    const watched: typeof kernelFunc = (call) => {
      const outputs = kernelFunc(call);
      const sizes = [...Object.values(call.inputs), outputs].flat()
        .map((tensor) => tf.util.sizeFromShape((tensor as tf.TensorInfo).shape));
      calls.push({ name, values: Math.max(...sizes) });
      return outputs;
    };
    for (const backendName of ["cpu", "simd"]) {
      if (tf.getKernel(name, backendName)?.kernelFunc !== kernelFunc) continue;
      tf.unregisterKernel(name, backendName);
      tf.registerKernel({ ...cpu, backendName, kernelFunc: watched });
    }
  }
  return calls;
}
