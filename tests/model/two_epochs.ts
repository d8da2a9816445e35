// What the tests of fit() share: a short training on noise.
import { type FitOptions, startTraining, type Training, type Validation } from "../../model/mod.ts";
import { noise, tinyUnet } from "./build.ts";

/** Two epochs of three batches, the last with one image. */
export const options = {
  epochs: 2,
  batches: {
    steps: 3,
    async *epoch(epoch: number, fromStep: number) {
      for (let step = fromStep; step < 3; step++) {
        yield noise(step === 2 ? 1 : 2, 16, 10 * epoch + step);
      }
    },
  },
  learningRate: 1e-3,
  validate: (): Promise<Validation> => Promise.resolve({ loss: 1, dice: { a: 0.25, b: 0.75 } }),
} satisfies FitOptions;

export function start(seed = 0): Training {
  return startTraining(tinyUnet({ seed }));
}

/** A hook that raises a signal after so many steps. */
export function stopAfter(steps: number, stop: AbortController): () => void {
  return () => {
    if (--steps === 0) stop.abort();
  };
}
