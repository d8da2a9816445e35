import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { uniform } from "./uniform.ts";

const KINDS = ["Conv2D", "DepthwiseConv2D", "Conv2DTranspose"];

/**
 * Gives a model initial weights as PyTorch does by default: kernels and biases of convolutions uniform
 * within ±1/√fanIn (`kaiming_uniform_` with a = √5), batch norms the identity. The fanIn of a transposed
 * convolution is PyTorch's: output channels × kernel size. Layers that aren't trained keep their weights.
 */
export function initialise(model: LayersModel, seed: number): void {
  const random = uniform(seed);
  for (const layer of model.layers) {
    const kind = layer.getClassName();
    if (!KINDS.includes(kind) || !layer.trainable) continue;

    // the kernel is [height, width, in, out], or [height, width, out, in] in a transposed one
    const shapes = layer.weights.map((weight) => weight.shape as number[]);
    const [height, width, third] = shapes[0];
    const fanIn = height * width * (kind === "DepthwiseConv2D" ? 1 : third);
    const bound = 1 / Math.sqrt(fanIn);
    tf.tidy(() =>
      layer.setWeights(shapes.map((shape) => {
        const values = new Float32Array(tf.util.sizeFromShape(shape));
        for (let i = 0; i < values.length; i++) values[i] = (2 * random() - 1) * bound;
        return tf.tensor(values, shape);
      }))
    );
  }
}
