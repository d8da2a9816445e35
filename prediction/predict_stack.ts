import type { Predictor } from "../model/mod.ts";
import type { Stack } from "./open_input.ts";
import { predictImage } from "./predict_image.ts";

/** What a model says of a stack. */
export interface StackPrediction {
  /** The likeliest class of each voxel, a label of `maskClasses`, along x first, then y and z. */
  labels: Uint8Array;
  /** Each class's probabilities, shape [classes, z, y, x]; empty unless they were asked for. */
  probabilities: Float32Array;
}

/**
 * Predicts a volume or a stack of pages slice by slice.
 *
 * @param network The model.
 * @param stack The slices.
 * @param options Whether probabilities are wanted, which take four bytes per voxel and class.
 * @throws {TypeError} If it hasn't the channels that the model takes.
 */
export async function predictStack(
  network: Predictor,
  { shape, axis, sliceAt }: Stack,
  { withProbabilities }: { withProbabilities: boolean },
): Promise<StackPrediction> {
  const [across, down] = [0, 1, 2].filter((other) => other !== axis);
  const steps = [1, shape[0], shape[0] * shape[1]], voxels = shape[0] * shape[1] * shape[2];
  const count = network.metadata.classes.length;
  const labels = new Uint8Array(voxels);
  const probabilities = new Float32Array(withProbabilities ? count * voxels : 0);
  for (let index = 0; index < shape[axis]; index++) {
    const slice = await predictImage(network, await sliceAt(index), { withProbabilities });
    const { labels: decided, probabilities: maps } = slice;
    const pixels = shape[across] * shape[down];
    for (let y = 0, from = 0; y < shape[down]; y++) {
      let to = index * steps[axis] + y * steps[down];
      for (let x = 0; x < shape[across]; x++, from++, to += steps[across]) {
        labels[to] = decided[from];
        if (!withProbabilities) continue;
        for (let c = 0; c < count; c++) probabilities[c * voxels + to] = maps[c * pixels + from];
      }
    }
  }
  return { labels, probabilities };
}
