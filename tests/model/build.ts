// What the tests of the model share: small models, batches, and the engine.
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Batch, TRIMAP_CLASSES } from "../../data/types.ts";
import { buildUnet } from "../../model/mod.ts";

/** The numbers of Numerical Recipes' linear congruential generator; the fixtures' scripts have it too. */
export function generator(
  state: number,
): (length: number, low: number, high: number) => Float32Array {
  return (length, low, high) =>
    Float32Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return low + (high - low) * ((state >>> 8) / 2 ** 24);
    });
}

/** A U-Net for the three classes of a trimap. */
export function tinyUnet(
  settings: { size?: number; features?: number; seed?: number } = {},
): LayersModel {
  return buildUnet({ size: 16, features: 1, seed: 0, classes: TRIMAP_CLASSES, ...settings });
}

/** A batch of noise, with squares of the three classes for truth. */
export function noise(count: number, size: number, state: number): Batch {
  const images = generator(state)(count * size * size * 3, 0, 1);
  return { images, labels: squares(count, size, 8), count };
}

/** Class indices in squares of `side` pixels, shifted by the image's number. */
export function squares(count: number, size: number, side: number): Int32Array {
  return Int32Array.from({ length: count * size * size }, (_, at) => {
    const [n, y, x] = [Math.floor(at / size / size), Math.floor(at / size) % size, at % size];
    return (Math.floor(y / side) + Math.floor(x / side) + n) % 3;
  });
}

/** All weights of a model, running statistics included, one after the other. */
export function weightsOf(model: LayersModel): Float32Array {
  return tf.tidy(() => {
    const weights = model.weights.map((weight) => tf.reshape(weight.read(), [-1]));
    return tf.concat1d(weights as tf.Tensor1D[]).dataSync<"float32">();
  });
}
