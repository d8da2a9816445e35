/** @module A training step on what was installed. */
import { type Backend, startBackend } from "@triptych/engine";
import { labelClasses } from "../../core/mod.ts";
import { buildUnet, fit, startTraining } from "../../model/mod.ts";

/**
 * Starts the engine from a folder, and takes a training step on it.
 *
 * @param folder The installation.
 * @param gpu Whether a GPU must compute.
 * @returns How it runs, and the loss of the step.
 * @throws {Error} If it doesn't start, finds no GPU, or computes nonsense.
 */
export async function tryOut(folder: string, gpu: boolean): Promise<Backend & { loss: number }> {
  const engine = await startBackend("tensorflow", { tensorflow: () => folder });
  if (gpu && !engine.devices.some((device) => device.startsWith("GPU"))) {
    throw new Error(`Cannot use the GPU: TensorFlow must find one, got ${engine.devices}`);
  }
  const loss = await trainOneStep();
  // an untrained network of two classes knows nothing: -log(1/2), give or take
  if (!(loss > 0.3 && loss < 2)) {
    throw new Error(`Cannot train: the loss of the first step must be near 0.7, got ${loss}`);
  }
  return { ...engine, loss };
}

async function trainOneStep(): Promise<number> {
  const classes = labelClasses("foreground", "background");
  const [size, count] = [32, 2];
  const images = Float32Array.from(
    { length: count * size * size * 3 },
    (_, i) => i * 7919 % 256 / 255,
  );
  const labels = Int32Array.from({ length: count * size * size }, (_, i) => i % 2);
  let loss = NaN;
  await fit(startTraining(buildUnet({ size, features: 4, classes, seed: 0 })), {
    epochs: 1,
    batches: {
      steps: 1,
      async *epoch() {
        yield { images, labels, count };
      },
    },
    learningRate: 1e-3,
    onStep: (step) => {
      loss = step.loss;
    },
  });
  return loss;
}
