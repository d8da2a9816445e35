import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../../../model/mod.ts";
import { activate, type Activation, convolveFused, isFused } from "@triptych/engine";
import { engines } from "../../model/engines.ts";

const ACTIVATIONS = ["linear", "relu", "relu6"] as const;

/** A spread of values that meets both corners of ReLU6. */
function values(shape: number[], seed: number, scale = 1): tf.Tensor4D {
  return tf.mul(tf.randomNormal(shape, 0, 1, "float32", seed), scale) as tf.Tensor4D;
}

for (const backend of engines) {
  for (const isDepthwise of [false, true]) {
    for (const activation of ACTIVATIONS) {
      const kind = isDepthwise ? "depthwise" : "full";
      Deno.test(`convolveFused(), ${kind}, ${activation}: as three operations, with their gradients, on ${backend}`, async () => {
        await chooseBackend(backend);
        const x = values([2, 5, 4, 3], 1, 3);
        const filter = values(isDepthwise ? [3, 3, 3, 1] : [3, 3, 3, 4], 2);
        const bias = tf.tensor1d(isDepthwise ? [1, -2, 3] : [1, -2, 3, 0.5]);
        const settings = { strides: [2, 2] as [number, number], pad: "same" as const };
        const plain = isDepthwise ? tf.depthwiseConv2d : tf.conv2d;
        const [one, three] = [
          (a: tf.Tensor4D, w: tf.Tensor4D, b: tf.Tensor1D) =>
            convolveFused(a, { filter: w, bias: b }, { ...settings, isDepthwise, activation }),
          (a: tf.Tensor4D, w: tf.Tensor4D, b: tf.Tensor1D) =>
            activate(tf.add(plain(a, w, settings.strides, "same"), b) as tf.Tensor4D, activation),
        ].map((f) => {
          // each output weighs differently
          const weighed = (...all: tf.Tensor[]) => {
            const y = f(all[0] as tf.Tensor4D, all[1] as tf.Tensor4D, all[2] as tf.Tensor1D);
            return tf.sum(tf.mul(y, values(y.shape, 3))) as tf.Scalar;
          };
          return [f(x, filter, bias), ...tf.grads(weighed)([x, filter, bias])];
        });
        for (const [i, expected] of three.entries()) {
          const difference = tf.max(tf.abs(tf.sub(one[i], expected)));
          const scale = Math.max(1, (await tf.max(tf.abs(expected)).data())[0]);
          assert.ok(
            (await difference.data())[0] < 1e-5 * scale,
            `${i}: ${await difference.data()}`,
          );
        }
      });
    }
  }
}

Deno.test("isFused() names the activations whose slope shows in their result", () => {
  const all: Activation[] = ["linear", "relu", "relu6", "hardSwish", "hardSigmoid", "sigmoid"];
  assert.deepEqual(all.filter(isFused), [...ACTIVATIONS]);
});
